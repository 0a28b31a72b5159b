import Foundation
import TestSupport
import Testing

@testable import FileFormats

struct IDXFileNameTests {
  let directory: TemporaryDirectory
  let images = ImageSet(count: 2, height: 1, width: 2, channels: 1, bytes: [1, 2, 3, 4])

  init() throws { directory = try TemporaryDirectory() }

  /// Names of images and of the labels that go with them, as archives have them.
  static let pairs: [(images: String, labels: String)] = [
    ("train-images.idx3-ubyte", "train-labels.idx1-ubyte"),
    ("train-images.idx3-ubyte.gz", "train-labels-idx1-ubyte"),
    ("emnist-letters-train-images-idx3-ubyte.gz", "emnist-letters-train-labels-idx1-ubyte.gz"),
    ("kmnist-train-images-idx4-ubyte", "kmnist-train-labels.idx1-ubyte"),
    ("qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx2-int"),
    ("Train_Images.IDX3-ubyte", "Train_Labels.IDX1-ubyte"),
    ("train-images-idx3-ubyte (1)", "train-labels-idx1-ubyte"),
  ]

  @Test(arguments: pairs)
  func imagesAndTheirLabelsAreFoundByWhatTheirNamesSay(names: (images: String, labels: String)) throws {
    func compression(_ name: String) -> IDXFile.Compression { name.hasSuffix(".gz") ? .gzip : .none }
    try IDXFile.write(images, to: directory.file(names.images), compression: compression(names.images))
    try IDXFile.write(labels: [3, 4], to: directory.file(names.labels), compression: compression(names.labels))
    try IDXFile.write(labels: [9, 9], to: directory.file("other-train-labels-idx1-ubyte"))
    for path in [directory.path, directory.file(names.images)] {
      let set = try DataSet.load(path: path, labels: .strict)
      #expect(set.images.bytes == [1, 2, 3, 4])
      #expect(set.images.labels == [3, 4])
    }
  }

  @Test func testImagesAreFoundUnderBothOfTheirNames() throws {
    for name in ["t10k-images.idx3-ubyte", "emnist-letters-test-images-idx3-ubyte"] {
      try IDXFile.write(images, to: directory.file(name))
      #expect(try DataSet.load(path: directory.path, split: .test, labels: .strict).images == images)
      #expect(throws: FileError.self) { _ = try DataSet.load(path: directory.path, split: .train, labels: .strict) }
      try FileManager.default.removeItem(atPath: directory.file(name))
    }
  }

  @Test func theOnlyImagesOfADirectoryNeedNoWordInTheirName() throws {
    try IDXFile.write(images, to: directory.file("faces-images-idx3-ubyte"))
    try IDXFile.write(labels: [1, 2], to: directory.file("faces-labels-idx1-ubyte"))
    #expect(try DataSet.load(path: directory.path, labels: .strict).images.labels == [1, 2])
    #expect(throws: FileError.self) { _ = try DataSet.load(path: directory.path, split: .test, labels: .strict) }
    try IDXFile.write(images, to: directory.file("cars-images-idx3-ubyte"))
    let error = #expect(throws: FileError.self) { _ = try DataSet.load(path: directory.path, labels: .strict) }
    #expect(error?.reason.hasPrefix("there are images of several data sets in this directory: ") ?? false)
  }

  @Test func filesInDirectoriesOfTheirNamesAreFound() throws {
    for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] { try directory.create("\(name)/.keep", []) }
    try IDXFile.write(images, to: directory.file("train-images-idx3-ubyte/train-images.idx3-ubyte"))
    try IDXFile.write(labels: [3, 4], to: directory.file("train-labels-idx1-ubyte/train-labels.idx1-ubyte"))
    let set = try DataSet.load(path: directory.path, labels: .strict)
    #expect(set.images.bytes == images.bytes && set.images.labels == [3, 4])
    #expect(ImageArrays.holdsArrays(directory: directory.path))
  }

  @Test func aMissingPartIsToldByThePathAsItWasGiven() throws {
    try IDXFile.write(images, to: directory.file("train-images-idx3-ubyte"))
    for path in [directory.path, directory.path + "/"] {
      let error = #expect(throws: FileError.self) {
        _ = try DataSet.load(path: path, split: .test, labels: .strict)
      }
      #expect(error?.path == path && error?.kind == .missingInput)
    }
  }

  @Test func aDirectoryOfTheNameIsPassedOver() throws {
    try directory.create("train-images-idx3-ubyte/train-images-idx3-ubyte", [1])
    try IDXFile.write(images, to: directory.file("train-images-idx3-ubyte.gz"), compression: .gzip)
    #expect(try DataSet.load(path: directory.path, labels: .strict).images == images)
  }

  @Test func imagesOfSeveralDataSetsAreListedAndThoseOfTheUsualNameGoFirst() throws {
    for name in ["emnist-digits-train-images-idx3-ubyte", "emnist-letters-train-images-idx3-ubyte"] {
      try IDXFile.write(images, to: directory.file(name))
    }
    expectFileError(
      .badData,
      "there are images of several data sets in this directory: 'emnist-digits-train-images-idx3-ubyte', "
        + "'emnist-letters-train-images-idx3-ubyte'; name the file of one of them, such as "
        + "'\(directory.path)/emnist-digits-train-images-idx3-ubyte'"
    ) { _ = try DataSet.load(path: directory.path, labels: .strict) }
    try IDXFile.write(images, to: directory.file("train-images-idx3-ubyte"))
    #expect(try DataSet.load(path: directory.path, labels: .strict).images == images)
  }

  @Test func aDirectoryAboveTheDataIsToldWhereTheyAre() throws {
    try directory.create("raw/train-images-idx3-ubyte", [1])
    for name in ["a", "b", "c", "d", "e"] { try directory.create("\(name).txt", [1]) }
    expectFileError(
      .missingInput,
      "there are no training images in this directory, such as 'train-images-idx3-ubyte'; it holds 'a.txt', 'b.txt', "
        + "'c.txt', 'd.txt' and 2 more; '\(directory.path)/raw' holds some of a data set"
    ) { _ = try DataSet.load(path: directory.path, labels: .strict) }
  }

  @Test(arguments: ["checkpoint.safetensors", "images.npy", "idx", "train-images", "my-idx5-file", "notes.txt"])
  func otherNamesAreNone(name: String) { #expect(IDXFileName(name) == nil) }

  @Test func namesOfClassesAreFoundForAFileAndCountFromOneWhereLabelsDo() throws {
    try IDXFile.write(images, to: directory.file("train-images-idx3-ubyte"))
    try IDXFile.write(labels: [1, 2], to: directory.file("train-labels-idx1-ubyte"))
    try directory.create("classes.txt", "A a\nB b\n".utf8)
    for path in [directory.path, directory.file("train-images-idx3-ubyte")] {
      let set = try DataSet.load(path: path, labels: .strict).images
      #expect(set.classNames == ["", "A a", "B b"])
      #expect(set.className(of: 1) == "A a")
      for name in ["A a", "a A", "aa", "A-A", "1"] { #expect(set.classNumber(of: name) == 1, "\(name)") }
      #expect(set.classNumber(of: "c") == nil && set.classNumber(of: "-") == nil)
    }
  }
}
