import FileFormats
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

struct ConditionalArchitectureTests {
  @Test(arguments: Preset.allCases) func everyPresetGoesByClasses(preset: Preset) throws {
    let plain = try preset.architecture()
    let conditional = try plain.conditional(classes: 10)
    #expect(plain.classCount == nil && conditional.classCount == 10)
    #expect(conditional.name == plain.name && conditional.image == plain.image)
    let (generator, discriminator) = (try conditional.generatorPlan(), try conditional.discriminatorPlan())
    #expect(generator.classCount == 10 && discriminator.classCount == 10)
    // But for the embeddings of classes nothing has become larger.
    let cost = (try plain.cost(), try conditional.cost())
    let modulations = generator.layers.filter { $0.description.classCount != nil }.reduce(0) { $0 + $1.parameterCount }
    let last = try #require(try plain.discriminatorPlan().layers.last)
    #expect(cost.1.generatorParameters - cost.0.generatorParameters == modulations)
    #expect(cost.1.discriminatorParameters - cost.0.discriminatorParameters == 10 * last.parameterCount)
    #expect(cost.1.generatorMultiplyAdds == cost.0.generatorMultiplyAdds)
    #expect(try Architecture(json: conditional.json) == conditional)
    #expect(preset.recognizes(conditional))
    #expect(conditional.format == 3)
    let penalized = try plain.discriminatorPlan().layerWithCurvature == nil
    #expect((discriminator.layerWithCurvature == nil) == penalized)
  }

  @Test func theDefaultsLayersStandWhereTheyAreSaidTo() throws {
    let architecture = try Architecture.dcgan28().conditional(classes: 10)
    let kinds = architecture.generator.map(\.summary)
    for (place, kind) in kinds.enumerated() where kind.hasPrefix("modulation") {
      #expect(kinds[place - 1] == "batch normalisation" && kinds[place + 1] == "ReLU")
    }
    #expect(kinds.count { $0 == "modulation by 10 classes" } == 3)
    #expect(architecture.discriminator.last == .classProjection(classes: 10))
    let verdict = try architecture.discriminatorPlan().layers[architecture.discriminator.count - 2]
    #expect(verdict.parameters.map(\.shape) == [[11, 256, 4, 4], [11]])
  }

  @Test func conditionalNetworksStayAsTheyAre() throws {
    let architecture = try Architecture.small.conditional(classes: 3)
    #expect(try architecture.conditional(classes: 3) == architecture)
    #expect(throws: ArchitectureError("The networks of 'small' are for 3 classes, and the images have 4.")) {
      try architecture.conditional(classes: 4)
    }
  }

  @Test func networksWithoutAPlaceForClassesAreRefused() throws {
    #expect(
      throws: ArchitectureError(
        "The generator of 'speck' has no rectifier, in front of which classes have their say.")
    ) { try Architecture.speck.conditional(classes: 2) }
    var squashed = Architecture.small
    squashed.discriminator.append(.tanh)
    #expect(
      throws: ArchitectureError(
        "The discriminator of 'small' ends in no linear layer or convolution, which could judge classes too.")
    ) { try squashed.conditional(classes: 2) }
  }

  @Test func networksThatDisagreeAreRefused() throws {
    var architecture = try Architecture.small.conditional(classes: 3)
    architecture.generator = try Architecture.small.conditional(classes: 4).generator
    #expect(throws: ArchitectureError("The generator is for 4 classes, and the discriminator for 3 classes.")) {
      try Architecture(json: architecture.json)
    }
    architecture.generator = Architecture.small.generator
    #expect(throws: ArchitectureError("The generator is for no classes, and the discriminator for 3 classes.")) {
      try Architecture(json: architecture.json)
    }
  }
}
