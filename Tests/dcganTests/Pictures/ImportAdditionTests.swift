import FileFormats
import Foundation
import TestSupport
import Testing

struct ImportAdditionTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A grey picture of one level.
  private func picture(_ name: String, _ level: UInt8 = 9) throws {
    try directory.create(name, Array("P5\n1 1\n255\n".utf8) + [level])
  }

  private func colour(_ name: String, _ red: UInt8) throws {
    try directory.create(name, Array("P6\n1 1\n255\n".utf8) + [red, 0, 0])
  }

  private func importing(_ words: String) throws -> Program.Result {
    try directory.program.run(["import"] + words.split(separator: " ").map { String($0) })
  }

  private func load(_ name: String, _ split: DataSetSplit = .train) throws -> ImageSet {
    try DataSet.load(path: directory.file(name), split: split, labels: .strict).images
  }

  @Test func imagesAreAddedToASetWithItsClassesAndTheirOwn() throws {
    for name in ["dogs", "owls"] { try picture("one/\(name)/1.pgm", 1) }
    for name in ["cats", "owls"] { try picture("two/\(name)/1.pgm", 2) }
    #expect(try importing("one --out set --size 3").status == 0)
    let added = try importing("two --out set --add")
    #expect(added.text == "2 images of 2 classes, 3x3x1, added to set, now with 4 images\n", "\(added.error)")
    let set = try load("set")
    #expect(set.classNames == ["dogs", "owls", "cats"])
    #expect(set.count == 4 && set.height == 3)
    for place in 0..<4 {
      let isOld = place < 2
      #expect(set[place].allSatisfy { $0 == (isOld ? 1 : 2) })
      #expect((isOld ? [0, 1] : [1, 2]).contains(set.labels?[place]))
    }
    // Test images too.
    #expect(
      try importing("two --out set --add --test-share 50%").text.hasSuffix("now with 5 images and 1 test image\n"))
    #expect(try load("set", .test).classNames == ["dogs", "owls", "cats"])
    #expect(try directory.program.run("inspect", "set").status == 0)
  }

  /// Grey images of one pixel each as IDX files, without names of classes.
  private func numbered(_ name: String, _ labels: [UInt8]) throws {
    let count = UInt8(labels.count)
    try directory.create(
      "\(name)/train-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 1, 0, 0, 0, 1] + labels.map { 40 + $0 })
    try directory.create("\(name)/train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, count] + labels)
  }

  @Test func classesThatAreNumbersAloneStayWhatTheyAre() throws {
    try numbered("few", [0, 2, 1])
    try numbered("more", [5, 0])
    #expect(try importing("few --out set").status == 0)
    let added = try importing("more --out set --add")
    #expect(added.status == 0, "\(added.error)")
    let set = try load("set")
    #expect(set.classNames.isEmpty)
    #expect(set.bytes.map { $0 - 40 } == set.labels)
    #expect(set.countClasses() == [2, 1, 1, 0, 0, 1])
  }

  @Test func numbersAreTheClassesWhoseNamesTheyAreAndOthersAreRefused() throws {
    try numbered("numbers", [7, 3, 7])
    for name in ["3", "7", "owls"] { try picture("digits/\(name)/1.pgm", name == "owls" ? 99 : UInt8(name)! + 40) }
    #expect(try importing("digits --out set --size 1").status == 0)
    #expect(try importing("numbers --out set --add").status == 0)
    let set = try load("set")
    #expect(set.classNames == ["3", "7", "owls"])
    #expect(set.countClasses() == [2, 3, 1])
    #expect(zip(set.bytes, set.labels ?? []).allSatisfy { [43, 47, 99][Int($1)] == $0 })

    for name in ["cats", "owls"] { try picture("named/\(name)/1.pgm", 1) }
    #expect(try importing("named --out other --size 1").status == 0)
    let before = try directory.contents("other/train-labels-idx1-ubyte")
    let refused = try importing("numbers --out other --add")
    #expect(refused.status == 65)
    #expect(
      refused.error.contains(
        "'other': the classes have names, such as 'cats', and those of the new images are numbers alone, such as 3"))
    #expect(try directory.contents("other/train-labels-idx1-ubyte") == before)

    // Names come behind the numbers that a set has.
    #expect(try importing("numbers --out third").status == 0)
    #expect(try importing("named --out third --add").status == 0)
    #expect(try load("third").classNames == ["0", "1", "2", "3", "4", "5", "6", "7", "cats", "owls"])
  }

  @Test func imagesThatTheSetHasAlreadyAreCounted() throws {
    for level in 1...3 { try picture("one/\(level).pgm", UInt8(level)) }
    try picture("two/1.pgm", 2)
    try picture("two/2.pgm", 7)
    #expect(try importing("one --out set --size 3").status == 0)
    let added = try importing("two --out set --add")
    #expect(
      added.error
        == "Note: of the 2 new images, 1 is in 'set' already, to the last pixel, and is in it once more now.\n")
    #expect(try importing("one --out set --add").error.contains("of the 3 new images, 3 are in 'set' already,"))
    #expect(try load("set").count == 8)
    let missing = try importing("one --out other --add")
    #expect(missing.status == 66)
    #expect(
      missing.error
        == "Error: 'other': there is no data set here to add to; the first import goes without --add.\n")
  }

  @Test func whatDoesNotFitIsNotAddedAndTheSetStaysAsItWas() throws {
    try picture("grey/a/1.pgm", 1)
    try colour("colour/a/1.ppm", 2)
    try picture("flat/1.pgm", 3)
    #expect(try importing("grey --out set --size 1").status == 0)
    let before = try directory.contents("set/train-images-idx3-ubyte")
    for (words, status, message) in [
      ("grey --size 2", 64, "The images in 'set' are 1x1: leave '--size' out to add images to them."),
      ("colour", 65, "'set': the images are grey and the new ones are not; add them as grey ones by --grey."),
      ("flat", 65, "'set': the images have classes and the new ones have none; put them into sub-directories"),
    ] as [(String, Int32, String)] {
      let result = try importing("\(words) --out set --add")
      #expect(result.status == status)
      #expect(result.error.contains("Error: \(message)"))
    }
    #expect(try directory.contents("set/train-images-idx3-ubyte") == before)
    #expect(try importing("colour --out set --add --grey").status == 0)
    #expect(try load("set").bytes == [1, 1])
    // Grey images become images of a set in colour.
    #expect(try importing("colour --out coloured --size 1").status == 0)
    #expect(try importing("grey --out coloured --add").status == 0)
    #expect(try load("coloured").bytes == [2, 0, 0, 1, 1, 1])
    #expect(try importing("grey --out absent --add").status == 66)
    #expect(!directory.holds("absent"))
  }

  @Test func nothingIsAddedToAFileThatNoImportHasWritten() throws {
    try picture("in/1.pgm")
    #expect(try importing("in --out set --size 1").status == 0)
    let name = directory.file("set/train-images-idx3-ubyte")
    try FileManager.default.moveItem(atPath: name, toPath: name + ".gz")
    let result = try importing("in --out set --add")
    #expect(result.status == 73)
    #expect(result.error.contains("'set/train-images-idx3-ubyte.gz' was not made by an import"))
    #expect(!directory.holds("set/train-images-idx3-ubyte"))
  }

  @Test func anAdditionThatWasKilledBetweenTwoFilesIsBroughtToItsEndByTheNext() throws {
    for name in ["a/1", "b/1"] { try picture("in/\(name).pgm") }
    #expect(try importing("in --out set --size 1").status == 0)
    #expect(try importing("in --out larger --size 1").status == 0)
    #expect(try importing("in --out larger --add").status == 0)
    // The labels have taken their place, and the images have not.
    try directory.create(
      "set/.complete-data-set/train-images-idx3-ubyte", directory.contents("larger/train-images-idx3-ubyte"))
    try directory.create("set/train-labels-idx1-ubyte", directory.contents("larger/train-labels-idx1-ubyte"))
    let result = try importing("in --out set --add")
    #expect(result.text.contains("now with 6 images"), "\(result.error)")
    #expect(try load("set").countClasses() == [3, 3])
    #expect(!directory.holds("set/.complete-data-set") && !directory.holds("set/.unfinished-data-set"))
  }

  @Test func anAdditionThatWasKilledBetweenTwoFilesIsBroughtToItsEndByWhoReads() throws {
    for name in ["a/1", "b/1"] { try picture("in/\(name).pgm") }
    #expect(try importing("in --out set --size 1").status == 0)
    #expect(try importing("in --out larger --size 1").status == 0)
    #expect(try importing("in --out larger --add").status == 0)
    try directory.create(
      "set/.complete-data-set/train-labels-idx1-ubyte", directory.contents("larger/train-labels-idx1-ubyte"))
    try directory.create("set/train-images-idx3-ubyte", directory.contents("larger/train-images-idx3-ubyte"))
    let result = try directory.program.run("inspect", "set")
    #expect(result.status == 0 && result.text.contains("4"), "\(result.error)")
    #expect(try load("set").countClasses() == [2, 2])
    #expect(!directory.holds("set/.complete-data-set"))
  }

  @Test func whatAnotherImportLeftWhenItWasKilledGoesNowhere() throws {
    try picture("in/1.pgm")
    #expect(try importing("in --out set --size 1").status == 0)
    // Test images and labels that it had written, and a file that it had begun.
    for name in ["t10k-images-idx3-ubyte", "train-labels-idx1-ubyte", ".partial-1-2"] {
      try directory.create("set/.unfinished-data-set/\(name)", [1])
    }
    #expect(try importing("in --out set --add").status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("set")) == ["train-images-idx3-ubyte"])
    try directory.create("new/.unfinished-data-set/classes.txt", [1])
    #expect(try importing("in --out new --size 1").status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("new")) == ["train-images-idx3-ubyte"])
  }

  @Test func oneImportAtATimeWritesToADirectory() throws {
    try picture("in/1.pgm")
    #expect(try importing("in --out set --size 1").status == 0)
    let before = try directory.contents("set/train-images-idx3-ubyte")
    let lock = try DirectoryLock(directory.file("set"))
    try withExtendedLifetime(lock) {
      for words in ["in --out set --add", "in/1.pgm --out set --add"] {
        let result = try importing(words)
        #expect(result.status == 73)
        #expect(result.error.contains("'set': another process writes to this directory; wait for its end."))
      }
    }
    #expect(try directory.contents("set/train-images-idx3-ubyte") == before)
  }
}
