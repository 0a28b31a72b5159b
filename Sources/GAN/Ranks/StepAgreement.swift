/// What ranks agree on after a step: what one of them wants, all do.
struct StepAgreement: OptionSet {
  let rawValue: UInt32

  /// To end with the step.
  static let stop = StepAgreement(rawValue: 1)
  /// To save now.
  static let save = StepAgreement(rawValue: 2)
  /// To have the whole state for an observer that is due to save.
  static let wholeState = StepAgreement(rawValue: 4)
  /// To end since something went wrong.
  static let failure = StepAgreement(rawValue: 8)
}

/// The training ended because it could not go on at another rank, which says why.
public struct OtherRankFailure: Error {
  /// Makes one.
  public init() {}
}

extension TrainingState {
  /// What all ranks want; a single process has its own will.
  func agree(_ wishes: StepAgreement) -> StepAgreement {
    ranks.map { StepAgreement(rawValue: $0.exchange.agree(wishes.rawValue)) } ?? wishes
  }

  /// Waits until all ranks are ready for the first step.
  ///
  /// - Throws: ``OtherRankFailure`` if one has given up.
  func begin() throws {
    ranks?.hasBegun = true
    try together {}
  }

  /// Tells the ranks that wait for the first step that there will be none; they do not wait any more if there was one.
  package func giveUpBeginning() {
    guard let ranks, !ranks.hasBegun else { return }
    ranks.hasBegun = true
    _ = agree(.failure)
  }

  /// Does what only some ranks do, and which may fail: then all end.
  ///
  /// - Throws: what `body` throws; ``OtherRankFailure`` if it failed elsewhere.
  func together(_ body: () throws -> Void) throws {
    guard ranks != nil else { return try body() }
    var failure: (any Error)?
    do { try body() } catch { failure = error }
    let agreed = agree(failure == nil ? [] : .failure)
    if agreed.contains(.failure) { throw failure ?? OtherRankFailure() }
  }
}
