import Foundation

extension FileKind {
  /// How much of a file is looked at.
  private static let prefixLength = 1 << 12

  /// Tells what a path names; `nil` if it names nothing, or what may not be read or is no file or directory.
  public static func recognize(_ path: String) -> FileKind? {
    guard let status = FileStatus.following(path) else {
      // A circle of links is another fault.
      return errno == ENOENT && FileStatus.ofLink(path)?.kind == .symbolicLink ? .brokenLink : nil
    }
    switch status.kind {
    case .directory: return ofDirectory(path)
    case .regularFile:
      if status.size == 0 { return .empty }
      guard let file = try? InputFile(path: path), let start = try? file.readBytes(prefixLength) else { return nil }
      return ofFile(path, start, size: status.size)
    default: return nil
    }
  }

  private static func ofFile(_ path: String, _ start: [UInt8], size: Int) -> FileKind {
    if let kind = FileSignature.all.first(where: { $0.matches(start) })?.kind {
      switch kind {
      case .zip: return ofArchive(path)
      case .gzip: return ofCompressed(path)
      default: return kind
      }
    }
    return ofContents(path, start, size: size)
  }

  /// What is told by more than a few bytes.
  private static func ofContents(_ path: String, _ start: [UInt8], size: Int) -> FileKind {
    if ImageFile.beginsPicture(start) { return .picture }
    if let kind = ofIDX(start) { return kind }
    if let kind = ofSafetensors(path, start, size: size) { return kind }
    if isRecord(start) { return .tfrecord }
    if isCIFARBatch(start, size: size) { return .cifarBatch }
    return isText(start) ? ofText(path, start) : .unknown
  }

  private static let maximumLabelColumns = 16

  /// Which IDX file begins so.
  private static func ofIDX(_ start: [UInt8]) -> FileKind? {
    guard start.count >= 8 else { return nil }
    let (types, counts) = (UInt8(0x08)...0x0E, UInt8(1)...4)
    if start[2] == 0, start[3] == 0, types.contains(start[1]), counts.contains(start[0]) { return .swappedIDX }
    guard start[0] == 0, start[1] == 0, types.contains(start[2]), counts.contains(start[3]) else { return nil }
    // A number below 2^24 has its zero first: lengths whose bytes are turned round have it last.
    if start[4] != 0, start[7] == 0 { return .swappedIDX }
    let dimensions = stride(from: 4, to: min(start.count - 3, 4 + 4 * Int(start[3])), by: 4).map {
      [UInt8].bigEndianValue(start[$0...])
    }
    switch dimensions.count {
    case 0...1: return .labelsIDX
    // The columns beside a label are few, and the pixels of an image are many.
    case 2: return dimensions[1] > maximumLabelColumns ? .rowsIDX : .labelsIDX
    case 4 where [1, 3].contains(dimensions[1]) && ![1, 3].contains(dimensions[3]): return .channelsFirstIDX
    default: break
    }
    return start[2] == IDXHeader.unsignedByteType ? .imagesIDX : .otherIDX
  }

  private static func ofSafetensors(_ path: String, _ start: [UInt8], size: Int) -> FileKind? {
    guard start.count > SafetensorsFile.prefixLength, start[SafetensorsFile.prefixLength] == UInt8(ascii: "{") else {
      return nil
    }
    let length = start.littleEndian(at: 0, size: SafetensorsFile.prefixLength)
    guard length > 0, length <= size - SafetensorsFile.prefixLength else { return nil }
    let header = start.dropFirst(SafetensorsFile.prefixLength).prefix(length)
    func mentions(_ key: String) -> Bool { !header.ranges(of: Array("\"\(key)\"".utf8)).isEmpty }
    if mentions("format_version"), mentions("architecture") { return .checkpoint }
    if mentions("recording") { return .recording }
    return mentions("latents") ? .latents : .safetensors
  }

  /// Whether a record of TensorFlow begins a file: its length in 8 bytes, a checksum, and an `Example`.
  private static func isRecord(_ start: [UInt8]) -> Bool {
    guard start.count > 16, start[4...7].allSatisfy({ $0 == 0 }) else { return false }
    return start[12] == 0x0A && start.littleEndian(at: 0, size: 8) > 0
  }

  /// Whether images of CIFAR-10 or CIFAR-100 fill a file: each has its label or its two before 32 x 32 x 3 bytes.
  private static func isCIFARBatch(_ start: [UInt8], size: Int) -> Bool {
    [[10], [20, 100]].contains { (classes: [UInt8]) in
      let length = classes.count + 3072
      return size % length == 0
        && stride(from: 0, to: start.count - classes.count, by: length).allSatisfy { image in
          classes.indices.allSatisfy { start[image + $0] < classes[$0] }
        }
    }
  }

  private static func ofArchive(_ path: String) -> FileKind {
    guard let names = try? ZipArchive(path: path).members.map(\.name) else { return .zip }
    if names.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) { return .torchArchive }
    if names.contains("model.weights.h5") { return .keras }
    return names.contains { $0.hasSuffix(".npy") } ? .npz : .zip
  }

  /// What a gzip file holds: a tar archive that is compressed is one to people, and IDX and NPY files are read so.
  private static func ofCompressed(_ path: String) -> FileKind {
    guard let input = try? UnpackedInput(path: path), let start = try? input.source.readBytes(prefixLength) else {
      return .unknown
    }
    if FileSignature(.tar, "ustar", at: 257).matches(start) { return .tar }
    if FileSignature(.npy, NPYHeader.signature).matches(start) { return .npy }
    if let kind = ofIDX(start) { return kind }
    return (try? ArrayFormat(path: path)) == .csv ? .csv : .gzip
  }

  private static func isText(_ start: [UInt8]) -> Bool {
    !start.contains { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) }
  }

  private static func ofText(_ path: String, _ start: [UInt8]) -> FileKind {
    let text = String(decoding: start, as: UTF8.self).trimmingPrefix { $0.isWhitespace || $0 == "\u{FEFF}" }
    let beginning = text.prefix(1000).lowercased()
    if beginning.hasPrefix("<!doctype html") || beginning.hasPrefix("<html") || beginning.hasPrefix("<head") {
      return .webPage
    }
    if beginning.hasPrefix("<?xml") || beginning.hasPrefix("<error") {
      return beginning.contains("<html") ? .webPage : .errorMessage
    }
    if beginning.hasPrefix("{") || beginning.hasPrefix("[") { return ofJSON(path) }
    return (try? ArrayFormat(path: path)) == .csv ? .csv : .text
  }

  private static let maximumJSONSize = 1 << 20

  /// Which JSON file of this program's it is, by the keys that are mentioned.
  private static func ofJSON(_ path: String) -> FileKind {
    guard let bytes = try? InputFile(path: path).readBytes(maximumJSONSize) else { return .json }
    let text = String(decoding: bytes, as: UTF8.self)
    func mentions(_ keys: String...) -> Bool { keys.allSatisfy { text.contains("\"\($0)\"") } }
    if text.hasPrefix("{"), text.prefix(while: { !$0.isNewline }).last == "}", mentions("step", "lossD") {
      return .metrics
    }
    if mentions("architecture", "configuration") { return .runConfiguration }
    if mentions("generator", "discriminator", "latentSize") { return .architecture }
    return mentions("verdict", "frechet") ? .evaluation : .json
  }
}
