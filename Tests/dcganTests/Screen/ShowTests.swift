import FileFormats
import Foundation
import TestSupport
import Testing

/// `dcgan show`
struct ShowTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var program: Program { fixture.program }

  @Test func aPictureGoesToAPipeAsCharacters() throws {
    let picture = RasterImage(width: 4, height: 2, channels: 1, pixels: [255, 0, 0, 255, 255, 0, 0, 255])
    try fixture.directory.create("a.png", try PNG.encode(picture, path: "-"))
    let result = try program.run("show", "a.png")
    result.expectSuccess()
    #expect(result.error == "a.png, 4x2\n")
    let lines = result.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    // Twenty pixels for one, across the 80 columns.
    let ink = String(repeating: "@", count: 20)
    #expect(lines.count == 20)
    #expect(Set(lines) == [Substring(ink + String(repeating: " ", count: 40) + ink)])
  }

  @Test func formsCanBeAskedForAndFitTheTerminal() throws {
    #expect(try program.run("show", "data#train:0-31", "--graphics", "kitty").text.contains("\u{1B}_Ga=T,f=100,"))
    let run = try PseudoTerminal(
      ["show", "data#train:0-31", "--graphics", "blocks"], in: fixture.directory.path, columns: 40, rows: 20)
    let result = run.finish()
    #expect(result.status == 0)
    let rows = result.text.split(whereSeparator: \.isNewline).filter { $0.contains("▀") }
    #expect(!rows.isEmpty && rows.allSatisfy { $0.count { $0 == "▀" } < 40 })
  }

  @Test func aRunShowsItsNewestSamples() throws {
    try program.run(fixture.training("runs/one", "--epochs", "2")).expectSuccess()
    let newest = try program.run("show")
    newest.expectSuccess()
    #expect(newest.error.hasPrefix("runs/one/samples/epoch-0002.png: "))
    #expect(newest.error.hasSuffix(" images of 8x8\n"))
    for path in ["runs/one", "runs/one/checkpoint.safetensors", "runs/one/metrics.jsonl", "runs/one/config.json"] {
      #expect(try program.run("show", path).text == newest.text)
    }
    try FileManager.default.removeItem(atPath: fixture.directory.file("runs/one/samples/epoch-0002.png"))
    #expect(try program.run("show", "runs/one").error.hasPrefix("runs/one/samples/epoch-0001.png: "))
  }

  @Test func imagesOfADataSetAreAllShownIfTheyAreNamed() throws {
    #expect(try program.run("show", "data#train:0-39").error == "data: 40 images of 8x8\n")
    #expect(try program.run("show", "data").error.hasSuffix("\(SmallModel.imageCount) images of 8x8\n"))
    #expect(try program.run("show", "data#train:3,5").error == "data: 2 images of 8x8\n")
  }

  @Test func whatCannotBeShownIsToldInASentence() throws {
    let picture = try PNG.encode(RasterImage(width: 1, height: 1, channels: 1, pixels: [7]), path: "-")
    try fixture.directory.create("folder/a.png", picture)
    for (argument, status, sentence) in [
      ("data#train:0-99", Int32(64), "'data#train:0-99' is beyond the end: 'data' has 43 images, numbered from 0."),
      ("data#0", 66, ""), ("nothing.png", 66, ""),
      ("data#x", 64, "'x' in 'data#x' is neither a number from 0 nor a range"),
      (fixture.model, 65, ""), ("folder", 64, "'folder' is a folder of pictures. Name some of its files, with commas"),
    ] {
      let result = try program.run("show", argument)
      #expect(result.status == status, "\(argument) \(result.error)")
      #expect(result.error.hasPrefix("Error: \(sentence)"), "\(result.error)")
      #expect(result.output.isEmpty)
    }
    try fixture.directory.create("runs/new/config.json", #"{"architecture": {}, "configuration": {}}"#.utf8)
    #expect(try program.run("show", "runs/new").status == 65)
    #expect(try program.run("show", "--graphics", "ansi", "data").status == 64)
  }
}
