import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// The room that a run is about to take on the disk, to the byte.
struct DiskForecastTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A run of five steps an epoch.
  private func session(_ change: (inout RunSettings) -> Void = { _ in }) throws -> TrainingSession {
    var run = NewRun(.small, TrainingData(images: TrainingConfiguration.sample().sampleImages, path: "sample"))
    run.training = TrainingConfiguration.sample().settings
    run.directory = RunDirectory(directory.file("run"))
    run.replacesRun = true
    change(&run.settings)
    return try TrainingSession(starting: run, .single())
  }

  /// The bytes of a checkpoint's tensors, which follow its header.
  private func tensorBytes(_ path: String) throws -> Int {
    let file = try bytes(ofFile: path)
    return file.count - 8 - file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Those of a checkpoint at an epoch's end.
  private func whole() throws -> Int {
    let session = try session()
    try session.train(lastStep: 5)
    return try tensorBytes(session.directory.checkpoint)
  }

  @Test func thereIsRoomForEachCheckpointThatIsKeptAndForOneMore() throws {
    let bytes = try whole()
    let forecast = try session { $0.keptCount = 3 }.diskForecast(lastStep: 20)
    #expect(forecast.checkpoint == bytes && forecast.checkpointCount == 3 && forecast.checkpoints == 4 * bytes)
    // No more than are written: one at the end of each epoch, and the last.
    let few = try session { $0.keptCount = 100 }.diskForecast(lastStep: 20)
    #expect(few.checkpointCount == 5 && few.checkpoints == 6 * bytes)
    let rare = try session { ($0.keptCount, $0.checkpointEpochInterval) = (100, 2) }.diskForecast(lastStep: 20)
    #expect(rare.checkpointCount == 3 && rare.checkpoints == 4 * bytes)
  }

  @Test func theBestNetworksAreACheckpointMore() throws {
    let bytes = try whole()
    let forecast = try session { ($0.keptCount, $0.evaluationInterval) = (2, 1) }.diskForecast(lastStep: 20)
    #expect(forecast.checkpointCount == 3 && forecast.checkpoints == 4 * bytes)
  }

  @Test func checkpointsWithinEpochsHoldTheLastSnapshotToo() throws {
    let bytes = try whole()
    let every7 = try session { ($0.keptCount, $0.checkpointInterval) = (4, 7) }.diskForecast(lastStep: 20)
    #expect(every7.checkpoint == 2 * bytes && every7.checkpointCount == 4 && every7.checkpoints == 10 * bytes)
    // A number of steps that is one of whole epochs, and none.
    #expect(try session { $0.checkpointInterval = 10 }.diskForecast(lastStep: 20).checkpoint == bytes)
    // A run that ends within an epoch.
    let session = try session()
    let last = session.diskForecast(lastStep: 18)
    #expect(last.checkpoint == 2 * bytes)
    try session.train(lastStep: 8)
    let file = try tensorBytes(session.directory.checkpoint)
    #expect(file > bytes && file <= last.checkpoint)
  }

  @Test func picturesAndTheLogAreCounted() throws {
    // Sixty-four images of 8 x 8 pixels; a grid at the end of each epoch, and one more.
    let forecast = try session().diskForecast(lastStep: 20)
    #expect(forecast.pictureCount == 5 && forecast.pictures == 5 * 64 * 64)
    #expect(forecast.log == 3 * 400)
    #expect(forecast.total == forecast.checkpoints + 5 * 64 * 64 + 3 * 400)
    let some = try session { ($0.sampleInterval, $0.sampleStepInterval) = (2, 4) }.diskForecast(lastStep: 20)
    #expect(some.pictureCount == 1 + 2 + 5)
    let kept = try session { $0.keptSampleCount = 3 }.diskForecast(lastStep: 20)
    #expect(kept.pictureCount == 3 && kept.pictures == 3 * 64 * 64)
    let events = try session { $0.writesEvents = true }
    let told = 5 * (64 * 64 + events.state.networkState.count * 600) + 3 * 400
    #expect(events.diskForecast(lastStep: 20).log == 3 * 400 + told)
  }

  @Test func whatWasTrainedAlreadyTakesNoMoreRoom() throws {
    let session = try session { $0.keptCount = 100 }
    try session.train(lastStep: 10)
    let rest = session.diskForecast(lastStep: 20)
    #expect(rest.checkpointCount == 3 && rest.pictureCount == 3 && rest.log == 2 * 400)
    #expect(session.diskForecast(lastStep: 5).checkpointCount == 1)
  }

  @Test func itIsTooMuchWhereLessIsLeft() {
    func forecast(available: Int?) -> DiskForecast {
      DiskForecast(
        checkpoint: 100, checkpointCount: 2, checkpoints: 300, pictureCount: 1, pictures: 40, log: 5,
        available: available)
    }
    #expect(forecast(available: 344).isTooMuch)
    #expect(!forecast(available: 345).isTooMuch && !forecast(available: nil).isTooMuch)
  }
}
