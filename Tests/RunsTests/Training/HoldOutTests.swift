import FileFormats
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Runs that keep images apart from training.
struct HoldOutTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func session(_ images: ImageSet, heldOut: Int, name: String) throws -> TrainingSession {
    var run = NewRun(.small, TrainingData(images: images, path: "sample"))
    run.training.batchSize = 8
    run.training.heldOutCount = heldOut
    run.directory = RunDirectory(directory.file(name))
    return try TrainingSession(starting: run, .single())
  }

  @Test func imagesThatAreHeldOutAreNeitherLearntFromNorLookedAt() throws {
    let images = ImageSet.sample(count: 43, for: .small)
    let one = try session(images, heldOut: 12, name: "one")
    let heldOut = Set(one.parts.heldOut.bytes.indices.map { one.parts.heldOut[$0 / 64] })
    #expect(one.parts.heldOut.count == 12 && one.parts.learnt.count == 31)
    let other = images.mapImages { _, image in heldOut.contains(image[...]) ? image.map { ~$0 } : image }
    #expect(other != images)
    let two = try session(other, heldOut: 12, name: "two")
    #expect(one.state.configuration.data != two.state.configuration.data)
    // An examination of the run's health is at step 100.
    for session in [one, two] { try session.train(lastStep: 101) }
    #expect(one.state.allValues == two.state.allValues)
    #expect(one.state.health.diversity > 0)
  }

  @Test func anEpochIsAPassOverTheOthers() throws {
    let session = try session(.sample(count: 43, for: .small), heldOut: 12, name: "run")
    #expect(session.state.configuration.batchesPerEpoch == 3)
    #expect(session.state.configuration.data.imageCount == 43)
  }

  @Test func aRunThatHoldsImagesOutHasTheFormat3AndOthersDoNotNameTheSetting() throws {
    var configuration = TrainingConfiguration.sample()
    #expect(configuration.format == 2 && configuration.json["holdOut"] == nil)
    configuration.heldOutCount = 12
    #expect(configuration.format == 3 && configuration.json["holdOut"]?.integer == 12)
    #expect(try TrainingConfiguration(json: configuration.json, architecture: .small) == configuration)
  }

  @Test(arguments: [36, 43, 1000])
  func aRunIsRefusedThatWouldHaveNoBatchLeft(heldOut: Int) throws {
    let error = #expect(throws: BatchSizeError.self) {
      try session(.sample(count: 43, for: .small), heldOut: heldOut, name: "run")
    }
    #expect(error?.description.contains("of the 43 there are, \(heldOut) are to be held out.") == true)
    var configuration = TrainingConfiguration.sample()
    configuration.heldOutCount = heldOut
    #expect(throws: SettingError.self) {
      try TrainingConfiguration(json: configuration.json, architecture: .small)
    }
  }
}
