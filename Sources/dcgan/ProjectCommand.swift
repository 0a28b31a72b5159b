import CommandLineKit
import FileFormats
import Foundation
import GAN
import TensorCore

/// `dcgan project`
enum ProjectCommand {
  static let checkpoint = Option<String?>("checkpoint", valueName: "PATH", help: "x")
  static let candidates = Option<Int>("candidates", valueName: "N", default: 1024, help: "x")
  static let restarts = Option<Int>("restarts", valueName: "N", default: 4, help: "x")
  static let steps = Option<Int>("steps", valueName: "N", default: 300, help: "x")
  static let rate = Option<Double>("rate", valueName: "N", default: 0.1, help: "x")
  static let prior = Option<Double>("prior", valueName: "N", default: 0.001, help: "x")
  static let realism = Option<Double>("realism", valueName: "N", default: 0, help: "x")
  static let command = Command(
    name: "project", overview: "x",
    parameters: [checkpoint, InputImages.option, candidates, restarts, steps, rate, prior, realism]
      + ProcessorOptions.all, run: run)

  private static func run(_ arguments: ParsedArguments, _ terminal: Terminal) throws {
    let context = try ProcessorOptions.context(arguments)
    let model = try LoadedModel(path: arguments[checkpoint])
    let input = try InputImages(arguments[InputImages.option], shape: model.configuration.architecture.image)
    let search = try LatentSearch(
      model,
      SearchSettings(
        candidates: arguments[candidates], restarts: arguments[restarts],
        steps: arguments[steps], learningRate: arguments[rate], prior: Float(arguments[prior]),
        realism: Float(arguments[realism])), context)
    let start = Date()
    let found = search.run(SearchTargets(input.images, context))
    print("seconds", -start.timeIntervalSinceNow)
    let psnr = found.map { 10 * log10(4 / $0[0].error) }
    print(psnr.map { String(format: "%.1f", $0) }.joined(separator: " "))
    print("mean", psnr.reduce(0, +) / Double(psnr.count), "above 30:", psnr.filter { $0 > 30 }.count)
    print("lengths", found.prefix(10).map { $0[0].latent.reduce(0) { $0 + $1 * $1 } })
  }
}
