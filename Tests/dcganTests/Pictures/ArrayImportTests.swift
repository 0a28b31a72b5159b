import FileFormats
import Foundation
import TestSupport
import Testing

struct ArrayImportTests {
  let directory: TemporaryDirectory
  private static let pixels: [UInt8] = (0..<6 * 64).map { UInt8(truncatingIfNeeded: 5 * $0) }
  private let images = NumberArray(shape: [6, 8, 8], Self.pixels)

  init() throws { directory = try TemporaryDirectory() }

  /// Imports `source` and returns the data set and what was written to standard error.
  private func imported(_ source: String, _ options: String...) throws -> (set: ImageSet, error: String) {
    let result = try directory.program.run(["import", source, "--out", "set"] + options)
    #expect(result.status == 0, "\(result.error)")
    defer { try? FileManager.default.removeItem(atPath: directory.file("set")) }
    return (try DataSet.load(path: directory.file("set"), labels: .strict).images, result.error)
  }

  /// The images of a set in the order of their first bytes, since an import may mix them.
  private func sorted(_ set: ImageSet) -> [[UInt8]] {
    (0..<set.count).map { Array(set[$0]) }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private var expected: [[UInt8]] {
    (0..<6).map { Array(Self.pixels[64 * $0..<64 * $0 + 64]) }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  @Test func arraysOfEveryFormatBecomeTheSameImages() throws {
    try NPYFile.write(images, to: directory.file("a.npy"))
    try NPYFile.write(images.reshaped([6, 64]), to: directory.file("rows.npy"))
    let labels = NumberArray(shape: [6], [UInt8](0..<6))
    try NPYFile.write(labels, to: directory.file("labels.npy"))
    try NPZFile.write([("x_train", images), ("y_train", labels)], to: directory.file("a.npz"))
    let rows = (0..<6).map { "\($0),\(Self.pixels[64 * $0..<64 * $0 + 64].map(String.init).joined(separator: ","))\n" }
    try directory.create("a.csv", rows.joined().utf8)
    try IDXFile.write(
      ImageSet(count: 6, height: 8, width: 8, channels: 1, bytes: Self.pixels), to: directory.file("a.idx"))
    for source in ["a.npy", "rows.npy", "a.npz", "a.csv", "a.idx"] {
      let set = try imported(source).set
      #expect(sorted(set) == expected, "\(source)")
      #expect((set.labels != nil) == ["a.npz", "a.csv"].contains(source))
    }
    #expect(try imported("a.npy", "--labels", "labels.npy").set.labels?.sorted() == [0, 1, 2, 3, 4, 5])
    #expect(try imported("a.npy", "--labels", "a.npz").set.labels?.sorted() == [0, 1, 2, 3, 4, 5])
  }

  @Test func floatsAreConvertedAndSaidToBe() throws {
    try NPYFile.write(
      NumberArray(shape: [1, 8, 8], Self.pixels.prefix(64).map { Float($0) / 255 }), to: directory.file("a.npy"))
    let (set, error) = try imported("a.npy")
    #expect(set.bytes == Array(Self.pixels.prefix(64)))
    #expect(error.hasPrefix("Note: the values are 32-bit floating-point numbers from 0 to "))
    #expect(error.hasSuffix(": taken as 0..1.\n"))
    let halved = try imported("a.npy", "--range", "-1..1").set.bytes
    #expect(halved[0] == 128)
    #expect(try directory.program.run("import", "a.npy", "--out", "b", "--range", "1..0").status == 64)
    #expect(try directory.program.run("import", "a.npy", "--out", "b", "--range", "auto").status == 0)
  }

  @Test func drawingsOfQuickDrawAreClassesByTheirFiles() throws {
    for name in ["cat", "dog"] {
      try NPYFile.write(images.reshaped([6, 64]), to: directory.file("full_numpy_bitmap_\(name).npy"))
    }
    let set = try imported(".").set
    #expect(
      set.count == 12 && set.classNames == ["cat", "dog"]
        && set.labels?.sorted() == Array(repeating: 0, count: 6) + Array(repeating: 1, count: 6))
  }

  @Test func imagesOfEMNISTAreTurned() throws {
    try IDXFile.write(
      ImageSet(count: 1, height: 2, width: 2, channels: 1, bytes: [1, 2, 3, 4]),
      to: directory.file("emnist-letters-train-images-idx3-ubyte"))
    #expect(try imported(".", "--transpose").set.bytes == [1, 3, 2, 4])
  }

  @Test func whatCannotBeImportedLeavesNothingBehind() throws {
    try NPYFile.write(NumberArray(shape: [2, 15], [UInt8](0..<30)), to: directory.file("odd.npy"))
    let odd = try directory.program.run("import", "odd.npy", "--out", "set")
    #expect(odd.status == 64)
    #expect(odd.error.hasPrefix("Error: 'odd.npy': the array is 2 x 15, and 15 numbers make no square image"))
    #expect(odd.error.contains("'--size 32x24'"))
    try NPYFile.write(images, to: directory.file("a.npy"))
    try NPYFile.write(NumberArray(shape: [5], [UInt8](0..<5)), to: directory.file("labels.npy"))
    let labels = try directory.program.run("import", "a.npy", "--labels", "labels.npy", "--out", "set")
    #expect(labels.error == "Error: 'labels.npy': there are 5 labels for the 6 images of 'a.npy'.\n")
    try directory.create("pictures/1.pgm", Data("P5 1 1 255\n1".utf8))
    let range = try directory.program.run("import", "pictures", "--range", "0..1", "--out", "set")
    #expect(range.status == 64)
    #expect(
      range.error.hasPrefix("Error: '--range' is for arrays of numbers, and 'pictures' is a directory of pictures."))
    #expect(!directory.holds("set"))
  }
}
