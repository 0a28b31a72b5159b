import CommandLineKit
import FileFormats
import GAN
import Runs

/// What came out of the runs of a sweep, the best first.
struct SweepTable {
  private let rows: [SweepRow]
  /// The places of the rows, those of equal worth the same; `nil` for runs that nothing can be said of yet.
  private let ranks: [Int?]
  /// The figure of quality that the runs are ranked by; `nil` if there is none that can be compared.
  private let yardstick: QualityRecord?

  private static let fileName = "results.csv"
  private static let firstHead = "rank"

  /// A table of rows.
  init(_ rows: [SweepRow]) {
    yardstick = QualityRecord.yardstick(rows.compactMap(\.quality))
    let byQuality = yardstick != nil
    let sorted = rows.enumerated().sorted {
      ($0.element.rankingKey(byQuality: byQuality), $0.offset) < (
        $1.element.rankingKey(byQuality: byQuality), $1.offset
      )
    }.map(\.element)
    let keys = sorted.filter { $0.hasRank(byQuality: byQuality) }.map { $0.rankingKey(byQuality: byQuality) }
    ranks = sorted.map { row in
      guard row.hasRank(byQuality: byQuality) else { return nil }
      return 1 + keys.count { $0 < row.rankingKey(byQuality: byQuality) }
    }
    self.rows = sorted
  }

  /// How the runs are ranked, as a sentence.
  var ranking: String {
    if let yardstick {
      return
        "Ranked by the Fréchet distance of each run's best epoch, the lower the better, of \(yardstick.count.grouped) images "
        + "against \(yardstick.against) images."
    }
    if ranks.allSatisfy({ $0 == nil }) {
      return
        "No run has a rank: none has trained long enough to tell how it goes. Train for more epochs, or have the images judged "
        + "by --hold-out N and --evaluate-every."
    }
    return
      "Ranked by what became of each run, not by its images, which were not judged alike: for that, add --hold-out N "
      + "and --evaluate-every."
  }

  private var names: [String] { rows.first?.run.combination.values.map(\.name) ?? [] }

  private var heads: [String] {
    [Self.firstHead] + names + ["epochs", "time", "loss D", "loss G", "diversity"]
      + (yardstick == nil ? [] : ["quality", "epoch"]) + ["verdict"]
  }

  /// What a narrow terminal has no room for, the least first. What the runs vary stays, and what ranks them.
  private static let lesserHeads = ["time", "loss G", "loss D", "diversity", "epochs", "epoch"]

  /// The table for people, within so many columns of a terminal if it goes to one.
  func text(within columns: Int?) -> String {
    var table = TextTable(heads.map { $0 == "verdict" ? .left : .right })
    table.add(heads)
    for (rank, row) in zip(ranks, rows) {
      table.add([rank.map { "\($0)" } ?? "-"] + row.cells(hasQuality: yardstick != nil))
    }
    // A setting may have the name of one of these.
    let own = heads.dropFirst(1 + names.count)
    let lesser = Self.lesserHeads.compactMap { own.firstIndex(of: $0) }
    return table.lines(within: columns, leavingOut: lesser).joined(separator: "\n")
  }

  /// The same for programs.
  var json: JSONValue {
    .object([
      "ranking": .string(ranking),
      "runs": .array(zip(ranks, rows).map { rank, row in row.json(rank: rank) }),
    ])
  }

  /// The same as lines of comma-separated values, with numbers in full.
  var csvLines: [String] {
    let heads =
      [Self.firstHead] + names
      + [
        "path", "state", "steps", "epochsDone", "seconds", "lossD", "lossG", "diversity", "frechet", "frechetStep",
        "verdict",
      ]
    let lines = zip(ranks, rows).map { rank, row in [rank.map { "\($0)" } ?? ""] + row.csvCells }
    return ([heads] + lines).map(CSVLine.text)
  }

  /// Refuses, before long work, to replace a file that is no sweep's.
  static func checkReplaceable(in directory: String) throws {
    let path = "\(directory)/\(fileName)"
    let bytes = try WholeFile.readIfAny(path: path, maximumSize: 1 << 26)
    guard bytes.isEmpty || bytes.starts(with: Array("\(firstHead),".utf8)) else {
      throw FileError(
        .cannotCreate, path: path,
        reason: "these are no sweep's results, which would replace them; name another directory with --out")
    }
  }

  /// Refuses, before long work, a directory in which the file could not be written.
  static func checkCreatable(in directory: String) throws { try AtomicFile.checkCreatable("\(directory)/\(fileName)") }

  /// Writes `results.csv`.
  func write(to directory: String) throws {
    try AtomicFile.write(
      Array((csvLines.joined(separator: "\n") + "\n").utf8), to: "\(directory)/\(Self.fileName)", replaceExisting: true)
  }
}

