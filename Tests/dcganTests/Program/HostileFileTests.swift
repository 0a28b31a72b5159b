import FileFormats
import Foundation
import TestSupport
import Testing

struct HostileFileTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    let directory = fixture.directory
    try directory.create("empty", [])
    #expect(mkfifo(directory.file("pipe"), 0o600) == 0)
    for (name, target) in [("loop", "pool"), ("pool", "loop"), ("zero", "/dev/zero")] {
      try FileManager.default.createSymbolicLink(atPath: directory.file(name), withDestinationPath: target)
    }
    // A regular file that claims any size and takes none.
    let sparse = try directory.fileToWrite("sparse")
    try sparse.truncate(atOffset: 1 << 40)
  }

  /// What each file must be called, and the exit code.
  private static let files: [(name: String, status: Int32, reason: String)] = [
    ("empty", 65, "the file is empty"),
    ("pipe", 65, "this is a pipe, not a regular file"),
    ("zero", 65, "this is a character device, not a regular file"),
    ("loop", 66, "cannot be opened: Too many levels of symbolic links"),
  ]

  /// Every argument that names a file to read.
  private static let readers: [[String]] = [
    ["train", "--data"], ["train", "--data", "data", "--init-from"], ["train", "--data", "data", "--architecture"],
    ["sample", "--out", "x.png", "--checkpoint"], ["inspect"],
  ]

  @Test(arguments: readers)
  func pipesDevicesCirclesOfLinksAndEmptyFilesAreRefusedByASentenceWhereverTheyAreNamed(reader: [String]) throws {
    for (name, status, reason) in Self.files {
      let named = reader.last == "--architecture" ? "\(name).json" : name
      if named != name {
        try FileManager.default.createSymbolicLink(atPath: fixture.directory.file(named), withDestinationPath: name)
      }
      let result = try fixture.program.run(reader + [named])
      #expect(result.status == status, "\(reader) \(name)")
      #expect(result.error == "Error: '\(named)': \(reason).\n", "\(reader)")
      #expect(!fixture.directory.holds("runs") && !fixture.directory.holds("x.png"))
    }
  }

  @Test(arguments: [["train", "--data", "data", "--init-from"], ["inspect"]])
  func aDirectoryWhereAFileMustBeIsRefused(reader: [String]) throws {
    try fixture.directory.create("other/notes.txt", "none".utf8)
    #expect(try fixture.program.run(reader + ["other"]).status == 66)
    try fixture.directory.create("folder.json/notes.txt", "none".utf8)
    let result = try fixture.program.run("train", "--data", "data", "--architecture", "folder.json")
    #expect(result.status == 65)
    #expect(result.error == "Error: 'folder.json': this is a directory, not a regular file.\n")
  }

  @Test(arguments: readers)
  func aTerabyteThatHoldsNothingIsRefusedBeforeItIsRead(reader: [String]) throws {
    try FileManager.default.createSymbolicLink(atPath: fixture.directory.file("s.json"), withDestinationPath: "sparse")
    let result = try fixture.program.run(reader + [reader.last == "--architecture" ? "s.json" : "sparse"])
    #expect(result.status == 65, "\(reader)")
    #expect(result.error.hasPrefix("Error: '"), "\(result.error)")
  }

  @Test(arguments: ["train", "inspect"])
  func aGzipBombAndHeadersThatClaim2_63BytesAreRefused(command: String) throws {
    // 1 x 28 x 28 pixels are announced, and 64 MB follow.
    let images = ImageSet(
      count: 1, height: 8192, width: 8192, channels: 1, bytes: [UInt8](repeating: 0, count: 1 << 26))
    try IDXFile.write(images, to: fixture.directory.file("bomb"), compression: .gzip)
    var bomb = [UInt8](try fixture.directory.contents("bomb"))
    // Behind a first member that announces little; a gzip file may have several.
    let small = ImageSet(count: 1, height: 28, width: 28, channels: 1, bytes: [UInt8](repeating: 0, count: 784))
    try IDXFile.write(small, to: fixture.directory.file("small"), compression: .gzip)
    bomb = [UInt8](try fixture.directory.contents("small")) + bomb
    try fixture.directory.create("bomb", bomb)
    try fixture.directory.create("claim", [0, 0, 8, 4] + [UInt8](repeating: 0x7F, count: 16))
    try fixture.directory.create("claim.safetensors", [0, 0, 0, 0, 0, 0, 0, 0x80] + Array("{}".utf8))
    let option = command == "train" ? ["--data"] : []
    let result = try fixture.program.run([command] + option + ["bomb"])
    #expect(result.status == 65)
    #expect(
      result.error == "Error: 'bomb': there are more bytes after decompression, but the header announces 800 (16 and "
        + "1 x 28 x 28).\n")
    let claim = try fixture.program.run([command] + option + ["claim"])
    #expect(claim.status == 65)
    #expect(claim.error.hasSuffix("are larger than any file can be.\n"))
    let model = try fixture.program.run("sample", "--out", "x.png", "--checkpoint", "claim.safetensors")
    #expect(model.status == 65)
    #expect(model.error.contains("the header would have 9223372036854775808 bytes"))
  }

  @Test(arguments: ["config.json", "metrics.jsonl", "checkpoint.safetensors"])
  func pipesInARunDirectoryAreRefusedAndNotWaitedFor(name: String) throws {
    try fixture.program.run(fixture.training("run", "--max-steps", "1"))
    let path = fixture.directory.file("run/\(name)")
    try FileManager.default.removeItem(atPath: path)
    #expect(mkfifo(path, 0o600) == 0)
    let result = try fixture.program.run("train", "--resume", "run", "--max-steps", "2")
    // A checkpoint is passed over at first, but no new one can take its place; the log is opened for writing at once.
    #expect(result.status == (name == "config.json" ? 65 : 73), "\(result.error)")
    #expect(result.error.contains("'run/\(name)': "), "\(result.error)")
  }

  @Test func aPipeThatNobodyReadsIsNoOutputAndIsNotWaitedFor() throws {
    let result = try fixture.program.run("sample", "--checkpoint", fixture.model, "--format", "png", "--out", "pipe")
    #expect(result.status == 73)
    #expect(result.error == "Error: 'pipe': nobody reads this pipe; start its reader first.\n")
  }
}
