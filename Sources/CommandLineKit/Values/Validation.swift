/// A condition on a value that was read without trouble, together with its wording for the user.
public struct Validation<Value: Sendable>: Sendable {
  /// Completes "'--batch-size' must be …, not 1."; `nil` if every value will do.
  let requirement: String?
  /// Whether a value meets the condition.
  let accepts: @Sendable (Value) -> Bool

  /// A condition of the caller's own.
  ///
  /// - Parameters:
  ///   - requirement: Completes the sentence "'--size' must be …, not 3.".
  ///   - accepts: Whether a value meets the condition.
  public init(_ requirement: String, accepts: @escaping @Sendable (Value) -> Bool) {
    self.init(requirement: requirement, accepts: accepts)
  }

  private init(requirement: String?, accepts: @escaping @Sendable (Value) -> Bool) {
    self.requirement = requirement
    self.accepts = accepts
  }

  /// Accepts every value.
  public static var any: Validation {
    Validation(requirement: nil) { _ in true }
  }
}

extension Validation where Value: Comparable & ArgumentValue {
  /// Values equal to the bound or above it.
  public static func atLeast(_ bound: Value) -> Validation {
    Validation("at least \(bound.argumentText)") { $0 >= bound }
  }

  /// Values above the bound.
  public static func greaterThan(_ bound: Value) -> Validation {
    Validation("greater than \(bound.argumentText)") { $0 > bound }
  }

  /// Values of a range with both its ends.
  public static func `in`(_ range: ClosedRange<Value>) -> Validation {
    Validation("from \(range.lowerBound.argumentText) to \(range.upperBound.argumentText)") { range.contains($0) }
  }

  /// Values of a range without its upper end.
  public static func `in`(_ range: Range<Value>) -> Validation {
    Validation("at least \(range.lowerBound.argumentText) and less than \(range.upperBound.argumentText)") {
      range.contains($0)
    }
  }
}
