import GAN
import Runs
import TensorCore

let arguments = CommandLine.arguments
let context = try ComputeContext(threads: 2)
let data = try TrainingData(path: arguments[1], limit: 256)
var run = NewRun(try Preset.dcgan28.architecture(image: data.image, baseChannels: 16), data)
run.settings.epochs = 2
run.directory = RunDirectory(arguments[2])
let session = try TrainingSession(starting: run, context)
try session.train(report: { print($0) })

let model = try LoadedModel(path: session.directory.path)
print("trained to step \(model.checkpoint.step), epoch \(model.checkpoint.position.epochsDone)")
try model.generator(maximumImages: 4, context).sample(count: 4, first: 0, seed: 1, distribution: .normal) {
  print("image \($0): \($1.shape), brightest value \($1.values.max() ?? 0)")
}
