import FileFormats
import Foundation
import GAN
import NeuralNetwork
import TensorCore
let threads = Int(CommandLine.arguments[1])!
let context = try ComputeContext(
  threads: threads,
  instructionSet: CommandLine.arguments.count > 2 ? InstructionSet(rawValue: CommandLine.arguments[2]) : nil)
let data = try IDXDataSet.load(path: "data/tiny")
let c = TrainingConfiguration(
  architecture: .dcgan28(), optimizer: Adam.Settings(), batchSize: 64, latentDistribution: .normal, seed: 1,
  data: .init(imageCount: data.images.count, checksum: 0))
let t0 = Date()
let state = try TrainingState(c, context)
print("init", Date().timeIntervalSince(t0))
final class Obs: TrainingObserver {
  var t = Date();
  func stepDidEnd(_ p: TrainingProgress) {
    if p.step % 10 == 0 { print(p.step, p.metrics, 640 / Date().timeIntervalSince(t), "img/s"); t = Date() }
  }
}
try Trainer(state, images: data.images, context).train(lastStep: 40, observers: [Obs()])
