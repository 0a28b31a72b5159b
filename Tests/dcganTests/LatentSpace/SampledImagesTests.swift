import FileFormats
import Foundation
import TestSupport
import Testing

/// Which images `dcgan sample` makes, and in which files.
struct SampledImagesTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  private func sample(_ file: String, _ more: [String]) throws -> Program.Result {
    try fixture.program.run(["sample", "--checkpoint", fixture.model, "--out", file] + more)
  }

  /// The bytes of single images, made with some options.
  private func images(_ more: String...) throws -> [UInt8] {
    #expect(try sample("images.idx", more) == Program.Result())
    return try IDXFile.readImages(path: directory.file("images.idx")).bytes
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory.file(path)).sorted()
  }

  private func picture(_ name: String) throws -> RasterImage { try ImageFile.read(path: directory.file(name)) }

  @Test func withoutASeedTheImagesAreThoseOfTheRunsGrids() throws {
    // The run has the seed 1, and an epoch 5 steps.
    let run = fixture.training("run", "--max-steps", "5", "--seed", "7")
    try fixture.program.run(run).expectSuccess()
    for options in [[], ["--seed", "7"]] {
      let result = try fixture.program.run(["sample", "--checkpoint", "run", "--out", "grid.png"] + options)
      #expect(result == Program.Result())
      #expect(try directory.contents("grid.png") == directory.contents("run/samples/epoch-0001.png"))
    }
    try fixture.program.run("sample", "--checkpoint", "run", "--out", "grid.png", "--seed", "0").expectSuccess()
    #expect(try directory.contents("grid.png") != directory.contents("run/samples/epoch-0001.png"))
    // Walks and sums count the same images.
    try fixture.program.run("sample", "--checkpoint", "run", "--out", "three.idx", "--keys", "3").expectSuccess()
    try fixture.program.run("arithmetic", "3", "--checkpoint", "run", "--out", "sum.idx").expectSuccess()
    #expect(
      try IDXFile.readImages(path: directory.file("sum.idx"))[0]
        == IDXFile.readImages(path: directory.file("three.idx"))[0])
  }

  @Test func keysNameImagesOfASeedInAnyOrder() throws {
    let all = try images("--count", "40")
    let keys = try images("--keys", "3, 7,10-19,3, 39")
    let wanted = [3, 7] + Array(10...19) + [3, 39]
    #expect(keys == wanted.flatMap { all[$0 * 64..<($0 + 1) * 64] })
  }

  @Test func keysCountTheVectorsOfAFileToo() throws {
    try fixture.program.run(
      "project", "--checkpoint", fixture.model, "--image", "data#train:0-4", "--out", "found.idx", "--steps", "1",
      "--candidates", "4"
    ).expectSuccess()
    let found = try IDXFile.readImages(path: directory.file("found.idx"))
    let latents = "found.latents.safetensors"
    #expect(try images("--latents", latents, "--keys", "4,0") == Array(found[4] + found[0]))
    let beyond = try sample("x.idx", ["--latents", latents, "--keys", "5"])
    #expect(beyond.status == 65)
    #expect(beyond.error == "Error: '\(latents)': there is no latent 5: the file holds 0 to 4.\n")
  }

  @Test(arguments: [
    (["--keys", "1", "--count", "2"], "'--keys' names all images; it cannot be used with '--count'."),
    (["--keys", "1", "--first", "2"], "'--keys' names all images; it cannot be used with '--first'."),
    (
      ["--keys", "9-3"],
      "'--keys' wants numbers and ranges of images with commas between them, such as 3,7,10-19, not '9-3'. A "
        + "range begins with the lesser number: 3-9."
    ),
    (
      ["--keys", "0-10000000"],
      "'--keys' wants numbers and ranges of images with commas between them, such as 3,7,10-19, not '0-10000000'. "
        + "At most 10,000,000 images can be named."
    ),
    (
      ["--keys", "4000000001"],
      "'--keys' wants numbers and ranges of images with commas between them, such as 3,7,10-19, not '4000000001'. "
        + "Numbers go to 4,000,000,000."
    ),
    (["--numbers", "--format", "idx"], "'--numbers' writes below the images of a grid, and 'x' gets single images."),
  ])
  func optionsThatContradictEachOther(options: [String], sentence: String) throws {
    let result = try sample("x", options + (options.contains("--format") ? [] : ["--format", "png"]))
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: \(sentence)\n"), "\(result.error)")
  }

  @Test func everyPixelIsEnlargedInPicturesAndInData() throws {
    let plain = try images("--count", "3")
    let enlarged = try images("--count", "3", "--scale", "4")
    for index in enlarged.indices {
      let (image, row, column) = (index / 1024, index / 32 % 32, index % 32)
      #expect(enlarged[index] == plain[image * 64 + row / 4 * 8 + column / 4])
    }
    #expect(try sample("one.png", ["--count", "1", "--scale", "4"]) == Program.Result())
    #expect(try picture("one.png").pixels == Array(enlarged.prefix(1024)))
  }

  @Test func aDirectoryGetsAPictureOfEachImageNamedByItsNumber() throws {
    let all = try images("--count", "20")
    #expect(try sample("new/below/", ["--keys", "3,12-13"]) == Program.Result())
    #expect(try names("new/below") == ["0003.png", "0012.png", "0013.png"])
    #expect(try picture("new/below/0012.png").pixels == Array(all[12 * 64..<13 * 64]))

    try directory.create("there/notes.txt", "mine".utf8)
    #expect(try sample("there", ["--count", "2", "--format", "ppm", "--scale", "2"]) == Program.Result())
    #expect(try names("there") == ["0000.ppm", "0001.ppm", "notes.txt"])
    #expect(try picture("there/0001.ppm").width == 16)
    #expect(try sample("large/", ["--first", "4000000000", "--count", "1"]) == Program.Result())
    #expect(try names("large") == ["4000000000.png"])
  }

  @Test func picturesThatADirectoryHoldsAreReplacedOnlyByForce() throws {
    try directory.create("mine/0001.png", "an image of mine".utf8)
    let refused = try sample("mine", ["--count", "3"])
    #expect(refused.status == 73)
    #expect(
      refused.error
        == "Error: 'mine/0001.png': this file is here already, and a picture would replace it; name another directory, or "
        + "add --force.\n")
    #expect(try names("mine") == ["0001.png"])
    #expect(try directory.contents("mine/0001.png") == Data("an image of mine".utf8))
    #expect(try sample("mine", ["--count", "3", "--force"]) == Program.Result())
    #expect(try picture("mine/0001.png").width == 8)
  }

  @Test func directoriesThatAreHardlyMeantOrCannotBeUsedAreToldInASentence() throws {
    for (path, options, status, sentence) in [
      (".", [], 64, "'--out .' is a directory. Name a file in it, such as './images.png'."),
      (
        "data", ["--format", "idx"], 64,
        "'data' is a directory, and '--format idx' holds all images in one file: name it, as in 'data/images.idx'."
      ),
      (
        "model.safetensors/", [], 73,
        "'model.safetensors/': the directory cannot be created: 'model.safetensors' is no directory."
      ),
    ] as [(String, [String], Int32, String)] {
      let result = try sample(path, options)
      #expect(result.status == status)
      #expect(result.error.hasPrefix("Error: \(sentence)\n"), "\(result.error)")
    }
    let other = try fixture.program.run("interpolate", "--checkpoint", fixture.model, "--out", "data")
    #expect(other.status == 64)
    #expect(
      other.error.hasPrefix("Error: '--out data' is a directory. Name a file in it, such as 'data/images.png'.\n"))
    #expect(try names("data") == [".keep", "train-images-idx3-ubyte"])
  }

  @Test func arraysForPythonHoldTheImages() throws {
    let all = try images("--count", "5")
    #expect(try sample("images.npy", ["--count", "5"]) == Program.Result())
    let file = try directory.contents("images.npy")
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (5, 8, 8), }"
    #expect(file.prefix(10) == Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0]))
    #expect(String(decoding: file[10..<128], as: UTF8.self).hasPrefix(header))
    #expect(file.dropFirst(128) == Data(all))
    #expect(try sample("images.npz", ["--count", "5"]) == Program.Result())
    let archive = try NPZFile(path: directory.file("images.npz"))
    #expect(archive.entries.map(\.name) == ["arr_0"])
    #expect(archive.entries.map(\.shape) == [[5, 8, 8]])
    #expect(try archive.read(archive.entries[0]).bytes == all)
    // They are replaced by a second run; an archive of another kind is not.
    for name in ["images.npy", "images.npz"] { #expect(try sample(name, ["--count", "5"]) == Program.Result()) }
    try directory.create("weights.pth", directory.contents("images.npz"))
    let refused = try sample("weights.pth", ["--format", "npz"])
    #expect(refused.status == 73)
    #expect(try directory.contents("weights.pth") == directory.contents("images.npz"))
  }

  @Test func numbersStandBelowTheImagesOfAGrid() throws {
    #expect(
      try sample("grid.pgm", ["--keys", "7,11", "--numbers", "--padding", "0", "--scale", "2"]) == Program.Result())
    let plain = try images("--keys", "7", "--scale", "2")
    let grid = try picture("grid.pgm")
    #expect((grid.width, grid.height) == (32, 16 + 7))
    for row in 0..<16 {
      #expect(Array(grid.pixels[row * 32..<row * 32 + 16]) == Array(plain[row * 16..<(row + 1) * 16]))
    }
    // A seven and two ones, and nothing but black and white around them.
    let captions = (16..<23).map { row in
      String(grid.pixels[row * 32..<(row + 1) * 32].map { $0 == 255 ? "#" : $0 == 0 ? "." : "?" })
    }
    #expect(
      captions == [
        "................................",
        "......###............#...#......",
        "........#...........##..##......",
        "........#............#...#......",
        ".......#.............#...#......",
        ".......#............###.###.....",
        "................................",
      ])
  }

  @Test func ofManyImagesItIsSaidHowFarTheyAre() throws {
    let result = try sample("many.idx", ["--count", "2_000"])
    #expect(result.status == 0)
    let lines = result.error.split(separator: "\n")
    #expect(lines.count == 10)
    #expect(lines.last == "100 %  2,000 of 2,000 images  0 s left")
    #expect(try IDXFile.readImages(path: directory.file("many.idx")).count == 2000)
  }
}
