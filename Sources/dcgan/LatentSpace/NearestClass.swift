import CommandLineKit

/// A class whose name was not written as the data have it.
enum NearestClass {
  /// The only class whose name differs by at most one letter in four, or is the plural or the singular of the name.
  static func number(to name: String, among names: [String]) -> UInt8? {
    let wanted = name.lowercased()
    let near = names.indices.filter { place in
      let known = names[place].lowercased()
      if known.isEmpty { return false }
      return known.editDistance(to: wanted) <= min(known.count, wanted.count) / 4
        || [known + "s", known + "es"].contains(wanted) || [wanted + "s", wanted + "es"].contains(known)
    }
    return near.count == 1 ? UInt8(exactly: near[0]) : nil
  }
}
