import TestSupport
import Foundation
import Testing

@testable import FileFormats

@Suite("IDX data sets")
struct IDXDataSetTests {
  let directory: TemporaryDirectory
  let images = IDXImages(count: 3, rows: 1, columns: 2, channels: 1, bytes: [1, 2, 3, 4, 5, 6])
  let labels = IDXLabels(values: [0, 5, 9])

  init() throws { directory = try TemporaryDirectory() }

  @Test(
    "A directory is searched for the usual names",
    arguments: [
      ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", IDXSplit.train),
      ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", .train),
      ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte", .train),
      ("train-images-idx4-ubyte", "train-labels-idx1-ubyte.gz", .train),
      ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", .test),
      ("t10k-images-idx4-ubyte.gz", "t10k-labels-idx1-ubyte.gz", .test),
    ])
  func directory(imagesName: String, labelsName: String, split: IDXSplit) throws {
    try images.write(to: directory.file(imagesName), compression: imagesName.hasSuffix("gz") ? .gzip : .none)
    try labels.write(to: directory.file(labelsName), compression: labelsName.hasSuffix("gz") ? .gzip : .none)
    for path in [directory.path, directory.path + "/", directory.file(imagesName)] {
      let dataSet = try IDXDataSet.load(path: path, split: split)
      #expect(dataSet.images == images)
      #expect(dataSet.labels == labels)
      #expect(dataSet.imagesPath == directory.file(imagesName))
      #expect(dataSet.labelsPath == directory.file(labelsName))
    }
  }

  @Test("The plain file goes before the compressed one")
  func preference() throws {
    try images.write(to: directory.file("train-images-idx3-ubyte"))
    try directory.create("train-images-idx3-ubyte.gz", [1])
    #expect(try IDXDataSet.load(path: directory.path).images == images)
  }

  @Test("Labels may be missing")
  func noLabels() throws {
    try images.write(to: directory.file("t10k-images-idx3-ubyte"))
    let dataSet = try IDXDataSet.load(path: directory.path, split: .test)
    #expect(dataSet.labels == nil)
    #expect(dataSet.labelsPath == nil)
  }

  @Test("A file of any name can be loaded, without labels")
  func otherName() throws {
    try images.write(to: directory.file("faces"))
    #expect(try IDXDataSet.load(path: directory.file("faces")).images == images)
  }

  @Test("A limit holds for images and labels, but their full numbers must be equal")
  func limit() throws {
    let path = directory.file("my-images-idx3")
    try images.write(to: path)
    try labels.write(to: directory.file("my-labels-idx1"))
    let dataSet = try IDXDataSet.load(path: path, limit: 2)
    #expect(dataSet.images.bytes == [1, 2, 3, 4])
    #expect(dataSet.labels?.values == [0, 5])
    try IDXLabels(values: [1, 2]).write(to: directory.file("my-labels-idx1"))
    expectFileError(.badData, "there are 2 labels for the 3 images of '\(path)'") {
      _ = try IDXDataSet.load(path: path, limit: 2)
    }
  }

  @Test("The number of classes bounds the labels")
  func classCount() throws {
    try images.write(to: directory.file("train-images-idx3-ubyte"))
    try labels.write(to: directory.file("train-labels-idx1-ubyte"))
    expectFileError(.badData, "label 1 is 5, but there are 3 classes, 0 to 2", at: 9) {
      _ = try IDXDataSet.load(path: directory.path, classCount: 3)
    }
  }

  @Test("An empty directory is told which names were looked for")
  func emptyDirectory() {
    expectFileError(
      .missingInput,
      "there are no images in this directory: looked for 't10k-images-idx3-ubyte', 't10k-images-idx3-ubyte.gz', "
        + "'t10k-images-idx4-ubyte' or 't10k-images-idx4-ubyte.gz'"
    ) { _ = try IDXDataSet.load(path: directory.path, split: .test) }
  }

  @Test("A missing path is told what it may be")
  func missing() {
    expectFileError(
      .missingInput,
      "there is no such file or directory; it must be an IDX file of images, or a directory with "
        + "'train-images-idx3-ubyte', 'train-images-idx3-ubyte.gz', 'train-images-idx4-ubyte' or "
        + "'train-images-idx4-ubyte.gz'"
    ) { _ = try IDXDataSet.load(path: directory.file("absent")) }
  }

  @Test("Links that lead nowhere and devices are refused by name")
  func oddities() throws {
    let link = directory.file("train-images-idx3-ubyte")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere")
    for path in [directory.path, link] {
      expectFileError(.missingInput, "cannot be opened: No such file or directory") {
        _ = try IDXDataSet.load(path: path)
      }
    }
    expectFileError(.badData, "this is a character device, not a regular file") {
      _ = try IDXDataSet.load(path: "/dev/zero")
    }
  }
}
