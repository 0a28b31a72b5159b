import TestSupport
import Testing

/// A command line that makes no sense, and what is said about it.
struct UsageMistake: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  let sentence: String

  init(_ command: String, _ sentence: String) {
    self.init(command.split(separator: " ").map(String.init), sentence)
  }

  init(_ arguments: [String], _ sentence: String) {
    self.arguments = arguments
    self.sentence = sentence
  }

  var testDescription: String { arguments.joined(separator: " ") }

  /// The command whose usage helps, as far as the arguments name one.
  var usage: String {
    switch arguments.first {
    case "train": "Usage: dcgan train [options...]\nSee 'dcgan train --help' for more information.\n"
    case "sample":
      "Usage: dcgan sample --out <FILE|DIR/> [options...]\nSee 'dcgan sample --help' for more information.\n"
    case "inspect": "Usage: dcgan inspect [options...] [<path>]\nSee 'dcgan inspect --help' for more information.\n"
    case "import":
      "Usage: dcgan import --out <DIR> [options...] <source>\nSee 'dcgan import --help' for more information.\n"
    case "bench": "Usage: dcgan bench [options...]\nSee 'dcgan bench --help' for more information.\n"
    default: "Usage: dcgan <subcommand>\nSee 'dcgan --help' for more information.\n"
    }
  }
}

