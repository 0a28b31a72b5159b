extension NumberArray {
  /// Takes the numbers for labels of classes: of one dimension, or the first column of two. Columns of which in every
  /// row one is 1 and all others are 0 ("one-hot") tell a class by the place of the 1.
  /// - Parameter path: The file that errors speak of.
  /// - Returns: A class each.
  /// - Throws: ``FileError`` if there are more dimensions, or one of the numbers is no whole number from 0 to 255.
  func labels(path: String) throws -> [UInt8] {
    let columns = shape.dropFirst().reduce(1, *)
    guard shape.count == 1 || shape.count == 2, columns > 0 else {
      throw FileError(
        .badData, path: path,
        reason: "labels must be one number for each image, or rows of numbers, and these are \(shapeText)")
    }
    if let classes = oneHotClasses(columns: columns) { return classes }
    var labels: [UInt8] = []
    labels.reserveCapacity(count / columns)
    for row in 0..<count / columns {
      var value = 0.0
      forEachValue(in: row * columns..<row * columns + 1) { value = $0 }
      guard let label = UInt8(exactly: value) else {
        throw FileError(
          .badData, path: path,
          reason:
            "label \(row) is \(value.shortText), and labels must be whole numbers from 0 to 255; number the classes, "
            + "for instance with np.unique(labels, return_inverse=True)[1]")
      }
      labels.append(label)
    }
    return labels
  }

  private func oneHotClasses(columns: Int) -> [UInt8]? {
    guard (2...ImageSet.maximumClassCount).contains(columns), count > 0 else { return nil }
    var classes: [UInt8] = []
    var (place, ones, isOneHot) = (0, 0, true)
    forEachValue { value in
      if value == 1 {
        ones += 1
        classes.append(UInt8(place))
      } else if value != 0 {
        isOneHot = false
      }
      place += 1
      if place == columns {
        if ones != 1 { isOneHot = false }
        (place, ones) = (0, 0)
      }
    }
    return isOneHot ? classes : nil
  }
}
