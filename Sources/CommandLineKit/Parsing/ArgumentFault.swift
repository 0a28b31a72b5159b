/// What is amiss with a text that is no value.
public enum ArgumentFault: Equatable, Sendable {
  /// It is a number, and larger than any that the type holds.
  case tooLarge
  /// It resembles a value, which was probably meant.
  case resembles(String)
  /// A sentence says more.
  case explained(String)
}

extension ArgumentFault {
  /// That a text resembles one of a few values, if there is one that it resembles.
  public static func nearest(to text: String, among candidates: [String]) -> ArgumentFault? {
    closestName(to: text, among: candidates).map { .resembles($0) }
  }
}
