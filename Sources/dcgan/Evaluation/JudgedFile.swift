import FileFormats
import GAN
import TensorCore

/// A file of images that are to be judged: IDX, or an array of numpy's.
enum JudgedFile {
  /// Reads its images.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: how many to read of an IDX file at most; all of them if `nil`.
  ///   - shape: that of the data's images.
  ///   - report: given a sentence for what was taken for granted of numbers that are no bytes.
  /// - Returns: the images, without labels.
  /// - Throws: `FileError` if they cannot be read or have another shape.
  static func read(_ path: String, limit: Int? = nil, _ shape: Shape, report: (String) -> Void) throws -> ImageSet {
    let images =
      if let kind = FileKind.recognize(path), [.npy, .npz].contains(kind) {
        try ImageArrays(path: path).convert(ImageConversion()) { report("Note: '\(path)': \($0).") }.training
      } else {
        try readIDX(path, limit: limit)
      }
    try images.check(shape, of: "the data set", path: path)
    return ImageSet(shape, bytes: images.bytes)
  }

  private static func readIDX(_ path: String, limit: Int?) throws -> ImageSet {
    do {
      return try IDXFile.readImages(path: path, limit: limit)
    } catch let error as FileError {
      throw error.recognizing(.judgedImages, unless: [.imagesIDX])
    }
  }
}
