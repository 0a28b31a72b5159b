import FileFormats
import Foundation
import TestSupport
import Testing

struct ImportTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A picture of one colour.
  private func picture(_ name: String, width: Int = 5, height: Int = 3, red: UInt8) throws {
    try directory.create(
      name, Data("P6\n\(width) \(height)\n255\n".utf8) + (0..<width * height).flatMap { _ in [red, 0, 0] })
  }

  @Test func subDirectoriesBecomeClassesInTheOrderOfTheirNamesAndTrainTakesTheResult() throws {
    try picture("in/b/1.ppm", red: 100)
    try picture("in/b/2.ppm", red: 110)
    try picture("in/a/9.ppm", width: 70, height: 90, red: 200)
    try directory.create("in/a/broken.png", "no picture".utf8)
    try directory.create("in/a/notes.txt", "not looked at".utf8)
    try directory.create("in/a/photo.HEIC", "....ftypheic".utf8)
    try picture("in/b/more/4.ppm", red: 1)
    let result = try directory.program.run("import", "in", "--out", "set/new", "--size", "64")
    #expect(result.status == 0)
    #expect(result.text == "4 images of 2 classes, 64x64x3, in set/new; 2 pictures and 1 other file left out\n")
    #expect(
      result.error
        == "Pictures in sub-directories of a class, such as 'in/b/more', are taken as pictures of the class.\n"
        + "Left out: 'in/a/broken.png': this is no picture in PNG, JPEG, GIF, BMP, PGM, PPM or PBM format.\n"
        + "Left out: 'in/a/photo.HEIC': this is a HEIC picture, which cannot be read; convert its folder to PNG, for "
        + "instance with 'mogrify -format png *.heic' of ImageMagick.\n"
        + "Left out: 'in/a/notes.txt': the name does not end as a picture's.\n")
    let set = try DataSet.load(path: directory.file("set/new"), labels: .strict)
    #expect(set.images.count == 4 && set.images.height == 64 && set.images.width == 64 && set.images.channels == 3)
    // Each class has the red of its own pictures.
    let reds = try (0..<4).map { place -> [UInt8] in
      [try #require(set.images.labels)[place], try #require(set.images[place].first)]
    }
    #expect(Set(reds) == [[0, 200], [1, 100], [1, 110], [1, 1]])
    #expect(try directory.lines("set/new/classes.txt") == ["a", "b"])
    let training = try directory.program.run(
      "train", "--data", "set/new", "--architecture", "dcgan64", "--batch-size", "2", "--max-steps", "1", "--out",
      "run", "--quiet")
    #expect(training.status == 0, "\(training.error)")
  }

  @Test func nothingOfTheSearchStaysOnTheScreen() throws {
    try picture("in/1.ppm", red: 100)
    let text = try PseudoTerminal(["import", "in", "--out", "set"], in: directory.path, columns: 80, rows: 24).finish()
      .text
    let search = try #require(text.range(of: "looking for pictures"))
    #expect(text[search.upperBound...].prefix { $0 != "\n" && $0 != "\r\n" }.contains("\r\u{1B}[K"), "\(text)")
  }

  @Test func anImportOfWhichNothingComesLeavesNoDirectoryAndAClassWithoutImagesDoesNotCount() throws {
    try directory.create("in/a/broken.png", "no picture".utf8)
    let failed = try directory.program.run("import", "in", "--out", "set")
    #expect(failed.status == 65)
    #expect(!directory.holds("set"))
    try picture("in/b/1.ppm", red: 1)
    let result = try directory.program.run("import", "in", "--out", "set", "--size", "8")
    #expect(result.text == "1 image of 1 class, 8x8x3, in set; 1 picture left out\n")
  }

  @Test func greyImagesWithoutClassesInADirectoryThatExists() throws {
    try picture("in/1.ppm", red: 255)
    try FileManager.default.createDirectory(atPath: directory.file("out"), withIntermediateDirectories: false)
    let result = try directory.program.run("import", "in", "--out", "out", "--size", "8", "--grey")
    #expect(result == Program.Result(output: Data("1 image, 8x8x1, in out\n".utf8)))
    let set = try DataSet.load(path: directory.file("out"), labels: .strict)
    #expect(set.images.labels == nil && set.images.bytes == [UInt8](repeating: 76, count: 64))
  }

  /// A pixel of light red as JPEG, BMP and GIF, made by Pillow.
  private static let lightRed: [String: String] = [
    "jpg":
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoK"
      + "BggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoK"
      + "Cgr/wAARCAABAAEDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAVAQEBAAAAAAAA"
      + "AAAAAAAAAAAHCf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AEQBqcP/2Q==",
    "bmp":
      "Qk06AAAAAAAAADYAAAAoAAAAAQAAAAEAAAABABgAAAAAAAQAAADEDgAAxA4AAAAAAAAAAAAAWmT/AA==",
    "gif":
      "R0lGODdhAQABAIEAAP9kWgAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw==",
  ]

  @Test func everyEndingOfEveryFormatIsTakenInAnyCase() throws {
    let endings = [
      "jpg": ["jpg", "JPG", "jpeg", "Jpeg", "jpe", "JFIF"], "bmp": ["bmp", "BMP", "dib"], "gif": ["gif", "GIF"],
    ]
    for (format, names) in endings {
      let file = try #require(Self.lightRed[format].flatMap { Data(base64Encoded: $0) })
      for name in names { try directory.create("in/\(format)\(name).\(name)", file) }
    }
    let result = try directory.program.run("import", "in", "--out", "set", "--size", "1")
    #expect(result == Program.Result(output: Data("11 images, 1x1x3, in set\n".utf8)))
    let pixels = try DataSet.load(path: directory.file("set"), labels: .strict).images.bytes
    #expect(pixels.count == 33)
    for (place, value) in pixels.enumerated() { #expect(abs(Int(value) - [255, 100, 90][place % 3]) <= 2) }
  }

  /// A grey pixel of level 100 and no opacity, as PNG.
  private static let transparent =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR4nGNIYQAAAMsAZeEqKo0AAAAASUVORK5CYII="

  @Test(
    arguments: [
      ([], [255, 255, 255]), (["--background", "black"], [0, 0, 0]), (["--background", "ff8000"], [255, 128, 0]),
    ]
      as [([String], [UInt8])])
  func theBackgroundShowsThrough(options: [String], pixel: [UInt8]) throws {
    try directory.create("in/1.png", try #require(Data(base64Encoded: Self.transparent)))
    #expect(
      try directory.program.run(["import", "in", "--out", "out", "--size", "1", "--colour"] + options).status == 0)
    #expect(try DataSet.load(path: directory.file("out"), labels: .strict).images.bytes == pixel)
    let wrong = try directory.program.run("import", "in", "--out", "out", "--background", "#12345")
    #expect(wrong.status == 64)
  }

  @Test func aDataSetIsNeverWrittenOver() throws {
    try picture("in/1.ppm", red: 255)
    try directory.create("out/train-images-idx3-ubyte.gz", "old".utf8)
    let result = try directory.program.run("import", "in", "--out", "out")
    #expect(result.status == 73)
    #expect(
      result.error
        == "Error: 'out': a data set is here already ('train-images-idx3-ubyte.gz'); remove it, name another --out, or add "
        + "to it by --add.\n"
    )
    #expect(try directory.contents("out/train-images-idx3-ubyte.gz") == Data("old".utf8))
  }

  @Test func directoriesThatCannotBeImported() throws {
    #expect(try directory.program.run("import", "nowhere", "--out", "out").status == 66)
    try directory.create("empty/notes.txt", "none".utf8)
    #expect(try directory.program.run("import", "empty", "--out", "out").status == 66)
    try directory.create("broken/1.jpg", [0xFF, 0xD8, 0xFF, 0xE0])
    let broken = try directory.program.run("import", "broken", "--out", "out")
    #expect(broken.status == 65)
    #expect(broken.error.contains("'broken/1.jpg', byte 2: the file ends with half a segment; it may be incomplete."))
    try picture("mixed/1.ppm", red: 1)
    try picture("mixed/a/1.ppm", red: 1)
    let mixed = try directory.program.run("import", "mixed", "--out", "out")
    #expect(mixed.status == 65)
    #expect(mixed.error.hasPrefix("Error: 'mixed': there are pictures both here and in sub-directories such as 'a';"))
    #expect(!directory.holds("out/train-images-idx3-ubyte") && !directory.holds("out/train-images-idx4-ubyte"))
  }
}
