import TensorCore
import Testing

@testable import GAN

/// Networks that a machine has no room for are refused before any memory is taken.
struct MemoryCheckTests {
  @Test func refusesWhatNoMachineHas() throws {
    let plan = try Architecture.dcgan64().generatorPlan()
    #expect {
      try MemoryCheck.require([plan], images: 1 << 40, forTraining: true)
    } throws: { error in
      String(describing: error).hasPrefix("Batches of 1099511627776 images would take about ")
    }
  }

  @Test func countsWhatIsKeptBesideTheNetworks() throws {
    #expect(throws: ArchitectureError.self) {
      try MemoryCheck.require([], images: 1, forTraining: true, otherValues: 1 << 50)
    }
  }

  @Test func admitsTheDefaultNetworks() throws {
    let architecture = Architecture.dcgan28()
    try MemoryCheck.require(
      [try architecture.generatorPlan(), try architecture.discriminatorPlan()], images: 64, forTraining: true)
  }
}
