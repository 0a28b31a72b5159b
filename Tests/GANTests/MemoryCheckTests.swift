import NeuralNetwork
import TensorCore
import Testing

@testable import GAN

/// Networks that a machine has no room for are refused before any memory is taken.
struct MemoryCheckTests {
  @Test func refusesWhatNoMachineHas() throws {
    let plan = try Architecture.dcgan64().generatorPlan()
    for (purpose, start, end) in [
      (
        .training(inputGradient: false), "Batches of 1099511627776 images would",
        "Use a smaller batch size or a smaller network."
      ),
      (.inference, "The model's networks would", "or a machine with more memory."),
      (.inputGradient, "The model's networks would", "or a machine with more memory."),
    ] as [(Sequential.Purpose, String, String)] {
      #expect {
        try MemoryCheck.require([plan], images: 1 << 40, for: purpose)
      } throws: { error in
        let text = String(describing: error)
        return text.hasPrefix("\(start) take about ") && text.hasSuffix(end)
      }
    }
  }

  @Test func purposesThatKeepMoreTakeMore() throws {
    let plan = try Architecture.dcgan28().generatorPlan()
    let sizes = [.inference, .inputGradient, .training(inputGradient: true)].map { plan.memory(images: 8, for: $0) }
    #expect(sizes[0] < sizes[1] && sizes[1] < sizes[2])
  }

  @Test func refusesABenchmarkBeforeItsImagesAreDrawn() throws {
    let context = try ComputeContext(threads: 1, profile: Profile())
    var settings = TrainingSettings()
    settings.batchSize = 1 << 40
    #expect(throws: ArchitectureError.self) {
      try StepBenchmark.run(.dcgan28(), settings, steps: 1, context)
    }
  }

  @Test func countsWhatIsKeptBesideTheNetworks() throws {
    #expect(throws: ArchitectureError.self) {
      try MemoryCheck.require([], images: 1, for: .inference, otherValues: 1 << 50)
    }
  }

  @Test func admitsTheDefaultNetworks() throws {
    let architecture = Architecture.dcgan28()
    try MemoryCheck.require(
      [try architecture.generatorPlan(), try architecture.discriminatorPlan()], images: 64,
      for: .training(inputGradient: true))
  }
}
