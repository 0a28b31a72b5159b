import FileFormats
import Foundation
import Runs

/// A page of HTML on one run or several: one file that needs nothing beside itself, and the same bytes for the same
/// runs.
///
/// Everything that is shown is data in it, as JSON; the page's own script makes text and drawings of that, and nothing
/// but text of what comes from runs. A policy within the page forbids it the network.
public struct ReportPage {
  /// The bytes of the page.
  public let html: [UInt8]

  /// The most bytes of pictures on one page.
  private static let maximumByteCount = 32 << 20
  /// The most runs on one page: more curves cannot be told apart.
  public static let maximumRunCount = 16

  /// Makes the page of runs. What cannot be read of one is said on the page.
  ///
  /// - Parameters:
  ///   - runs: The runs, at least one.
  ///   - program: What made the page.
  ///   - words: Finds the words for a run.
  public init(_ runs: [RunDirectory], program: String, words: RunWords.Choice) {
    let pictures = PagePictures.embedded(maximumByteCount: Self.maximumByteCount / max(1, runs.count))
    let contents = runs.map { RunContents($0, words, pictures).json }
    let name = runs.count == 1 ? runs[0].path : counted(runs.count, "run")
    html = PageTemplate.fill(
      title: "\(name.excerpt(120)) – dcgan report", policy: PageTemplate.closedPolicy,
      data: Self.data(contents, title: runs.count == 1 ? "Training report" : "Report on \(name)", program: program))
  }

  /// What the page's script reads.
  static func data(_ runs: [JSONValue], title: String, program: String, live: JSONValue = .null) -> JSONValue {
    .object(["title": .string(title), "program": .string(program), "live": live, "runs": .array(runs)])
  }
}
