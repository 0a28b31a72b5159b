import FileFormats
import Foundation
import Runs

/// The addresses of a live page. There are no others: nothing that a request names becomes a path of a file.
enum LivePaths: Equatable {
  /// The page.
  case page
  /// What the page shows, if it is newer than a version.
  case data(after: Int?)
  /// A grid of samples, by its name.
  case picture(name: String)
  /// Samples beside the training images nearest to them.
  case evaluationPicture

  /// The address of a grid, as seen from the page. A grid that was drawn anew has another.
  static func picture(_ picture: SamplePicture) -> String {
    // A file system can have times beyond all integers.
    let milliseconds = timeOfLastChange(picture.path).flatMap {
      Int(exactly: ($0.timeIntervalSince1970 * 1000).rounded())
    }
    let time = milliseconds.map { "?\($0)" } ?? ""
    return samples + (PathComponents.lastName(of: picture.path) ?? "") + time
  }

  private static let samples = "samples/"
  /// The address of the picture of an evaluation, as seen from the page.
  static let evaluationAddress = "evaluation.png"

  /// What a request asks for; `nil` if there is no such thing.
  init?(_ request: HTTPRequest) {
    switch request.path.dropFirst() {
    case "": self = .page
    case "data.json":
      let after = request.query.split(separator: "&").first { $0.hasPrefix("after=") }
      self = .data(after: after.flatMap { Int($0.dropFirst("after=".count)) })
    case Self.evaluationAddress[...]: self = .evaluationPicture
    case let path where path.hasPrefix(Self.samples): self = .picture(name: String(path.dropFirst(Self.samples.count)))
    default: return nil
    }
  }
}
