import Foundation
import TestSupport
import Testing

@testable import FileFormats

struct IDXDataSetTests {
  let directory: TemporaryDirectory
  let images = ImageSet(count: 3, height: 1, width: 2, channels: 1, bytes: [1, 2, 3, 4, 5, 6])
  let labelled = ImageSet(count: 3, height: 1, width: 2, channels: 1, bytes: [1, 2, 3, 4, 5, 6], labels: [0, 5, 9])
  let labels: [UInt8] = [0, 5, 9]

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [
    ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", DataSetSplit.train),
    ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", .train),
    ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte", .train),
    ("train-images-idx4-ubyte", "train-labels-idx1-ubyte.gz", .train),
    ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", .test),
    ("t10k-images-idx4-ubyte.gz", "t10k-labels-idx1-ubyte.gz", .test),
  ])
  func aDirectoryIsSearchedForTheUsualNames(imagesName: String, labelsName: String, split: DataSetSplit) throws {
    try IDXFile.write(images, to: directory.file(imagesName), compression: imagesName.hasSuffix("gz") ? .gzip : .none)
    try IDXFile.write(
      labels: labels, to: directory.file(labelsName), compression: labelsName.hasSuffix("gz") ? .gzip : .none)
    for path in [directory.path, directory.path + "/", directory.file(imagesName)] {
      let dataSet = try DataSet.load(path: path, split: split, labels: .strict)
      #expect(dataSet.images == labelled)
      #expect(dataSet.imagesPath == directory.file(imagesName))
      #expect(dataSet.labelsPath == directory.file(labelsName))
    }
  }

  @Test func thePlainFileGoesBeforeTheCompressedOne() throws {
    try IDXFile.write(images, to: directory.file("train-images-idx3-ubyte"))
    try directory.create("train-images-idx3-ubyte.gz", [1])
    #expect(try DataSet.load(path: directory.path, labels: .strict).images == images)
  }

  @Test func labelsMayBeMissing() throws {
    try IDXFile.write(images, to: directory.file("t10k-images-idx3-ubyte"))
    let dataSet = try DataSet.load(path: directory.path, split: .test, labels: .strict)
    #expect(dataSet.images.labels == nil)
    #expect(dataSet.labelsPath == nil)
  }

  @Test func aFileOfAnyNameCanBeLoadedWithoutLabels() throws {
    try IDXFile.write(images, to: directory.file("faces"))
    #expect(try DataSet.load(path: directory.file("faces"), labels: .strict).images == images)
  }

  @Test func aLimitHoldsForImagesAndLabelsButTheirFullNumbersMustBeEqual() throws {
    let path = directory.file("my-images-idx3")
    try IDXFile.write(images, to: path)
    try IDXFile.write(labels: labels, to: directory.file("my-labels-idx1"))
    let dataSet = try DataSet.load(path: path, limit: 2, labels: .strict)
    #expect(dataSet.images.bytes == [1, 2, 3, 4])
    #expect(dataSet.images.labels == [0, 5])
    try IDXFile.write(labels: [1, 2], to: directory.file("my-labels-idx1"))
    expectFileError(.badData, "there are 2 labels for the 3 images of '\(path)'") {
      _ = try DataSet.load(path: path, limit: 2, labels: .strict)
    }
  }

  /// Labels that end too early, too few of them, and a damaged file.
  static let uselessLabels: [(bytes: [UInt8], reason: String)] = [
    (
      [0, 0, 0x0C, 1, 0, 0, 0, 3],
      "there are only 8 bytes, but the header announces 20 (8 and 3)"
    ),
    ([0, 0, 8, 1, 0, 0, 0, 2, 1, 2], "there are 2 labels for the 3 images of"),
    ([0, 0, 8], "there are only 3 bytes, which end within the IDX header"),
  ]

  @Test(arguments: uselessLabels)
  func uselessLabelsDoNoHarmWhereNoneAreNeeded(bytes: [UInt8], reason: String) throws {
    try IDXFile.write(images, to: directory.file("train-images-idx3-ubyte"))
    let path = try directory.create("train-labels-idx1-ubyte", bytes)
    let lenient = try DataSet.load(path: directory.path, labels: .lenient)
    #expect(lenient.images == images)
    #expect(lenient.labelsFault?.path == path && lenient.labelsFault?.reason.hasPrefix(reason) == true)
    let ignoring = try DataSet.load(path: directory.path, labels: .ignored)
    #expect(ignoring.images == images && ignoring.labelsFault == nil)
    #expect(throws: FileError.self) { _ = try DataSet.load(path: directory.path, labels: .strict) }
  }

  @Test func imagesComeBackFromADirectoryWithTheirLabelsAndTheNamesOfTheirClasses() throws {
    let set = ImageSet(
      count: 2, height: 1, width: 1, channels: 3, bytes: [1, 2, 3, 4, 5, 6], labels: [1, 0], classNames: ["a", "b"])
    #expect(DataSet.existingFile(in: directory.path) == nil)
    try DataSet.write(set, to: directory.path)
    #expect(DataSet.existingFile(in: directory.path) == "classes.txt")
    #expect(try DataSet.load(path: directory.path, labels: .strict).images == set)
  }

  @Test func aDataSetThatCannotBeWrittenLeavesNothingBehind() throws {
    try directory.create("train-images-idx3-ubyte", [1])
    #expect(throws: FileError.self) { try DataSet.write(labelled, to: directory.path) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["train-images-idx3-ubyte"])
  }

  @Test func whatAReaderCannotFinishItTells() throws {
    try DataSet.write(labelled, to: directory.path)
    try directory.create(".complete-data-set/train-labels-idx1-ubyte", [1])
    let lock = try DirectoryLock(directory.path)
    withExtendedLifetime(lock) {
      expectFileError(.cannotCreate, "another process writes to this directory; wait for its end") {
        _ = try DataSet.load(path: directory.path, labels: .lenient)
      }
    }
  }

  @Test func anEmptyDirectoryIsToldWhichNameWasLookedFor() {
    expectFileError(
      .missingInput,
      "there are no test images in this directory, such as 't10k-images-idx3-ubyte'; it is empty"
    ) { _ = try DataSet.load(path: directory.path, split: .test, labels: .strict) }
  }

  @Test func theRootOfAllDirectoriesIsNotCalledEmpty() {
    let error = #expect(throws: FileError.self) { _ = try DataSet.load(path: "/", labels: .strict) }
    #expect(error?.description.contains("; it holds '") == true, "\(String(describing: error))")
  }

  @Test func aMissingPathIsToldWhatItMayBe() {
    expectFileError(
      .missingInput,
      "there is no such file or directory; it must be an IDX file of images, or a directory with one, such as "
        + "'train-images-idx3-ubyte'"
    ) { _ = try DataSet.load(path: directory.file("absent"), labels: .strict) }
  }

  @Test func linksThatLeadNowhereAndDevicesAreRefusedByName() throws {
    let link = directory.file("train-images-idx3-ubyte")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
    for path in [directory.path, link] {
      expectFileError(.missingInput, "this is a symbolic link that leads nowhere, not an IDX file of images") {
        _ = try DataSet.load(path: path, labels: .strict)
      }
    }
    expectFileError(.badData, "this is a character device, not a regular file") {
      _ = try DataSet.load(path: "/dev/zero", labels: .strict)
    }
  }
}