struct UsageErrorTests {
  static let mistakes = [
    UsageMistake("trian", "Unknown subcommand 'trian'. Did you mean 'train'?"),
    UsageMistake("evaluate-everything", "Unknown subcommand 'evaluate-everything'."),
    UsageMistake("help trian", "Unknown subcommand 'trian'. Did you mean 'train'?"),
    UsageMistake("--verbose", "Unknown option '--verbose'. 'dcgan import' has it."),
    UsageMistake("train --epoch 3", "Unknown option '--epoch'. Did you mean '--epochs'?"),
    UsageMistake("train --batch_size 3", "Unknown option '--batch_size'. Did you mean '--batch-size'?"),
    UsageMistake("train --lr 1", "Unknown option '--lr'. Did you mean '--learning-rate'?"),
    UsageMistake("train --learning 1", "Unknown option '--learning'. Did you mean '--learning-rate'?"),
    UsageMistake("train -ep 3", "Unknown option '-ep'. Did you mean '--epochs'?"),
    UsageMistake(
      "train --data my images",
      "Unexpected argument 'images'. If it belongs to '--data', put the whole value into quotation marks."),
    UsageMistake("train data/tiny", "Unexpected argument 'data/tiny'. Did you mean '--data data/tiny'?"),
    UsageMistake(["train", ""], "Unexpected argument ''."),
    UsageMistake(["train", "my data"], "Unexpected argument 'my data'. Did you mean it for '--data'?"),
    UsageMistake(["train", "--", "-data"], "Unexpected argument '-data'. Did you mean it for '--data'?"),
    UsageMistake("sample runs/a", "Unexpected argument 'runs/a'. Did you mean '--checkpoint runs/a'?"),
    UsageMistake("bench extra", "Unexpected argument 'extra'."),
    UsageMistake(
      "train --data -a.idx", "Missing value for '--data <DIR>'. If '-a.idx' is the value, write '--data=-a.idx'."),
    UsageMistake("train --epochs", "Missing value for '--epochs <N>'."),
    UsageMistake("train --epochs --quiet", "Missing value for '--epochs <N>'."),
    UsageMistake("train --epochs 1 --epochs 2", "'--epochs' was given more than once."),
    UsageMistake("train --epochs ten", "'--epochs' wants a whole number, not 'ten'."),
    UsageMistake("train --epochs 1.5", "'--epochs' wants a whole number, not '1.5'."),
    UsageMistake(
      "train --epochs 99999999999999999999",
      "'--epochs' must be from 1 to 1000000, and 99999999999999999999 is too large."),
    UsageMistake("train --epochs 1e7", "'--epochs' must be from 1 to 1000000, not 1e7."),
    UsageMistake(
      "train --seed 2e19", "'--seed' wants a whole number from 0 to 18446744073709551615, and 2e19 is too large."),
    UsageMistake("train --epochs 0", "'--epochs' must be from 1 to 1000000, not 0."),
    UsageMistake("train --epochs -5", "'--epochs' must be from 1 to 1000000, not -5."),
    UsageMistake("train --batch-size 0", "'--batch-size' must be from 1 to 65536, not 0."),
    UsageMistake("train --batch-size 65537", "'--batch-size' must be from 1 to 65536, not 65537."),
    UsageMistake("train --learning-rate 0", "'--learning-rate' must be greater than 0, not 0."),
    UsageMistake("train --learning-rate nan", "'--learning-rate' wants a finite number, not 'nan'."),
    UsageMistake("train --learning-rate 1e999", "'--learning-rate' must be greater than 0, and 1e999 is too large."),
    UsageMistake(
      "train --learning-rate 0,0002",
      "'--learning-rate' wants a finite number, not '0,0002'. Numbers have a decimal point: '0.0002'."),
    UsageMistake("train --beta1 1", "'--beta1' must be at least 0 and less than 1, not 1."),
    UsageMistake("train --beta2 -0.1", "'--beta2' must be at least 0 and less than 1, not -0.1."),
    UsageMistake(
      "train --architecture resnet",
      "'--architecture' wants 'dcgan28', 'dcgan64', 'dcgan32', 'plain28', 'spectral28', 'infogan28', 'gan', 'mlp-conv', "
        + "'dense-conv' or a file "
        + "whose "
        + "name ends in '.json', not 'resnet'."),
    UsageMistake(
      "train --architecture dcgan-28",
      "'--architecture' wants 'dcgan28', 'dcgan64', 'dcgan32', 'plain28', 'spectral28', 'infogan28', 'gan', 'mlp-conv', "
        + "'dense-conv' or a file "
        + "whose name ends in '.json', not 'dcgan-28'. Did you mean 'dcgan28'?"),
    UsageMistake(
      "train --loss BCE",
      "'--loss' wants 'non-saturating', 'minimax', 'hinge', 'lsgan' or 'relativistic', not 'BCE'. Did you mean "
        + "'non-saturating'?"),
    UsageMistake(
      "train --loss wgan",
      "'--loss' wants 'non-saturating', 'minimax', 'hinge', 'lsgan' or 'relativistic', not 'wgan'."),
    UsageMistake("train --label-smoothing 0.5", "'--label-smoothing' must be at least 0 and less than 0.5, not 0.5."),
    UsageMistake(
      "train --latent gaussian", "'--latent' wants 'normal' or 'uniform', not 'gaussian'. Did you mean 'normal'?"),
    UsageMistake(
      "train --max-time soon", "'--max-time' wants a time such as 90s, 1.5m, 2h, 1h30m or 1d, not 'soon'."),
    UsageMistake("train --max-time 0.5s", "'--max-time' must be at least 1s, not 0.5s."),
    UsageMistake("train --latent-size 0", "'--latent-size' must be from 1 to 4096, not 0."),
    UsageMistake("train --latent cauchy", "'--latent' wants 'normal' or 'uniform', not 'cauchy'."),
    UsageMistake("train --seed -1", "'--seed' wants a whole number from 0 to 18446744073709551615, not '-1'."),
    UsageMistake("train --limit 0", "'--limit' must be at least 1, not 0."),
    UsageMistake("train --max-steps 0", "'--max-steps' must be at least 1, not 0."),
    UsageMistake("train --log-every 0", "'--log-every' must be at least 1, not 0."),
    UsageMistake("train --sample-every 0", "'--sample-every' must be at least 1, not 0."),
    UsageMistake("train --checkpoint-every 0", "'--checkpoint-every' must be at least 1, not 0."),
    UsageMistake("train --quiet=yes", "'--quiet' takes no value, but was given 'yes'."),
    UsageMistake("train --data=", "'--data' wants a non-empty text, not ''."),
    UsageMistake("train --threads 0", "'--threads' must be from 1 to 1024, not 0."),
    UsageMistake("train --isa sse", "'--isa' wants 'avx512', 'avx2' or 'neon', not 'sse'."),
    UsageMistake(
      "train --resume --overwrite",
      "'--resume' goes on with a run as it is; it cannot be used with '--overwrite'."),
    UsageMistake(
      "train --resume --init-from x",
      "'--resume' goes on with a run as it is; it cannot be used with '--init-from'."),
    UsageMistake(
      "train --resume a --out b", "'--resume a' and '--out b' name two run directories. Use one of them."),
    UsageMistake("sample", "Missing required option '--out <FILE|DIR/>'."),
    UsageMistake(
      "sample --out faces.bmp",
      "'faces.bmp' does not end in a known format (.pgm, .ppm, .png, .gif, .idx, .idx.gz, .npy, .npz): rename it or add '--format'."
    ),
    UsageMistake(
      "sample --out png",
      "'png' does not end in a known format (.pgm, .ppm, .png, .gif, .idx, .idx.gz, .npy, .npz): rename it or add '--format'."
    ),
    UsageMistake(
      "sample --out -", "Standard output has no name that tells the format: add '--format png' or another."),
    UsageMistake(
      "sample --out x --format bmp",
      "'--format' wants 'pgm', 'ppm', 'png', 'gif', 'idx', 'idx.gz', 'npy' or 'npz', not 'bmp'."),
    UsageMistake("sample --out x.png --count 0", "'--count' must be from 1 to 10000000, not 0."),
    UsageMistake("sample --out x.png --columns 0", "'--columns' must be from 1 to 10000000, not 0."),
    UsageMistake("sample --out x.png --first -1", "'--first' must be from 0 to 4000000000, not -1."),
    UsageMistake("sample --out x.png --padding 1001", "'--padding' must be from 0 to 1000, not 1001."),
    UsageMistake(
      "inspect a b",
      "Unexpected argument 'b'. '<path>' is one argument, and is 'a' already: one with spaces needs quotation marks."),

    UsageMistake(
      "import in --out set --test-share 10",
      "'--test-share' wants a share such as 0.1 or 10%, not '10'. Did you mean '10%'?"),
    UsageMistake(
      "import in --out set --fit centre",
      "'--fit' wants 'crop', 'pad' or 'stretch', not 'centre'. Did you mean 'crop'?"),
    UsageMistake(
      "import in --out set --channels NHWC", "'--channels' wants 'first' or 'last', not 'NHWC'. Did you mean 'last'?"),
    UsageMistake(
      "import in --out set --range [-1,1]",
      "'--range' wants a range such as 0..1, -1..1 or 0..255, or 'auto', not '[-1,1]'. Did you mean '-1..1'?"),
    UsageMistake(
      "import in --out set --range 0-255",
      "'--range' wants a range such as 0..1, -1..1 or 0..255, or 'auto', not '0-255'. Did you mean '0..255'?"),
    UsageMistake("inspect --text", "Unknown option '--text'."),
    UsageMistake("bench --steps 0", "'--steps' must be from 1 to 100000, not 0."),
    UsageMistake(
      "bench --architecture resnet",
      "'--architecture' wants 'dcgan28', 'dcgan64', 'dcgan32', 'plain28', 'spectral28', 'infogan28', 'gan', 'mlp-conv', "
        + "'dense-conv' or a file "
        + "whose "
        + "name ends in '.json', not 'resnet'."),
  ]

  @Test(arguments: mistakes)
  func aMistakeIsToldInASentenceWithTheCommandsUsageAndNothingIsDone(_ mistake: UsageMistake) throws {
    let directory = try TemporaryDirectory()
    let result = try directory.program.run(mistake.arguments)
    #expect(result.status == 64)
    #expect(result.text == "")
    #expect(result.error == "Error: \(mistake.sentence)\n\(mistake.usage)")
    #expect(!directory.holds("runs"))
  }
}
