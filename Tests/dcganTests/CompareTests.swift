import Foundation
import GAN
import TensorCore
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

  @Test("A time for each is a budget, and what has used it up is not trained further")
  func time() throws {
    #expect(try compare("--architectures gan,mlp-conv --max-time 1s --quiet").status == 0)
    func steps() throws -> [Int] {
      try ["gan", "mlp-conv"].map { try fixture.directory.lines("out/\($0)/metrics.jsonl").count }
    }
    let before = try steps()
    #expect(before.allSatisfy { $0 > 1 })
    let again = try compare("--architectures gan,mlp-conv --max-time 1s --quiet --resume")
    #expect(again.status == 0, "\(again.error)")
    #expect(try steps() == before)
  }

  /// The second training of a process, whose networks are wide enough to be still at work when the signal comes.
  @Test("A signal ends a comparison within its second training, and it goes on to its report")
  func interruption() throws {
    let image = Shape(height: 8, width: 8, channels: 1)
    for architecture in [Architecture.gan(image: image, baseChannels: 1), .denseConv(image: image)] {
      try fixture.directory.create("\(architecture.name).json", architecture.json.text.utf8)
    }
    let arguments = [
      "compare", "--data", "data", "--out", "out", "--batch-size", "8", "--architectures", "gan.json,dense-conv.json",
      "--log-every", "1",
    ]
    let run = try fixture.program.start(arguments + ["--max-steps", "1000"])
    try run.wait { fixture.directory.holds("out/dense-conv/metrics.jsonl") }
    run.send(SIGINT)
    let result = try run.finish()
    #expect(result.status == 130)
    #expect(result.error.contains("Interrupted at step "))
    #expect(!fixture.directory.holds("out/report.md"))
    let step = try fixture.directory.lines("out/dense-conv/metrics.jsonl").count
    #expect(step < 1000)

    let more = ["--resume", "--max-steps", "\(step + 1)", "--epochs", "1000", "--quiet"]
    #expect(try fixture.program.run(arguments + more).status == 0)
    #expect(fixture.directory.holds("out/report.md"))
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
    var architecture = SmallModel.architecture
    architecture.name = "report.md"
    try fixture.directory.create("own.json", architecture.json.text.utf8)
    let result = try fixture.program.run(
      "compare", "--architectures", "own.json", "--data", "data", "--out", "out", "--batch-size", "8")
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: An architecture is named report.md, as a file of the report is."))
    #expect(!fixture.directory.holds("out"))
  }
}
