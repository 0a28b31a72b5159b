import FileFormats
import Runs

/// What to tell of the room on the disk that a run is about to take.
enum DiskForecastText {
  /// A sentence, and a warning if there is less.
  static func text(_ forecast: DiskForecast) -> String {
    let checkpoints = counted(forecast.checkpointCount, "checkpoint")
    let pictures = counted(forecast.pictureCount, "picture")
    let need =
      "\(size(forecast.total)) on the disk: \(checkpoints) of \(size(forecast.checkpoint)) and room for another, "
      + "\(pictures), the log"
    guard forecast.isTooMuch, let available = forecast.available else { return "The run takes up to \(need)." }
    return "Warning: The run takes up to \(need); but only \(size(available)) are left there. Keep less with --keep, "
      + "--keep-samples or a larger --sample-every."
  }

  /// In megabytes, or in gigabytes with a decimal.
  static func size(_ bytes: Int) -> String {
    let megabytes = Double(bytes) / 1e6
    if megabytes >= 10_000 { return "\((megabytes / 1000).text(decimals: 1)) GB" }
    return megabytes < 10 ? "\(megabytes.text(decimals: 1)) MB" : "\(megabytes.text(decimals: 0)) MB"
  }
}
