/// A safetensors file that grows tensor by tensor over a long time, of which no more than one is in memory.
///
/// The header, which tells where all of them lie, is written last, into room that was left for it; so are whole
/// numbers, which come first in the file, as the format's reference has it, and are few. It has no checksum.
public final class SafetensorsStream {
  private let path: String
  private let file: PendingFile
  /// Bytes before the first floats.
  private let room: Int
  private var floats: [(tensor: SafetensorsSource, place: Range<Int>)] = []
  private var integers: [(tensor: SafetensorsSource, data: TensorData)] = []
  private var floatBytes = 0

  /// Begins a file.
  ///
  /// - Parameters:
  ///   - path: The file, which is replaced when this one is finished.
  ///   - metadata: Strings about the tensors, no shorter than those that it will be finished with.
  ///   - planned: All tensors that may be written. None is read.
  /// - Throws: ``FileError`` if it cannot be created, or would have too many tensors.
  public init(path: String, metadata: [String: String], planned: [SafetensorsSource]) throws {
    self.path = path
    let sizes = zip(planned, try SafetensorsEncoding.counts(planned, path: path)).map { $1 * $0.elementType.size }
    let end = sizes.reduce(0, +)
    let header = planned.reduce(SafetensorsEncoding.metadataText(metadata).text + "}") {
      $0 + SafetensorsEncoding.entryText($1, end..<end)
    }
    let integerBytes = zip(planned, sizes).reduce(0) { $0 + ($1.0.elementType == .int64 ? $1.1 : 0) }
    // The room of numbers that are never written is the header's in the end.
    let headerRoom = Self.padded(header.utf8.count) + integerBytes
    guard headerRoom <= SafetensorsFile.maximumHeaderLength else {
      throw FileError(
        .cannotCreate, path: path,
        reason: "the header and the whole numbers would have \(headerRoom) bytes, more than "
          + "\(SafetensorsFile.maximumHeaderLength); record fewer steps, or smaller batches")
    }
    room = SafetensorsFile.prefixLength + headerRoom
    file = try PendingFile(path: path)
    try file.output.write([UInt8](repeating: 0, count: room).span.bytes)
  }

  /// Reads a tensor, and writes it.
  /// - Throws: ``FileError`` if it cannot be written, its shape does not fit its values, or a value is not finite.
  public func append(_ tensor: SafetensorsSource) throws {
    let data = tensor.read()
    try SafetensorsEncoding.check(
      data, of: tensor, count: try SafetensorsEncoding.counts([tensor], path: path)[0], path: path)
    guard tensor.elementType == .float32 else {
      integers.append((tensor, data))
      return
    }
    try data.withBytes { try file.output.write($0) }
    let end = floatBytes + data.count * tensor.elementType.size
    floats.append((tensor, floatBytes..<end))
    floatBytes = end
  }

  /// Writes the header, and gives the file its name.
  /// - Throws: ``FileError``; a file that was there then stays.
  public func finish(metadata: [String: String]) throws {
    var text = SafetensorsEncoding.metadataText(metadata).text
    var numbers: [UInt8] = []
    for (tensor, data) in integers {
      let start = numbers.count
      data.withBytes { bytes in bytes.withUnsafeBytes { numbers += $0 } }
      text += SafetensorsEncoding.entryText(tensor, start..<numbers.count)
    }
    for (tensor, place) in floats {
      text += SafetensorsEncoding.entryText(
        tensor, place.lowerBound + numbers.count..<place.upperBound + numbers.count)
    }
    text += "}"
    let length = room - SafetensorsFile.prefixLength - numbers.count
    guard text.utf8.count <= length else {
      throw FileError(.cannotCreate, path: path, reason: "no room was left for so long a header")
    }
    let padding = String(repeating: " ", count: length - text.utf8.count)
    let start = withUnsafeBytes(of: UInt64(length).littleEndian) { Array($0) } + (text + padding).utf8 + numbers
    try file.output.write(start.span.bytes, at: 0)
    try file.finish()
  }

  /// The next multiple of what values are aligned to.
  private static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }
}
