import FileFormats
import Foundation
import TestSupport
import Testing

struct SampleTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  private func sample(_ file: String, _ more: String...) throws {
    let result = try fixture.program.run(["sample", "--checkpoint", fixture.model, "--out", file] + more)
    #expect(result == Program.Result(), "\(more)")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalEndsTheCommandAndLeavesNothingOfWhatItWasWriting(signal: Int32) throws {
    func partial() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasPrefix(".partial") }
    }
    try sample("big.idx", "--count", "3")
    let before = try directory.contents("big.idx")
    let program = try fixture.program.start([
      "sample", "--checkpoint", fixture.model, "--count", "10000000", "--out", "big.idx",
    ])
    try program.wait { try !partial().isEmpty }
    program.send(signal)
    let result = try program.finish()
    #expect(result.status == -signal)
    #expect(result.error == "")
    #expect(try partial() == [])
    #expect(try directory.contents("big.idx") == before)
  }

  /// The pixels of single images, from an IDX file.
  private func images(_ name: String) throws -> [UInt8] { try IDXFile.readImages(path: directory.file(name)).bytes }

  @Test(arguments: [
    (options: [], width: 8 * 10 + 2, height: 8 * 10 + 2),
    (["--count", "1"], 8, 8),
    (["--count", "1", "--padding", "2"], 12, 12),
    (["--count", "5", "--columns", "2", "--scale", "3"], 2 * 26 + 2, 3 * 26 + 2),
    (["--count", "7"], 3 * 10 + 2, 3 * 10 + 2),
    (["--count", "5", "--columns", "5"], 52, 12),
    (["--count", "5", "--columns", "2", "--padding", "0"], 16, 24),
    (["--count", "3", "--columns", "100", "--padding", "1"], 28, 10),
  ])
  func gridsOfAnyCountColumnsAndPaddingHaveTheSizeOfTheirImagesAndLines(options: [String], width: Int, height: Int)
    throws
  {
    for name in ["grid.pgm", "grid.ppm", "grid.png", "GRID.PNG"] {
      let result = try fixture.program.run(["sample", "--checkpoint", fixture.model, "--out", name] + options)
      #expect(result == Program.Result())
    }
    let grey = try directory.contents("grid.pgm")
    let greyHeader = Data("P5\n\(width) \(height)\n255\n".utf8)
    #expect(grey.starts(with: greyHeader))
    let pixels = grey.dropFirst(greyHeader.count)
    #expect(pixels.count == width * height)
    #expect(Set(pixels).count > 5)
    #expect(
      try directory.contents("grid.ppm") == Data("P6\n\(width) \(height)\n255\n".utf8)
        + pixels.flatMap { [$0, $0, $0] })
    let picture = try directory.contents("grid.png")
    #expect(try PNGHeader(picture) == PNGHeader(width: width, height: height, channels: 1))
    #expect(try directory.contents("GRID.PNG") == picture)
  }

  @Test func theImagesOfAGridAreThoseOfAnIDXFile() throws {
    try sample("grid.pgm", "--count", "4", "--columns", "1", "--padding", "0")
    try sample("images.idx", "--count", "4")
    #expect(try directory.contents("grid.pgm").suffix(4 * 64) == Data(images("images.idx")))
  }

  @Test func imageKOfASeedIsTheSameWithAnyFirstImageCountThreadsAndInstructionSet() throws {
    try sample("all.idx", "--count", "70", "--seed", "9")
    let all = try images("all.idx")
    for (first, count) in [(0, 1), (0, 64), (1, 69), (63, 3), (69, 1)] {
      try sample(
        "some.idx", "--first", "\(first)", "--count", "\(count)", "--seed", "9", "--threads", "\(1 + first % 3)")
      #expect(try images("some.idx") == Array(all[first * 64..<(first + count) * 64]), "\(count) from \(first) on")
    }
    try sample("other.idx", "--count", "70", "--seed", "10")
    #expect(try images("other.idx") != all)
    try sample("last.idx", "--count", "1", "--first", "4000000000", "--seed", "9")
    #expect(try images("last.idx").count == 64)
  }

  @Test func anIDXFileSaysHowManyImagesItHoldsCompressedOrNot() throws {
    try sample("images.idx", "--count", "5")
    #expect(
      try directory.contents("images.idx").prefix(16)
        == Data([0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 8]))
    #expect(try directory.contents("images.idx").count == 16 + 5 * 64)
    try sample("images.idx.gz", "--count", "5")
    #expect(try directory.contents("images.idx.gz").prefix(2) == Data([0x1F, 0x8B]))
    #expect(try images("images.idx.gz") == images("images.idx"))
  }

  @Test(arguments: ["pgm", "ppm", "png", "idx", "idx.gz", "npy", "npz"])
  func standardOutputTakesWhatAFileWould(format: String) throws {
    try sample("file", "--count", "3", "--format", format)
    let result = try fixture.program.run(
      "sample", "--checkpoint", fixture.model, "--out", "-", "--count", "3", "--format", format)
    #expect(result == Program.Result(output: try directory.contents("file")))
  }

  @Test(arguments: [("picture.png", "pgm", "png"), ("a.idx", "idx.gz", "idx"), ("A.JPG", "png", "jpg")])
  func aFormatThatContradictsTheNameIsRefused(name: String, format: String, promised: String) throws {
    let result = try fixture.program.run(
      "sample", "--checkpoint", fixture.model, "--out", name, "--format", format)
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix(
        "Error: '--format \(format)' contradicts the name '\(name)', which promises a .\(promised) file. Leave one of them "
          + "out, or give the name the ending '.\(format)'.\n"))
    #expect(!directory.holds(name))
    try sample("name.of.mine", "--format", format)
  }

  @Test func aFileThatTheUserNamesIsReplacedAndOneThatCannotBeWrittenStays() throws {
    try directory.create("grid.pgm", "P5 an old picture".utf8)
    try sample("grid.pgm", "--count", "1")
    #expect(try directory.contents("grid.pgm").count == 8 * 8 + "P5\n8 8\n255\n".utf8.count)
    let result = try fixture.program.run("sample", "--checkpoint", fixture.model, "--out", "nowhere/grid.pgm")
    #expect(result.status == 73)
    #expect(
      result.error
        == "Error: 'nowhere/grid.pgm': there is no directory 'nowhere'; create it first, with 'mkdir -p nowhere'.\n")
    let belowFile = try fixture.program.run("sample", "--checkpoint", fixture.model, "--out", "grid.pgm/a.png")
    #expect(belowFile.status == 73)
    #expect(belowFile.error == "Error: 'grid.pgm/a.png': a part of the path is a file, not a directory.\n")
  }

  @Test func whatIsNoPictureIsNotReplacedByOne() throws {
    let model = try directory.contents(fixture.model)
    try directory.create("config.json", "{}".utf8)
    for path in [fixture.model, "config.json"] {
      let result = try fixture.program.run(
        "sample", "--checkpoint", fixture.model, "--out", path, "--format", "png")
      #expect(result.status == 73)
      #expect(result.error == "Error: '\(path)': this is no picture, and one would replace it; name another file.\n")
    }
    #expect(try directory.contents(fixture.model) == model)
    #expect(try directory.contents("config.json") == Data("{}".utf8))
  }

  @Test func aPictureOrFileThatWouldBeTooLargeIsRefusedBeforeAnyImageIsMade() throws {
    let picture = try fixture.program.run(
      "sample", "--checkpoint", fixture.model, "--out", "grid.pgm", "--count", "10000000")
    #expect(picture.status == 64)
    #expect(
      picture.error
        == "Error: The picture would be larger than 256 MB. Use fewer images, a smaller --scale or --padding, or write "
        + "the images to '.npy' or '.idx'.\n")
    #expect(!directory.holds("grid.pgm"))
    let animation = try fixture.program.run(
      "sample", "--checkpoint", fixture.model, "--out", "grid.gif", "--count", "7000", "--columns", "1")
    #expect(animation.status == 64)
    #expect(animation.error.hasPrefix("Error: GIF holds pictures of at most 65535 pixels a side. Write '.png'.\n"))
  }

  @Test func aRunDirectoryStandsForItsCheckpoint() throws {
    try fixture.program.run(fixture.training("run", "--max-steps", "2"))
    let byRun = try fixture.program.run("sample", "--checkpoint", "run", "--out", "a.idx")
    let byFile = try fixture.program.run("sample", "--checkpoint", "run/checkpoint.safetensors", "--out", "b.idx")
    #expect(byRun.status == 0 && byFile.status == 0)
    #expect(try images("a.idx") == images("b.idx"))
    try sample("untrained.idx")
    #expect(try images("untrained.idx") != images("a.idx"))
  }
}
