/// The values that a setting can have, and the words for them.
public struct SettingRange<Value: SettingValue>: Sendable {
  /// Completes "'--batch-size' must be …, not 0."; `nil` if every value will do.
  public let requirement: String?
  /// Whether a value is one of them.
  public let contains: @Sendable (Value) -> Bool

  private init(_ requirement: String?, _ contains: @escaping @Sendable (Value) -> Bool) {
    self.requirement = requirement
    self.contains = contains
  }

  /// Every value of the type.
  public static var any: SettingRange { SettingRange(nil) { _ in true } }
}

extension SettingRange where Value: Comparable {
  /// Both ends and what lies between them.
  public static func closed(_ range: ClosedRange<Value>) -> SettingRange {
    SettingRange("from \(range.lowerBound.settingText) to \(range.upperBound.settingText)") { range.contains($0) }
  }

  /// The lower end and what lies below the upper one.
  public static func halfOpen(_ range: Range<Value>) -> SettingRange {
    SettingRange("at least \(range.lowerBound.settingText) and less than \(range.upperBound.settingText)") {
      range.contains($0)
    }
  }

  /// The bound and all above it.
  public static func atLeast(_ bound: Value) -> SettingRange {
    SettingRange("at least \(bound.settingText)") { $0 >= bound }
  }

  /// The powers of two from 1 to the bound.
  public static func powerOfTwo(upTo bound: Value) -> SettingRange where Value: BinaryInteger {
    SettingRange("a power of two from 1 to \(bound.settingText)") { $0 > 0 && $0 <= bound && $0 & ($0 - 1) == 0 }
  }

  /// All above the bound.
  public static func greaterThan(_ bound: Value) -> SettingRange {
    SettingRange("greater than \(bound.settingText)") { $0 > bound }
  }
}
