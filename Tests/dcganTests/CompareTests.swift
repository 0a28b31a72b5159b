import Foundation
import Testing

@Suite("dcgan compare")
struct CompareTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func compare(_ arguments: String) throws -> Program.Result {
    let shared = "compare --data data --out out --batch-size 8 --base-channels 2 "
    return try fixture.program.run((shared + arguments).split(separator: " ").map(String.init))
  }

  @Test("Each architecture is trained alike, and a report puts them side by side")
  func report() throws {
    let result = try compare("--architectures gan,mlp-conv,infogan28 --epochs 1 --log-every 1 --seed 3 --loss minimax")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.text.hasPrefix("architecture  G params  D params  step ops  steps  images/s  loss D "))
    #expect(result.text.contains("\nmlp-conv "))
    let report = String(decoding: try fixture.directory.contents("out/report.md"), as: UTF8.self)
    #expect(
      report.hasPrefix("# gan, mlp-conv, infogan28: a comparison\n\nEach was trained on the same 43 images of 8x8x1"))
    #expect(report.contains("seed 3, batches of 8, learning rate 0.0002 and the minimax loss"))
    #expect(report.contains("\n| gan | 0.0 | 0.0 | "))
    #expect(report.contains("\n| fifth | gan | mlp-conv | infogan28 |\n| --- | ---: | ---: | ---: |\n| 1 | "))
    // Three grids of 8 x 8 images with 2 pixels around each, and two gaps.
    let header = try PNGHeader(fixture.directory.contents("out/samples.png"))
    #expect(header.width == 3 * (8 * 10 + 2) + 2 * 16 && header.height == 8 * 10 + 2)

    // The run of a comparison is that of `dcgan train`.
    let training = "train --data data --out alone --batch-size 8 --base-channels 2 --epochs 1 --seed 3 --loss minimax"
    let alone = try fixture.program.run(
      training.split(separator: " ").map(String.init) + ["--architecture", "mlp-conv", "--quiet"])
    #expect(alone.status == 0)
    #expect(
      try fixture.directory.contents("out/mlp-conv/checkpoint.safetensors")
        == fixture.directory.contents("alone/checkpoint.safetensors"))
  }

  @Test("A comparison goes on where it stands, with more architectures and epochs")
  func resuming() throws {
    #expect(try compare("--architectures gan --epochs 1 --quiet").status == 0)
    let again = try compare("--architectures gan,mlp-conv --epochs 2 --quiet")
    #expect(again.status == 73)
    #expect(again.error.hasPrefix("Error: 'out/gan' already holds a run."))
    let result = try compare("--architectures gan,mlp-conv --epochs 2 --quiet --resume")
    #expect(result.status == 0 && result.error == "")
    #expect(result.text.split(separator: "\n").dropFirst().allSatisfy { $0.contains("     10  ") })
  }

  @Test("What cannot be compared is refused before anything is trained")
  func refusals() throws {
    for (architectures, sentence) in [
      ("gan,dcgan64", "The architecture dcgan64 makes images whose height and width are multiples of 16"),
      ("gan,mlp-conv,gan", "'--architectures' names gan twice."),
      ("gan,,mlp-conv", "'--architectures' wants up to 16 names of presets"),
      ("gan,own.json", "'--base-channels' cannot be used with an architecture from a file"),
    ] {
      let result = try compare("--architectures \(architectures) --epochs 1")
      #expect(result.status != 0)
      #expect(result.error.hasPrefix("Error: \(sentence)"), "\(result.error)")
    }
    #expect(!fixture.directory.holds("out"))
  }
}
