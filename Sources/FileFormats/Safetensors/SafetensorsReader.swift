import Dispatch
import Platform

extension SafetensorsFile {
  /// Reads a file, having checked everything it claims before memory is allocated for it.
  ///
  /// The header has at most 1 MiB; it is strict JSON without repeated keys; the tensors are of type `F32` or `I64`, fit
  /// their shapes, follow each other without a gap and end with the file; all numbers are finite.
  /// - Parameters:
  ///   - path: A regular file.
  ///   - requireChecksum: Whether a file is refused that another program has written: it has no checksum, or one that
  ///     was of other contents. In a file that is laid out as they are written here, the checksum must be right in any
  ///     case.
  ///   - isKept: Whether a tensor of a name is wanted. Others are checked all the same.
  /// - Throws: ``FileError`` if the file cannot be read or is not so.
  public init(
    path: String, requireChecksum: Bool = true, keeping isKept: (_ name: String) -> Bool = { _ in true }
  ) throws {
    var reader = try SafetensorsReader(path: path)
    self = try reader.read(requireChecksum: requireChecksum, keeping: isKept)
  }
}

/// Reads one safetensors file from the start to the end, each tensor straight into its own array.
struct SafetensorsReader {
  private let file: InputFile
  /// Of the header and, in the end, of all tensors, with the checksum's own digits as zeros.
  private var checksum = CRC32()

  init(path: String) throws {
    file = try InputFile(path: path)
  }

  mutating func read(requireChecksum: Bool, keeping isKept: (String) -> Bool) throws -> SafetensorsFile {
    guard file.size >= SafetensorsFile.prefixLength else {
      throw fault(
        "this is not a safetensors file: it has only \(bytesText(file.size)), fewer than the "
          + "\(SafetensorsFile.prefixLength) that give the header's length")
    }
    let prefix = try read(SafetensorsFile.prefixLength)
    let headerLength = try checkedHeaderLength(prefix)
    let headerBytes = try read(headerLength)
    let header = try SafetensorsHeader(
      headerBytes, dataSize: file.size - SafetensorsFile.prefixLength - headerLength, path: file.path)

    var metadata = header.metadata
    let expected = metadata.removeValue(forKey: SafetensorsFile.checksumKey)
    if expected == nil, requireChecksum {
      throw fault("the header holds no checksum ('\(SafetensorsFile.checksumKey)' in the metadata)")
    }
    checksum.update(prefix.span.bytes)
    let blankedHeader = try expected.map { try blankingChecksum($0, in: headerBytes) } ?? headerBytes
    checksum.update(blankedHeader.span.bytes)

    try file.requireMemory(for: file.size)
    let dataStart = file.position
    let tensors = try header.entries.map { entry in
      try isKept(entry.name) ? readTensor(entry, from: dataStart) : nil
    }
    let inspections = try inspect(header.entries, tensors, from: dataStart)
    for inspection in inspections { checksum.append(inspection.checksum, byteCount: inspection.byteCount) }
    var state: SafetensorsFile.Checksum = expected == nil ? .missing : .right
    if let expected, expected != checksum.hexadecimal {
      state = .outdated
      // Damage leaves the metadata in our order; other programs have another.
      let own = SafetensorsEncoding.metadataText(header.metadata).text
      guard !requireChecksum, !headerBytes.starts(with: own.utf8) else {
        throw fault(
          "the checksum is \(checksum.hexadecimal), but the header says \(expected.excerpt): the file was damaged or "
            + "altered after it had been written")
      }
    }
    for (entry, inspection) in zip(header.entries, inspections) {
      if let index = inspection.firstNonFinite {
        throw fault("value \(index) of tensor '\(entry.name.excerpt)' is infinite or not a number")
      }
    }
    var contents = SafetensorsFile(metadata: metadata, tensors: tensors.compactMap { $0 })
    for (entry, tensor) in zip(header.entries, tensors) where tensor == nil {
      contents.leftOut[entry.name] = entry.shape
    }
    contents.checksum = state
    return contents
  }

  /// What is found out about a tensor by reading all of its values.
  private struct Inspection {
    var checksum = CRC32()
    var byteCount = 0
    var firstNonFinite: Int?

    init(_ data: TensorData) {
      data.withBytes {
        checksum.update($0)
        byteCount = $0.byteCount
      }
      firstNonFinite = data.findFirstNonFinite()
    }

