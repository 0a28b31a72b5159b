import TestSupport
import Testing

@testable import FileFormats

struct SafetensorsStreamTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static func floats(_ name: String, _ values: [Float]) -> SafetensorsSource {
    SafetensorsSource(name: name, shape: [values.count], elementType: .float32) { .float32(values) }
  }

  private static func integer(_ name: String, _ value: Int64) -> SafetensorsSource {
    SafetensorsSource(name: name, shape: [], elementType: .int64) { .int64([value]) }
  }

  private static var all: [SafetensorsSource] {
    [floats("a", [1]), integer("n", 7), floats("b\"", [2, 3, -0.5]), floats("none", []), integer("m", -1)]
  }

  @Test(arguments: 0...5)
  func anyNumberOfThePlannedTensorsMakesASoundFile(count: Int) throws {
    let path = directory.file("file")
    let stream = try SafetensorsStream(path: path, metadata: ["steps": "10"], planned: Self.all)
    for tensor in Self.all.prefix(count) { try stream.append(tensor) }
    #expect(!directory.holds("file"))
    try stream.finish(metadata: ["steps": "\(count)"])
    #expect(try directory.contents() == ["file"])
    let read = try SafetensorsFile(path: path, requireChecksum: false)
    #expect(read.metadata == ["steps": "\(count)"])
    #expect(read.tensors.count == count)
    for source in Self.all.prefix(count) {
      #expect(read.tensors.first { $0.name == source.name }?.data == source.read())
    }
    // Wider values first, at multiples of their size.
    let bytes = try bytes(ofFile: path)
    #expect(bytes.littleEndian(at: 0, size: 8) % 8 == 0)
    #expect(
      read.tensors.prefix(Self.all.prefix(count).count { $0.elementType == .int64 }).allSatisfy { $0.shape == [] })
  }

  @Test func aStreamThatIsGivenUpLeavesWhatWasThere() throws {
    try directory.create("file", [1, 2, 3])
    do {
      let stream = try SafetensorsStream(path: directory.file("file"), metadata: [:], planned: Self.all)
      try stream.append(Self.all[0])
      #expect(try directory.contents().count == 2)
    }
    #expect(try directory.contents() == ["file"])
    #expect(try Array(directory.contents("file")) == [1, 2, 3])
  }

  @Test func whatNoReaderWouldTakeIsRefused() throws {
    let path = directory.file("file")
    let stream = try SafetensorsStream(path: path, metadata: [:], planned: Self.all)
    #expect(throws: FileError.self) { try stream.append(Self.floats("a", [.nan])) }
    #expect(throws: FileError.self) {
      try stream.append(SafetensorsSource(name: "a", shape: [2], elementType: .float32) { .float32([1]) })
    }
    #expect(throws: FileError.self) {
      try SafetensorsStream(path: path, metadata: [:], planned: [Self.all[0], Self.all[0]])
    }
    let many = (0..<20_000).map { Self.floats("a rather long name of a tensor \($0)", [1]) }
    let error = #expect(throws: FileError.self) {
      try SafetensorsStream(path: path, metadata: [:], planned: many)
    }
    #expect(error?.description.contains("the header and the whole numbers would have") == true)
    #expect(throws: FileError.self) { try SafetensorsStream(path: "/dev/null", metadata: [:], planned: []) }
  }
}
