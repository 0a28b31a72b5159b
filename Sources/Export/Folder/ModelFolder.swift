import FileFormats
import GAN
import NeuralNetwork
import Platform
import Runs
import TensorCore

/// A folder as model hubs have them: weights of both networks, what they are, and a card that a reader begins with.
public struct ModelFolder {
  private let networks: ExportedNetworks
  private let step: Int
  private let epochs: Int
  private let evaluation: JSONValue?

  /// Names of the files.
  private enum Name {
    static let card = "README.md"
    static let configuration = "config.json"
    static let generator = "generator.safetensors"
    static let discriminator = "discriminator.safetensors"
  }

  /// Collects what the folder shows.
  ///
  /// - Parameters:
  ///   - networks: The networks.
  ///   - checkpoint: Where they come from.
  ///   - evaluation: What `evaluation.json` of the run holds, if it was judged.
  public init(_ networks: ExportedNetworks, _ checkpoint: Checkpoint, evaluation: JSONValue?) {
    self.networks = networks
    step = checkpoint.step
    epochs = checkpoint.position.epochsDone
    self.evaluation = evaluation
  }

  private static let names: Set = [Name.card, Name.configuration, Name.generator, Name.discriminator]

  /// Whether a file of another format would be one of those that are written into a directory.
  public static func holds(_ file: String, in directory: String) -> Bool {
    names.contains { namesSameFile(file, "\(directory)/\($0)") }
  }

  /// Finds out, before any work, whether the files can be written to a directory, and leaves nothing behind.
  ///
  /// - Throws: ``FileFormats/FileError`` if it cannot be created, or holds other things than an earlier export.
  public static func checkCreatable(_ directory: String) throws {
    let created = try create(directory)
    try withExtendedLifetime(created) { try refuseOthers(in: directory) }
  }

  private static func refuseOthers(in directory: String) throws {
    guard let present = DirectoryNames.read(directory).map(Set.init) else {
      throw FileError(
        .cannotCreate, path: directory, reason: "what this directory holds cannot be seen; name a new one")
    }
    guard present.isEmpty || present.isSuperset(of: names) || isUnfinished(directory, present) else {
      throw FileError(
        .cannotCreate, path: directory,
        reason: "other files lie here, which an export may replace; name an empty directory, or a new one")
    }
  }

  private static func create(_ directory: String) throws -> UnfinishedResult {
    let result = UnfinishedResult()
    do {
      try result.createDirectory(directory)
    } catch {
      throw FileError(.cannotCreate, path: directory, reason: error.reason)
    }
    AtomicFile.removeUnfinishedFiles(in: directory)
    return result
  }

  /// Whether an export into a directory was ended before its last file: the first one is there, and is none of another
  /// program, which would not have our checksum.
  private static func isUnfinished(_ directory: String, _ present: Set<String>) -> Bool {
    present.isSubset(of: names)
      && (try? SafetensorsFile(path: "\(directory)/\(Name.generator)"))?.metadata == metadata
  }

  /// "pt" is what PyTorch's users of the format write, and what some loaders look for.
  private static let metadata = ["format": "pt"]

  /// Writes the folder's files into a directory, which is created if it is not there. Files of these names are replaced.
  ///
  /// - Throws: ``FileFormats/FileError`` if one cannot be written; nothing new is left behind then.
  public func write(to directory: String) throws {
    let result = try Self.create(directory)
    for (name, network) in [(Name.generator, networks.generator), (Name.discriminator, networks.discriminator)] {
      let path = "\(directory)/\(name)"
      try result.addFile(path) {
        try SafetensorsFile.write(
          network.state.map { SafetensorsSource($0) }, metadata: Self.metadata, to: path, replaceExisting: true)
      }
    }
    for (name, text) in [(Name.configuration, configuration.text(brokenTo: 3) + "\n"), (Name.card, card)] {
      let path = "\(directory)/\(name)"
      try result.addFile(path) { try AtomicFile.write(Array(text.utf8), to: path, replaceExisting: true) }
    }
    result.keep()
  }

  private var configuration: JSONValue {
    let training = networks.configuration
    return .object([
      "architecture": training.architecture.json, "training": training.json, "step": .number(step),
      "epochs": .number(epochs), "latent_distribution": .string(training.latentDistribution.meaning),
      "library": .string("dcgan"),
    ])
  }

