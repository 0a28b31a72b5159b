import Foundation
import TestSupport
import Testing

@testable import FileFormats

struct PictureFolderTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func create(_ names: String...) throws {
    for name in names { try directory.create(name, [1]) }
  }

  /// The folder's pictures by their classes: "train/cats/1.png" or "cats: train/cats/1.png".
  private func texts(_ pictures: [PictureFolder.Picture], _ folder: PictureFolder) -> [String] {
    pictures.map { picture in
      let name = String(picture.path.dropFirst(directory.path.count + 1))
      return (picture.label.map { folder.classes[Int($0)] + ": " } ?? "") + name
    }
  }

  private func training(_ folder: PictureFolder) -> [String] { texts(folder.training, folder) }

  @Test func directoriesAreClassesInNaturalOrder() throws {
    try create("10/a.png", "9/a.png", "2/img10.png", "2/img9.png", "x/a.png")
    let folder = try PictureFolder(directory.path)
    #expect(folder.classes == ["2", "9", "10", "x"])
    #expect(training(folder) == ["2: 2/img9.png", "2: 2/img10.png", "9: 9/a.png", "10: 10/a.png", "x: x/a.png"])
    #expect(folder.test.isEmpty && folder.leftOut.isEmpty && folder.remarks.isEmpty)
  }

  @Test func picturesWithoutSubDirectoriesHaveNoClasses() throws {
    try create("b.png", "a.JPEG")
    let folder = try PictureFolder(directory.path)
    #expect(training(folder) == ["a.JPEG", "b.png"] && folder.classes.isEmpty)
  }

  @Test func whatLiesBelowAClassBelongsToIt() throws {
    try create("cats/img/1.png", "cats/2.png", "dogs/img/more/1.png")
    let folder = try PictureFolder(directory.path)
    #expect(training(folder) == ["cats: cats/2.png", "cats: cats/img/1.png", "dogs: dogs/img/more/1.png"])
    #expect(folder.remarks.count == 1 && folder.remarks[0].contains("'\(directory.path)/cats/img'"))
  }

  @Test func directoriesWithoutAChoiceArePassedThrough() throws {
    try create("archive/data/cats/1.png", "archive/data/dogs/1.png", "archive/readme.txt")
    let folder = try PictureFolder(directory.path)
    #expect(training(folder) == ["cats: archive/data/cats/1.png", "dogs: archive/data/dogs/1.png"])
    #expect(folder.remarks == ["The pictures lie in '\(directory.path)/archive/data'."])
    #expect(folder.leftOut.map(\.path) == [directory.file("archive/readme.txt")])
  }

  @Test(arguments: [("train", "test"), ("Training", "val"), ("TRAIN", "Validation"), ("training", "testing")])
  func directoriesPartTrainingFromTestImages(train: String, test: String) throws {
    try create("set/\(train)/cats/1.png", "set/\(train)/dogs/1.png", "set/\(test)/cats/2.png", "set/\(test)/owls/1.png")
    let folder = try PictureFolder(directory.path)
    #expect(folder.classes == ["cats", "dogs", "owls"])
    #expect(training(folder) == ["cats: set/\(train)/cats/1.png", "dogs: set/\(train)/dogs/1.png"])
    #expect(texts(folder.test, folder) == ["cats: set/\(test)/cats/2.png", "owls: set/\(test)/owls/1.png"])
  }

  @Test func partsWithoutClassesAndPicturesBesideThem() throws {
    try create("train/1.png", "test/1.png", "val/1.png", "extra/1.png", "logo.png")
    let folder = try PictureFolder(directory.path)
    #expect(training(folder) == ["train/1.png"] && texts(folder.test, folder) == ["test/1.png", "val/1.png"])
    #expect(folder.leftOut.map(\.kind) == [.picture, .picture])
    #expect(folder.leftOut.map(\.path) == ["logo.png", "extra/1.png"].map(directory.file))
  }

  @Test(arguments: [
    ("seg_train/seg_train", "seg_test/seg_test"), ("Training Set", "TestSet"), ("train_images", "test_images"),
    ("my-trainset", "my-valset"), ("train2017", "val2017"),
  ])
  func aWordOfTheirNamesTellsThePartsWhereAllElseInThemIsAlike(train: String, test: String) throws {
    try create("set/\(train)/cats/1.png", "set/\(train)/dogs/1.png", "set/\(test)/cats/2.png")
    let folder = try PictureFolder(directory.file("set"))
    #expect(training(folder) == ["cats: set/\(train)/cats/1.png", "dogs: set/\(train)/dogs/1.png"])
    #expect(texts(folder.test, folder) == ["cats: set/\(test)/cats/2.png"])
    #expect(folder.remarks.count == 1 && folder.remarks[0].hasPrefix("Training images are those in "))
  }

  @Test func wordsThatTellPartsAndClassesAreBoth() throws {
    try create("trainA/1.png", "trainB/1.png", "testA/2.png", "testB/2.png")
    let folder = try PictureFolder(directory.path)
    #expect(folder.classes == ["A", "B"])
    #expect(training(folder) == ["A: trainA/1.png", "B: trainB/1.png"])
    #expect(texts(folder.test, folder) == ["A: testA/2.png", "B: testB/2.png"])
    #expect(
      folder.remarks == [
        "Training images are those in '\(directory.file("trainA"))' and '\(directory.file("trainB"))', and test images "
          + "those in '\(directory.file("testA"))' and '\(directory.file("testB"))'."
      ])
  }

  @Test(arguments: [
    ["train station", "test tube"], ["trainers", "testers"], ["old train", "new train"], ["train2014", "val2017"],
    ["seg_train", "seg_test", "masks"],
  ])
  func classesMayHaveWordsOfParts(names: [String]) throws {
    for name in names { try create("\(name)/1.png") }
    let folder = try PictureFolder(directory.path)
    #expect(Set(folder.classes) == Set(names) && folder.test.isEmpty && folder.remarks.isEmpty)
  }

  @Test func classesOfTestImagesAloneAreNamed() throws {
    try create("train/cats/1.png", "train/dogs/1.png", "val/images/1.png")
    #expect(
      try PictureFolder(directory.path).remarks.last
        == "No training image is of the class 'images': it has test images alone.")
    try create("val/owls/1.png", "val/cats/1.png")
    #expect(
      try PictureFolder(directory.path).remarks.last
        == "No training images are of 2 classes, such as 'images': they have test images alone.")
  }

  @Test func aClassMayBeCalledTrain() throws {
    try create("bus/1.png", "car/1.png", "train/1.png")
    #expect(try PictureFolder(directory.path).classes == ["bus", "car", "train"])
  }

  @Test func withoutClassesAllPicturesAreTakenWhereverTheyLie() throws {
    try create("1.png", "a/1.png", "a/b/1.png")
    expectFileError(
      .badData,
      "there are pictures both here and in sub-directories such as 'a'; put all of them into sub-directories, whose "
        + "names are their classes, or none, or import them without classes (--no-classes)"
    ) {
      _ = try PictureFolder(directory.path)
    }
    let folder = try PictureFolder(directory.path, ignoringClasses: true)
    #expect(training(folder) == ["1.png", "a/1.png", "a/b/1.png"] && folder.classes.isEmpty)
  }

  @Test(arguments: [256, 257])
  func moreClassesThanLabelsCanTellApartAreNone(count: Int) throws {
    for number in 0..<count { try create("\(number)/1.png") }
    let folder = try PictureFolder(directory.path)
    #expect(folder.training.count == count)
    #expect(folder.classes.count == (count > 256 ? 0 : 256))
    #expect(folder.remarks.contains { $0.contains("There are 257 sub-directories") } == (count > 256))
    #expect(folder.training.last?.label == (count > 256 ? nil : 255))
  }

  /// "é" can be written in two ways, which Swift takes as equal and most systems as two directories.
  @Test func namesThatOnlyLookAlikeAreTwoClasses() throws {
    try create("\u{E9}/1.png", "e\u{301}/1.png")
    let folder = try PictureFolder(directory.path)
    let found = Set((DirectoryNamesOfTest.read(directory.path)).map { Array($0.utf8) })
    #expect(Set(folder.classes.map { Array($0.utf8) }) == found)
    #expect(Set(folder.training.map(\.label)).count == found.count)
  }

  @Test func everythingElseIsCountedWithItsReason() throws {
    try create("a/1.png", "b/1.png", "a/.hidden.png", "a/Thumbs.db", "__MACOSX/a/._1.png", "a/notes", "b/.git/x.png")
    try FileManager.default.createSymbolicLink(atPath: directory.file("a/up"), withDestinationPath: "..")
    try FileManager.default.createSymbolicLink(atPath: directory.file("b/gone.png"), withDestinationPath: "nowhere")
    try create("c/1/2/3/4/5/6/7/deep.png")
    let folder = try PictureFolder(directory.path)
    #expect(training(folder) == ["a: a/1.png", "b: b/1.png", "b: b/gone.png"])
    let reasons = Dictionary(grouping: folder.leftOut) { $0.reason }.mapValues { files in
      files.map { String($0.path.dropFirst(directory.path.count + 1)) }
    }
    #expect(
      reasons == [
        "a name with a dot before it means that it is hidden": ["a/.hidden.png", "b/.git"],
        "this belongs to an operating system": ["__MACOSX", "a/Thumbs.db"],
        "the name does not end as a picture's": ["a/notes"],
        "this link leads back to a directory that it lies in": ["a/up"],
        "directories as deep as this are not looked into; import it by itself": ["c/1/2/3/4/5/6"],
      ])
    #expect(folder.leftOut.allSatisfy { $0.kind != .picture })
  }

  @Test func whatIsThereIsToldAlsoIfThereAreNoPictures() throws {
    try create("notes.txt", ".x")
    var leftOut: [String] = []
    expectFileError(
      .missingInput,
      "there are no pictures here (.png, .pgm, .ppm, .pbm, .pnm, .jpg, .jpeg, .jpe, .jfif, .gif, .bmp, .dib)"
    ) {
      _ = try PictureFolder(directory.path) { leftOut.append($0.path) }
    }
    #expect(leftOut == [".x", "notes.txt"].map(directory.file))
  }

  @Test func whatHasToBeUnpackedOrConvertedIsNamedIfThereAreNoPictures() throws {
    try create("a/notes.txt")
    let batch = try directory.create("b/data_batch_1", [0x80, 4, 0x95, 0, 0])
    let error = #expect(throws: FileError.self) { _ = try PictureFolder(directory.path) }
    #expect(error?.path == batch && error?.mismatch == FileError.Mismatch(found: .pickle, wanted: .importable))
    // Beside a picture it is one of the files that are left out.
    try directory.create("b/1.png", [1])
    #expect(try PictureFolder(directory.path).leftOut.map(\.path).contains(batch))
  }
}

/// The names in a directory, read without the code under test.
private enum DirectoryNamesOfTest {
  static func read(_ path: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}
