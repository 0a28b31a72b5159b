import CommandLineKit
import Reports
import Runs

/// The page that shows a run while it trains.
enum LiveOption {
  static let port = Option<Int?>(
    "live", valueName: "PORT", withoutValue: 0,
    help:
      "Show a page of the run on a port of this machine alone while it trains, and print its address. (without a value: "
      + "a port that is free)",
    validate: .in(0...65_535))

  /// Takes the port that was asked for, before anything else is done; `nil` if none was.
  ///
  /// - Throws: `LivePageError`.
  static func page(_ arguments: ParsedArguments) throws -> LivePage? {
    guard let port = arguments[port].flatMap(UInt16.init(exactly:)) else { return nil }
    return try LivePage(port: port)
  }
}

extension LivePage {
  /// Begins to show a run, and says where. Nobody could find a port that nobody named: it is told to a user who wants
  /// no progress, too.
  func begin(_ run: RunDirectory, _ arguments: ParsedArguments, _ terminal: Terminal) {
    begin(run, program: Version.name, words: ReportWords.words)
    if !arguments[TrainOptions.quiet] || arguments[LiveOption.port] == 0 {
      terminal.report("See it live at \(address) as long as it trains.")
    }
  }
}

extension LivePageError: ExitCodeProviding {
  /// Cannot create, 73.
  public var exitCode: ExitCode { .cannotCreate }
  /// What else to ask for.
  public var advice: String? { "Name another with '--live', or give it without a port: a free one is taken then." }
}
