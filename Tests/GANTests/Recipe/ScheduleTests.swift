import Foundation
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// The course of the learning rates, against the formulas in the C library's functions.
struct ScheduleTests {
  private func settings(
    _ shape: LearningRateSchedule, epochs: Int? = 4, final: Double = 0, warmUp: Int = 0
  ) -> ScheduleSettings {
    var settings = ScheduleSettings()
    settings.shape = shape
    settings.epochs = epochs
    settings.finalFraction = final
    settings.warmUpSteps = warmUp
    return settings
  }

  @Test(arguments: [0, 0.25], [0, 7])
  func ratesFollowTheFormulas(final: Double, warmUp: Int) {
    for step in 0..<30 {
      let rise = step < warmUp ? Double(step + 1) / Double(warmUp) : 1
      let done = min(1, Double(step) / 20)
      func factor(_ shape: LearningRateSchedule) -> Double {
        settings(shape, final: final, warmUp: warmUp).factor(at: step, of: 20)
      }
      #expect(factor(.constant) == rise)
      let linear: Double = final + (1 - final) * (1 - done)
      #expect(abs(factor(.linear) - rise * linear) < 1e-15)
      let wave: Double = (1 + cos(Double.pi * done)) / 2
      let cosine: Double = final + (1 - final) * wave
      #expect(abs(factor(.cosine) - rise * cosine) < 1e-15)
    }
  }

  @Test(arguments: LearningRateSchedule.allCases)
  func noStepOfThePlannedLengthIsWithoutEffectAndWhatFollowsHasTheFinalRate(shape: LearningRateSchedule) {
    let schedule = settings(shape, final: 0.125)
    for step in 0..<20 { #expect(settings(shape).factor(at: step, of: 20) > 0) }
    for step in 20..<25 { #expect(schedule.factor(at: step, of: 20) == (shape == .constant ? 1 : 0.125)) }
  }

  @Test func theLengthIsThatOfTheEpochsAfterChangesOfTheBatchToo() {
    var configuration = TrainingConfiguration.sample()
    configuration.schedule = settings(.linear, epochs: 4)
    for step in 0...21 {
      let expected = max(0, 1 - Double(step) / 20)
      #expect(configuration.scheduleFactor(at: step) == expected)
    }
    var changed = configuration.settings
    changed.batchSize = 16
    let later = configuration.changed(at: 10, to: changed, configuration.data)
    #expect(later.lastStep(ofEpochs: 4) == 14)
    #expect(abs(later.scheduleFactor(at: 12) - 2.0 / 14) < 1e-15)
  }

  /// Adam's first step moves a weight by the learning rate, but for epsilon.
  @Test func bothNetworksMoveByTheRateOfTheStep() throws {
    func change(_ change: (inout ScheduleSettings) -> Void) throws -> [Float] {
      var configuration = TrainingConfiguration.sample()
      change(&configuration.settings.schedule)
      let before = try TrainingState(configuration, .single())
      let after = try TrainingState.trained(configuration, steps: 1)
      func motion(_ network: (TrainingState) -> Sequential) -> Float {
        let (old, new) = (network(before).parameters.values.values, network(after).parameters.values.values)
        return old.indices.reduce(0) { max($0, abs(old[$1] - new[$1])) }
      }
      return [motion(\.generator.network), motion(\.discriminator.network)]
    }
    for motion in try change({ _ in }) { #expect(abs(motion - 2e-3) < 1e-5) }
    for motion in try change({ $0.warmUpSteps = 4 }) { #expect(abs(motion - 5e-4) < 1e-5) }
  }

  @Test func aScheduleIsASettingOfFormat3AndComesBackFromItsFile() throws {
    var configuration = TrainingConfiguration.sample()
    #expect(configuration.format == 2)
    configuration.schedule = settings(.cosine, epochs: 9, final: 0.5, warmUp: 3)
    configuration.keptFakes = 0.5
    #expect(configuration.format == 3)
    #expect(try TrainingConfiguration(json: configuration.json, architecture: .small) == configuration)
  }
}
