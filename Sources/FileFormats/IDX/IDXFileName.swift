/// What the name of a file tells about it, if it is one of a data set in the manner of MNIST.
///
/// The usual names are `train-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`. Archives have dots for hyphens
/// (`train-images.idx3-ubyte`), something before (`emnist-letters-train-...`, `kmnist-...`), other words for the parts
/// (`test-images-...`), other types (`qmnist-train-labels-idx2-int`), and `.gz` behind.
struct IDXFileName: Equatable {
  /// What is in the file.
  enum Role { case images, labels }

  /// The name itself.
  let name: String
  /// What is in the file.
  let role: Role
  /// The part of the data set, if the name tells.
  let split: DataSetSplit?
  /// What names of the images and the labels that belong together have in common.
  let key: String
  /// The name in the usual spelling, without `.gz`.
  let stem: String
  /// Whether the name ends in `.gz`.
  let isCompressed: Bool

  /// Takes a name apart; `nil` if it is none of such a file.
  init?(_ name: String) {
    var stem = name.lowercased()
    isCompressed = stem.hasSuffix(".gz")
    if isCompressed { stem.removeLast(3) }
    stem = String(stem.map { $0 == "." || $0 == "_" || $0 == " " ? "-" : $0 })
    var words = stem.split(separator: "-").map { String($0) }
    guard
      let place = words.firstIndex(where: { $0.count == 4 && $0.hasPrefix("idx") && "1234".contains($0.suffix(1)) })
    else { return nil }
    let dimension = words[place].suffix(1)
    words.removeSubrange(place...)
    let roles: [String: Role] = [
      "images": .images, "imgs": .images, "image": .images, "labels": .labels, "label": .labels,
    ]
    if let named = words.lastIndex(where: { roles[$0] != nil }), let role = roles[words[named]] {
      self.role = role
      words.remove(at: named)
    } else {
      role = dimension == "3" || dimension == "4" ? .images : .labels
    }
    split =
      words.contains("train") ? .train : words.contains { ["t10k", "test"].contains($0) } ? .test : nil
    key = words.joined(separator: "-")
    self.name = name
    self.stem = stem
  }
}
