import CommandLineKit
import Export
import FileFormats
import Runs
import TensorCore

/// `dcgan export`
enum ExportCommand {
  private static let onnx = Option<String?>(
    "onnx", valueName: "FILE", help: "Write the generator as a file of ONNX, for programs in any language.")
  private static let discriminator = Option<String?>(
    "discriminator", valueName: "FILE", help: "Write the discriminator as a file of ONNX.")
  private static let npz = Option<String?>(
    "npz", valueName: "FILE", help: "Write all values of both networks as arrays for numpy.")
  private static let folder = Option<String?>(
    "folder", valueName: "DIR",
    help: "Write a folder for a model hub: weights under PyTorch's names, config.json, and a card with the lines of "
      + "Python that load them and with the figures of 'dcgan evaluate'.")

  static let command = Command(
    name: "export", overview: "Write trained networks in the formats of other programs.",
    discussion: """
      Batch normalisation uses the running statistics, as in 'dcgan sample', and batches may have any size.

        dcgan export --onnx generator.onnx
        dcgan export --checkpoint runs/mine --folder my-model
      """,
    parameters: [
      ModelOptions.checkpoint, ModelOptions.architecture, ModelOptions.weights, onnx, discriminator, npz, folder,
    ], mainOption: ModelOptions.checkpoint, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let files = [onnx, discriminator, npz].compactMap { arguments[$0] }
    guard !files.isEmpty || arguments[folder] != nil else {
      throw UsageError("Nothing to write: give '--onnx', '--discriminator', '--npz' or '--folder'.")
    }
    for (place, file) in files.enumerated() {
      try refuseStream(file)
      if files[..<place].contains(where: { namesSameFile($0, file) }) {
        throw UsageError("Two of '--onnx', '--discriminator' and '--npz' name the same file.")
      }
    }
    try refuseContradiction(arguments[onnx], ".onnx")
    try refuseContradiction(arguments[discriminator], ".onnx")
    try refuseContradiction(arguments[npz], ".npz")
    let model = try ModelOptions.model(arguments, terminal)
    for file in files {
      if file == arguments[npz] {
        try ReplaceableFile.check(file, isA: "file of networks for numpy") { _ in
          (try? NPZFile(path: file))?.holdsNetworks ?? false
        }
      } else {
        try ReplaceableFile.check(file, isA: "file of ONNX of this program", when: ONNXModel.isExported)
      }
      try AtomicFile.checkCreatable(file)
    }
    let networks = try ExportedNetworks(model, try ComputeContext(threads: 1))
    var contents: ModelFolder?
    if let path = arguments[folder] {
      if let file = files.first(where: { ModelFolder.holds($0, in: path) }) {
        throw UsageError("'\(file)' would be one of the files that '--folder' writes. Name another.")
      }
      let run = RunDirectory(PathComponents(model.checkpoint.path).parent)
      contents = ModelFolder(networks, model.checkpoint, evaluation: try judgement(of: run))
      try ModelFolder.checkCreatable(path)
    }
    if let path = arguments[onnx] { try write(ONNXModel.generator(networks), to: path) }
    if let path = arguments[discriminator] { try write(ONNXModel.discriminator(networks), to: path) }
    if let path = arguments[npz] { try networks.writeNPZ(to: path) }
    if let path = arguments[folder] { try contents?.write(to: path) }
  }

  /// Endings that promise a format.
  private static let knownEndings = [
    ".onnx", ".npz", ".npy", ".pt", ".pth", ".safetensors", ".h5", ".json", ".png", ".idx", ".gz",
  ]

  /// Refuses a file whose name promises another format than it gets.
  private static func refuseContradiction(_ path: String?, _ ending: String) throws {
    guard let path, let other = knownEndings.first(where: path.lowercased().hasSuffix), other != ending else { return }
    throw UsageError("'\(path)' would get the format of '\(ending)', and its name promises '\(other)'. Rename it.")
  }

  /// Refuses standard output, which is one and not a file of that name, and a terminal.
  private static func refuseStream(_ path: String) throws {
    if path == "-" {
      throw UsageError("Networks are written to files alone: name one, or './-' for a file that is called '-'.")
    }
    guard !AtomicFile.isTerminal(path) else {
      throw UsageError("'\(path)' is a terminal, which would show the networks as gibberish. Name a file.")
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws {
    try AtomicFile.write(bytes, to: path, replaceExisting: true)
  }

  /// What `evaluation.json` of a run holds; `nil` if it was not judged.
  private static func judgement(of run: RunDirectory) throws -> JSONValue? {
    guard fileExists(run.evaluation) else { return nil }
    let bytes = try WholeFile.read(path: run.evaluation, maximumSize: maximumJudgementSize)
    do {
      return try JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
    } catch {
      throw FileError(
        .badData, path: run.evaluation, reason: "\(error); judge the run again, or remove the file")
    }
  }

  private static let maximumJudgementSize = 1 << 20
}
