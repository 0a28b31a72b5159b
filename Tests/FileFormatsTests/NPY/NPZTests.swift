import TestSupport
import Testing

@testable import FileFormats

struct NPZTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static let images = NumberArray(shape: [6, 2, 2], NumPyFixture.numbers(.unsigned8).map { UInt8($0) })

  @Test(arguments: ["stored", "deflated", "wide"])
  func archivesAreReadAsNumPyWroteThem(name: String) throws {
    let file = try NPZFile(path: NumPyFixture(name: "\(name).npz").path)
    #expect(file.entries.map(\.name) == ["x_train", "y_train"])
    #expect(file.entries.map(\.type) == [.unsigned8, .signed64])
    #expect(file.entries.map(\.shape) == [[6, 2, 2], [6]])
    #expect(try file.read(file.entries[0]) == Self.images)
    #expect(try file.read(file.entries[0], limit: 2).values == Array(Self.images.values.prefix(8)))
    #expect(try file.read(file.entries[1]).values == [3, 4, 5, 5, 6, 6])
  }

  @Test func anArrayWithoutANameIsCalledByItsNumber() throws {
    let file = try NPZFile(path: NumPyFixture(name: "unnamed.npz").path)
    #expect(file.entries == [NPZFile.Entry(name: "arr_0", type: .float32, shape: [2, 3, 4])])
  }

  @Test(arguments: [false, true])
  func whatIsWrittenComesBackAndIsTheSameEachTime(compressed: Bool) throws {
    let arrays = [("images", Self.images), ("z", NumberArray(shape: [2, 1], [Float(0.5), -3]))]
    for name in ["one.npz", "other.npz"] {
      try NPZFile.write(arrays, to: directory.file(name), compressed: compressed)
    }
    #expect(try directory.contents("one.npz") == directory.contents("other.npz"))
    let file = try NPZFile(path: directory.file("one.npz"))
    #expect(file.entries.map(\.name) == ["images", "z"])
    for (entry, array) in zip(file.entries, arrays) { #expect(try file.read(entry) == array.1) }
  }

  @Test func numbersOfSixtyFourBitsAreWrittenWhereAnArchiveNeedsThem() throws {
    let path = directory.file("wide.npz")
    try AtomicFile.write(to: path, replaceExisting: true) { output in
      var writer = ZipWriter(output, path: path, wideFrom: 8)
      try writer.add("a.npy", [NPYHeader.encoded(Self.images), Self.images.bytes], compressed: true)
      try writer.add("b.npy", [NPYHeader.encoded(Self.images), Self.images.bytes], compressed: false)
      try writer.finish()
    }
    let file = try NPZFile(path: path)
    for entry in file.entries { #expect(try file.read(entry) == Self.images) }
    #expect(file.entries.count == 2)
  }

  @Test func aMemberCompressedOtherwiseAndAnArchiveWithoutArraysAreRefused() throws {
    let other = #expect(throws: FileError.self) { _ = try NPZFile(path: NumPyFixture(name: "method.npz").path) }
    #expect(other?.reason.contains("compressed in a way that cannot be read (method 12)") == true)
    expectFileError(
      .badData, "this ZIP archive holds no arrays (members whose names end in .npy), and is no NPZ file"
    ) { _ = try NPZFile(path: NumPyFixture(name: "no-arrays.zip").path) }
  }

  /// Reads all arrays of an archive.
  private func readAll(_ path: String) throws {
    let file = try NPZFile(path: path)
    for entry in file.entries { _ = try file.read(entry) }
    if let other = file.others.first { throw other.reason }
  }

  @Test(arguments: ["stored", "deflated", "wide"])
  func everyTruncationOfAnArchiveIsRefused(name: String) throws {
    let whole = try bytes(ofFile: NumPyFixture(name: "\(name).npz").path)
    for length in stride(from: 0, to: whole.count, by: 3) {
      let path = try directory.create("cut.npz", whole.prefix(length))
      #expect(throws: FileError.self, "length \(length)") { try readAll(path) }
    }
  }

  @Test(arguments: ["stored", "deflated", "wide"])
  func aChangedByteOfTheArraysIsNoticed(name: String) throws {
    let whole = try bytes(ofFile: NumPyFixture(name: "\(name).npz").path)
    // Behind the first member's header and name, and before the second's.
    let second = try #require(whole.ranges(of: ZipMember.localSignature).last?.lowerBound)
    for place in stride(from: 70, to: second, by: 5) {
      var changed = whole
      changed[place] ^= 0x55
      let path = try directory.create("changed.npz", changed)
      #expect(throws: FileError.self, "place \(place)") { try readAll(path) }
    }
  }

  @Test func aMemberThatClaimsMoreThanItsBytesCanBecomeIsRefused() throws {
    var whole = try bytes(ofFile: NumPyFixture(name: "deflated.npz").path)
    let entry = try #require(whole.ranges(of: ZipMember.signature).first?.lowerBound)
    whole.replaceSubrange(entry + 24..<entry + 28, with: [0, 0, 0, 0x70])
    let path = try directory.create("bomb.npz", whole)
    let error = #expect(throws: FileError.self) { try readAll(path) }
    #expect(error?.reason.contains("cannot become 1879048192 bytes from") == true)
  }
}
