import Foundation
import TestSupport
import Testing

/// `dcgan recipes`, `train --recipe`, and what the averaged weights of such a run are used for.
struct RecipeCommandTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  private func run(_ arguments: String) throws -> Program.Result {
    try fixture.program.run(arguments.split(separator: " ").map(String.init))
  }

  private func train(_ name: String, _ more: String...) throws {
    let result = try fixture.program.run(
      ["train", "--init-from", fixture.model, "--data", fixture.data, "--batch-size", "8", "--quiet", "--out", name]
        + more)
    #expect(result.status == 0 && result.error == "", "\(more)")
  }

  @Test func recipesAreListedWithTheOptionsThatTheyStandFor() throws {
    let list = try run("recipes")
    #expect(
      list.text.hasPrefix("paper       The paper's settings, those of PyTorch's example.\nbest        "), "\(list.text)"
    )
    #expect(list.text.contains("averaged weights. (default)\n            --learning-rate 0.0008 "))
    #expect(list.text.contains("\n            --learning-rate "))
    for line in list.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    let json = try JSONSerialization.jsonObject(with: Data(try run("recipes --json").text.utf8)) as? [[String: Any]]
    #expect(json?.compactMap { $0["name"] as? String } == ["paper", "best", "fast", "small-data"])
    #expect(json?.compactMap { $0["baseChannels"] as? Int } == [64, 64, 32, 64])
    #expect(list.text.contains("\n            --base-channels 32\n            --learning-rate "), "\(list.text)")
    let paper = json?.first?["settings"] as? [String: Any]
    #expect(paper?["learningRate"] as? Double == 2e-4 && paper?["batchSize"] as? Int == 64)
  }

  @Test func aRunIsBegunByARecipeAndSingleOptionsOverrideIt() throws {
    try train("best", "--recipe", "best", "--learning-rate", "0.003", "--max-steps", "3")
    let report = try run("inspect best").text
    #expect(report.fact("recipe") == "best" && report.fact("learning rate") == "0.003", "\(report)")
    #expect(report.fact("average's half-life") != nil)
    let config = try directory.contents("best/config.json")
    #expect(String(decoding: config, as: UTF8.self).contains("\"recipe\":\"best\""))
    // There are few images.
    try train("small", "--recipe", "small-data", "--max-steps", "3")
    try train("none", "--max-steps", "3")
    #expect(
      try directory.contents("small/checkpoint.safetensors") == directory.contents("none/checkpoint.safetensors"))
    #expect(try run("inspect none").text.fact("recipe") == "small-data")
    let other = try run("train --resume best --recipe fast")
    #expect(other.status == 64 && other.error.contains("best"), "\(other.error)")
    #expect(try run("train --resume best --recipe best --max-steps 4 --quiet").status == 0)
    let unknown = try run("train --recipe bset")
    #expect(unknown.status == 64 && unknown.error.contains("Did you mean 'best'?"), "\(unknown.error)")
  }

  @Test func networksHaveTheWidthOfTheRecipeUnlessTheyAreGivenAnother() throws {
    func parameters(_ name: String, _ options: String) throws -> Int? {
      let command =
        "train --data \(fixture.data) --architecture gan --batch-size 8 --max-steps 1 --out \(name) \(options)"
      let result = try run(command)
      #expect(result.status == 0, "\(result.error)")
      let isSaid = result.error.contains("The recipe fast takes networks of 32 base channels, not of 64")
      #expect(isSaid == (name == "fast"), "\(result.error)")
      let text = try run("inspect \(name) --json").text
      let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      return (report?["generator"] as? [String: Any])?["parameters"] as? Int
    }
    let narrow = try parameters("narrow", "--base-channels 32")
    let wide = try parameters("wide", "")
    #expect(narrow != nil && narrow != wide)
    #expect(try parameters("fast", "--recipe fast") == narrow)
    #expect(try parameters("asked", "--recipe fast --base-channels 64") == wide)
    try directory.create("own.json", try run("architectures gan --image-size 8 --channels 1 --json").text.utf8)
    let own = try run(
      "train --data \(fixture.data) --architecture own.json --recipe fast --batch-size 8 --max-steps 1 --out own")
    #expect(own.status == 0 && !own.error.contains("base channels"), "\(own.error)")
    for (architectures, isSaid) in [("gan", true), ("own.json", false)] {
      let compared = try run(
        "compare --data \(fixture.data) --architectures \(architectures) --recipe fast --batch-size 8 --max-steps 1 "
          + "--out compared --overwrite")
      #expect(compared.status == 0 && compared.error.contains("of 32 base channels") == isSaid, "\(compared.error)")
    }
    #expect(try run("train --resume fast --max-steps 2 --quiet").status == 0)
    #expect(try run("train --resume fast --recipe fast --base-channels 32 --max-steps 3 --quiet").status == 0)
  }

  @Test func aDiscriminatorWithoutBatchNormIsPenalizedUnlessALossOrAPenaltyIsGiven() throws {
    func train(_ name: String, _ options: String) throws -> (text: String, isSaid: Bool) {
      let command =
        "train --data \(fixture.data) --base-channels 4 --batch-size 8 --max-steps 1 --out \(name) \(options)"
      let result = try run(command)
      #expect(result.status == 0, "\(result.error)")
      return (try run("inspect \(name)").text, result.error.contains("taking the loss relativistic, --r1 1 and --r2 1"))
    }
    let plain = try train("plain", "--architecture mlp-conv")
    #expect(
      plain.isSaid && plain.text.fact("loss") == "relativistic" && plain.text.fact("R1 penalty") == "1", "\(plain)")
    #expect(plain.text.fact("R2 penalty") == "1")
    for (name, options) in [
      ("loss", "--architecture mlp-conv --loss non-saturating"), ("r1", "--architecture mlp-conv --r1 0"),
      ("paper", "--architecture mlp-conv --recipe paper"), ("normalised", "--architecture dcgan28"),
    ] {
      let other = try train(name, options)
      #expect(!other.isSaid && other.text.fact("R2 penalty") == nil, "\(name): \(other)")
      #expect(other.text.fact("loss") ?? "non-saturating" == "non-saturating", "\(name): \(other)")
    }
    #expect(try run("train --resume plain --max-steps 2 --quiet").status == 0)
    // An example with other networks has what the recipe has for those.
    let networks = [("plain", "dcgan28", "non-saturating"), ("normalised", "mlp-conv", "relativistic")]
    for (example, architecture, loss) in networks {
      let out = "like-\(example)"
      let like = "train --config \(example) --data \(fixture.data) --architecture \(architecture) --base-channels 4"
      #expect(try run("\(like) --max-steps 1 --out \(out) --quiet").status == 0)
      #expect((try run("inspect \(out)").text.fact("loss") ?? "non-saturating") == loss)
    }
    #expect(try run("train --config plain --data \(fixture.data) --max-steps 1 --out same --quiet").status == 0)
    #expect(try run("inspect same").text.fact("loss") == "relativistic")
    // What the recipe takes for one of them and not for the other is no reason not to compare them.
    let compared = try run(
      "compare --architectures mlp-conv,dcgan28 --base-channels 4 --batch-size 8 --max-steps 1 --data \(fixture.data) --out two"
    )
    #expect(compared.status == 0 && compared.error.contains("taking the loss relativistic"), "\(compared.error)")
  }

  @Test func samplesAreMadeWithTheAverageAsTheRunsOwnGridsUnlessTheRawWeightsAreNamed() throws {
    try train("run", "--average-half-life", "100", "--average-ramp-up", "0.5", "--max-steps", "5")
    for (name, options) in [
      ("default", ""), ("average", "--weights average"), ("raw", "--weights raw"),
    ] {
      #expect(try run("sample --checkpoint run --out \(name).png \(options)") == Program.Result())
    }
    let grid = try directory.contents("run/samples/epoch-0001.png")
    #expect(try directory.contents("default.png") == grid && directory.contents("average.png") == grid)
    #expect(try directory.contents("raw.png") != grid)
    for (name, options) in [("default", ""), ("raw", "--weights raw")] {
      #expect(try run("export --checkpoint run --npz \(name).npz \(options)").status == 0)
    }
    #expect(try directory.contents("default.npz") != directory.contents("raw.npz"))
    let none = try run("sample --checkpoint \(fixture.model) --weights average --out x.png")
    #expect(none.status == 65 && none.error.contains("holds no average of the generator's weights"), "\(none.error)")
    let neither = try run("evaluate --images x.idx --data \(fixture.data) --weights raw")
    #expect(neither.status == 64 && neither.error.contains("'--weights' are those of a checkpoint"))
  }

  @Test func truncatedLatentsMakeImagesMoreAlike() throws {
    func images(_ options: String) throws -> [UInt8] {
      #expect(try run("sample --checkpoint \(fixture.model) --count 9 --out x.npy \(options)") == Program.Result())
      return [UInt8](try directory.contents("x.npy").suffix(9 * 64))
    }
    let whole = try images("")
    #expect(try images("--truncation 1") == whole)
    #expect(try images("--truncation 0.5") != whole)
    let none = try images("--truncation 0")
    for image in 1..<9 { #expect(none[image * 64..<(image + 1) * 64] == none[..<64]) }
    #expect(try run("sample --truncation 1.5 --out x.png").status == 64)
  }

  @Test func moreEpochsThanThereIsToLearnInAreRefusedWithTheWayOut() throws {
    try train("run", "--schedule", "linear", "--epochs", "1")
    let refused = try run("train --resume run --epochs 2")
    #expect(refused.status == 64)
    #expect(
      refused.error.hasPrefix(
        """
        Error: The learning rates come to nothing with epoch 1, as was planned: there is nothing to learn in the rest of 2 \
        epochs. Plan for more with '--schedule-epochs 2' or '--final-rate X'; in a run that goes on, with '--change \
        schedule-epochs=2': its rates rise to what that schedule has there.
        """), "\(refused.error)")
    #expect(try run("train --resume run --epochs 2 --change schedule-epochs=2 --quiet").status == 0)
    #expect(try run("inspect run").text.fact("changed") == "after step 5: schedule's epochs 1 -> 2")
  }

  @Test func learningRatesDoNotGoDownOverALengthThatTimeAloneEnds() throws {
    let result = try run(
      "compare --architectures gan --data \(fixture.data) --out compared --max-time 1s --schedule cosine --batch-size 8"
    )
    #expect(result.status == 64)
    #expect(result.error.contains("'--schedule cosine' goes by epochs, and '--max-time' alone lifts their limit"))
  }
}
