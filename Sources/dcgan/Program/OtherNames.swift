import CommandLineKit

/// What values of settings are called elsewhere.
enum OtherNames {
  private static let names: [String: String] = [
    "bce": "non-saturating", "vanilla": "non-saturating", "standard": "non-saturating", "nsgan": "non-saturating",
    "gan": "non-saturating", "saturating": "minimax",
    "gaussian": "normal", "gauss": "normal", "randn": "normal", "rand": "uniform",
  ]

  /// What is amiss with a text that is none of a setting's values.
  static func fault(of text: String, among candidates: [String]) -> ArgumentFault? {
    if let name = names[text.lowercased()], candidates.contains(name) { return .resembles(name) }
    return .nearest(to: text, among: candidates)
  }
}
