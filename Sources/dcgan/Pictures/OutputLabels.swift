import CommandLineKit
import FileFormats
import Platform

/// The labels of single images that a command writes: the classes that a conditional model draws them for. An NPZ file
/// has them as its second array, other files of images beside them, where `dcgan import` and `train` find them.
final class OutputLabels {
  private let format: ImageFormat
  /// Where they go, if that is a file of its own.
  private let path: String?
  private let result = UnfinishedResult()
  private(set) var values: [UInt8] = []

  /// Looks whether the labels of a file's images can be written.
  ///
  /// - Parameters:
  ///   - images: The file of images.
  ///   - report: Told if they have no place, since the images go to standard output or a pipe.
  /// - Throws: `FileError` if a file of other contents lies in their place, or none can be created there.
  init(of images: OutputImage, report: (String) -> Void) throws {
    format = images.format
    guard format != .npz else {
      path = nil
      return
    }
    path = images.labelsPath
    guard let path else {
      report(
        "Note: The classes of the images are not written: here there is nothing beside them. Write '.npz', which has "
          + "both.")
      return
    }
    try LabelsFile.checkReplaceable(path)
    try AtomicFile.checkCreatable(path)
  }

  /// Adds the class of the next image.
  func add(_ number: Int) { values.append(UInt8(number)) }

  /// Writes the file of the labels, if they have one. It goes again unless it is kept.
  func write() throws {
    guard let path else { return }
    try result.addFile(path) {
      switch format {
      case .npy: try NPYFile.write(NumberArray(shape: [values.count], values), to: path)
      case .compressedIDX: try IDXFile.write(labels: values, to: path, compression: .gzip)
      default: try IDXFile.write(labels: values, to: path)
      }
    }
  }

  /// Keeps the file: that of the images is there.
  func keep() { result.keep() }
}
