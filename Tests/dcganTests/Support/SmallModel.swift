import FileFormats
import GAN
import NeuralNetwork
import Runs
import TensorCore
import TestSupport

/// A directory with a model and data of so few pixels that a test can train for many steps: `train --init-from` takes
/// the architecture from a checkpoint.
final class SmallModel {
  let directory: TemporaryDirectory
  /// The checkpoint's name in the directory.
  let model = "model.safetensors"
  /// The data set's name in the directory.
  let data = "data"

  static let architecture = Architecture(
    name: "small", latentSize: 5, image: Shape(height: 8, width: 8, channels: 1),
    generator: [
      .linear(outputs: 4 * 4 * 12, bias: false), .reshape(height: 4, width: 4, channels: 12), .batchNorm, .relu,
      .transposedConvolution(.init(channels: 1, kernelSize: 4, stride: 2, padding: 1, bias: true), outputPadding: 0),
      .tanh,
    ],
    discriminator: [
      .convolution(.init(channels: 6, kernelSize: 4, stride: 2, padding: 1, bias: true)), .leakyReLU(slope: 0.2),
      .convolution(.init(channels: 1, kernelSize: 4, bias: true)),
    ])

  /// Images of the data set.
  static let imageCount = 43
  /// Steps that the model was trained for: enough for images with some contrast.
  static let steps = 20

  /// Creates the directory, whose name may be given an ending.
  init(_ ending: String = "") throws {
    directory = try TemporaryDirectory(ending)
    try directory.create("\(data)/.keep", [])
    let images = ImageSet(
      count: Self.imageCount, height: 8, width: 8, channels: 1,
      bytes: (0..<Self.imageCount * 64).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) })
    try IDXFile.write(images, to: directory.file("\(data)/train-images-idx3-ubyte"))
    var settings = TrainingSettings()
    settings.learningRate = 0.01
    settings.batchSize = 8
    settings.seed = 1
    let configuration = TrainingConfiguration(
      architecture: Self.architecture, data: .init(computing: images),
      settings: settings)
    let context = try ComputeContext(threads: 1)
    let trainer = Trainer(try TrainingState(configuration, context), images: images, context)
    try trainer.train(lastStep: Self.steps, observers: [])
    try Checkpoint.write(trainer.state, to: directory.file(model))
  }

  var program: Program { directory.program }

  /// The arguments of a run that starts with the model's networks: 5 steps an epoch, each of them logged.
  func training(_ run: String, _ more: String...) -> [String] {
    ["train", "--init-from", model, "--data", data, "--recipe", "paper", "--batch-size", "8", "--log-every", "1"]
      + ["--out", run] + more
  }
}
