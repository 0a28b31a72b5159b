import TestSupport
import Testing

@testable import FileFormats

struct SafetensorsRoundTripTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func theBytesAreThoseOfTheFormat() throws {
    let file = SafetensorsFile(
      metadata: ["step": "7"],
      tensors: [
        SafetensorsTensor(name: "w", shape: [1, 2], data: .float32([1, -2])),
        SafetensorsTensor(name: "n", shape: [], data: .int64([258])),
      ])
    let path = directory.file("file")
    try file.write(to: path, replaceExisting: false)
    let written = try bytes(ofFile: path)
    // The checksum was computed by Python's zlib.crc32.
    let header =
      #"{"__metadata__":{"crc32":"e8961367","step":"7"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"#
      + #""w":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    #expect(written.prefix(8) == [UInt8(padded.utf8.count), 0, 0, 0, 0, 0, 0, 0])
    #expect(String(decoding: written.dropFirst(8).dropLast(16), as: UTF8.self) == padded)
    #expect(written.suffix(16) == [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
  }

  /// More values than are read at a time.
  private static let many = 70_000

  private func fileOfTwo(_ unwanted: [Float]) throws -> String {
    let path = directory.file("two")
    let tensors = [
      SafetensorsTensor(name: "unwanted", shape: [unwanted.count], data: .float32(unwanted)),
      SafetensorsTensor(name: "wanted", shape: [2], data: .float32([1, 2])),
      SafetensorsTensor(name: "whole", shape: [1], data: .int64([3])),
    ]
    try SafetensorsFile(tensors: tensors).write(to: path, replaceExisting: true)
    return path
  }

  private func wanted(_ path: String, requireChecksum: Bool = true) throws -> SafetensorsFile {
    try SafetensorsFile(path: path, requireChecksum: requireChecksum) { $0 == "wanted" }
  }

  @Test func whatIsNotKeptIsLeftOut() throws {
    let file = try wanted(try fileOfTwo((0..<Self.many).map(Float.init)))
    #expect(file.tensors == [SafetensorsTensor(name: "wanted", shape: [2], data: .float32([1, 2]))])
    #expect(file.leftOut == ["unwanted": [Self.many], "whole": [1]])
    #expect(file.checksum == .right)
  }

  @Test func damageInWhatIsNotKeptIsFound() throws {
    let path = try fileOfTwo([Float](repeating: 1, count: Self.many))
    var contents = try bytes(ofFile: path)
    contents[contents.count - 12] ^= 1
    try directory.create("two", contents)
    #expect(throws: FileError.self) { try wanted(path) }
  }

  @Test func aValueThatIsNoNumberIsFoundWhereNothingIsKept() throws {
    var values = [Float](repeating: 1, count: Self.many)
    values[Self.many - 3] = .infinity
    let header = #"{"a":{"dtype":"F32","shape":[\#(Self.many)],"data_offsets":[0,\#(4 * Self.many)]}}"#
    let prefix = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    let path = try directory.create("infinite", prefix + Array(header.utf8) + values.withUnsafeBytes { Array($0) })
    let error = #expect(throws: FileError.self) { try wanted(path, requireChecksum: false) }
    #expect(error?.reason == "value \(Self.many - 3) of tensor 'a' is infinite or not a number")
  }

  @Test func theContentsComeBackWideTypesFirstThenByTheBytesOfTheName() throws {
    let tensors = [
      SafetensorsTensor(name: "é", shape: [2], data: .float32([.leastNonzeroMagnitude, -0.0])),
      SafetensorsTensor(name: "b", shape: [0, 3], data: .float32([])),
      SafetensorsTensor(name: "a\"\n", shape: [2, 1], data: .float32([.greatestFiniteMagnitude, 0.1])),
      SafetensorsTensor(name: "B", shape: [1], data: .float32([3])),
      SafetensorsTensor(name: "z", shape: [], data: .int64([.min])),
      SafetensorsTensor(name: "empty", shape: [0], data: .int64([])),
    ]
    let metadata = ["architecture": "{\"layers\":[1,2]}", "é\n": "", "crc": "x"]
    let path = directory.file("file")
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path, replaceExisting: true)
    let read = try SafetensorsFile(path: path)
    #expect(read.metadata == metadata)
    #expect(read.tensors.map(\.name) == ["empty", "z", "B", "a\"\n", "b", "é"])
    #expect(
      read.tensors
        == tensors.sorted { left, right in
          read.tensors.firstIndex(of: left) ?? 0 < read.tensors.firstIndex(of: right) ?? 0
        })
  }

  @Test func aFileWithoutTensorsOrMetadataComesBack() throws {
    let path = directory.file("file")
    try SafetensorsFile(tensors: []).write(to: path, replaceExisting: true)
    #expect(try SafetensorsFile(path: path) == SafetensorsFile(tensors: []))
  }

  @Test(arguments: 0..<9)
  func theHeaderIsPaddedToAMultipleOf8(nameLength: Int) throws {
    let tensor = SafetensorsTensor(
      name: String(repeating: "n", count: nameLength), shape: [1], data: .float32([1]))
    let encoding = try SafetensorsEncoding(SafetensorsFile(tensors: [tensor]), path: "test")
    #expect(encoding.header.count % 8 == 0)
    #expect(encoding.header.dropFirst(8).count == Int(encoding.header[0]))
  }

  @Test func equalContentsGiveEqualBytesAnOldChecksumAmongTheMetadataCountsForNothing() throws {
    let metadata = Dictionary(uniqueKeysWithValues: (0..<20).map { ("key\($0)", "value\($0)") })
    let tensors = (0..<20).map { SafetensorsTensor(name: "t\($0)", shape: [], data: .float32([Float($0)])) }
    let path = directory.file("file")
    try SafetensorsFile(metadata: metadata, tensors: tensors).write(to: path, replaceExisting: true)
    let first = try bytes(ofFile: path)
    try SafetensorsFile(
      metadata: metadata.merging(["crc32": "12345678"]) { $1 }, tensors: tensors.reversed()
    ).write(to: path, replaceExisting: true)
    #expect(try bytes(ofFile: path) == first)
    #expect(try SafetensorsFile(path: path).metadata == metadata)
  }

  @Test func whatCouldNotBeReadAgainIsNotWrittenAndTheOldFileStays() throws {
    let path = try directory.create("file", [1])
    let good = SafetensorsTensor(name: "a", shape: [1], data: .float32([1]))
    let cases: [(FileError.Kind, [SafetensorsTensor], String)] = [
      (.cannotCreate, [good, good], "two tensors cannot both have the name 'a'"),
      (
        .cannotCreate, [SafetensorsTensor(name: "__metadata__", shape: [1], data: .float32([1]))],
        "two tensors cannot both have the name '__metadata__'"
      ),
      (
        .cannotCreate, [SafetensorsTensor(name: "a", shape: [2, 2], data: .float32([1, 2, 3]))],
        "tensor 'a' of shape [2, 2] cannot have 3 values"
      ),
      (
        .cannotCreate, [SafetensorsTensor(name: "a", shape: [-1, -1], data: .int64([1]))],
        "tensor 'a' cannot have the shape [-1, -1]"
      ),
      (
        .badData, [good, SafetensorsTensor(name: "b", shape: [3], data: .float32([1, .nan, 2]))],
        "tensor 'b' is not written, because its value 1 is infinite or not a number"
      ),
    ]
    for (kind, tensors, reason) in cases {
      expectFileError(kind, reason) { try SafetensorsFile(tensors: tensors).write(to: path, replaceExisting: true) }
    }
    let large = SafetensorsFile(metadata: ["k": String(repeating: "x", count: 1 << 20)], tensors: [])
    let error = #expect(throws: FileError.self) { try large.write(to: path, replaceExisting: true) }
    #expect(error?.reason == "the header would have 1048624 bytes, more than 1048576")
    #expect(try directory.contents() == ["file"])
    #expect(try bytes(ofFile: path) == [1])
  }
}
