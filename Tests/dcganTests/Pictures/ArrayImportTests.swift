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

  @Test func filesOfADirectoryAreToldByTheWordsOfTheirNames() throws {
    let labels = NumberArray(shape: [6], [UInt8](0..<6))
    try directory.create("kmnist/.keep", [])
    try NPZFile.write([("arr_0", images)], to: directory.file("kmnist/kmnist-train-imgs.npz"))
    try NPZFile.write([("arr_0", labels)], to: directory.file("kmnist/kmnist-train-labels.npz"))
    try directory.create("npy/.keep", [])
    try NPYFile.write(images, to: directory.file("npy/faces-train-images.npy"))
    try NPYFile.write(labels, to: directory.file("npy/faces-train-labels.npy"))
    func rows(_ labels: Range<Int>) -> String {
      labels.map { "\($0)," + Self.pixels[64 * $0..<64 * $0 + 64].map(String.init).joined(separator: ",") + "\n" }
        .joined()
    }
    try directory.create("csv/mnist_train.csv", rows(0..<6).utf8)
    try directory.create("csv/mnist_test.csv", rows(0..<2).utf8)
    for source in ["kmnist", "npy", "csv"] {
      let set = try imported(source).set
      #expect(sorted(set) == expected, "\(source)")
      #expect(set.labels?.sorted() == [0, 1, 2, 3, 4, 5], "\(source)")
      let refused = try directory.program.run("train", "--data", source)
      #expect(refused.error.hasSuffix("dcgan import \(source) --out data/\(source)\n"), "\(refused.error)")
    }
    let both = try directory.program.run("import", "csv", "--out", "both")
    #expect(both.text == "6 images and 2 test images of 6 classes, 8x8x1, in both\n")
    try directory.create("csv/other_train.csv", rows(0..<1).utf8)
    let several = try directory.program.run("import", "csv", "--out", "several")
    #expect(several.status == 65)
    #expect(
      several.error
        == "Error: 'csv': there are images of several data sets in this directory: 'mnist_train.csv', "
        + "'other_train.csv'; name the file of one of them, such as 'csv/mnist_train.csv'.\n")
  }

  @Test func arraysThatAreNotTakenAreNamed() throws {
    try NPZFile.write(
      [("x_train", images), ("x_val", images), ("ids", NumberArray(shape: [6], [UInt8](0..<6)))],
      to: directory.file("a.npz"))
    #expect(try imported("a.npz").error == "Note: not taken: 'x_val', 'ids'.\n")
  }

  @Test func picturesBelowADirectoryGoBeforeItsArraysUnlessThoseAreAskedFor() throws {
    try directory.create("in/previews/1.pgm", Array("P5\n1 1\n255\n".utf8) + [9])
    try NPYFile.write(images, to: directory.file("in/x_train.npy"))
    let (pictures, error) = try imported("in", "--size", "1")
    #expect(pictures.count == 1)
    #expect(
      error.contains(
        "Arrays of numbers lie in 'in' too; to import those and not the pictures, add --range auto.\n"))
    #expect(try imported("in", "--range", "auto").set.count == 6)
    // A table beside pictures is about them.
    try FileManager.default.removeItem(atPath: directory.file("in/x_train.npy"))
    try directory.create("in/labels.csv", "0,1\n1,2\n".utf8)
    #expect(try imported("in", "--size", "1").set.count == 1)
  }

  @Test func labelsWithoutImagesAreSaidToLackThem() throws {
    try directory.create("in/.keep", [])
    try IDXFile.write(labels: [1], to: directory.file("in/train-labels-idx1-ubyte"))
    let result = try directory.program.run("import", "in", "--out", "set")
    #expect(result.status == 66)
    #expect(result.error.hasPrefix("Error: 'in': there are no training images in this directory, such as "))
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

  @Test func imagesWithoutLabelsAreSortedIntoClusters() throws {
    try NPYFile.write(images, to: directory.file("a.npy"))
    let twice = NumberArray(shape: [12, 8, 8], Self.pixels + Self.pixels)
    try NPZFile.write([("x_train", twice), ("x_test", images)], to: directory.file("both.npz"))
    #expect(try imported("a.npy").set.labels == nil)
    let set = try imported("both.npz", "--clusters", "4").set
    // Of the six images four differ; those there are more of come first.
    #expect(set.labels?.sorted() == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3])
    for place in 0..<set.count {
      for other in 0..<set.count where set[place].elementsEqual(set[other]) {
        #expect(set.labels?[place] == set.labels?[other])
      }
    }
    let both = try directory.program.run("import", "both.npz", "--out", "both", "--clusters", "4", "--threads", "1")
    #expect(both.text == "12 images and 6 test images of 4 classes, 8x8x1, in both\n")
    let test = try DataSet.load(path: directory.file("both"), split: .test, labels: .strict).images
    #expect(test.labels?.sorted() == [0, 0, 1, 1, 2, 3])
  }

  @Test func clustersThatCannotBeAreRefusedInASentence() throws {
    try NPZFile.write(
      [("x_train", images), ("y_train", NumberArray(shape: [6], [UInt8](0..<6)))], to: directory.file("a.npz"))
    func refusal(_ options: String...) throws -> String {
      let result = try directory.program.run(["import", "a.npz", "--out", "set"] + options)
      #expect(result.status != 0 && !FileManager.default.fileExists(atPath: directory.file("set")))
      return "\(result.status) \(result.error)"
    }
    #expect(
      try refusal("--clusters", "3").hasPrefix(
        "64 Error: '--clusters' is for images without labels, and those of 'a.npz' have some, which say more. To leave "
          + "them out, add '--no-classes'.\n"))
    #expect(
      try refusal("--clusters", "7", "--no-classes")
        == "65 Error: 'a.npz': there are 6 images to sort into 7 clusters; ask for fewer by --clusters.\n")
    #expect(try refusal("--clusters", "3", "--add").hasPrefix("64 Error: '--clusters' sorts all images of a data set"))
    #expect(try refusal("--clusters", "1").hasPrefix("64 "))
    #expect(try refusal("--clusters", "257").hasPrefix("64 "))
    #expect(try imported("a.npz", "--clusters", "3", "--no-classes").set.labels.map { Set($0).count } == 3)
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
      range.error.hasPrefix("Error: '--range' is for arrays of numbers, and 'pictures' is a directory of pictures.\n"))
    let table = try directory.program.run("import", "pictures", "--labels", "labels.npy", "--out", "set")
    #expect(
      table.error.hasPrefix(
        "Error: '--labels' is for arrays of numbers, and 'pictures' is a directory of pictures. Their classes are "
          + "sub-directories: put the pictures of each into one of its own.\n"))
    #expect(!directory.holds("set"))
  }
}
