/// What the name of an array or of its file tells by its words: `kmnist-train-labels.npz`.
struct PartName: Equatable {
  /// The part of the data set; `nil` if no word tells.
  let split: DataSetSplit?
  /// Whether the name is one of labels.
  let isOfLabels: Bool
  /// Whether the name is one of images.
  let isOfImages: Bool

  init(_ name: String) {
    let words = Set(name.lowercased().split { !$0.isLetter && !$0.isNumber }.map { String($0) })
    func has(_ wanted: String...) -> Bool { !words.isDisjoint(with: wanted) }
    split = has("train", "training", "tr") ? .train : has("test", "testing", "t10k") ? .test : nil
    isOfLabels = has("labels", "label", "y", "targets", "target", "classes")
    isOfImages = has("images", "image", "imgs", "img", "x", "data", "samples") && !isOfLabels
  }

  /// Whether nothing in the name parts the file from others.
  var isPlain: Bool { split == nil && !isOfLabels }
}
