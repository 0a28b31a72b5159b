import Foundation

/// Estimates how fast work goes from how far it has come, with the recent past counting most.
///
/// Both the work done and the time it took are sums in which the past fades as exp(-age / 30 s); the rate is their
/// ratio. So the first seconds are as good an average as they can be, and a pause is spread over the next half minute.
struct RateEstimator {
  private static let memoryInSeconds = 30.0

  private var lastCompleted: Int
  private var lastTime: Duration
  private var fadedUnits = 0.0
  private var fadedSeconds = 0.0

  /// An estimator that knows nothing yet but where the work begins.
  init(completed: Int, at time: Duration) {
    lastCompleted = completed
    lastTime = time
  }

  /// Takes note of how many units of work are completed at a time. A step back in either is ignored.
  mutating func record(completed: Int, at time: Duration) {
    guard completed >= lastCompleted, time > lastTime else { return }
    let seconds = (time - lastTime) / .seconds(1)
    let fading = exp(-seconds / Self.memoryInSeconds)
    fadedUnits = fadedUnits * fading + Double(completed - lastCompleted)
    fadedSeconds = fadedSeconds * fading + seconds
    lastCompleted = completed
    lastTime = time
  }

  /// How long the rest will take; nil before any work has been seen, and if the answer would be beyond a century.
  func timeLeft(to total: Int) -> Duration? {
    guard fadedUnits > 0 else { return nil }
    let seconds = Double(max(0, total - lastCompleted)) * fadedSeconds / fadedUnits
    return seconds < 3e9 ? .seconds(seconds) : nil
  }
}
