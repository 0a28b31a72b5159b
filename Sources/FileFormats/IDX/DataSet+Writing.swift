import Foundation
import Platform

extension DataSet {
  /// The name of a file in a directory that is part of a data set; `nil` if the directory is absent or holds none.
  public static func existingFile(in directory: String) -> String? {
    let names = DirectoryNames.read(directory) ?? []
    return names.sorted().first { $0.contains("-ubyte") || $0 == ClassNamesFile.name }
  }

  /// Writes images into a directory as the training part of a data set, with their labels and the names of their
  /// classes where they have any, as ``load(path:split:limit:labels:)`` reads them. Nothing is left behind by a
  /// failure.
  /// - Throws: ``FileError``; earlier files are left alone.
  public static func write(_ images: ImageSet, to directory: String) throws {
    let labelsPath = directory + "/train-labels-idx1-ubyte"
    do {
      if let labels = images.labels {
        try ClassNamesFile.write(images.classNames, dataSet: directory)
        try IDXFile.write(labels: labels, to: labelsPath, replaceExisting: false)
      }
      // The images last: without them, a directory is no data set.
      let imagesPath = directory + "/train-images-idx\(images.channels == 1 ? 3 : 4)-ubyte"
      try IDXFile.write(images, to: imagesPath, replaceExisting: false)
    } catch {
      for path in [labelsPath, ClassNamesFile.path(dataSet: directory)] {
        unlink(path.systemPath)
      }
      throw error
    }
  }
}
