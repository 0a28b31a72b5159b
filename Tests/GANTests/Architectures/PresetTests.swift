import NeuralNetwork
import TensorCore
import Testing

@testable import GAN

struct PresetTests {
  /// Parameters by hand, a summand a layer: weights, then biases or batch normalisation's two values.
  static let parameters: [Preset: (generator: [Int], discriminator: [Int])] = [
    .dcgan32: (
      [100 * 256 * 16 + 2 * 256, 256 * 128 * 16 + 2 * 128, 128 * 64 * 16 + 2 * 64, 64 * 3 * 16],
      [3 * 64 * 16, 64 * 128 * 16 + 2 * 128, 128 * 256 * 16 + 2 * 256, 256 * 16]
    ),
    .plain28: (
      [100 * 12544 + 2 * 256, 256 * 128 * 16 + 2 * 128, 128 * 64 * 16 + 2 * 64, 64 * 9 + 1],
      [64 * 16 + 64, 64 * 128 * 16 + 128, 128 * 256 * 9 + 256, 256 * 16 + 1]
    ),
    .spectral28: (
      [100 * 12544 + 2 * 256, 256 * 128 * 16 + 2 * 128, 128 * 64 * 16 + 2 * 64, 64 * 9 + 1],
      [64 * 16 + 64, 64 * 128 * 16 + 128, 128 * 256 * 9 + 256, 256 * 16 + 1]
    ),
    .infogan28: (
      [64 * 1024 + 2 * 1024, 1024 * 6272 + 2 * 6272, 128 * 64 * 16 + 2 * 64, 64 * 16 + 1],
      [64 * 16 + 64, 64 * 128 * 16 + 2 * 128, 6272 * 1024 + 2 * 1024, 1024 + 1]
    ),
    .gan: (
      [100 * 256 + 256, 256 * 512 + 512, 512 * 1024 + 1024, 1024 * 784 + 784],
      [784 * 512 + 512, 512 * 256 + 256, 256 + 1]
    ),
    .mlpConv: (
      [100 * 256 + 256, 256 * 512 + 512, 512 * 1024 + 1024, 1024 * 784 + 784],
      [64 * 9 + 64, 64 * 128 * 9 + 128, 128 * 7 * 7 + 1]
    ),
    .denseConv: (
      [
        100 * 256 + 2 * 256, 256 * 512 + 2 * 512, 512 * 1024 + 2 * 1024, 1024 * 12544 + 12544 + 2 * 12544,
        256 * 128 * 9 + 2 * 128, 128 * 128 * 9 + 2 * 128, 128 * 128 * 9 + 2 * 128, 128 * 49 + 1,
      ],
      [64 * 9 + 64, 64 * 128 * 9 + 128, 128 * 256 * 9 + 256, 256 * 4 * 4 + 1]
    ),
  ]

  @Test(arguments: parameters.keys.sorted { "\($0)" < "\($1)" })
  func thePresetsHaveTheParametersOfTheirDefinitions(preset: Preset) throws {
    let expected = try #require(Self.parameters[preset])
    let cost = try preset.architecture().cost()
    #expect(cost.generatorParameters == expected.generator.reduce(0, +))
    #expect(cost.discriminatorParameters == expected.discriminator.reduce(0, +))
  }

