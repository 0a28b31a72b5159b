/// The name that a mistyped one was probably meant to be; nil if none is near enough.
///
/// A name is near if at most a third of it has to be edited (but always one letter may be), capital letters,
/// underscores and leading dashes aside. Two names that begin with different letters are rarely one and the same, so
/// they may differ in one edit only; and numbers are not mistyped: `dcgan128` is not `dcgan28`. Failing that, the only
/// name that begins with what was typed is taken.
func closestName(to typed: String, among names: [String]) -> String? {
  let wanted = typed.drop { $0 == "-" }.lowercased().replacing("_", with: "-")
  let near = names.compactMap { name -> (name: String, distance: Int)? in
    let tolerance = max(1, wanted.first == name.first ? name.count / 3 : 1)
    // The lengths alone rule out what is far off, however long it is.
    guard abs(name.count - wanted.count) <= tolerance, wanted.digits.isEmpty || wanted.digits == name.digits else {
      return nil
    }
    let distance = wanted.editDistance(to: name.lowercased())
    return distance <= tolerance ? (name, distance) : nil
  }
  if let nearest = near.min(by: { $0.distance < $1.distance }) {
    return nearest.name
  }
  let continued = names.filter { $0.hasPrefix(wanted) }
  return continued.count == 1 && !wanted.isEmpty ? continued.first : nil
}

extension StringProtocol {
  /// The digits among the characters.
  fileprivate var digits: String { String(filter(\.isNumber)) }
}
