import Foundation
import GAN
import Testing

struct ArchitecturesTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func output(_ arguments: String...) throws -> String {
    let result = try fixture.program.run(["architectures"] + arguments)
    #expect(result.status == 0 && result.error == "", "\(arguments)")
    return result.text
  }

  /// Runs the program with arguments that have no spaces in them.
  private func succeed(_ arguments: String) throws -> Program.Result {
    let result = try fixture.program.run(arguments.split(separator: " ").map(String.init))
    #expect(result.status == 0, "\(arguments): \(result.error)")
    return result
  }

  @Test func theListHasALineAPresetAndSaysWhichDoNotFitASize() throws {
    let list = try output()
    #expect(
      list.hasPrefix(
        """
        name          image  sizes  latent  G params  D params  G ops  D ops  step ops
        dcgan28     28x28x1    4 n     100       1.9       0.4   53.1   11.3     248.4
        dcgan64     64x64x3   16 n     100       3.6       2.8  104.6  103.8   1,137.3

        """))
    for line in list.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for preset in Preset.allCases { #expect(list.contains("\n\(preset.rawValue) ")) }
    let small = try output("--image-size", "8x12", "--channels", "2")
    #expect(small.contains("\ngan         8x12x2    any "))
    #expect(small.contains("\ndcgan32          -    8 n       -         -  "))
    let json = try JSONSerialization.jsonObject(with: Data(try output("--json").utf8)) as? [[String: Any]]
    #expect(json?.compactMap { $0["name"] as? String } == Preset.allCases.map(\.rawValue))
    #expect(json?.first?["stepMultiplyAdds"] as? Int == 248_370_176)
  }

  @Test(arguments: Preset.allCases)
  func theJSONOfAPresetIsAFileThatGivesTheSameNetworks(preset: Preset) throws {
    let json = try output(preset.rawValue, "--json", "--base-channels", "8", "--channels", "3")
    try fixture.directory.create("own.json", json.utf8)
    #expect(try output("own.json", "--json") == json)
    let table = try output("own.json")
    #expect(table == (try output(preset.rawValue, "--base-channels", "8", "--channels", "3")))
    #expect(table.hasPrefix("architecture   \(preset.rawValue)\nimages         "))
  }

  @Test func networksOfAFileTrainGoOnSampleAndAreMeasured() throws {
    let json = try output("mlp-conv", "--json", "--image-size", "8", "--base-channels", "2", "--latent-size", "3")
    try fixture.directory.create("own.json", json.replacing("\"mlp-conv\"", with: "\"own\"").utf8)
    _ = try succeed("train --data data --architecture own.json --batch-size 8 --max-steps 2 --loss minimax")
    #expect(fixture.directory.holds("runs/data-own-001"))
    _ = try succeed("train --resume runs/data-own-001 --architecture own.json --max-steps 3")
    _ = try succeed("sample --out grid.png")
    let report = try succeed("inspect").text
    #expect(report.fact("architecture") == "own" && report.fact("step") == "3" && report.fact("loss") == "minimax")
    #expect(try succeed("bench --architecture own.json --batch-size 2 --steps 1").text.contains("own, batch 2\n"))
  }

  /// A command line, and how its refusal begins.
  static let refusals: [(arguments: String, status: Int32, sentence: String)] = [
    ("train --data data --architecture none.json", 66, "'none.json': cannot be opened: No such file or directory."),
    (
      "bench --architecture broken.json", 65,
      "'broken.json': JSON, line 1, column 2: a key in quotation marks must stand here."
    ),
    ("architectures empty.json", 65, "'empty.json': The member 'image' of the architecture is missing."),
    (
      "train --data data --architecture empty.json --latent-size 5", 64,
      "'--latent-size' cannot be used with an architecture from a file, which says so itself."
    ),
    (
      "architectures empty.json --channels 3", 64,
      "'--channels' cannot be used with an architecture from a file, which says so itself."
    ),
    (
      "architectures path.json", 65,
      "'path.json': The architecture's name must be 1 to 64 letters, digits, '-', '_' and '.', and begin with a letter "
        + "or "
        + "digit."
    ),
    (
      "architectures dcgan64 --image-size 28", 64,
      "The architecture dcgan64 makes images whose height and width are multiples of 16, and these are 28x28. The "
        + "nearest "
        + "sizes are 16x16 and 32x32; these fit as they are: dcgan28, plain28, spectral28, infogan28, gan, mlp-conv, dense-conv."
    ),
    (
      "bench --image-size 0x5", 64,
      "'--image-size' wants a number of pixels or HEIGHTxWIDTH, each from 1 to 16384, not '0x5'."
    ),
    ("bench --image-size 1x2x3", 64, "'--image-size' wants a number of pixels or HEIGHTxWIDTH"),
    (
      "train --resume run --base-channels 32", 64,
      "'--base-channels 32' contradicts the run to resume, which has other networks, and cannot change within a run. "
    ),
  ]

  @Test func aPresetAgreesWithARunOfItsNetworksInAnyWidthAndNotWithItsNameAlone() throws {
    var architecture = SmallModel.architecture
    architecture.name = "gan"
    try fixture.directory.create("own.json", architecture.json.text.utf8)
    _ = try succeed("train --data data --architecture own.json --batch-size 8 --max-steps 1 --out own")
    let result = try fixture.program.run("train", "--resume", "own", "--architecture", "gan")
    #expect(result.status == 64)
    #expect(
      result.error.contains(
        "'--architecture gan' contradicts the run to resume, which has other networks of that name, and cannot change ")
    )
    _ = try succeed(
      "train --data data --architecture gan --base-channels 2 --batch-size 8 --max-steps 1 --out narrow")
    _ = try succeed("train --resume narrow --architecture gan --max-steps 2")
  }

  @Test func whatCannotBeBuiltIsRefusedInASentence() throws {
    try fixture.directory.create("broken.json", "{".utf8)
    try fixture.directory.create("empty.json", "{}".utf8)
    let json = try output("gan", "--json").replacing("\"gan\"", with: "\"../gan\"")
    try fixture.directory.create("path.json", json.utf8)
    let training = "train --data data --architecture gan --base-channels 2 --batch-size 8 --max-steps 1 --out run"
    #expect(try fixture.program.run(training.split(separator: " ").map(String.init)).status == 0)
    for (arguments, status, sentence) in Self.refusals {
      let result = try fixture.program.run(arguments.split(separator: " ").map(String.init))
      #expect(result.status == status, "\(arguments)")
      #expect(result.error.hasPrefix("Error: \(sentence)"), "\(arguments): \(result.error)")
      #expect(result.text == "", "\(arguments)")
    }
  }
}