  /// The discriminator's narrowest layer is that wide, the plain GAN's four times; and all widths of both networks
  /// follow, but those of images and of the logit.
  @Test(arguments: Preset.allCases)
  func theBaseChannelsAreTheUnitOfAPresetsWidths(preset: Preset) throws {
    let (narrow, usual) = (try preset.architecture(baseChannels: 24), try preset.architecture())
    let narrowPlan = try narrow.discriminatorPlan()
    #expect(
      narrowPlan.layers.compactMap { $0.parameters.isEmpty ? nil : $0.output.channels }.filter { $0 > 1 }.min() == 24
        * (preset == .gan ? 4 : 1))
    let plans = [
      (narrowPlan, try usual.discriminatorPlan()), (try narrow.generatorPlan(), try usual.generatorPlan()),
    ]
    for (narrow, usual) in plans {
      for (layer, other) in zip(narrow.layers, usual.layers) where other.output != usual.output {
        #expect(layer.output.imageCount * 64 == other.output.imageCount * 24, "\(other.description)")
      }
    }
    #expect(try preset.architecture(baseChannels: 64) == preset.architecture())
  }

  @Test func with128BaseChannelsDcgan64StartsFromThePapers4X4X1024() throws {
    let plan = try Preset.dcgan64.architecture(baseChannels: 128).generatorPlan()
    #expect(plan.layers[0].output == Shape(height: 4, width: 4, channels: 1024))
  }

  @Test(arguments: Preset.allCases)
  func aPresetIsMadeForEverySizeThatItsDoublingsDivideAndAnyNumberOfChannels(preset: Preset) throws {
    let factor = preset.extentFactor
    for (height, width) in [(1, 1), (2, 1), (3, 5), (4, 4), (7, 8)] {
      let image = Shape(height: height * factor, width: width * factor, channels: height)
      let architecture = try preset.architecture(image: image, latentSize: 3, baseChannels: 2)
      #expect(try architecture.generatorPlan().output == image)
      #expect(try architecture.discriminatorPlan().output.imageCount == 1)
      #expect(architecture.latentSize == 3)
    }
  }

  /// Images that do not fit, and the sentence about the nearest that do.
  static let refusals: [(preset: Preset, height: Int, width: Int, sentence: String)] = [
    (
      .dcgan64, 28, 28,
      "The architecture dcgan64 makes images whose height and width are multiples of 16, and these are 28x28. The "
        + "nearest "
        + "sizes are 16x16 and 32x32; these fit as they are: dcgan28, plain28, spectral28, infogan28, gan, mlp-conv, dense-conv."
    ),
    (
      .dcgan28, 30, 32,
      "The architecture dcgan28 makes images whose height and width are multiples of 4, and these are 30x32. The "
        + "nearest "
        + "sizes are 28x32 and 32x32; these fit as they are: gan, mlp-conv."
    ),
    (
      .dcgan32, 3, 5,
      "The architecture dcgan32 makes images whose height and width are multiples of 8, and these are 3x5. The nearest "
        + "size is 8x8; these fit as they are: gan, mlp-conv."
    ),
  ]

  @Test(arguments: refusals)
  func imagesThatDoNotFitAreRefusedWithTheNearestSizes(preset: Preset, height: Int, width: Int, sentence: String) {
    let error = #expect(throws: ArchitectureError.self) {
      try preset.architecture(image: Shape(height: height, width: width, channels: 1))
    }
    #expect(error?.description == sentence)
  }

  @Test func aStepOfDcgan28CostsAbout250MillionMultiplyAddsAnImage() throws {
    let cost = try Preset.dcgan28.architecture().cost()
    let (generator, discriminator) = (cost.generatorMultiplyAdds, cost.discriminatorMultiplyAdds)
    #expect(cost.stepMultiplyAdds == 3 * generator - 100 * 12544 + 8 * discriminator - 2 * 196 * 16 * 64)
    #expect((245_000_000...255_000_000).contains(cost.stepMultiplyAdds))
  }

  /// The sum that `dcgan bench` counts while it runs is that of the operations themselves.
  @Test(arguments: Preset.allCases)
  func theCostOfAStepIsWhatItsOperationsAddUpTo(preset: Preset) throws {
    let image = Shape(height: preset.extentFactor, width: preset.extentFactor, channels: 1)
    let architecture = try preset.architecture(image: image, baseChannels: 2)
    var settings = TrainingSettings()
    settings.batchSize = 2
    let benchmark = try StepBenchmark.run(
      architecture, settings, steps: 1, try ComputeContext(threads: 1, profile: Profile()))
    let measured = benchmark.rows.reduce(0) { $0 + $1.multiplyAdds }
    #expect(measured == Double(2 * (try architecture.cost()).stepMultiplyAdds))
  }

  /// Narrow networks for the smallest images that take every layer's path, in colour if the preset's are.

  @Test(arguments: Preset.allCases)
  func aPresetRecognisesItsNetworksInAnyWidthAndNoOthers(preset: Preset) throws {
    let image = Shape(height: 2 * preset.extentFactor, width: preset.extentFactor, channels: 2)
    for baseChannels in [1, 7, 64, 200] {
      var architecture = try preset.architecture(image: image, latentSize: 9, baseChannels: baseChannels)
      #expect(preset.recognizes(architecture), "\(baseChannels)")
      #expect(Preset.allCases.filter { $0.recognizes(architecture) } == [preset])
      architecture.generator.append(.relu)
      #expect(!preset.recognizes(architecture))
    }
    var other = try preset.architecture()
    other.discriminator[0] = .linear(outputs: 64 * 1025, bias: false)
    #expect(!preset.recognizes(other))
    other.name = "other"
    #expect(!preset.recognizes(other))
  }

  @Test(arguments: [
    (28, 28, Preset.dcgan28), (64, 64, .dcgan64), (32, 32, .dcgan32), (16, 16, .dcgan28), (24, 24, .dcgan28),
    (40, 40, .dcgan32), (48, 48, .dcgan32), (60, 60, .dcgan28), (96, 64, .dcgan64), (128, 32, .dcgan32),
    (8, 8, .dcgan28), (4, 4, .dcgan28), (30, 30, nil), (28, 27, nil),
  ])
  func theDCGANWithTheMostStagesThatFitsIsTakenForImages(height: Int, width: Int, preset: Preset?) {
    for channels in [1, 3] {
      let image = Shape(height: height, width: width, channels: channels)
      #expect(Preset.fitting(image) == preset)
    }
  }
}
