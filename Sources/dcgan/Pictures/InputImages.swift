import CommandLineKit
import FileFormats
import TensorCore

/// The images that a command is to work on, as `--image` names them.
struct InputImages {
  static let option = Option<[String]>(
    repeated: "image", valueName: "IMAGE,...",
    help: "Image to work on: a PNG, JPEG, GIF, BMP, PGM or PPM file, which is cropped and scaled to the model's size; "
      + "or DATA#5 or DATA#3,7,10-19 for test images of a data set in IDX files, DATA#train:5 for training images. "
      + "Several stand with commas between them, or each behind an --image of its own.")

  /// The images, of the shape that was asked for.
  let images: ImageSet
  /// What each is called.
  let names: [String]
  /// The classes that their labels tell, by name, or by number where a data set has none; `nil` for an image without.
  let classes: Set<String?>
  /// The files and data sets that they come from.
  let sources: [String]

  /// Reads what texts name. The background shows through transparent pixels.
  ///
  /// - Throws: `UsageError` or `FileError` if one names nothing, or a data set of images of another shape than `shape`.
  init(_ texts: [String], shape: Shape, background: RGBColour) throws {
    var bytes: [UInt8] = []
    var classes: Set<String?> = []
    var (names, sources): ([String], [String]) = ([], [])
    for reference in try texts.flatMap({ try ImageReference.references($0) }) {
      let images = try reference.images(shape, background: background)
      bytes += images.bytes
      classes.formUnion(images.labels?.map { images.className(of: $0) } ?? [nil])
      names += reference.names
      sources.append(reference.path)
    }
    images = ImageSet(shape, bytes: bytes)
    (self.names, self.sources, self.classes) = (names, sources, classes)
  }
}
