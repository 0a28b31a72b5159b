import GAN
import Testing

/// The training step against PyTorch's: the same weights, latents and images in, the same numbers out.
struct PyTorchStepTests {
  /// Of the default networks at their full size.
  let golden: PyTorchGolden

  init() throws { golden = try PyTorchGolden.load("dcgan28") }

  @Test(arguments: PyTorchGolden.names) func stepsAgreeWithPyTorchs(name: String) throws {
    let golden = try PyTorchGolden.load(name)
    let disagreements = golden.disagreements(with: try TrainingReplay(golden).quantities)
    for quantity in golden.quantities {
      if let sentence = disagreements[quantity.name] { Issue.record("\(name): \(sentence)") }
    }
  }

  /// Adam's first step is the sign of a gradient times the learning rate, so where gradients are about zero any other
  /// rounding moves the weights elsewhere; all before that must agree.
  @Test(arguments: PyTorchGolden.names) func winogradAgreesUpToTheFirstGradients(name: String) throws {
    let golden = try PyTorchGolden.load(name)
    let replay = try TrainingReplay(golden, convolutionMethod: .winograd)
    let disagreements = golden.disagreements(with: replay.quantities, allowance: PyTorchGolden.winogradAllowance)
    for quantity in golden.quantities where quantity.name.hasPrefix("step 1: ") {
      if quantity.name.hasPrefix("step 1: change of ") { continue }
      if let sentence = disagreements[quantity.name] { Issue.record("\(name): \(sentence)") }
    }
  }

  /// Adam's first step does not depend on its betas, thanks to the bias correction; the later ones do.
  @Test func anotherBetaIsSeenFromTheSecondStepOn() throws {
    var settings = TrainingSettings()
    settings.beta1 = 0.9
    let replay = try TrainingReplay(golden, settings: settings)
    let disagreements = golden.disagreements(with: replay.quantities)
    #expect(disagreements.keys.filter { $0.hasPrefix("step 1: ") } == [])
    #expect(changes(step: golden.steps).filter { disagreements[$0] == nil } == [])
  }

  /// The other loss moves the generator elsewhere, and nothing else.
  @Test func theOtherLossIsSeenInTheGeneratorsGradients() throws {
    let minimax = try PyTorchGolden.load("gan-minimax")
    let disagreements = minimax.disagreements(with: try TrainingReplay(try PyTorchGolden.load("gan")).quantities)
    let gradients = minimax.quantities.map(\.name).filter { $0.hasPrefix("step 1: gradient of ") }
    for name in gradients { #expect((disagreements[name] != nil) == name.contains("generator."), "\(name)") }
  }

  /// Without the penalties the discriminator's weights have other gradients, and what came before has not changed.
  @Test func penaltiesAreSeenInTheDiscriminatorsGradients() throws {
    let penalized = try PyTorchGolden.load("plain28-penalties")
    var settings = TrainingSettings()
    settings.penalty.interval = 3
    let replay = try TrainingReplay(penalized, settings: settings, takesMeans: false)
    let disagreements = penalized.disagreements(with: replay.quantities)
    let weights = ["0.weight", "2.weight", "4.weight", "6.weight"].map { "step 1: gradient of discriminator.\($0)" }
    for name in weights { #expect(disagreements[name] != nil, "\(name)") }
    #expect(disagreements["step 1: logits of fake images"] == nil)
  }

  @Test func anotherSeedIsSeenInEveryGradient() throws {
    let replay = try TrainingReplay(golden, seed: golden.seed + 1)
    let disagreements = golden.disagreements(with: replay.quantities)
    let gradients = golden.quantities.map(\.name).filter { $0.contains(": gradient of ") }
    #expect(!gradients.isEmpty && gradients.filter { disagreements[$0] == nil } == [])
  }

  private func changes(step: Int) -> [String] {
    golden.quantities.map(\.name).filter { $0.hasPrefix("step \(step): change of ") }
  }
}
