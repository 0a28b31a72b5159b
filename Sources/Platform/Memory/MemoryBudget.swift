import Foundation

/// What this process can still take, asked before it is taken: where Swift's runtime itself finds no memory, it ends
/// the process, and a control group's limit kills it.
package struct MemoryBudget: Sendable {
  /// The bounds, and what is left of each.
  package let limits: [MemoryLimit]
  private let stack: Int

  /// What is kept back for strings, JSON, pictures on their way to a file, and the like.
  package static let reserve = 24 << 20
  /// What may be taken out of the reserve without asking, which itself takes about a millisecond.
  package static let smallChange = reserve / 16
  /// Threads that libdispatch has besides those that compute: its own, and one that listens for signals.
  package static let otherThreads = 3

  /// The budget of this process as it stands.
  package init() { self.init(MemoryLimit.current(), stack: ProcessLimits.current.stack) }

  /// A budget of given limits, for tests.
  package init(_ limits: [MemoryLimit], stack: Int) {
    self.limits = limits
    self.stack = stack
  }

  /// Finds out whether `bytes` can be had beside what the runtime takes, and `threads` be started.
  ///
  /// - Throws: ``MemoryError`` that says what they are for and what to do, `advice`.
  package func require(
    _ bytes: Double, threads: Int = 0, for purpose: String, advice: String = ""
  ) throws(MemoryError) {
    let stacks = threads > 0 ? Double(threads - 1 + Self.otherThreads) * Double(stack) : 0
    func reserve(_ limit: MemoryLimit) -> Double {
      Double(Self.reserve) + (limit.kind.countsMappings ? stacks : 0)
    }
    func spare(_ limit: MemoryLimit) -> Double { Double(limit.left) - reserve(limit) - bytes }
    if let least = limits.min(by: { spare($0) < spare($1) }), spare(least) < 0 {
      throw MemoryError(purpose: purpose, bytes: bytes, limit: least, reserve: reserve(least), advice: advice)
    }
    // The system may have reasons of its own to refuse, as where it promises no more than it has.
    guard Allocation.canMap(Int(min(bytes, 1e18))) else {
      throw MemoryError(purpose: purpose, bytes: bytes, limit: nil, reserve: 0, advice: advice)
    }
  }
}

/// Memory that cannot be had.
public struct MemoryError: Error, CustomStringConvertible {
  /// What it was for, as the beginning of a sentence: `Batches of 64 images`.
  public let purpose: String
  /// Bytes.
  public let bytes: Double
  /// The limit that stands in the way; `nil` if the system does not say.
  public let limit: MemoryLimit?
  /// Bytes of it that are kept back for the stacks of threads and what the runtime takes.
  public let reserve: Double
  /// What to do about it, as a sentence; empty if there is nothing to say.
  public let advice: String

  /// Tells what is wanted, of what there is too little.
  package init(purpose: String, bytes: Double, limit: MemoryLimit?, reserve: Double, advice: String) {
    self.purpose = purpose
    self.bytes = bytes
    self.limit = limit
    self.reserve = reserve
    self.advice = advice
  }

  /// The whole sentence.
  public var description: String { clause + "." + (advice.isEmpty ? "" : " " + advice) }

  /// The sentence without its full stop.
  package var clause: String { "\(purpose) would take about \(Self.text(bytes)) of memory, and \(remainder)" }

  private var remainder: String {
    guard let limit else { return "the system does not give as much" }
    let left = "\(Self.text(Double(limit.left), down: true)) are left of "
    let kept = "; about \(Self.text(reserve)) of that the program itself needs"
    switch limit.kind {
    case .machine: return left + "this machine's \(Self.text(Double(limit.total)))" + kept
    case .controlGroup: return left + "the \(Self.text(Double(limit.total))) that its control group allows" + kept
    case .addressSpace:
      return left + "the \(Self.text(Double(limit.total))) of address space that 'ulimit -v' allows" + kept
    case .data: return left + "the \(Self.text(Double(limit.total))) that 'ulimit -d' allows" + kept
    }
  }

  /// Megabytes below 10 GB, gigabytes above; what is wanted rounded up, what there is down.
  private static func text(_ bytes: Double, down: Bool = false) -> String {
    let (unit, name) = bytes < 1e10 ? (1e6, "MB") : (1e9, "GB")
    return "\(Int(min(bytes / unit, 1e15).rounded(down ? .down : .up))) \(name)"
  }
}
