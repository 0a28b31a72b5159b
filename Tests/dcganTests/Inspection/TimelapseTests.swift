import FileFormats
import Foundation
import TestSupport
import Testing

struct TimelapseTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    try fixture.program.run(fixture.training("run", "--epochs", "12", "--sample-every", "3", "--max-steps", "58"))
  }

  private func timelapse(_ more: String...) throws -> Program.Result {
    try fixture.program.run(["timelapse", "run", "--out", "a.gif"] + more)
  }

  private func gif() throws -> GIFDecoder {
    try #require(GIFDecoder(Array(try fixture.directory.contents("a.gif"))))
  }

  private func grid(_ name: String) throws -> RasterImage {
    try ImageFile.read(path: fixture.directory.file("run/samples/\(name)"))
  }

  @Test func everyGridOfARunIsAFrameInTheOrderOfTimePixelByPixel() throws {
    let names = ["epoch-0003.png", "epoch-0006.png", "epoch-0009.png", "step-00000058.png"]
    #expect(try timelapse() == Program.Result())
    let gif = try gif()
    #expect(gif.frames == (try names.map { try grid($0).pixels.flatMap { [$0, $0, $0] } }))
    #expect(gif.delays == [20, 20, 20, 200] && gif.repeatsForEver)
  }

  @Test func theSpeedIsKeptOnAverageAndTheLastGridIsHeld() throws {
    #expect(try timelapse("--fps", "30", "--hold", "0s") == Program.Result())
    #expect(try gif().delays == [3, 4, 3, 3])
    #expect(try timelapse("--fps", "0.5", "--hold", "1.5s") == Program.Result())
    #expect(try gif().delays == [200, 200, 200, 200])
  }

  @Test func aLimitTakesTheFirstTheLastAndAnEvenSpread() throws {
    #expect(try timelapse("--frames", "2", "--scale", "2") == Program.Result())
    let frames = try gif().frames
    let expected = try ["epoch-0003.png", "step-00000058.png"].map {
      try grid($0).enlarged(by: 2).pixels.flatMap { [$0, $0, $0] }
    }
    #expect(frames == expected)
  }

  @Test func theEpochStandsBelowTheGridIfThatIsAskedFor() throws {
    #expect(try timelapse("--numbers") == Program.Result())
    let (gif, grid) = (try gif(), try grid("epoch-0003.png"))
    #expect(gif.width == grid.width && gif.height == grid.height + 14)
    #expect(Array(gif.frames[0].prefix(3 * grid.pixels.count)) == grid.pixels.flatMap { [$0, $0, $0] })
    let captions = Set(gif.frames.map { Array($0.dropFirst(3 * grid.pixels.count)) })
    #expect(captions.count == 4)
  }

  @Test func gridsThatCannotBeUsedAreLeftOutWithAWarning() throws {
    try fixture.directory.create("run/samples/epoch-0006.png", Array("no picture".utf8))
    let small = RasterImage(width: 2, height: 1, channels: 1, pixels: [1, 2])
    try fixture.directory.create("run/samples/epoch-0009.png", PNG.encode(small, path: "small"))
    let result = try timelapse()
    let size = try grid("epoch-0003.png")
    #expect(result.status == 0)
    #expect(
      result.error
        == "Warning: 'run/samples/epoch-0009.png': this picture has 2 x 1 pixels, and the last one \(size.width) x "
        + "\(size.height). It is left out.\n"
        + "Warning: 'run/samples/epoch-0006.png': this is no picture in PNG, JPEG, GIF, BMP, PGM, PPM or PBM format. "
        + "It is left out.\n")
    #expect(try gif().frames.count == 2)
  }

  @Test(arguments: [0, 1])
  func fewerThanTwoGridsAreASentence(count: Int) throws {
    let names = ["epoch-0003", "epoch-0006", "epoch-0009", "step-00000058"]
    for name in names.dropFirst(count) {
      try FileManager.default.removeItem(atPath: fixture.directory.file("run/samples/\(name).png"))
    }
    let result = try timelapse()
    #expect(result.status == 66)
    #expect(
      result.error
        == "Error: 'run/samples': a time lapse takes at least two sample grids, and \(count == 0 ? "none is" : "only one is")"
        + " here; train for more epochs, or with --sample-every-steps.\n")
    #expect(!fixture.directory.holds("a.gif"))
  }

  @Test(arguments: [
    (["timelapse", "nowhere", "--out", "a.gif"], 66, "'nowhere': cannot be opened: No such file or directory."),
    (["timelapse", "data", "--out", "a.gif"], 66, "'data': there is no run here."),
    (
      ["timelapse", "run", "--out", "a.png"], 64,
      "'a.png' promises a .png file, and a time lapse is a GIF: give the name the ending '.gif'."
    ),
    (["timelapse", "run", "--out", "a.gif", "--fps", "0"], 64, "'--fps' must be from 0.1 to 50, not 0."),
    (["timelapse", "run", "--out", "a.gif", "--frames", "1"], 64, "'--frames' must be from 2 to 100000, not 1."),
    (
      ["timelapse", "run", "--out", "nowhere/a.gif"], 73,
      "'nowhere/a.gif': there is no directory 'nowhere'; create it first, with 'mkdir -p nowhere'."
    ),
  ])
  func whatCannotBeDoneIsASentence(arguments: [String], status: Int32, sentence: String) throws {
    let result = try fixture.program.run(arguments)
    #expect(result.status == status)
    #expect(result.error.hasPrefix("Error: \(sentence)\n"), "\(result.error)")
  }

  @Test func aRunIsNamedByAFileInItToo() throws {
    #expect(try fixture.program.run("timelapse", "run/checkpoint.safetensors", "--out", "a.gif") == Program.Result())
    #expect(try fixture.program.run("timelapse", "run/", "--out", "b.gif") == Program.Result())
    #expect(try fixture.directory.contents("a.gif") == fixture.directory.contents("b.gif"))
  }
}
