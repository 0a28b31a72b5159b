import Foundation
import Platform
import Testing

struct OutputErrorTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  /// Standard output as a pipe that nobody reads.
  private func closedPipe() throws -> FileHandle {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    return pipe.fileHandleForWriting
  }

  @Test(arguments: [["inspect"], ["inspect", "--json"]])
  func aReportWhoseReaderHasGoneEndsQuietly(arguments: [String]) throws {
    let result = try fixture.program.run(arguments + [fixture.model], output: closedPipe())
    #expect(result == Program.Result())
  }

  @Test func helpWhoseReaderHasGoneEndsQuietly() throws {
    #expect(try fixture.program.run(["train", "--help"], output: closedPipe()) == Program.Result())
  }

  @Test(arguments: ["pgm", "png", "idx", "idx.gz", "npy", "npz"])
  func imagesWhoseReaderHasGoneEndQuietly(format: String) throws {
    let result = try fixture.program.run(
      ["sample", "--checkpoint", fixture.model, "--out", "-", "--format", format], output: closedPipe())
    #expect(result == Program.Result())
  }

  @Test(arguments: [
    ["sample", "--out", "-", "--format", "png"], ["sample", "--out", "/dev/stdout", "--format", "idx"],
    ["interpolate", "--out", "-", "--format", "gif"],
    ["project", "--image", "data#train:0", "--out", "-", "--format", "pgm", "--steps", "100000", "--restarts", "100"],
  ])
  func bytesAreKeptFromATerminalUnlessTheyAreForcedUponIt(arguments: [String]) throws {
    var (controller, screen): (Int32, Int32) = (-1, -1)
    try #require(openpty(&controller, &screen, nil, nil, nil) == 0)
    defer { for descriptor in [controller, screen] { close(descriptor) } }
    let command = arguments + ["--checkpoint", fixture.model]
    let result = try fixture.program.run(command, output: FileHandle(fileDescriptor: screen))
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix(
        "Error: '--out \(arguments.contains("-") ? "-" : "/dev/stdout")' is a terminal, which would show the bytes of the "
          + "images as gibberish. Name a file, send standard output to one with '>', or add '--force'.\n"),
      "\(result.error)")
    if arguments[0] == "sample" {
      let forced = try fixture.program.run(
        command + ["--force", "--count", "1"], output: FileHandle(fileDescriptor: screen))
      #expect(forced == Program.Result())
    }
  }

  /// Results do not go among the files of a run, whichever command makes them.
  @Test func theDirectoryOfARunTakesNoResults() throws {
    try fixture.program.run(fixture.training("run", "--max-steps", "1", "--quiet"))
    let before = try fixture.directory.contents()
    let commands = [
      ["sample", "--checkpoint", fixture.model, "--out", "run"],
      ["sample", "--checkpoint", fixture.model, "--out", "run/"], ["import", "data", "--out", "run"],
      ["compare", "run", "--out", "run"], ["sweep", "seed=1-2", "--data", "data", "--out", "run/"],
    ]
    for command in commands {
      let result = try fixture.program.run(command)
      #expect(result.status == 73, "\(command): \(result.error)")
      #expect(
        result.error.contains(
          "this is the directory of a run, and results would lie among its files; name another --out"),
        "\(result.error)")
    }
    #expect(try fixture.directory.contents() == before)
  }

  @Test func imagesReplaceNeitherDataNorARunsOwnPicturesNorWeights() throws {
    try fixture.program.run(fixture.training("run", "--epochs", "1", "--quiet"))
    try fixture.directory.create(
      "run/evaluation.png", [UInt8](fixture.directory.contents("run/samples/epoch-0001.png")))
    try fixture.program.run("export", "--checkpoint", fixture.model, "--npz", "weights.npz")
    try fixture.program.run("sample", "--checkpoint", fixture.model, "--out", "images.npz")
    let model = ["--checkpoint", fixture.model]
    let commands: [(words: [String], file: String)] = [
      (["sample", "--format", "idx", "--out"] + model, "data/train-images-idx3-ubyte"),
      (
        ["project", "--steps", "1", "--image", "data#1", "--format", "idx", "--out"] + model,
        "data/train-images-idx3-ubyte"
      ),
      (["sample", "--out"] + model, "run/samples/epoch-0001.png"), (["sample", "--out"] + model, "run/evaluation.png"),
      (["plot", "run", "--out"], "run/samples/epoch-0001.png"), (["sample", "--out"] + model, "weights.npz"),
      (["export", "--npz"] + model, "images.npz"),
    ]
    for command in commands {
      let place = (command.words.lastIndex(of: "--out") ?? command.words.lastIndex(of: "--npz") ?? 0) + 1
      var words = command.words
      words.insert(command.file, at: place)
      let before = try fixture.directory.contents(command.file)
      let result = try fixture.program.run(words)
      #expect(result.status == 73, "\(words): \(result.error)")
      #expect(try fixture.directory.contents(command.file) == before)
    }
    // What these commands have made themselves is.
    #expect(try fixture.program.run(["sample", "--out", "images.npz"] + model).status == 0)
    #expect(try fixture.program.run(["export", "--npz", "weights.npz"] + model).status == 0)
    let before = try names(in: "data")
    for words in [fixture.training("data", "--max-steps", "1"), fixture.training("data", "--overwrite")] {
      let training = try fixture.program.run(words)
      #expect(training.status == 73 && training.error.contains("'data' holds a data set"), "\(training.error)")
    }
    for directory in ["data", "data/", "./"] {
      let sample = try fixture.program.run(["sample", "--out", directory] + model)
      #expect(sample.status == 73, "\(directory): \(sample.error)")
    }
    #expect(try names(in: "data") == before)
  }

  private func names(in directory: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: fixture.directory.file(directory)))
  }

  private func fullDisk() throws -> FileHandle { try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full")) }

  @Test(
    .enabled(if: OperatingSystem.isLinux),
    arguments: [["inspect"], ["train", "--help"], ["--version"]])
  func aFullDiskUnderStandardOutput(arguments: [String]) throws {
    let path = arguments == ["inspect"] ? [fixture.model] : []
    let result = try fixture.program.run(arguments + path, output: fullDisk())
    #expect(result.status == 74)
    #expect(result.error == "Error: Cannot write to standard output: No space left on device.\n")
  }

  @Test(.enabled(if: OperatingSystem.isLinux), arguments: ["pgm", "png", "idx", "idx.gz", "npy", "npz"])
  func aFullDiskUnderTheImages(format: String) throws {
    let sample = ["sample", "--checkpoint", fixture.model, "--format", format, "--out"]
    let named = try fixture.program.run(sample + ["/dev/full"])
    #expect(named.status == 74)
    #expect(named.error == "Error: '/dev/full': cannot be written: No space left on device.\n")
    let redirected = try fixture.program.run(sample + ["-"], output: fullDisk())
    #expect(redirected.status == 74)
    #expect(redirected.error == "Error: '/dev/stdout': cannot be written: No space left on device.\n")
  }
}
