import Foundation
import Platform

/// The names of the files that make up a data set.
struct IDXFileNames: Equatable {
  /// The file of images.
  let images: String
  /// The file of labels, if one exists.
  let labels: String?

  /// Finds the files for a directory or a file of images.
  /// - Throws: ``FileError`` if there are none, or several of which none has the usual name.
  init(path: String, split: DataSetSplit) throws {
    guard let status = FileStatus.following(path) else {
      // Opening tells more of what may not be looked at, and of a dangling or circular link, which exists as a name.
      if errno != ENOENT || FileStatus.ofLink(path) != nil {
        self.init(images: path, labels: nil)
        return
      }
      throw FileError(
        .missingInput, path: path,
        reason:
          "there is no such file or directory; it must be an IDX file of images, or a directory with one, such as "
          + "'\(split.usualName)'")
    }
    guard status.kind == .directory else {
      self.init(images: path, labels: IDXDirectory.labels(besideFile: path))
      return
    }
    try FileStatus.requireReadableDirectory(path)
    let directory = IDXDirectory(path)
    let images = try directory.images(split)
    self.init(images: directory.path(images), labels: directory.labels(of: images).map(directory.path))
  }

  private init(images: String, labels: String?) {
    self.images = images
    self.labels = labels
  }
}

extension DataSetSplit {
  /// How the usual file names begin.
  var fileNamePrefix: String {
    switch self {
    case .train: "train"
    case .test: "t10k"
    }
  }

  /// The usual name of its file of grey images.
  var usualName: String {
    switch self {
    case .train: "train-images-idx3-ubyte"
    case .test: "t10k-images-idx3-ubyte"
    }
  }

  /// What a message calls its images.
  var partName: String {
    switch self {
    case .train: "training"
    case .test: "test"
    }
  }
}
