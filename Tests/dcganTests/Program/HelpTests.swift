import TestSupport
import Testing

struct HelpTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func output(_ arguments: String...) throws -> String {
    let result = try directory.program.run(arguments)
    #expect(result.status == 0)
    #expect(result.error == "")
    return result.text
  }

  @Test func theVersionStandsAboveTheCommitAndWhatBuiltIt() throws {
    let text = try output("--version")
    #expect(
      text.wholeMatch(
        of: /dcgan \d+\.\d+\.\d+\ncommit (unknown|[0-9a-f]{12}(, changed)?)\nbuilt by Swift 6\.\d.* for \w+ on \w+.*\n/)
        != nil, "\(text)")
  }

  @Test func aloneTheProgramShowsItsHelpWithAllCommands() throws {
    let help = try output()
    for command in Self.options.map(\.command) { #expect(help.contains("\n  \(command) ")) }
    #expect(help.hasPrefix("OVERVIEW: Train a deep convolutional generative adversarial network (DCGAN) on a\nCPU,"))
    #expect(help.contains("\n\nUSAGE: dcgan <subcommand>\n"))
    #expect(help.hasSuffix("\n  See 'dcgan help <subcommand>' for detailed help.\n"))
    for arguments in [["--help"], ["-h"], ["help"]] {
      #expect(try directory.program.run(arguments).text == help)
    }
  }

  @Test func theHelpOfInspectToTheLetter() throws {
    #expect(
      try output("inspect", "--help") == """
        OVERVIEW: Show what a checkpoint or a data set holds.

        USAGE: dcgan inspect [options...] [<path>]

        ARGUMENTS:
          <path>                  Checkpoint, run directory, or data set. (default: the
                                  newest run under runs/)

        OPTIONS:
          --architecture <NAME|FILE>
                                  What the networks are, of a file that another program
                                  has saved without metadata: a preset, or a file of
                                  JSON. (values: dcgan28, dcgan64, dcgan32, plain28,
                                  spectral28, infogan28, gan, mlp-conv, dense-conv,
                                  FILE.json)
          --json                  Print JSON.
          -h, --help              Show help information.

        """)
  }

  static let options: [(command: String, options: [String])] = [
    (
      "train",
      [
        "--data <DIR>", "--out <DIR>", "--architecture <NAME|FILE>", "--epochs <N>", "--batch-size <N>",
        "--learning-rate <X>", "--beta1 <X>",
        "--beta2 <X>", "--latent-size <N>", "--base-channels <N>", "--latent <NAME>", "--loss <NAME>", "--seed <N>",
        "--limit <N>", "--max-steps <N>", "--max-time <TIME>", "--log-every <STEPS>", "--sample-every <EPOCHS>",
        "--sample-every-steps <STEPS>", "--keep-samples <N>",
        "--checkpoint-every <STEPS>", "--checkpoint-every-epochs <EPOCHS>", "--keep <N>", "--continue",
        "--hold-out <N>", "--evaluate-every <EPOCHS>", "--cache <DIR>", "--recipe <NAME>",
        "--average-half-life <IMAGES>", "--average-ramp-up <X>", "--schedule <NAME>", "--schedule-epochs <N>",
        "--final-rate <X>", "--warm-up <STEPS>", "--top-fakes <X>", "--shards <N>",
        "--progress-every <TIME>", "--timestamps", "--resume [<RUN>]", "--change <NAME=VALUE>", "--overwrite",
        "--init-from <CHECKPOINT>", "--config <RUN|FILE>", "--preview [<FORM>]",
        "--quiet", "--profile", "--record-steps <FILE>", "--recorded-steps <N>", "--threads <N>", "--isa <NAME>",
        "-h, --help",
      ]
    ),
    (
      "sample",
      [
        "--checkpoint <PATH>", "--architecture <NAME|FILE>", "--weights <NAME>", "--out <FILE|DIR/>", "--format <NAME>",
        "--count <N>", "--columns <N>", "--seed <N>", "--truncation <X>",
        "--first <K>", "--keys <K,K-K,...>", "--latents <FILE>", "--scale <N>", "--numbers", "--padding <N>",
        "--force", "--threads <N>", "--isa <NAME>", "-h, --help",
      ]
    ),
    ("inspect", ["<path>", "--json", "-h, --help"]),
    ("show", ["<picture>", "--graphics <FORM>", "-h, --help"]),
    (
      "compare",
      [
        "<run|name=values> ...", "--architectures <NAME,...>", "--data <DIR>", "--limit <N>", "--out <DIR>",
        "--latent-size <N>", "--learning-rate <X>", "--epochs <N>", "--resume", "--overwrite", "--quiet",
        "--threads <N>",
      ]
    ),
    (
      "sweep",
      [
        "<name=values> ...", "--out <DIR>", "--jobs <N>", "--data <DIR>", "--limit <N>", "--config <RUN|FILE>",
        "--architecture <NAME|FILE>", "--epochs <N>", "--hold-out <N>", "--max-steps <N>", "--init-from <CHECKPOINT>",
        "--quiet", "--json", "--csv", "--threads <N>", "--isa <NAME>",
      ]
    ),
    ("runs", ["<directory>", "--json", "--csv", "-h, --help"]),
    (
      "evaluate",
      [
        "--checkpoint <PATH>", "--weights <NAME>", "--images <PATH>", "--data <PATH>", "--against <NAME>",
        "--count <N>", "--cache <DIR>", "--json", "--threads <N>", "--isa <NAME>",
      ]
    ),
    (
      "interpolate",
      [
        "--checkpoint <PATH>", "--out <FILE>", "--from <K>", "--to <K>", "--keys <K,K,...>", "--frames <N>", "--slerp",
        "--linear", "--delay <MS>", "--scale <N>", "--columns <N>", "--seed <N>", "--latents <FILE>",
      ]
    ),
    ("arithmetic", ["<expression>", "--checkpoint <PATH>", "--out <FILE>", "--scale <N>", "--seed <N>"]),
    (
      "project",
      [
        "--checkpoint <PATH>", "--image <IMAGE,...>", "--out <FILE>", "--latents <FILE>", "--scale <N>", "--seed <N>",
        "--candidates <N>", "--restarts <N>", "--steps <N>", "--learning-rate <X>", "--prior <X>", "--json",
        "--threads <N>", "--isa <NAME>",
      ]
    ),
    (
      "inpaint",
      ["--image <IMAGE,...>", "--scale <N>", "--hole <X,Y,W,H>", "--mask <FILE>", "--out <FILE>", "--realism <X>"]
    ),
    ("denoise", ["--image <IMAGE,...>", "--scale <N>", "--out <FILE>", "--noise <X>"]),
    (
      "restyle",
      [
        "--image <IMAGE,...>", "--scale <N>", "--from <CLASS>", "--to <CLASS>", "--data <DIR>", "--examples <N>",
        "--strengths <X,X,...>",
        "--out <FILE>",
      ]
    ),
    (
      "import",
      [
        "<source>", "--out <DIR>", "--size <N|WxH>", "--fit <WAY>", "--grey", "--colour", "--no-classes",
        "--clusters <N>", "--test-share <SHARE>", "--add", "--background <COLOUR>", "--verbose",
        "--range <LEAST..GREATEST>", "--labels <FILE>", "--transpose", "--channels <PLACE>", "--threads <N>",
        "--isa <NAME>",
      ]
    ),
    (
      "architectures",
      ["<NAME|FILE>", "--latent-size <N>", "--base-channels <N>", "--image-size <N|HxW>", "--channels <N>", "--json"]
    ),
    ("recipes", ["--json"]),
    (
      "bench",
      [
        "--architecture <NAME|FILE>", "--image-size <N|HxW>", "--recipe <NAME>", "--batch-size <N>", "--shards <N>",
        "--steps <N>",
        "--json",
        "--threads <N>", "--isa <NAME>",
      ]
    ),
  ]

  @Test(arguments: options.indices)
  func theHelpOfEachCommandListsItsOptionsWithin80Columns(index: Int) throws {
    let (command, options) = Self.options[index]
    let help = try output("help", command)
    #expect(help == (try output(command, "--help")))
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    for option in options {
      #expect(lines.contains { $0.hasPrefix("  \(option) ") || $0 == "  \(option)" }, "\(option)")
    }
    for line in lines { #expect(line.count <= 80, "\(line)") }
  }

  @Test func helpIsShownAmongMistakesToo() throws {
    let help = try output("train", "--help")
    #expect(try output("train", "--epochs", "ten", "--colour", "--help") == help)
  }
}