    /// Inspects a tensor that is not kept, in pieces that stay in a cache.
    init(_ entry: SafetensorsHeader.Entry, in file: InputFile, from start: Int) throws {
      byteCount = entry.end - entry.begin
      let isFloats = entry.elementType == .float32
      var values = [Float](repeating: 0, count: min(Self.piece, byteCount / MemoryLayout<Float>.stride))
      var done = 0
      while done < byteCount {
        let count = min(byteCount - done, Self.piece * MemoryLayout<Float>.stride)
        try values.withUnsafeMutableBytes { memory in
          let bytes = UnsafeMutableRawBufferPointer(rebasing: memory[..<count])
          let place = start + entry.begin + done
          let read = try file.read(into: bytes, from: place)
          guard read == count else { throw SafetensorsReader.endedEarly(file.path, at: place + read) }
          checksum.update(UnsafeRawBufferPointer(bytes))
          let floats = bytes.bindMemory(to: Float.self)
          if isFloats, firstNonFinite == nil, let index = UnsafeBufferPointer(floats).findFirstNonFinite() {
            firstNonFinite = done / MemoryLayout<Float>.stride + index
          }
        }
        done += count
      }
    }

    /// Values that are read at a time.
    private static let piece = 16_384
  }

  /// Inspects all tensors, on all processors: of the time from a program's start to its first picture this is a tenth
  /// otherwise. Those that are not kept are read meanwhile.
  private func inspect(
    _ entries: [SafetensorsHeader.Entry], _ tensors: [SafetensorsTensor?], from start: Int
  ) throws -> [Inspection] {
    let found = Locked([Int: Result<Inspection, any Error>]())
    // Its position is left as it is.
    nonisolated(unsafe) let file = file
    DispatchQueue.concurrentPerform(iterations: tensors.count) { index in
      let inspection = Result {
        try tensors[index].map { Inspection($0.data) } ?? Inspection(entries[index], in: file, from: start)
      }
      found.withLock { $0[index] = inspection }
    }
    return try found.withLock { found in try tensors.indices.compactMap { try found[$0]?.get() } }
  }

  private func checkedHeaderLength(_ prefix: [UInt8]) throws -> Int {
    let announced = prefix.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard announced <= SafetensorsFile.maximumHeaderLength else {
      throw fault(
        "this is not a safetensors file, or it is damaged: the header would have \(announced) bytes, more than "
          + "\(SafetensorsFile.maximumHeaderLength)", at: 0)
    }
    let available = file.size - SafetensorsFile.prefixLength
    guard announced <= available else {
      throw fault("the header would have \(announced) bytes, but only \(available) follow", at: 0)
    }
    return Int(announced)
  }

  /// The header with zeros for the digits of the checksum, which must stand there once. Where they do not stand as they
  /// are written here, another program has written the header anew, and the checksum is none of it.
  private func blankingChecksum(_ digits: String, in header: [UInt8]) throws -> [UInt8] {
    let places = header.ranges(of: Array("\"\(SafetensorsFile.checksumKey)\":\"\(digits)\"".utf8))
    let isWellFormed = digits.utf8.count == SafetensorsFile.blankChecksum.utf8.count
    if places.isEmpty, isWellFormed, digits.allSatisfy(\.isHexDigit) { return header }
    guard isWellFormed, let place = places.first, places.count == 1 else {
      throw fault("the checksum '\(digits.excerpt)' must be eight hexadecimal digits, and stand in the header once")
    }
    let end = place.upperBound - 1
    var blanked = header
    blanked.replaceSubrange(end - digits.utf8.count..<end, with: SafetensorsFile.blankChecksum.utf8)
    return blanked
  }

  private func readTensor(_ entry: SafetensorsHeader.Entry, from start: Int) throws -> SafetensorsTensor {
    try file.seek(to: start + entry.begin)
    let data: TensorData =
      switch entry.elementType {
      case .float32: .float32(try readValues(entry.count))
      case .int64: .int64(try readValues(entry.count))
      }
    return SafetensorsTensor(name: entry.name, shape: entry.shape, data: data)
  }

  private func readValues<Value: BitwiseCopyable>(_ count: Int) throws -> [Value] {
    try [Value](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      guard try file.read(into: bytes) == bytes.count else { throw endedEarly }
      initializedCount = count
    }
  }

  private func read(_ count: Int) throws -> [UInt8] {
    let bytes = try file.readBytes(count)
    guard bytes.count == count else { throw endedEarly }
    return bytes
  }

  /// The error of a file that is shorter than it was, or needs to be.
  private var endedEarly: FileError { Self.endedEarly(file.path, at: file.position) }

  private static func endedEarly(_ path: String, at position: Int) -> FileError {
    FileError(
      .badData, path: path,
      reason: "the file ends after \(bytesText(position)), in the middle of what its header announces")
  }

  private func fault(_ reason: String, at byteOffset: Int? = nil) -> FileError {
    FileError(.badData, path: file.path, byteOffset: byteOffset, reason: reason)
  }
}
