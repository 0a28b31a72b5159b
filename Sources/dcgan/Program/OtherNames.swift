import CommandLineKit

/// What values are called elsewhere.
enum OtherNames {
  private static let names: [String: String] = [
    "bce": "non-saturating", "vanilla": "non-saturating", "standard": "non-saturating", "nsgan": "non-saturating",
    "gan": "non-saturating", "saturating": "minimax", "ls": "lsgan", "mse": "lsgan", "least-squares": "lsgan",
    "rpgan": "relativistic", "rgan": "relativistic", "ragan": "relativistic", "r3gan": "relativistic",
    "center-crop": "crop", "centre-crop": "crop", "center": "crop", "centre": "crop", "cover": "crop",
    "letterbox": "pad", "contain": "pad", "resize": "stretch", "squash": "stretch", "scale": "stretch",
    "fill": "stretch",
    "nchw": "first", "chw": "first", "torch": "first", "pytorch": "first", "channels_first": "first",
    "nhwc": "last", "hwc": "last", "tensorflow": "last", "keras": "last", "channels_last": "last",
    "gaussian": "normal", "gauss": "normal", "randn": "normal", "rand": "uniform",
  ]

  /// What is amiss with a text that is none of an option's values.
  static func fault(of text: String, among candidates: [String]) -> ArgumentFault? {
    if let name = names[text.lowercased()], candidates.contains(name) { return .resembles(name) }
    return .nearest(to: text, among: candidates)
  }
}
