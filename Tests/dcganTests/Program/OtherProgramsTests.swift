import TestSupport
import Testing

@testable import CommandLineKit
@testable import dcgan

/// What is said to those who type what other trainers understand.
struct OtherProgramsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [
    ("train", "--lr", "--learning-rate"), ("train", "--learning_rate", "--learning-rate"),
    ("train", "--lrG", "--learning-rate"), ("train", "--lr-d", "--discriminator-learning-rate"),
    ("train", "--batchsize", "--batch-size"), ("train", "--batch_size", "--batch-size"),
    ("train", "--bs", "--batch-size"),
    ("train", "-b", "--batch-size"), ("train", "--niter", "--epochs"), ("train", "--n_epochs", "--epochs"),
    ("train", "--nz", "--latent-size"), ("train", "--ngf", "--base-channels"), ("train", "--ndf", "--base-channels"),
    ("train", "--b1", "--beta1"), ("train", "--dataroot", "--data"), ("train", "--workers", "--threads"),
    ("train", "--manualSeed", "--seed"), ("train", "--outf", "--out"), ("train", "--netG", "--init-from"),
    ("sample", "--netG", "--checkpoint"), ("sample", "--num-images", "--count"), ("sample", "--nrow", "--columns"),
    ("bench", "--imageSize", "--image-size"), ("train", "--max_iter", "--max-steps"),
    ("bench", "--max_iter", "--steps"), ("interpolate", "--steps", "--frames"), ("import", "--resize", "--size"),
    ("import", "--grayscale", "--grey"), ("import", "--rgb", "--colour"), ("import", "--val-split", "--test-share"),
    ("import", "--center-crop", "--fit"), ("import", "--dest", "--out"), ("train", "--betas", "--beta1"),
    ("train", "--patience", "--evaluate-every"), ("train", "--mirror", "--augment"), ("train", "--gamma", "--r1"),
    ("sample", "--trunc", "--truncation"),
    ("train", "--ema", "--average-half-life"),
    ("sample", "--ema", "--weights"), ("train", "--lr_policy", "--schedule"), ("train", "--warmup", "--warm-up"),
  ])
  func anOptionOfAnotherTrainerIsToldByItsNameHere(command: String, option: String, name: String) throws {
    for arguments in [[command, option, "3"], [command, "\(option)=3"]] {
      let result = try directory.program.run(arguments)
      #expect(result.status == 64)
      #expect(result.error.hasPrefix("Error: Unknown option '\(option)'. Did you mean '\(name)'?\n"), "\(result.error)")
    }
  }

  @Test(arguments: [
    ("train", "--gpu", "This program computes on the processor alone,"),
    ("sample", "--device", "This program computes"),
    ("bench", "--cuda", "This program computes"), ("train", "--fp16", "All numbers are float32,"),
    ("train", "--image-size", "The networks are made to the size of the images in the data set;"),
    ("train", "--wandb", "Every logged step is a line of JSON in metrics.jsonl"),
    ("train", "--resize", "The networks are made to the size"),
    ("train", "--crop", "Images are trained on as they are;"),
    ("train", "--normalize", "Bytes always become numbers from -1 to 1;"),
    ("train", "--yaml", "Did you mean '--config'?"), ("sample", "--yaml", "All settings are options,"),
    ("train", "--dry-run", "'--max-steps 1' trains a single step,"),
    ("train", "--num-classes", "The classes are counted in the labels"),
    ("train", "--labels", "Did you mean '--conditional'?"), ("sample", "--label", "Did you mean '--class'?"),
    ("bench", "--cgan", "Networks are told classes by 'dcgan train --conditional'"),
    ("train", "--wd", "The optimiser is Adam,"),
    ("bench", "--accel", "This program computes"), ("train", "--classes", "All images of a data set are learnt from;"),
    ("train", "--dataset=folder", "What kind of data set it is, its files tell: '--data DIR'"),
    ("train", "--dataset=mine", "Did you mean '--data'?"), ("sample", "--niter", "'dcgan train' has it as '--epochs'."),
    ("import", "--input", "What is read stands without an option: dcgan import SOURCE --out DIR"),
    ("train", "--spectral-norm", "That belongs to the networks:"),
    ("train", "--n_critic", "Each step trains both networks once,"),
    ("import", "--recursive", "Sub-directories are always looked into;"),
    ("sample", "--epochs", "'dcgan train' has it, among others."), ("train", "--hole", "'dcgan inpaint' has it."),
  ])
  func aWishThatCannotBeHadIsAnsweredWithTheReason(command: String, option: String, answer: String) throws {
    let result = try directory.program.run(command, option)
    #expect(result.status == 64)
    let name = option.prefix { $0 != "=" }
    #expect(result.error.hasPrefix("Error: Unknown option '\(name)'. \(answer)"), "\(result.error)")
  }

  /// The options of the DCGAN among PyTorch's examples, as one pastes them.
  @Test func allOptionsOfAnotherTrainerAreAnsweredAtOnce() throws {
    let pasted =
      "--dataset folder --dataroot faces --workers 2 --batchSize 128 --imageSize 64 --nz 100 --ngf 64 --ndf 64 "
      + "--niter 25 --lr 0.0002 --beta1 0.5 --cuda --ngpu=1 --netG old.pth --netD old.pth --outf out --manualSeed 1 "
      + "--classes bedroom --niter 3"
    let result = try directory.program.run(["train"] + pasted.split(separator: " ").map(String.init))
    #expect(result.status == 64)
    let lines = result.error.split(separator: "\n").prefix { !$0.hasPrefix("Usage") }.map(String.init)
    let beginnings = [
      "Error: Unknown options:", "  '--dataset': What kind of data set it is,",
      "  '--dataroot': Did you mean '--data'?",
      "  '--workers': Did you mean '--threads'?", "  '--batchSize': Did you mean '--batch-size'?",
      "  '--imageSize': The networks are made to the size", "  '--nz': Did you mean '--latent-size'?",
      "  '--ngf', '--ndf': Did you mean '--base-channels'?", "  '--niter': Did you mean '--epochs'?",
      "  '--lr': Did you mean '--learning-rate'?", "  '--cuda', '--ngpu': This program computes",
      "  '--netG', '--netD': Did you mean '--init-from'?", "  '--outf': Did you mean '--out'?",
      "  '--manualSeed': Did you mean '--seed'?", "  '--classes': All images of a data set are learnt from;",
    ]
    #expect(lines.count == beginnings.count, "\(result.error)")
    for (line, beginning) in zip(lines, beginnings) { #expect(line.hasPrefix(beginning), "\(line)") }
    let without = try directory.program.run("--dataroot", "faces", "--niter", "25")
    #expect(
      without.error.hasPrefix(
        "Error: Unknown options:\n  '--dataroot': 'dcgan train' has it as '--data'.\n  '--niter': 'dcgan train' has it as"
      ))
  }

  @Test(arguments: [
    ("generate", "Did you mean 'sample'?"), ("eval", "Did you mean 'evaluate'?"), ("test", "Did you mean 'evaluate'?"),
    ("fit", "Did you mean 'train'?"), ("run", "Did you mean 'train'?"), ("version", "Did you mean '--version'?"),
    ("resume", "A run goes on with: dcgan train --resume RUN"),
    ("onnx", "Did you mean 'export'?"), ("list", "Did you mean 'runs'?"),
    ("tune", "Did you mean 'sweep'?"), ("display", "Did you mean 'show'?"), ("status", "Did you mean 'runs'?"),
  ])
  func aCommandOfAnotherTrainerIsAnswered(word: String, answer: String) throws {
    let result = try directory.program.run(word)
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: Unknown subcommand '\(word)'. \(answer)"), "\(result.error)")
  }

  @Test func everySuggestedNameIsOneOfTheProgramsAndNoWordHidesOne() {
    let commands = dcgan.Program.command.subcommands
    let options = Set(commands.flatMap(\.parameters).filter { $0.kind != .argument }.map(\.name))
    for entry in Vocabulary.optionEntries + Vocabulary.wishes {
      for name in entry.names { #expect(options.contains(name), "\(name)") }
      #expect(!entry.names.isEmpty || entry.answer != nil)
    }
    for entry in Vocabulary.subcommandEntries {
      for name in entry.names { #expect(commands.map(\.name).contains(name) || name == "help", "\(name)") }
      for word in entry.words { #expect(!commands.map(\.name).contains(word), "\(word)") }
    }
  }

  @Test func aValueIsTakenAsPeopleWriteIt() throws {
    let fixture = try SmallModel()
    let train = try fixture.program.run(
      fixture.training("run", "--epochs", "1e0", "--max-time", "1h30m", "--limit", "0.04k"))
    #expect(train.status == 0, "\(train.error)")
    let sum = try fixture.program.run(
      "interpolate", "--checkpoint", "run", "--keys", "3,", "9,", "27", "--frames", "1", "--out", "walk.idx")
    #expect(sum == Program.Result())
    try fixture.directory.create("a.pgm", Array("P5\n8 8\n255\n".utf8) + [UInt8](repeating: 9, count: 64))
    for colour in ["#ff8000", "ff8000", "#F80", "White"] {
      let result = try fixture.program.run(
        "project", "--checkpoint", "run", "--image", "a.pgm", "--background", colour, "--steps", "1", "--candidates",
        "1",
        "--restarts", "1", "--out", "x.png")
      #expect(result.status == 0, "\(result.error)")
    }
  }
}
