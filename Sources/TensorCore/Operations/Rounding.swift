/// How the operations of this package round.
public enum Rounding {
  /// Raised by every change after which an operation has another result for the same operands, in whichever bit: what
  /// was computed before and goes on then comes to other bytes than it would have.
  ///
  /// 2: tiles of three outputs beside those of four in Winograd's filtering, and its weight gradient's sums.
  public static let version = 2
}
