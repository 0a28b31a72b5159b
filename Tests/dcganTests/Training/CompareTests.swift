import FileFormats
import Foundation
import GAN
import TensorCore
import Testing

struct CompareTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func compare(_ arguments: String) throws -> Program.Result {
    let shared = "compare --data data --out out --batch-size 8 --base-channels 2 "
    return try fixture.program.run((shared + arguments).split(separator: " ").map(String.init))
  }

  @Test func eachArchitectureIsTrainedAlikeAndAReportPutsThemSideBySide() throws {
    let settings = "--epochs 1 --seed 3 --loss minimax --recipe paper"
    let result = try compare("--architectures gan,mlp-conv,infogan28 --log-every 1 \(settings)")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.text.hasPrefix("architecture  G params  D params  step ops  steps  images/s  loss D "))
    #expect(result.text.contains("\nmlp-conv "))
    let report = String(decoding: try fixture.directory.contents("out/report.md"), as: UTF8.self)
    #expect(
      report.hasPrefix("# gan, mlp-conv, infogan28: a comparison\n\nEach was trained on the same 43 images of 8x8x1"))
    #expect(report.contains("with batch size 8, learning rate 0.0002, beta1 0.5,"))
    #expect(report.contains("\n| gan | 0.0 | 0.0 | "))
    #expect(report.contains("\n| fifth | gan | mlp-conv | infogan28 |\n| --- | ---: | ---: | ---: |\n| 1 | "))
    // Three grids of 8 x 8 images with 2 pixels around each, and two gaps.
    let header = try PNGHeader(fixture.directory.contents("out/samples.png"))
    #expect(header.width == 3 * (8 * 10 + 2) + 2 * 16 && header.height == 8 * 10 + 2)

    // The run of a comparison is that of `dcgan train`.
    let training = "train --data data --out alone --batch-size 8 --base-channels 2 \(settings)"
    let alone = try fixture.program.run(
      training.split(separator: " ").map(String.init) + ["--architecture", "mlp-conv", "--quiet"])
    #expect(alone.status == 0)
    #expect(
      try fixture.directory.contents("out/mlp-conv/checkpoint.safetensors")
        == fixture.directory.contents("alone/checkpoint.safetensors"))
  }

  @Test func aComparisonGoesOnWhereItStandsWithMoreArchitecturesAndEpochs() throws {
    #expect(try compare("--architectures gan --epochs 1 --quiet").status == 0)
    let again = try compare("--architectures gan,mlp-conv --epochs 2 --quiet")
    #expect(again.status == 73)
    #expect(again.error.hasPrefix("Error: 'out/gan' already holds a run."))
    let result = try compare("--architectures gan,mlp-conv --epochs 2 --quiet --resume")
    #expect(result.status == 0 && result.error == "")
    #expect(result.text.split(separator: "\n").dropFirst().allSatisfy { $0.contains("     10  ") })
  }

  @Test func aReportThatIsSomebodyElsesIsNotReplaced() throws {
    try fixture.directory.create("out/report.md", "# My holidays\n".utf8)
    let result = try compare("--architectures gan --epochs 1 --quiet")
    #expect(result.status == 73)
    #expect(result.error.hasPrefix("Error: 'out/report.md': this is no comparison's report, and one would replace it;"))
    #expect(!fixture.directory.holds("out/gan"))
    #expect(try compare("--architectures gan --epochs 1 --quiet --overwrite").status == 0)
  }

  @Test func aTimeForEachIsABudgetAndWhatHasUsedItUpIsNotTrainedFurther() throws {
    #expect(try compare("--architectures gan,mlp-conv --max-time 1s --quiet").status == 0)
    func steps() throws -> [Int] {
      try ["gan", "mlp-conv"].map { try fixture.directory.lines("out/\($0)/metrics.jsonl").count }
    }
    let before = try steps()
    #expect(before.allSatisfy { $0 > 1 })
    let again = try compare("--architectures gan,mlp-conv --max-time 1s --quiet --resume")
    #expect(again.status == 0, "\(again.error)")
    #expect(try steps() == before)

    // A run that is killed before its first line of the log has spent no time.
    try FileManager.default.removeItem(atPath: fixture.directory.file("out/gan/checkpoint.safetensors"))
    for name in try FileManager.default.contentsOfDirectory(atPath: fixture.directory.file("out/gan"))
    where name.hasPrefix("checkpoint-") {
      try FileManager.default.removeItem(atPath: fixture.directory.file("out/gan/\(name)"))
    }
    let killed = try compare("--architectures gan,mlp-conv --max-time 1s --resume")
    #expect(killed.status == 0, "\(killed.error)")
    #expect(killed.error.contains("Resuming the run in out/gan at step 0."))
    #expect(killed.error.contains("; the checkpoint is written. Go on by giving the same command"), "\(killed.error)")
    #expect(!killed.error.contains("Resuming the run in out/mlp-conv"))
    #expect(try steps()[1] == before[1])
  }

  @Test func aTimeInTheLogThatNoTrainingTakesIsNotCalculatedWith() throws {
    #expect(try compare("--architectures gan --epochs 1 --quiet").status == 0)
    let log = try String(decoding: fixture.directory.contents("out/gan/metrics.jsonl"), as: UTF8.self)
    let absurd = log.replacing(/"seconds":[0-9.e-]+/, with: #""seconds":1e300"#)
    try fixture.directory.create("out/gan/metrics.jsonl", (log + absurd).utf8)
    let result = try compare("--architectures gan --max-time 1s --quiet --resume")
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func runsThatDifferInMoreThanTheArchitectureAreRefusedBeforeAnythingIsTrained() throws {
    #expect(try compare("--architectures gan --epochs 1 --seed 3 --limit 40 --quiet").status == 0)
    #expect(try compare("--architectures mlp-conv --epochs 1 --quiet").status == 0)
    let before = try fixture.directory.contents("out/gan/checkpoint.safetensors")
    for architectures in ["gan,mlp-conv", "gan,infogan28"] {
      let result = try compare("--architectures \(architectures) --epochs 2 --quiet --resume")
      #expect(result.status == 64)
      #expect(
        result.error.contains("cannot be compared: they differ in seed, the images."), "\(result.error)")
    }
    let contradiction = try compare("--architectures gan --epochs 2 --seed 4 --quiet --resume")
    #expect(contradiction.error.hasPrefix("Error: '--seed 4' contradicts the run to resume"))
    #expect(try fixture.directory.contents("out/gan/checkpoint.safetensors") == before)
    #expect(!fixture.directory.holds("out/infogan28"))
  }

  @Test func aTrainingThatDivergesIsARowOfTheReportAndTheOthersGoOn() throws {
    let image = Shape(height: 8, width: 8, channels: 1)
    // Without a hidden layer, huge weights give large numbers, but finite ones.
    let flat = Architecture(
      name: "flat", latentSize: 2, image: image,
      generator: [.linear(outputs: 64, bias: false), .reshape(height: 8, width: 8, channels: 1), .tanh],
      discriminator: [.convolution(.init(channels: 1, kernelSize: 8, bias: true))])
    for architecture in [Architecture.gan(image: image, baseChannels: 1), flat] {
      try fixture.directory.create("\(architecture.name).json", architecture.json.text.utf8)
    }
    func run(_ architectures: String) throws -> Program.Result {
      try fixture.program.run(
        "compare", "--data", "data", "--out", "out", "--batch-size", "8", "--architectures", architectures,
        "--max-steps", "2", "--learning-rate", "1e15", "--quiet", "--overwrite")
    }
    let result = try run("gan.json,flat.json")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.hasPrefix("Warning: ") || result.error.contains("\nWarning: Training diverged"))
    let report = String(decoding: try fixture.directory.contents("out/report.md"), as: UTF8.self)
    #expect(report.contains("\n| flat | 0.0 |"))
    #expect(report.contains("\n| gan | - | - | - | diverged | - |"))
    #expect(report.contains("| DIVERGED |\n") && report.contains("| too early to tell |\n"))
    let list = try fixture.program.run("runs", "out").text
    #expect(list.split(separator: "\n").contains { $0.contains("out/gan") && $0.hasSuffix("DIVERGED") }, "\(list)")
    #expect(try run("gan.json").status == 70)
  }

  /// The second training of a process, whose networks are wide enough to be still at work when the signal comes.
  @Test func aSignalEndsAComparisonWithinItsSecondTrainingAndItGoesOnToItsReport() throws {
    let image = Shape(height: 8, width: 8, channels: 1)
    for architecture in [Architecture.gan(image: image, baseChannels: 1), .denseConv(image: image)] {
      try fixture.directory.create("\(architecture.name).json", architecture.json.text.utf8)
    }
    let arguments = [
      "compare", "--data", "data", "--out", "out", "--batch-size", "8", "--architectures", "gan.json,dense-conv.json",
      "--log-every", "1", "--sample-every", "1000", "--checkpoint-every-epochs", "1000",
    ]
    let run = try fixture.program.start(arguments + ["--max-steps", "1000"])
    try run.wait { fixture.directory.holds("out/dense-conv/metrics.jsonl") }
    run.send(SIGUSR1)
    try run.wait { try run.errorSoFar.contains("Saved at step ") }
    run.send(SIGINT)
    let result = try run.finish()
    #expect(result.status == 130)
    #expect(result.error.contains("Interrupted at step "))
    #expect(result.error.hasSuffix("Go on by giving the same command with --resume.\n"))
    #expect(!result.error.contains("dcgan train --resume"))
    #expect(!fixture.directory.holds("out/report.md"))
    let step = try fixture.directory.lines("out/dense-conv/metrics.jsonl").count
    #expect(step < 1000)

    let more = ["--resume", "--max-steps", "\(step + 1)", "--epochs", "1000", "--quiet"]
    #expect(try fixture.program.run(arguments + more).status == 0)
    #expect(fixture.directory.holds("out/report.md"))
  }

  @Test func eachChoiceOfSettingsIsTrainedAlikeButForThem() throws {
    let result = try compare("learning-rate=1e-3,2e-4 seed=3-4 --architectures gan --epochs 1 --quiet")
    #expect(result.status == 0, "\(result.error)")
    let lines = result.text.split(separator: "\n")
    #expect(lines[0].hasPrefix("run ") && lines[1].hasPrefix("gan,learning-rate=0.001,seed=3  "))
    #expect(lines.contains("learning rate: 0.001, 0.001, 0.0002, 0.0002") && lines.contains("seed: 3, 4, 3, 4"))
    #expect(fixture.directory.holds("out/gan,learning-rate=0.0002,seed=4/checkpoint.safetensors"))
    let report = String(decoding: try fixture.directory.contents("out/report.md"), as: UTF8.self)
    #expect(report.contains("\n## What differs\n") && report.contains("\n| seed | 3 | 4 | 3 | 4 |\n"))
    #expect(!report.contains("with batch size 8, learning rate"))
    let again = try compare("learning-rate=1e-3,2e-4 seed=3-4 --architectures gan --epochs 1 --resume --quiet")
    #expect(again.status == 0 && again.text.split(separator: "\n").count == lines.count)
  }

  @Test func withoutAnArchitectureTheOneThatFitsTheImagesIsTaken() throws {
    #expect(try compare("seed=0-1 --epochs 1 --quiet").status == 0)
    #expect(fixture.directory.holds("out/seed=1/checkpoint.safetensors"))
  }

  @Test func runsThatAreThereAreComparedAsTheyAre() throws {
    #expect(try compare("seed=0-1 --architectures gan --epochs 1 --quiet").status == 0)
    let before = try fixture.directory.contents("out/gan,seed=0/checkpoint.safetensors")
    let result = try fixture.program.run("compare", "out/gan,seed=0", "out/gan,seed=1/", "--out", "two")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.text.contains("\ngan,seed=1 ") && result.text.contains("\nseed: 0, 1\n"))
    #expect(result.error == "The report is in two/report.md.\n")
    #expect(fixture.directory.holds("two/samples.png"))
    #expect(try fixture.directory.contents("out/gan,seed=0/checkpoint.safetensors") == before)
    // And beside one that is trained.
    let both = try compare("out/gan,seed=0 --architectures mlp-conv --epochs 1 --quiet --overwrite")
    #expect(both.status == 0 && both.text.contains("\nmlp-conv ") && both.text.contains("\ngan,seed=0 "))
  }

  /// A run of a step whose log is made to tell of ten, of four seconds in all, and what is judged in the last.
  private func makeRun(_ name: String, of architecture: Architecture, judged: JSONValue) throws {
    try fixture.directory.create("own.json", architecture.json.text.utf8)
    let training = ["train", "--data", "data", "--architecture", "own.json", "--batch-size", "8", "--max-steps", "1"]
    try fixture.program.run(training + ["--quiet", "--out", name]).expectSuccess()
    let lines = (1...10).map { step in
      #"{"step":\#(step),"epoch":1,"lossD":\#(step),"lossG":\#(step + 10),"dReal":\#(Double(step) / 20),"#
        + #""dFake":\#(Double(step) / 50),"imagesPerSecond":20,"seconds":\#(Double(step) * 0.4)}"#
    }
    let judgement = #"{"step":10,"epoch":2,"evaluation":\#(judged.text)}"#
    try fixture.directory.create("\(name)/metrics.jsonl", (lines + [judgement, ""]).joined(separator: "\n").utf8)
  }

  private func judgement(count: Int, _ distance: Double) -> JSONValue {
    .object([
      "count": .number(count), "against": .string("test"), "features": .string("the same"), "verdict": .string("fair"),
      "frechet": .object(["value": .number(distance)]),
    ])
  }

  @Test func aRowHasTheSizesTheSpeedTheMeansOfTheLastFifthAndTheQuality() throws {
    // 512 x 640 weights, and those of convolutions of 3 x 3 and 8 x 8.
    let own = Architecture(
      name: "own", latentSize: 512, image: Shape(height: 8, width: 8, channels: 1),
      generator: [
        .linear(outputs: 640, bias: false), .reshape(height: 8, width: 8, channels: 10),
        .convolution(.init(channels: 1, kernelSize: 3, padding: 1, bias: true)), .tanh,
      ],
      discriminator: [.convolution(.init(channels: 1, kernelSize: 8, bias: true))])
    try makeRun("one", of: own, judged: judgement(count: 70, 1.5))
    try makeRun("two", of: own, judged: judgement(count: 70, 2))
    func report(_ out: String) throws -> [Substring] {
      let result = try fixture.program.run("compare", "one", "two", "--out", out)
      #expect(result.status == 0, "\(result.error)")
      return try fixture.directory.lines("\(out)/report.md")
    }
    let lines = try report("alike")
    let cost = try own.cost()
    #expect(cost.generatorParameters == 512 * 640 + 91 && cost.discriminatorParameters == 65)
    func row(_ name: String) throws -> [Substring] {
      try #require(lines.first { $0.hasPrefix("| \(name) |") }).split(separator: " | ")
    }
    let millions = (Double(cost.stepMultiplyAdds) / 1e6 * 10).rounded() / 10
    for (name, quality) in [("one", "1.50 (fair)"), ("two", "2.00 (fair)")] {
      #expect(
        try row(name).prefix(11) == [
          "| \(name)", "0.3", "0.0", "\(millions)", "10", "20", "9.500", "19.500", "0.475", "0.190", "\(quality)",
        ])
    }
    #expect(lines.contains("| 1 | 1.500 / 11.500 | 1.500 / 11.500 |"))
    #expect(lines.contains("| 5 | 9.500 / 19.500 | 9.500 / 19.500 |"))
    // Figures of other numbers of images cannot be compared.
    try makeRun("three", of: own, judged: judgement(count: 80, 2))
    let result = try fixture.program.run("compare", "one", "three", "--out", "unlike")
    #expect(result.status == 0 && !result.text.contains("quality") && !result.text.contains("1.50 (fair)"))
    #expect(try !fixture.directory.lines("unlike/report.md").joined().contains("Fréchet"))
  }

  @Test func whatIsNeitherARunNorASettingIsToldInASentence() throws {
    for (arguments, sentence) in [
      ([], "There is nothing to compare: name runs, settings with values, or '--architectures'."),
      (["nothing"], "'nothing"),
      (["lr=1,2"], "The list of settings that can vary does not know 'lr'. Did you mean 'learning-rate'?"),
      (["data"], "'data"),
      (["architecture=gan,mlp-conv"], "'architecture=gan,mlp-conv': networks vary by '--architectures gan,mlp-conv'."),
    ] {
      let result = try fixture.program.run(["compare"] + arguments + ["--out", "out"])
      #expect(result.status != 0)
      #expect(result.error.hasPrefix("Error: \(sentence)"), "\(result.error)")
    }
    #expect(try compare("seed=0 --architectures gan --epochs 1 --quiet").status == 0)
    let idle = try fixture.program.run("compare", "out/gan,seed=0", "--epochs", "3", "--out", "two")
    #expect(idle.status == 64)
    #expect(
      idle.error.hasPrefix("Error: '--epochs=3' is for runs that are trained, and none is: all of them are there."))
    #expect(
      try compare("seed=0-1 --seed 3 --epochs 1").error.hasPrefix("Error: 'seed' varies, and '--seed' is given too."))
  }

  @Test func whatIsTakenForTheUserIsSaidAsTrainSaysIt() throws {
    let recipe = "There are fewer than 5,000 images: taking the recipe small-data (choose another with --recipe).\n"
    let networks = "The images are 8x8x1: taking the architecture dcgan28 (choose another with --architectures).\n"
    let result = try compare("seed=0-1 --max-steps 1")
    #expect(result.status == 0 && result.error.hasPrefix(networks), "\(result.error)")
    #expect(result.error.split(separator: recipe, omittingEmptySubsequences: false).count == 3)
    // Those that go on have their own.
    let resumed = try compare("seed=0-1 --max-steps 2 --resume")
    #expect(resumed.status == 0 && !resumed.error.contains("taking the "), "\(resumed.error)")
    let named = try compare("--architectures gan --recipe best --max-steps 1 --overwrite")
    #expect(named.status == 0 && !named.error.contains("taking the recipe"), "\(named.error)")
    #expect(!named.error.contains("taking the architecture"))
    try FileManager.default.createDirectory(
      atPath: fixture.directory.file("data/tiny"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: fixture.directory.file("data/train-images-idx3-ubyte"),
      toPath: fixture.directory.file("data/tiny/train-images-idx3-ubyte"))
    let standard = try fixture.program.run(
      "compare", "--architectures", "gan", "--out", "standard", "--batch-size", "8", "--max-steps", "1")
    #expect(standard.error.hasPrefix("Training on the small generated data set in data/tiny. "), "\(standard.error)")
  }

  @Test func whatCannotBeComparedIsRefusedBeforeAnythingIsTrained() throws {
    for (architectures, sentence) in [
      ("gan,dcgan64", "The architecture dcgan64 makes images whose height and width are multiples of 16"),
      ("gan,mlp-conv,gan", "'--architectures' names gan twice."),
      ("gan,,mlp-conv", "'--architectures' wants up to 16 names parted by commas"),
      ("gan,own.json", "'--base-channels' cannot be used with an architecture from a file"),
    ] {
      let result = try compare("--architectures \(architectures) --epochs 1")
      #expect(result.status != 0)
      #expect(result.error.hasPrefix("Error: \(sentence)"), "\(result.error)")
    }
    let both = try compare("--architectures gan --epochs 1 --resume --overwrite")
    #expect(both.status == 64)
    #expect(
      both.error.hasPrefix("Error: '--resume' goes on with the runs as they are; it cannot be used with '--overwrite'.")
    )
    var architecture = SmallModel.architecture
    architecture.name = "report.md"
    try fixture.directory.create("own.json", architecture.json.text.utf8)
    let result = try fixture.program.run(
      "compare", "--architectures", "own.json", "--data", "data", "--out", "out", "--batch-size", "8")
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: An architecture is named report.md, as a file of the report is."))
    #expect(!fixture.directory.holds("out"))

    // The second architecture's directory is taken.
    #expect(try compare("--architectures mlp-conv --epochs 1 --quiet").status == 0)
    let taken = try compare("--architectures gan,mlp-conv --epochs 1 --quiet")
    #expect(taken.status == 73)
    #expect(taken.error.hasPrefix("Error: 'out/mlp-conv' already holds a run."))
    #expect(!fixture.directory.holds("out/gan"))
  }
}
