import FileFormats

/// The images of a data set: those to learn from, and those to judge by, if there are any.
struct ImportedImages {
  let training: ImageSet
  let test: ImageSet?

  /// Puts images together, which become colour images if any of them are.
  init(_ training: ImageSet, test: ImageSet?) {
    let test = test.flatMap { $0.count > 0 ? $0 : nil }
    let channels = max(training.channels, test?.channels ?? 0)
    self.training = training.withChannels(channels)
    self.test = test?.withChannels(channels)
  }

  /// How many there are, in words.
  var countText: String {
    counted(training.count, "image") + (test.map { " and " + counted($0.count, "test image") } ?? "")
  }

  /// How many there are, of how many classes, and their extents.
  var text: String {
    let classes = Set((training.labels ?? []) + (test?.labels ?? [])).count
    return countText + (classes == 0 ? "" : " of " + counted(classes, "class", plural: "classes"))
      + ", \(training.width)x\(training.height)x\(training.channels)"
  }

  /// Keeps a share of the images apart as test images; they are in random order.
  func parted(_ share: Share?) -> ImportedImages {
    guard let share, training.count > 1 else { return self }
    let kept = training.count - share.count(of: training.count)
    return ImportedImages(
      training.subset(at: 0..<kept), test: training.subset(at: kept..<training.count))
  }
}
