import TestSupport
import Testing

@testable import FileFormats

/// A file of the given header and data; the header is not padded.
private func file(_ header: String, data: Int = 0) -> [UInt8] { file(Array(header.utf8), data: data) }

private func file(_ header: [UInt8], data: Int = 0) -> [UInt8] {
  withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + [UInt8](repeating: 0, count: data)
}

struct SafetensorsRefusalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// One tensor "a" of this description before eight bytes of data.
  static func tensor(_ description: String, _ reason: String) -> BrokenFile {
    BrokenFile(description, file(#"{"a":\#(description)}"#, data: 8), "tensor 'a' " + reason)
  }

  /// Two tensors, "a" of one value and "b" of two, at these places before twelve bytes of data.
  static func places(_ a: String, _ b: String, _ reason: String) -> BrokenFile {
    let header =
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":\#(a)},"#
      + #""b":{"dtype":"F32","shape":[2],"data_offsets":\#(b)}}"#
    return BrokenFile("\(a) \(b)", file(header, data: 12), reason)
  }

  static let structure = [
    BrokenFile(
      "seven bytes", [1, 0, 0, 0, 0, 0, 0],
      "this is not a safetensors file: it has only 7 bytes, fewer than the 8 that give the header's length"),
    BrokenFile(
      "huge header", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7B], at: 0,
      "this is not a safetensors file, or it is damaged: the header would have 18446744073709551615 bytes, "
        + "more than 1048576"),
    BrokenFile(
      "large header", [1, 0, 0x10, 0, 0, 0, 0, 0, 0x7B], at: 0,
      "this is not a safetensors file, or it is damaged: the header would have 1048577 bytes, more than 1048576"),
    BrokenFile(
      "short header", [3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D], at: 0, "the header would have 3 bytes, but only 2 follow"),
    BrokenFile("no header", file(""), at: 8, "the header must begin with '{'"),
    BrokenFile("space first", file(" {}"), at: 8, "the header must begin with '{'"),
    BrokenFile("array", file("[]"), at: 8, "the header must begin with '{'"),
    BrokenFile("no JSON", file("{]"), at: 9, "the header is not sound JSON: a key in quotation marks must stand here"),
    BrokenFile(
      "trailing zero", file("{}\0"), at: 10,
      "the header is not sound JSON: there is something after the end of the value"),
    BrokenFile(
      "no UTF-8", file([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x30, 0x7D]), at: 9,
      "the header is not sound JSON: the string that begins here is not valid UTF-8"),
    BrokenFile(
      "name twice", file(#"{"a":0,"a":0}"#), at: 15,
      "the header is not sound JSON: the key 'a' stands twice in one object"),
    BrokenFile(
      "metadata twice", file(#"{"__metadata__":{"k":"1","k":"2"}}"#), at: 33,
      "the header is not sound JSON: the key 'k' stands twice in one object"),
    BrokenFile("metadata array", file(#"{"__metadata__":[]}"#), "__metadata__ in the header must be an object"),
    BrokenFile("metadata number", file(#"{"__metadata__":{"k":1}}"#), "the metadata 'k' must be a string"),
    BrokenFile(
      "too much data", file("{} ", data: 1), "the tensors have 0 bytes together, but the header is followed by 1 byte"),
  ]

  static let tensors: [BrokenFile] = [
    tensor("1", "must be described by 'dtype', 'shape' and 'data_offsets' and nothing else"),
    tensor(
      #"{"dtype":"F32","shape":[2]}"#, "must be described by 'dtype', 'shape' and 'data_offsets' and nothing else"),
    tensor(
      #"{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":0}"#,
      "must be described by 'dtype', 'shape' and 'data_offsets' and nothing else"),
    tensor(
      #"{"dtype":"F16","shape":[4],"data_offsets":[0,8]}"#, #"has the type "F16", but only F32 and I64 can be used"#),
    tensor(
      #"{"dtype":null,"shape":[4],"data_offsets":[0,8]}"#, "has the type null, but only F32 and I64 can be used"),
    tensor(#"{"dtype":"F32","shape":2,"data_offsets":[0,8]}"#, "has an impossible shape, 2"),
    tensor(#"{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}"#, "has an impossible shape, [-1,-2]"),
    tensor(#"{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}"#, "has an impossible shape, [2.0]"),
    tensor(#"{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}"#, #"has an impossible shape, ["2"]"#),
    tensor(
      #"{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]}"#,
      "has an impossible shape, [4294967296,4294967296,2]"),
    tensor(
      #"{"dtype":"F32","shape":[4611686018427387906],"data_offsets":[0,8]}"#,
      "has an impossible shape, [4611686018427387906]"),
    tensor(
      #"{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}"#,
      "has an impossible shape, [99999999999999999999]"),
    tensor(#"{"dtype":"F32","shape":[2],"data_offsets":8}"#, "has impossible data_offsets, 8"),
    tensor(#"{"dtype":"F32","shape":[2],"data_offsets":[0]}"#, "has impossible data_offsets, [0]"),
    tensor(#"{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}"#, "has impossible data_offsets, [0,8,8]"),
    tensor(#"{"dtype":"F32","shape":[2],"data_offsets":[8,0]}"#, "has impossible data_offsets, [8,0]"),
    tensor(#"{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}"#, "has impossible data_offsets, [-8,0]"),
    tensor(
      #"{"dtype":"F32","shape":[2],"data_offsets":[0,7]}"#, "takes 7 bytes, but its shape [2] needs 8"),
    tensor(
      #"{"dtype":"I64","shape":[2],"data_offsets":[0,8]}"#, "takes 8 bytes, but its shape [2] needs 16"),
    tensor(
      #"{"dtype":"F32","shape":[2],"data_offsets":[4,12]}"#,
      "begins at byte 4 of the data, but the tensor before it ends at 0"),
  ]

  static let places: [BrokenFile] = [
    places("[0,4]", "[5,13]", "tensor 'b' begins at byte 5 of the data, but the tensor before it ends at 4"),
    places("[0,4]", "[3,11]", "tensor 'b' begins at byte 3 of the data, but the tensor before it ends at 4"),
    places("[0,4]", "[0,8]", "tensor 'b' begins at byte 0 of the data, but the tensor before it ends at 4"),
    places("[9,13]", "[0,8]", "tensor 'a' begins at byte 9 of the data, but the tensor before it ends at 8"),
  ]

  @Test(arguments: structure + tensors + places)
  func aBrokenFileIsRefused(_ example: BrokenFile) throws {
    let path = try directory.create("file", example.bytes)
    expectFileError(.badData, example.reason, at: example.offset) {
      _ = try SafetensorsFile(path: path, requireChecksum: false)
    }
  }

  @Test func tensorsMayStandInAnyOrderInTheHeader() throws {
    let header =
      #"{"a":{"data_offsets":[8,12],"shape":[1],"dtype":"F32"},"#
      + #""b":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"c":{"dtype":"F32","shape":[3,0],"data_offsets":[8,8]}}"#
    let path = try directory.create("file", file(header, data: 12))
    let contents = try SafetensorsFile(path: path, requireChecksum: false)
    #expect(
      contents.tensors == [
        SafetensorsTensor(name: "b", shape: [1], data: .int64([0])),
        SafetensorsTensor(name: "c", shape: [3, 0], data: .float32([])),
        SafetensorsTensor(name: "a", shape: [1], data: .float32([0])),
      ])
  }

  @Test func aChecksumIsRequiredUnlessTheCallerWaivesItAndMustBeRightInAnyCase() throws {
    let path = try directory.create("file", file("{}"))
    #expect(try SafetensorsFile(path: path, requireChecksum: false).tensors == [])
    expectFileError(.badData, "the header holds no checksum ('crc32' in the metadata)") {
      _ = try SafetensorsFile(path: path)
    }
    try directory.create("file", file(#"{"__metadata__":{"crc32":"0123"}}"#))
    expectFileError(.badData, "the checksum '0123' must be eight hexadecimal digits, and stand in the header once") {
      _ = try SafetensorsFile(path: path, requireChecksum: false)
    }
    // As a writer of JSON with spaces has it: the checksum of another file.
    try directory.create("file", file(#"{"__metadata__":{"crc32": "01234567"}}"#))
    #expect(try SafetensorsFile(path: path, requireChecksum: false).checksum == .outdated)
    expectFileError(
      .badData,
      "the checksum is 2fa00251, but the header says 01234567: the file was damaged or altered after it had been written"
    ) {
      _ = try SafetensorsFile(path: path)
    }
    try directory.create("file", file(#"{"__metadata__":{"crc32":"01234567","\"crc32":"01234567"}}"#))
    expectFileError(.badData, "the checksum '01234567' must be eight hexadecimal digits, and stand in the header once")
    {
      _ = try SafetensorsFile(path: path)
    }
    try directory.create("file", file(#"{"__metadata__":{"crc32":"01234567"}}"#))
    let error = #expect(throws: FileError.self) { _ = try SafetensorsFile(path: path, requireChecksum: false) }
    #expect(error?.reason.contains("but the header says 01234567: the file was damaged or altered") == true)
  }

  @Test(arguments: [0x7F80_0000, 0xFF80_0000, 0x7FC0_0000] as [UInt32])
  func aNumberThatIsNotFiniteIsNamed(bits: UInt32) throws {
    let header = #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let values = withUnsafeBytes(of: bits.littleEndian) { Array($0) }
    let path = try directory.create("file", file(header, data: 4) + values)
    expectFileError(.badData, "value 1 of tensor 'w' is infinite or not a number") {
      _ = try SafetensorsFile(path: path, requireChecksum: false)
    }
  }

  @Test func aFileThatIsNotRegularIsRefused() throws {
    expectFileError(.badData, "this is a directory, not a regular file") {
      _ = try SafetensorsFile(path: directory.path)
    }
    let path = try directory.create("file", [])
    expectFileError(.badData, "the file is empty") { _ = try SafetensorsFile(path: path) }
  }
}

struct SafetensorsDamageTests {
  let directory: TemporaryDirectory
  let sound: [UInt8]

  init() throws {
    directory = try TemporaryDirectory()
    let file = SafetensorsFile(
      metadata: ["step": "12"],
      tensors: [
        SafetensorsTensor(name: "w", shape: [2, 2], data: .float32([1, -2, 0.5, 1e-3])),
        SafetensorsTensor(name: "n", shape: [1], data: .int64([3])),
      ])
    try file.write(to: directory.file("sound"), replaceExisting: false)
    sound = try bytes(ofFile: directory.file("sound"))
  }

  private func expectRefused(_ bytes: [UInt8], _ comment: Comment, requireChecksum: Bool) throws {
    let path = try directory.create("damaged", bytes)
    let error = #expect(throws: FileError.self, comment) {
      _ = try SafetensorsFile(path: path, requireChecksum: requireChecksum)
    }
    #expect(error?.kind == .badData, comment)
  }

  @Test(arguments: [true, false])
  func everyTruncationIsRefusedChecksumOrNot(requireChecksum: Bool) throws {
    for length in 0..<sound.count {
      try expectRefused(Array(sound.prefix(length)), "length \(length)", requireChecksum: requireChecksum)
    }
  }

  @Test func everyChangeOfOneByteByOneBitOrByAllIsRefused() throws {
    for index in sound.indices {
      for mask in [1, 2, 4, 8, 16, 32, 64, 128, 255] as [UInt8] {
        var damaged = sound
        damaged[index] ^= mask
        try expectRefused(damaged, "byte \(index) ^ \(mask)", requireChecksum: true)
      }
    }
  }

  @Test func bytesAfterTheEndAreRefused() throws {
    try expectRefused(sound + [0], "one more", requireChecksum: true)
  }
}
