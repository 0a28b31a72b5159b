import FileFormats
import Foundation
import TestSupport
import Testing

struct InterpolateTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func run(_ file: String, _ more: [String]) throws -> Program.Result {
    try fixture.program.run(["interpolate", "--checkpoint", fixture.model, "--out", file] + more)
  }

  private func images(_ name: String) throws -> [ArraySlice<UInt8>] {
    let bytes = try IDXFile.readImages(path: fixture.directory.file(name)).bytes
    return stride(from: 0, to: bytes.count, by: 64).map { bytes[$0..<$0 + 64] }
  }

  @Test func aWalkBeginsAndEndsWithTheImagesThatSampleDraws() throws {
    try fixture.program.run(
      "sample", "--checkpoint", fixture.model, "--out", "samples.idx", "--count", "10", "--seed", "4")
    let samples = try images("samples.idx")
    #expect(try run("walk.idx", ["--from", "3", "--to", "9", "--seed", "4", "--frames", "5"]) == Program.Result())
    let walk = try images("walk.idx")
    #expect(walk.count == 6)
    #expect(Array(walk[0]) == Array(samples[3]) && Array(walk[5]) == Array(samples[9]))
    #expect(Set(walk.map { Array($0) }).count == 6)
    #expect(try run("keys.idx", ["--keys", "1,7,2,1", "--seed", "4", "--frames", "2", "--linear"]) == Program.Result())
    let keys = try images("keys.idx")
    #expect(keys.count == 7)
    for (place, number) in [0: 1, 2: 7, 4: 2, 6: 1] { #expect(Array(keys[place]) == Array(samples[number])) }
  }

  @Test func anAnimationHasAPictureForEachStepAStripHasARowForEachPair() throws {
    #expect(try run("walk.gif", ["--keys", "1,7,2", "--frames", "4", "--scale", "3"]) == Program.Result())
    let gif = try fixture.directory.contents("walk.gif")
    #expect(gif.starts(with: Data("GIF89a".utf8) + [24, 0, 24, 0]))
    #expect(gif.ranges(of: [0x21, 0xF9, 4, 0, 8, 0, 0, 0]).count == 9)
    #expect(try run("circle.gif", ["--keys", "1,7,1", "--frames", "4", "--delay", "130"]) == Program.Result())
    let circle = try fixture.directory.contents("circle.gif")
    #expect(circle.ranges(of: [0x21, 0xF9, 4, 0, 13, 0, 0, 0]).count == 8)
    #expect(try run("strip.png", ["--keys", "1,7,2", "--frames", "4"]) == Program.Result())
    #expect(
      try PNGHeader(fixture.directory.contents("strip.png")) == PNGHeader(width: 42, height: 32, channels: 1))
  }

  @Test(arguments: [
    (["--keys", "1"], "'--keys' wants at least two images to walk between."),
    (
      ["--keys", "1,2", "--to", "3"],
      "'--keys' names all images of the walk; it cannot be used with '--from' or '--to'."
    ),
    (
      ["--frames", "10000", "--scale", "32"],
      "The picture would be larger than 256 MB. Use fewer images, a smaller --scale or --padding, or write "
        + "the images to '.npy' or '.idx'."
    ),
    (
      ["--frames", "10000", "--scale", "32", "--format", "gif"],
      "The walk's 10001 images would take more than 256 MB. Use fewer '--frames' or a smaller '--scale'."
    ),
    (["--delay", "25"], "'--delay' is 25, and GIF counts time in steps of 10 milliseconds."),
    (["--slerp", "--linear"], "'--slerp' and '--linear' exclude each other."),
    (
      ["--keys", "1,,2"],
      "'--keys' wants numbers and ranges of images with commas between them, such as 3,7,10-19, not '1,,2'."
    ),
    (
      ["--seed", "1", "--latents", "x"],
      "'--seed' and '--latents' both say which latent vectors to take. Use one of them."
    ),
  ])
  func optionsThatContradictEachOther(options: [String], sentence: String) throws {
    let result = try run(options.contains("gif") ? "x.gif" : "x.png", options)
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: \(sentence)\n"))
  }
}
