/// Where all epochs of a run lie among its steps, those before its last change as well: ``EpochPosition`` is about those
/// since.
package struct EpochTimeline: Sendable {
  /// Epochs of one number of batches: the steps made before them, and the epochs finished.
  private struct Span {
    let step: Int
    let epochsDone: Int
    let batches: Int
  }

  /// At least one, in their order.
  private let spans: [Span]

  /// Epochs that have had so many batches, at least 1, from the beginning.
  package init(batchesPerEpoch: Int) { spans = [Span(step: 0, epochsDone: 0, batches: batchesPerEpoch)] }

  /// Epochs that came to have other numbers of batches as a run's history tells.
  package init(_ configuration: TrainingConfiguration) {
    var spans: [Span] = []
    var (images, batch) = (configuration.data.imageCount, configuration.settings.batchSize)
    func add(step: Int, epochsDone: Int) {
      // Of several changes at one step the last one counts.
      if let later = spans.last, later.step == step { return }
      let batches = (images - configuration.settings.heldOutCount) / batch
      spans.append(Span(step: step, epochsDone: epochsDone, batches: max(1, batches)))
    }
    for change in configuration.history.changes.reversed() where change.beginsEpoch {
      add(step: change.step, epochsDone: change.epochsDone)
      images = change.countBefore(TrainingConfiguration.Key.imageCount) ?? images
      batch = change.countBefore(TrainingSettings.Table.batchSize.key) ?? batch
    }
    add(step: 0, epochsDone: 0)
    self.spans = spans.reversed()
  }

  /// The step that an epoch ends with, both counted from 1.
  package func lastStep(ofEpoch epoch: Int) -> Int {
    let span = spans.last { $0.epochsDone < epoch } ?? spans[0]
    return span.step + (epoch - span.epochsDone) * span.batches
  }

  /// The epoch that a step belongs to, both counted from 1.
  package func epoch(ofStep step: Int) -> Int {
    let span = span(ofStep: step)
    return span.epochsDone + (step - span.step - 1) / span.batches + 1
  }

  /// The epochs that were done when a step was made.
  package func epochsDone(afterStep step: Int) -> Int {
    let span = span(ofStep: step)
    return span.epochsDone + (step - span.step) / span.batches
  }

  /// The same, with the part of the epoch that the step belongs to.
  package func epochs(afterStep step: Int) -> Double {
    let span = span(ofStep: step)
    return Double(span.epochsDone) + Double(step - span.step) / Double(span.batches)
  }

  private func span(ofStep step: Int) -> Span { spans.last { $0.step < step } ?? spans[0] }

  /// Whether epochs came to have as many batches as now in the middle of one, which then began anew.
  var wasCutShort: Bool {
    guard let now = spans.last, let before = spans.dropLast().last else { return false }
    return !(now.step - before.step).isMultiple(of: before.batches)
  }
}

extension TrainingChange {
  /// How many images a data set or a batch had before; `nil` if that was not changed, or the file says what cannot be.
  fileprivate func countBefore(_ key: String) -> Int? {
    values[key]?.from.integer.flatMap { (1...TrainingConfiguration.mostImages).contains($0) ? $0 : nil }
  }
}