  private var card: String {
    let architecture = networks.configuration.architecture
    let image = architecture.image
    return """
      ---
      tags:
      - gan
      - dcgan
      - \(classes == nil ? "un" : "")conditional-image-generation
      ---

      # \(architecture.name), \(image.imageText)

      A generator and a discriminator that were trained together by [dcgan](https://arxiv.org/abs/1511.06434): step
      \(step), \(counted(epochs, "epoch")) of \(counted(networks.configuration.learntCount, "image", isGrouped: false)). `config.json` has the networks and the
      settings. Latents are \(architecture.latentSize) values, \(networks.configuration.latentDistribution.meaning).\(classList)

      ## Use

      ```python
      import torch
      from safetensors.torch import load_file
      from torch import nn
      \(classes == nil ? "" : "\n\n" + PyTorchModule.conditional + "\n\n")
      generator = \(sequence)()
      for name, module in [
      \(source(networks.generator, input: .row, output: .grid))
      ]:
          generator.add_module(name, module)
      generator.load_state_dict(load_file("\(Name.generator)"))
      latents = \(draw)
      \(classDraw)images = generator.eval()(latents\(classArgument)).detach()  # (64, \(image.channels), \(image.height), \(image.width)), from -1 to 1
      ```

      The discriminator, from images to a logit that is above 0 for those it takes for real:

      ```python
      discriminator = \(sequence)()
      for name, module in [
      \(source(networks.discriminator, input: .grid, output: .row))
      ]:
          discriminator.add_module(name, module)
      discriminator.load_state_dict(load_file("\(Name.discriminator)"))
      logits = discriminator.eval()(images\(classArgument))
      ```

      ## How good it is

      \(figures)

      """
  }

  private var classes: DataClasses? { networks.configuration.data.classes }

  /// What makes a network of modules.
  private var sequence: String { classes == nil ? "nn.Sequential" : "Conditional" }

  /// How the networks are told the classes.
  private var classArgument: String { classes == nil ? "" : ", classes" }

  /// A line that chooses classes.
  private var classDraw: String {
    classes.map { "classes = torch.arange(64) % \($0.counts.count)\n" } ?? ""
  }

  /// A sentence on the classes.
  private var classList: String {
    guard let classes else { return "" }
    let list = classes.present.map { "\($0) \(classes.name(of: $0))" }.joined(separator: ", ")
    return "\nThe networks are told the class of each image, by its number: \(list)."
  }

  private var draw: String {
    let size = networks.configuration.architecture.latentSize
    return switch networks.configuration.latentDistribution {
    case .normal: "torch.randn(64, \(size))"
    case .uniform: "torch.rand(64, \(size)) * 2 - 1"
    }
  }

  private func source(_ network: NetworkWeights, input: ImageForm, output: ImageForm) -> String {
    network.pyTorchModules(input: input, output: output).map { "    (\"\($0.name)\", \($0.expression))," }
      .joined(separator: "\n")
  }

  /// A table of what `dcgan evaluate` found, or how to find it.
  private var figures: String {
    guard let members = evaluation?.object else {
      return "It has not been judged. `dcgan evaluate` does so; an export after that has the figures here."
    }
    func number(_ value: JSONValue?) -> String? {
      guard case .number(let number)? = value else { return nil }
      return number.integer.map(String.init) ?? number.double?.text(decimals: 4)
    }
    let rows = ["frechet", "kernel", "precision", "recall", "density", "coverage", "score"].compactMap { key in
      number(members[key]?["value"]).map { "| \(key) | \($0) | \(number(members[key]?["floor"]?["value"]) ?? "") |" }
    }
    var text = """
      Judged by `dcgan evaluate` on \(number(members["count"]) ?? "some") images each, with features of a classifier of its
      own: these are no FID, and are comparable with figures of the same program and data alone. The floor is what real
      images get against real ones.

      | figure | value | floor |
      | --- | ---: | ---: |
      \(rows.joined(separator: "\n"))
      """
    if case .string(let meaning)? = members["meaning"] { text += "\n\n\(meaning)" }
    return text
  }
}
