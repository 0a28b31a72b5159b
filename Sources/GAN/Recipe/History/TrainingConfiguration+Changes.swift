import FileFormats

extension TrainingConfiguration {
  /// The configuration of a run that goes on with other settings or images from a step on, with the change in its
  /// history; the same one if nothing differs.
  ///
  /// The epoch at work goes on, unless its batches are others: then it begins anew.
  public func changed(at step: Int, to settings: TrainingSettings, _ data: DataIdentity) -> TrainingConfiguration {
    var changed = self
    changed.settings = settings
    changed.data = data
    let (before, after) = (members, changed.members)
    let keys = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    guard !keys.isEmpty else { return self }
    let values = keys.map { ($0, TrainingChange.Values(from: before[$0] ?? .null, to: after[$0] ?? .null)) }
    changed.history.append(
      TrainingChange(
        step: step, epochsDone: position(at: step).epochsDone, values: Dictionary(uniqueKeysWithValues: values)))
    return changed
  }
}
