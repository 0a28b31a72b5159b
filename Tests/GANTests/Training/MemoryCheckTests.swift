import FileFormats
import NeuralNetwork
import Platform
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// Networks that there is no room for are refused before any memory is taken, and what is planned is what is taken.
struct MemoryCheckTests {
  private let context: ComputeContext

  init() throws { context = try ComputeContext(threads: 2, profile: Profile()) }

  private func training(
    _ architecture: Architecture, batchSize: Int, _ method: ConvolutionMethod = .winograd
  ) -> TrainingConfiguration {
    var settings = TrainingSettings()
    settings.batchSize = batchSize
    settings.convolutionMethod = method
    return TrainingConfiguration(
      architecture: architecture, data: .init(imageCount: batchSize, checksum: 0), settings: settings)
  }

  @Test func refusesTrainingThatNoMachineHasRoomFor() throws {
    let error = #expect(throws: MemoryError.self) {
      _ = try TrainingState(training(.dcgan64(), batchSize: 1 << 40), context)
    }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("Batches of 1099511627776 images would take about "))
    #expect(text.hasSuffix("Use a smaller batch size, more shards, a smaller network, or fewer threads."))
  }

  @Test(arguments: [Sequential.Purpose.inference, .inputGradient])
  func refusesNetworksThatNoMachineHasRoomFor(purpose: Sequential.Purpose) throws {
    let plan = try Architecture.dcgan64().generatorPlan()
    let error = #expect(throws: MemoryError.self) {
      try MemoryCheck.require([plan], images: 1 << 40, for: purpose, context)
    }
    let text = try #require(error?.description)
    #expect(text.hasPrefix("The model's networks would take about "))
    #expect(text.hasSuffix("or a machine with more memory."))
  }

  @Test func purposesThatKeepMoreTakeMore() throws {
    let plan = try Architecture.dcgan28().generatorPlan()
    let sizes = [.inference, .inputGradient, .training(inputGradient: true)].map {
      plan.memory(images: 8, for: $0).bytes(threads: 1)
    }
    #expect(sizes[0] < sizes[1] && sizes[1] < sizes[2])
  }

  @Test func refusesABenchmarkBeforeItsImagesAreDrawn() {
    var settings = TrainingSettings()
    settings.batchSize = 1 << 40
    #expect(throws: MemoryError.self) {
      try StepBenchmark.run(.dcgan28(), settings, steps: 1, context)
    }
  }

  @Test func countsWhatIsKeptBesideTheNetworks() {
    #expect(throws: MemoryError.self) {
      try MemoryCheck.require([], images: 1, for: .inference, otherValues: 1e15, context)
    }
  }

  @Test func refusesWhatALimitLeavesNoRoomFor() throws {
    let configuration = training(.dcgan28(), batchSize: 64)
    let bytes = try MemoryCheck.trainingMemory(configuration).bytes(threads: context.executor.runningThreads)
    let enough = Int(bytes.rounded(.up)) + MemoryBudget.reserve
    func check(left: Int) throws {
      let limit = MemoryLimit(.controlGroup, total: 1 << 40, left: left)
      try MemoryCheck.requireTraining(configuration, context, budget: MemoryBudget([limit], stack: 1 << 23))
    }
    try check(left: enough)
    #expect(throws: MemoryError.self) { try check(left: enough - 1) }
  }

  /// All storage of steps that take a snapshot and examine the run, within a hundredth too little and a tenth too much.
  @Test(arguments: Preset.allCases, [ConvolutionMethod.winograd, .direct])
  func planIsWhatTrainingTakes(preset: Preset, method: ConvolutionMethod) throws {
    // Half as wide as by itself: drawing the weights is slow where nothing is optimised.
    let architecture = try preset.architecture(baseChannels: 32)
    try expectPlanned(training(architecture, batchSize: 10, method), "\(preset) by \(method)")
  }

  @Test(arguments: [Preset.plain28, .spectral28])
  func planIsWhatTrainingWithEveryMeansTakes(preset: Preset) throws {
    var configuration = training(try preset.architecture(baseChannels: 32), batchSize: 10)
    configuration.loss = .relativistic
    (configuration.penalty.r1, configuration.penalty.r2) = (1, 1)
    configuration.augmentations = [.translation, .cutout, .flip]
    try expectPlanned(configuration, "\(preset) with all means")
  }

  @Test func shardsTakeTheMemoryOfOneAndWaitingSums() throws {
    var configuration = training(try Preset.dcgan28.architecture(baseChannels: 32), batchSize: 128)
    func bytes() throws -> Double { try MemoryCheck.trainingMemory(configuration).bytes(threads: 1) }
    let whole = try bytes()
    configuration.shards = 16
    let sharded = try bytes()
    #expect(sharded < 0.6 * whole)
    try expectPlanned(configuration, "16 shards")
  }

  @Test func theAverageTakesThreeCopiesOfTheGeneratorsWeights() throws {
    var configuration = training(try Preset.dcgan28.architecture(baseChannels: 32), batchSize: 10)
    let without = try MemoryCheck.trainingMemory(configuration)
    configuration.average.halfLife = 1000
    let with = try MemoryCheck.trainingMemory(configuration)
    #expect(with.kept - without.kept == 3 * Double(try configuration.architecture.generatorPlan().parameterCount))
    try expectPlanned(configuration, "an average")
  }

  @Test func theOrderOfAnEpochTakesANumberForEachImage() throws {
    func kept(images: Int, heldOut: Int = 0) throws -> Double {
      var configuration = training(.small, batchSize: 10)
      configuration.data = .init(imageCount: images, checksum: 0)
      configuration.heldOutCount = heldOut
      return try MemoryCheck.trainingMemory(configuration).kept
    }
    #expect(try kept(images: 60_000) - kept(images: 10) == 59_990)
    #expect(try kept(images: 60_000, heldOut: 1000) - kept(images: 10) == 58_990)
  }

  private func expectPlanned(_ configuration: TrainingConfiguration, _ comment: Comment) throws {
    let image = configuration.architecture.image
    let count = configuration.data.imageCount
    let images = ImageSet(
      count: count, height: image.height, width: image.width, channels: image.channels,
      bytes: [UInt8](repeating: 100, count: count * image.imageCount))
    let meter = AllocationMeter()
    try AllocationMeter.$current.withValue(meter) {
      let context = try ComputeContext(threads: 2)
      let monitor = HealthMonitor(images) { _ in }
      let trainer = Trainer(try TrainingState(configuration, context), images: images, context)
      try trainer.train(lastStep: 1, observers: [monitor])
    }
    var memory = try MemoryCheck.trainingMemory(configuration)
    // Arrays, which are no storage of tensors.
    memory.passing = 0
    let planned = memory.bytes(threads: context.executor.runningThreads)
    let ratio = planned / Double(meter.peak)
    #expect((0.99...1.1).contains(ratio), "\(comment): \(planned) planned, \(meter.peak) taken")
  }

  @Test(arguments: Preset.allCases, [Sequential.Purpose.inference, .inputGradient])
  func planIsWhatOtherPassesTake(preset: Preset, purpose: Sequential.Purpose) throws {
    let architecture = try preset.architecture()
    let meter = AllocationMeter()
    try AllocationMeter.$current.withValue(meter) {
      let context = try ComputeContext(threads: 2)
      let generator = try Generator(
        architecture, maximumImages: 16, purpose: purpose, convolutionMethod: .winograd, context)
      generator.sample(count: 1, first: 0, seed: 1, distribution: .normal) { _, _ in }
    }
    var memory = try architecture.generatorPlan().memory(images: 16, for: purpose)
    memory.passing = 0
    let planned = memory.bytes(threads: context.executor.runningThreads)
    let ratio = planned / Double(meter.peak)
    #expect((0.95...1.1).contains(ratio), "\(preset): \(planned) planned, \(meter.peak) taken")
  }
}
