import FileFormats
import Foundation
import TestSupport
import Testing

struct ImportOptionsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A grey picture of one level.
  private func picture(_ name: String, width: Int = 1, height: Int = 1, _ level: UInt8 = 9) throws {
    let pixels = [UInt8](repeating: level, count: width * height)
    try directory.create(name, Array("P5\n\(width) \(height)\n255\n".utf8) + pixels)
  }

  private func importing(_ words: String) throws -> Program.Result {
    try directory.program.run(["import"] + words.split(separator: " ").map { String($0) })
  }

  private func load(_ name: String, _ split: DataSetSplit = .train) throws -> ImageSet {
    try DataSet.load(path: directory.file(name), split: split, labels: .strict).images
  }

  @Test func manyFilesThatAreLeftOutAreAFewLinesUnlessEachIsAskedFor() throws {
    for number in 1...40 { try picture("in/\(number).pgm") }
    for number in 1...30 {
      let (format, ending) = number > 20 ? ("RIFF....WEBP", "webp") : ("....ftypheic", "heic")
      try directory.create("in/\(number).\(ending)", Array(format.utf8))
    }
    try directory.create("in/list.txt", [1])
    try directory.create("in/.git/list", [1])
    let result = try importing("in --out set --size 1")
    #expect(result.status == 0)
    #expect(result.text == "40 images, 1x1x1, in set; 30 pictures, 1 other file and 1 directory left out\n")
    let lines = result.error.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0].hasPrefix("Left out: 20 pictures, such as 'in/1.heic': this is a HEIC picture"))
    #expect(lines[1].hasPrefix("Left out: 10 pictures, such as 'in/21.webp': this is a WebP picture"))
    #expect(lines[2] == "Left out: 'in/.git': a name with a dot before it means that it is hidden.")
    #expect(lines[3] == "Left out: 'in/list.txt': the name does not end as a picture's.")
    #expect(lines[4] == "Each is named, with its reason, by --verbose.")
    let verbose = try importing("in --out verbose --size 1 --verbose")
    #expect(verbose.error.split(separator: "\n").count == 32)
    for number in 1...20 { #expect(verbose.error.contains("Left out: 'in/\(number).heic': ")) }
  }

  @Test func picturesAreTakenWhateverTheirNamesSay() throws {
    let picture = try PNG.encode(RasterImage(width: 1, height: 1, channels: 1, pixels: [77]), path: "x")
    for name in ["a", "b.JPG_large", "c.png.download", "d.PNG"] { try directory.create("in/\(name)", picture) }
    try directory.create("in/notes", "P5 is the best".utf8)
    let result = try importing("in --out set --size 1")
    #expect(result.text == "4 images, 1x1x1, in set; 1 other file left out\n", "\(result.error)")
    #expect(try load("set").bytes == [77, 77, 77, 77])
  }

  @Test func nothingIsWrittenIfMoreThanHalfOfThePicturesAreLeftOut() throws {
    for number in 1...2 {
      try picture("in/\(number).pgm")
      try directory.create("in/\(number).png", [1])
    }
    #expect(try importing("in --out half --size 1").status == 0)
    try directory.create("in/3.png", [1])
    let result = try importing("in --out set --size 1")
    #expect(result.status == 65)
    #expect(
      result.error.hasSuffix(
        "Error: 'in': 3 of the 5 pictures cannot be taken, so that nothing is written; convert them, or move away "
          + "what is not wanted.\n"))
    #expect(!directory.holds("set"))
    // Pictures that nobody looks at count as well.
    for name in ["train/1.pgm", "test/1.pgm", "x/1.pgm", "x/2.pgm", "x/3.pgm"] { try picture("parts/\(name)") }
    #expect(try importing("parts --out set --size 1").status == 65)
  }

  @Test func theImagesAreMixedSoThatTheFirstOfThemAreOfSeveralClasses() throws {
    for number in 1...40 { try picture("in/\(number % 2)/\(number).pgm", UInt8(number)) }
    #expect(try importing("in --out set --size 1").status == 0)
    let set = try load("set")
    #expect(Set(set.labels?.prefix(10) ?? []) == [0, 1])
    for (place, label) in (set.labels ?? []).enumerated() { #expect(set.bytes[place] % 2 == label) }
    // In the same order each time.
    #expect(try importing("in --out again --size 1").status == 0)
    #expect(try load("again") == set)
  }

  @Test func sizesOfTwoNumbersAndWaysToFitThem() throws {
    try picture("in/1.pgm", width: 4, height: 4, 100)
    for (fit, bytes) in [
      ("crop", [100, 100, 100, 100, 100, 100, 100, 100]), ("pad", [0, 100, 100, 0, 0, 100, 100, 0]),
      ("stretch", [100, 100, 100, 100, 100, 100, 100, 100]),
    ] as [(String, [UInt8])] {
      let result = try importing("in --out \(fit) --size 4x2 --fit \(fit) --background black")
      #expect(result.text == "1 image, 4x2x1, in \(fit)\n")
      let set = try load(fit)
      #expect(set.width == 4 && set.height == 2 && set.bytes == bytes)
    }
    #expect(try importing("in --out x --size 4x").status == 64)
    #expect(try importing("in --out x --size 4x2x3").status == 64)
    #expect(try importing("in --out x --size 0x2").status == 64)
    #expect(try importing("in --out x --size 1025").status == 64)
  }

  @Test func directoriesOfTestImagesAndSharesOfThem() throws {
    for name in ["train/a/1.pgm", "train/b/1.pgm", "val/b/1.pgm"] { try picture("in/\(name)") }
    let result = try importing("in --out set --size 1")
    #expect(result.text == "2 images and 1 test image of 2 classes, 1x1x1, in set\n")
    #expect(
      result.error == "Training images are those in 'in/train', and test images those in 'in/val'.\n")
    #expect(try load("set", .test).labels == [1])
    #expect(try importing("in --out x --test-share 0.5").status == 64)
    for number in 1...20 { try picture("flat/\(number).pgm", UInt8(number)) }
    #expect(try importing("flat --out fifth --size 1 --test-share 20%").text.hasPrefix("16 images and 4 test images,"))
    let levels = try load("fifth").bytes + load("fifth", .test).bytes
    #expect(levels.sorted() == (1...20).map { $0 })
    #expect(try importing("flat --out x --size 1 --test-share 0").status == 64)
    #expect(try importing("flat --out x --size 1 --test-share 100%").status == 64)
  }

  @Test func picturesThatAreNearlyBlackSinceTheyUseFewBitsAreNoticed() throws {
    try directory.create("in/1.pgm", Array("P5\n1 1\n65535\n".utf8) + [0x0F, 0xFF])
    let result = try importing("in --out set --size 1")
    #expect(
      result.error
        == "Warning: 1 picture of 16 bits with values of 12 bits at most, which makes them nearly black. Brighten "
        + "them first, for instance with 'mogrify -level 0,6.25% *' of ImageMagick.\n")
  }

  @Test func whatAFolderHoldsIsToldAlsoIfTheImportFails() throws {
    try directory.create("in/a/notes.txt", [1])
    try directory.create("in/.hidden", [1])
    let result = try importing("in --out set")
    #expect(result.status == 66)
    #expect(
      result.error.hasPrefix(
        "Left out: 'in/.hidden': a name with a dot before it means that it is hidden.\n"
          + "Left out: 'in/a/notes.txt': the name does not end as a picture's.\nError: 'in': there are no pictures here"
      ))
    #expect(!directory.holds("set"))
  }

  @Test func aDataSetMayLieAmongItsPictures() throws {
    for name in ["a", "b"] { try picture("in/\(name)/1.pgm") }
    #expect(try importing("in --out in --size 1").text == "2 images of 2 classes, 1x1x1, in in\n")
    #expect(
      try importing("in --out in/set --size 1").text
        == "2 images of 2 classes, 1x1x1, in in/set; 3 other files left out\n")
    #expect(try importing("in --out in/set --add").text.contains("now with 4 images; 6 other files left out"))
  }
}
