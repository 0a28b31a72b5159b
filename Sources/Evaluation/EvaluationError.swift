import TensorCore

/// Images that cannot be judged, in a sentence.
public struct EvaluationError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and what to do.
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  static func requireFinite(_ answers: ReadImages) throws {
    guard answers.isFinite else {
      throw EvaluationError(
        "The classifier's answers are not all finite numbers, so nothing can be measured with them.")
    }
  }

  static func requireFinite(_ matrix: RowMatrix) throws {
    guard matrix.isFinite else {
      throw EvaluationError("The features are not all finite numbers, so nothing can be measured with them.")
    }
  }
}
