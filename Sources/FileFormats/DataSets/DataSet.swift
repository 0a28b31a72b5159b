/// A data set as it was found on disk.
public struct DataSet: Equatable, Sendable {
  /// The images, with their labels and the names of their classes where there are any and they were asked for.
  public let images: ImageSet
  /// How many images the file holds, of which fewer may have been read.
  public let availableCount: Int
  /// The file that the images came from.
  public let imagesPath: String
  /// The file that the labels came from.
  public let labelsPath: String?
  /// Why the images have no labels though a file of them is there; only if ``LabelReading/lenient`` was asked for.
  public let labelsFault: FileError?
}

/// The part of a data set that a file belongs to.
public enum DataSetSplit: Sendable {
  /// The images to learn from.
  case train
  /// The images kept apart to judge the result.
  case test
}

/// What is to be done about the labels of a data set.
public enum LabelReading: Sendable {
  /// Labels are not looked at.
  case ignored
  /// Labels that cannot be used are noted as ``DataSet/labelsFault``, and do no harm.
  case lenient
  /// Labels that cannot be used are an error; there may be none.
  case strict
}
