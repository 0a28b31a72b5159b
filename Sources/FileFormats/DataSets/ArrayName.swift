/// The names under which arrays of data sets are saved: those of Keras, of MedMNIST and of NumPy itself, and others
/// that are common.
enum ArrayName {
  private static let trainingImages = [
    "x_train", "train_images", "train_x", "images_train", "x_tr", "images", "imgs", "image", "x", "data", "samples",
    "arr_0",
  ]
  private static let trainingLabels = [
    "y_train", "train_labels", "train_y", "labels_train", "y_tr", "labels", "label", "y", "targets", "target", "arr_1",
  ]
  private static let testImages = ["x_test", "test_images", "test_x", "images_test"]
  private static let testLabels = ["y_test", "test_labels", "test_y", "labels_test"]

  /// The names of a part's images and labels, each `nil` if it is not among `names`.
  static func part(_ split: DataSetSplit, in names: [String]) -> (images: String?, labels: String?) {
    switch split {
    case .train:
      (
        first(trainingImages, in: names) ?? only(names) { $0.split == .train && $0.isOfImages },
        first(trainingLabels, in: names) ?? only(names) { $0.split == .train && $0.isOfLabels }
      )
    case .test:
      (
        first(testImages, in: names) ?? only(names) { $0.split == .test && $0.isOfImages },
        first(testLabels, in: names) ?? only(names) { $0.split == .test && $0.isOfLabels }
      )
    }
  }

  /// The only name whose words tell what is wanted.
  private static func only(_ names: [String], where isWanted: (PartName) -> Bool) -> String? {
    let found = names.filter { isWanted(PartName($0)) }
    return found.count == 1 ? found[0] : nil
  }

  /// The name of labels.
  static func labels(in names: [String]) -> String? { first(trainingLabels + testLabels, in: names) }

  private static func first(_ wanted: [String], in names: [String]) -> String? {
    let spelled = names.map { $0.lowercased().replacing("-", with: "_") }
    return wanted.lazy.compactMap { name in spelled.firstIndex(of: name).map { names[$0] } }.first
  }
}
