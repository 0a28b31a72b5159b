import Foundation
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// When grids of samples are drawn, and which are kept.
struct SamplePictureTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func picture(_ name: String) throws -> SamplePicture {
    try #require(SamplePicture(name: name, path: name))
  }

  private func session(_ settings: RunSettings) throws -> TrainingSession {
    var plan = NewRun(
      .small, TrainingData(images: TrainingConfiguration.sample().sampleImages, path: "sample"))
    plan.training = TrainingConfiguration.sample().settings
    plan.settings = settings
    plan.directory = RunDirectory(directory.file("run"))
    plan.replacesRun = true
    return try TrainingSession(starting: plan, .single())
  }

  private func names(_ settings: RunSettings, lastStep: Int, stopAfter: Int? = nil, saveAfter: Int? = nil) throws
    -> [String]
  {
    let session = try session(settings)
    try session.train(
      lastStep: lastStep, shouldSave: { session.state.step == saveAfter },
      shouldStop: { session.state.step == stopAfter })
    return session.directory.samplePictures().map { String($0.path.split(separator: "/").last ?? "") }.sorted()
  }

  @Test func aLastGridIsDrawnHoweverARunEnds() throws {
    var settings = RunSettings()
    settings.sampleInterval = 3
    #expect(try names(settings, lastStep: 15) == ["epoch-0003.png"])
    #expect(try names(settings, lastStep: 20) == ["epoch-0003.png", "epoch-0004.png"])
    #expect(try names(settings, lastStep: 7) == ["step-00000007.png"])
    #expect(try names(settings, lastStep: 20, stopAfter: 8) == ["step-00000008.png"])
    #expect(try names(settings, lastStep: 5, saveAfter: 3) == ["epoch-0001.png", "step-00000003.png"])
  }

  @Test func gridsAreDrawnEverySoManyStepsBesideThoseOfEpochs() throws {
    var settings = RunSettings()
    settings.sampleStepInterval = 4
    #expect(
      try names(settings, lastStep: 10) == [
        "epoch-0001.png", "epoch-0002.png", "step-00000004.png", "step-00000008.png",
      ])
  }

  @Test func thinningKeepsTheFirstTheLastAndAnEvenSpread() throws {
    let all = try (1...20).map { try picture("epoch-\($0 < 10 ? "000" : "00")\($0).png") }
    let gone = SamplePicture.surplus(all, keep: 5, EpochTimeline(batchesPerEpoch: 5))
    let kept = all.filter { !gone.contains($0) }.map { $0.step(EpochTimeline(batchesPerEpoch: 5)) / 5 }
    #expect(kept.count == 5 && kept.first == 1 && kept.last == 20)
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $1 - $0 >= 2 })
    #expect(SamplePicture.surplus(all, keep: 20, EpochTimeline(batchesPerEpoch: 5)).isEmpty)
    #expect(SamplePicture.surplus(Array(all.prefix(1)), keep: 2, EpochTimeline(batchesPerEpoch: 5)).isEmpty)
    var settings = RunSettings()
    settings.keptSampleCount = 3
    let left = try names(settings, lastStep: 60)
    #expect(left.count == 3 && left.first == "epoch-0001.png" && left.last == "epoch-0012.png")
  }

  @Test func ofTheGridsThatAreTooManyThoseGoWhoseNeighboursAreClosestAndNothingElse() throws {
    var settings = RunSettings()
    settings.keptSampleCount = 3
    let session = try session(settings)
    let others = ["epoch-7.png", "epoch-0002.txt", "grid.png", "old/epoch-0002.png"]
    for name in others { try directory.create("run/samples/\(name)", [1]) }
    func names() throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: directory.file("run/samples")).sorted()
    }
    for (epoch, left) in [(3, [1, 2, 3]), (4, [1, 3, 4]), (5, [1, 3, 5]), (6, [1, 3, 6])] {
      try session.train(lastStep: 5 * epoch)
      #expect(try names() == (others + ["old"] + left.map { "epoch-000\($0).png" }).sorted())
    }
  }

  @Test func gridsWithinEpochsAreThinnedOutAmongThoseOfEpochs() throws {
    var settings = RunSettings()
    (settings.keptSampleCount, settings.sampleStepInterval) = (2, 3)
    #expect(try names(settings, lastStep: 9) == ["step-00000003.png", "step-00000009.png"])
  }

  /// Epochs of 5 steps; the third begins anew behind its second, and has 21.
  @Test func gridsStandByTheStepsThatTheyWereDrawnAtWhateverChangedOnTheWay() throws {
    var settings = RunSettings()
    (settings.keptSampleCount, settings.sampleInterval) = (4, 1)
    _ = try names(settings, lastStep: 12)
    let run = RunDirectory(directory.file("run"))
    let data = TrainingData(images: TrainingConfiguration.sample().sampleImages, path: "sample")
    func goOn(to lastStep: Int, _ change: (inout TrainingSettings) -> Void) throws -> [String] {
      var resumed = ResumedRun(try PausedRun(run), data)
      var training = resumed.paused.training.settings
      change(&training)
      resumed.training = training
      try TrainingSession(resuming: resumed, .single()).train(lastStep: lastStep)
      return run.samplePictures().map { String($0.path.split(separator: "/").last ?? "") }.sorted()
    }
    #expect(
      try goOn(to: 14) { $0.batchSize = 2 } == [
        "epoch-0001.png", "epoch-0002.png", "step-00000012.png", "step-00000014.png",
      ])
    #expect(
      try goOn(to: 40) { $0.learningRate = 1e-3 } == [
        "epoch-0001.png", "epoch-0003.png", "step-00000014.png", "step-00000040.png",
      ])
    let series = try SampleSeries(run).grids
    #expect(series.map { $0.path.suffix(10) } == ["h-0001.png", "000014.png", "h-0003.png", "000040.png"])
    #expect(series.map(\.epoch) == [1, 3, 3, 4])
    #expect(run.newestSamplePicture(EpochTimeline(try RunConfiguration(run).training)) == run.sample(step: 40))
  }

  /// The same, by its definition.
  private func surplus(_ pictures: [SamplePicture], keep count: Int) -> [SamplePicture] {
    var kept = pictures.map { (picture: $0, time: $0.step(EpochTimeline(batchesPerEpoch: 10))) }.sorted {
      $0.time < $1.time
    }
    var gone: [SamplePicture] = []
    while kept.count > max(2, count) {
      let gaps = (1..<kept.count - 1).map { kept[$0 + 1].time - kept[$0 - 1].time }
      guard let least = gaps.indices.min(by: { gaps[$0] < gaps[$1] }) else { break }
      gone.append(kept.remove(at: least + 1).picture)
    }
    return gone
  }

  @Test(arguments: [0, 1, 2, 3, 10, 60])
  func thinningIsAsItIsDefined(count: Int) throws {
    let random = RandomStream(seed: UInt64(count), purpose: .evaluation)
    for size in [0, 1, 2, 3, 7, 60] {
      var values = [Float](repeating: 0, count: size)
      random.fillUniforms(&values, in: 1...999)
      let steps = Set(values.map { Int($0) }).sorted()
      let all = try steps.map { try picture("step-\(String($0 + 100_000_000).dropFirst(1)).png") }
      #expect(SamplePicture.surplus(all, keep: count, EpochTimeline(batchesPerEpoch: 10)) == surplus(all, keep: count))
    }
  }

  @Test(arguments: [
    "epoch-.png", "epoch-1.jpg", "step--1.png", "grid-0001.png", "epoch1.png", ".png", "epoch-7.png",
    "step-+0000009.png", "epoch-0000.png", "epoch-00001.png", "epoch-9223372036854775807.png",
    "step-9223372036854775807.png", "epoch-1000001.png",
  ])
  func otherFilesAreNoneOfOurs(name: String) {
    #expect(SamplePicture(name: name, path: name) == nil)
  }

  @Test func checkpointsAreWrittenEverySoManyEpochsAndWhenTheRunEnds() throws {
    var settings = RunSettings()
    settings.checkpointEpochInterval = 2
    settings.keptCount = 10
    _ = try names(settings, lastStep: 25)
    #expect(RunDirectory(directory.file("run")).olderCheckpointSteps() == [20, 10])
  }
}
