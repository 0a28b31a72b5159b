import GAN
import Runs

/// What a run's steps said of themselves, in little memory: where there are many, neighbours are put together.
struct MetricsTrace {
  private var entries: [Entry] = []
  /// The steps of the entry that is yet to come.
  private var pending: [Entry] = []
  /// Steps of an entry.
  private var width = 1
  private static let maximumCount = 4096

  private typealias Entry = (step: Int, metrics: StepMetrics)

  /// The steps that a run has logged before it goes on.
  init(_ lines: [MetricsLine] = [], until step: Int = 0) {
    for line in lines where line.step <= step { add(line.step, line.metrics) }
  }

  /// Adds a step behind the others.
  mutating func add(_ step: Int, _ metrics: StepMetrics) {
    pending.append((step, metrics))
    guard pending.count >= width else { return }
    entries.append((step, .mean(pending.map(\.metrics))))
    pending = []
    guard entries.count == Self.maximumCount else { return }
    entries = stride(from: 0, to: entries.count, by: 2).map { place in
      (entries[place + 1].step, .mean([entries[place].metrics, entries[place + 1].metrics]))
    }
    width *= 2
  }

  /// Forgets the steps behind one that the run has gone back to.
  mutating func cut(to step: Int) {
    entries.removeAll { $0.step > step }
    pending.removeAll { $0.step > step }
  }

  /// The means over `count` equal parts of the steps so far; over each of them where they are fewer.
  func means(_ count: Int) -> [StepMetrics] {
    let entries = entries + (pending.last.map { [($0.step, .mean(pending.map(\.metrics)))] } ?? [])
    guard let last = entries.last?.step, count > 0, last > 0 else { return [] }
    let parts = min(count, last)
    let groups = Dictionary(grouping: entries) { min(parts - 1, ($0.step - 1) * parts / last) }
    var before = entries[0].metrics
    return (0..<parts).map { part in
      // A part without a logged step looks like the one before.
      if let group = groups[part] { before = .mean(group.map(\.metrics)) }
      return before
    }
  }
}

extension StepMetrics {
  /// The means of some, at least one.
  fileprivate static func mean(_ all: [StepMetrics]) -> StepMetrics {
    func mean(_ value: KeyPath<StepMetrics, Double>) -> Double {
      all.reduce(0) { $0 + $1[keyPath: value] } / Double(all.count)
    }
    return StepMetrics(
      discriminatorLoss: mean(\.discriminatorLoss), generatorLoss: mean(\.generatorLoss),
      realProbability: mean(\.realProbability), fakeProbability: mean(\.fakeProbability))
  }
}
