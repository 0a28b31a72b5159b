import FileFormats
import GAN
import NeuralNetwork
import Runs
import TensorCore

/// A trained network as a file of ONNX, which other programs run.
///
/// Batch normalisation uses the running statistics, and batches may have any size.
public enum ONNXModel {
  /// The least version of the operators that has all that is used.
  private static let operatorSet: Int64 = 17
  /// The version of the file format that came with it.
  private static let formatVersion: Int64 = 8

  /// Looks at a file's first bytes, whether it was written here.
  public static func isExported(_ start: [UInt8]) -> Bool { start.starts(with: beginning.bytes) }

  /// The format's version and the program that wrote the file.
  private static var beginning: ProtobufMessage {
    var model = ProtobufMessage()
    model.add(1, formatVersion)
    model.add(2, "dcgan")
    return model
  }

  /// The generator: `latents` (N, latent size), and of a conditional one `classes` (N), to `images` (N, channels, rows,
  /// columns) with values -1 ... 1.
  public static func generator(_ networks: ExportedNetworks) -> [UInt8] {
    let architecture = networks.configuration.architecture
    let image = architecture.image
    return model(
      "generator", networks.generator, networks.configuration,
      input: ("latents", [nil, architecture.latentSize], "drawn from a distribution, see the metadata", .row),
      output: (
        "images", [nil, image.channels, image.height, image.width], "values from -1 (black) to 1 (white)", .grid
      ))
  }

  /// The discriminator: `images` (N, channels, rows, columns) with values -1 ... 1, and of a conditional one `classes`
  /// (N), to `logits` (N, 1).
  public static func discriminator(_ networks: ExportedNetworks) -> [UInt8] {
    let image = networks.configuration.architecture.image
    return model(
      "discriminator", networks.discriminator, networks.configuration,
      input: (
        "images", [nil, image.channels, image.height, image.width], "values from -1 (black) to 1 (white)", .grid
      ),
      output: ("logits", [nil, 1], "above 0 for images that it takes for real", .row))
  }

  private typealias Value = (name: String, shape: [Int?], meaning: String, form: ImageForm)

  private static func model(
    _ name: String, _ network: NetworkWeights, _ configuration: TrainingConfiguration, input: Value, output: Value
  ) -> [UInt8] {
    var graph = ONNXGraph(input: input.name)
    var form = input.form
    /// Gives the images the form that comes next, if it is another.
    func take(_ wanted: ImageForm?, name: String, _ shape: Shape) {
      guard let wanted, wanted != form else { return }
      form = wanted
      graph.reshape(
        name: name, wanted == .row ? [shape.imageCount] : [shape.channels, shape.height, shape.width])
    }
    for (index, layer) in network.exportableLayers.enumerated() {
      take(layer.kind.input, name: "\(index).input", layer.plan.input)
      layer.kind.add(to: &graph, index, network, form)
      form = layer.kind.output ?? form
    }
    take(output.form, name: "result", network.plan.output)
    graph.add("Identity", name: output.name)

    var model = beginning
    model.add(
      7,
      graph.message(
        name: name, input: (input.name, input.shape, input.meaning), classes: classMeaning(configuration),
        output: (output.name, output.shape, output.meaning)))
    var operators = ProtobufMessage()
    operators.add(1, "")
    operators.add(2, operatorSet)
    model.add(8, operators)
    for (key, value) in metadata(configuration).sorted(by: { $0.key < $1.key }) {
      var entry = ProtobufMessage()
      entry.add(1, key)
      entry.add(2, value)
      model.add(14, entry)
    }
    return model.bytes
  }

  /// What the numbers of a conditional model's classes mean; `nil` if it goes by none.
  private static func classMeaning(_ configuration: TrainingConfiguration) -> String? {
    configuration.data.classes.map { classes in
      classes.present.map { "\($0) \(classes.name(of: $0))" }.joined(separator: ", ")
    }
  }

  private static func metadata(_ configuration: TrainingConfiguration) -> [String: String] {
    let architecture = configuration.architecture
    var entries = [
      "architecture": architecture.name,
      "latent_size": String(architecture.latentSize),
      "latent_distribution": configuration.latentDistribution.meaning,
      "image": architecture.image.imageText,
      "pixels": "bytes are round((value + 1) * 127.5)",
    ]
    entries["classes"] = classMeaning(configuration)
    return entries
  }
}