/// The rows of a sweep's runs. What a run has written is read when its ending becomes another: with each of many runs
/// anew, the work would grow with their square.
final class SweepRows {
  private let runs: [SweepRun]
  private var rows: [SweepRow] = []

  init(_ runs: [SweepRun]) {
    self.runs = runs
  }

  /// The runs' rows, with their endings in the same order.
  func rows(_ endings: [SweepEnding]) -> [SweepRow] {
    if rows.isEmpty { rows = zip(runs, endings).map { SweepRow($0, $1) } }
    for place in rows.indices where rows[place].ending != endings[place] {
      rows[place] = SweepRow(runs[place], endings[place])
    }
    return rows
  }
}

/// A run of a sweep as a row.
struct SweepRow {
  fileprivate let run: SweepRun
  fileprivate let ending: SweepEnding
  private let outcome: OutcomeText?
  /// Of the epochs at which it was judged, the best.
  fileprivate let quality: QualityRecord?
  private let epochOfQuality: Int?

  init(_ run: SweepRun, _ ending: SweepEnding) {
    self.run = run
    self.ending = ending
    outcome = (try? RunOutcome(run.directory)).map { OutcomeText(outcome: $0) }
    let best = (try? QualityHistory(run.directory))?.best
    quality = best ?? run.directory.readEvaluation().flatMap { $0.frechet == nil ? nil : $0 }
    let configuration = (try? RunConfiguration(run.directory))?.training
    epochOfQuality = quality.flatMap { record in
      configuration.map { EpochTimeline($0).epochsDone(afterStep: record.step) }
    }
  }

  /// What rows are sorted by, the least first: runs that failed are last, those without a figure before them.
  func rankingKey(byQuality: Bool) -> Double {
    if ending.failure != nil { return .infinity }
    if byQuality { return quality?.frechet ?? .greatestFiniteMagnitude }
    guard let finding = outcome?.outcome.finding else { return .greatestFiniteMagnitude }
    return Double(Self.order.firstIndex(of: finding) ?? Self.order.count)
  }

  /// Whether it can be said to be better or worse than others: it has not failed, and is judged or no longer too young.
  func hasRank(byQuality: Bool) -> Bool {
    if ending.failure != nil { return false }
    if byQuality { return quality?.frechet != nil }
    return outcome.map { $0.outcome.finding != .tooEarly } ?? false
  }

  /// What runs come to, from the best.
  private static let order: [RunOutcome.Finding] = [
    .healthy, .recovered, .stagnating, .tooEarly, .discriminatorWon, .collapsed, .lossesRanAway, .diverged,
  ]

  private var values: [String] { run.combination.values.map(\.text) }

  func cells(hasQuality: Bool) -> [String] {
    let known = outcome?.outcome
    func number(_ value: Double?) -> String { value.map(OutcomeText.number) ?? "-" }
    let judged = hasQuality ? [number(quality?.frechet), epochOfQuality.map { "\($0)" } ?? "-"] : []
    return values + [
      outcome?.epochs ?? "-", outcome?.time ?? "-", number(known?.metrics?.discriminatorLoss),
      number(known?.metrics?.generatorLoss), number(known?.diversity),
    ] + judged + [verdict]
  }

  private var verdict: String {
    let words = outcome?.name ?? "no step is logged yet"
    switch ending {
    case .done: return words
    case .open: return "not finished; \(words)"
    case .failed: return "FAILED; \(words)"
    }
  }

  private var state: String {
    switch ending {
    case .done: "done"
    case .open: "open"
    case .failed: "failed"
    }
  }

  var csvCells: [String] {
    let known = outcome?.outcome
    func number(_ value: Double?) -> String { value.map(\.settingText) ?? "" }
    func count(_ value: Int?) -> String { value.map(String.init) ?? "" }
    let progress: [String] = [run.directory.path, state, count(known?.steps), count(known?.epochsDone)]
    let figures: [String] = [
      number(known?.seconds), number(known?.metrics?.discriminatorLoss), number(known?.metrics?.generatorLoss),
      number(known?.diversity), number(quality?.frechet), count(quality?.step),
    ]
    return values + progress + figures + [known?.finding.rawValue ?? ""]
  }

  func json(rank: Int?) -> JSONValue {
    var members: [String: JSONValue] = [
      "rank": rank.map { .number($0) } ?? .null, "path": .string(run.directory.path), "state": .string(state),
      "settings": .object(
        Dictionary(run.combination.values.map { ($0.name, .string($0.text)) }) { first, _ in first }),
    ]
    members["outcome"] = outcome?.json
    members["quality"] = quality?.json
    members["qualityStep"] = quality.map { .number($0.step) }
    if case .failed(let code, let reason) = ending {
      members["fault"] = .string(reason)
      members["exitCode"] = .number(Int(code.rawValue))
    }
    return .object(members)
  }
}
