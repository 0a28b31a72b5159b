import Evaluation
import FileFormats
import GAN
import TensorCore

/// A directory of pictures that are to be judged, an image each.
struct JudgedPictures {
  private let path: String
  private let paths: [String]
  /// The shape of the images that they are made into.
  private let shape: Shape

  /// Looks for pictures.
  ///
  /// - Throws: `FileError` if the directory holds none, or a data set, or so few and large ones that they must be
  ///   sheets of many images.
  init(_ path: String, _ shape: Shape, background: RGBColour) throws {
    self.path = path
    self.shape = shape
    if let data = try? DataSet.load(path: path, limit: 1, labels: .ignored) {
      throw FileError(
        .badData, path: path,
        reason: "this directory holds a data set, not single pictures; name its file of images: \(data.imagesPath)")
    }
    paths = try PictureFolder(path, ignoringClasses: true).pictures.map(\.path)
    guard paths.count < Self.fewestImages else { return }
    for picture in paths {
      let size = try ImageFile.read(path: picture, background: background)
      if size.width >= 2 * shape.width, size.height >= 2 * shape.height {
        throw FileError(
          .badData, path: picture,
          reason: "this picture has \(size.width)x\(size.height) pixels, and the data's images have "
            + "\(shape.width)x\(shape.height); is it a sheet of many images? Each image to judge must be a picture of its "
            + "own, and there are only \(paths.count) in '\(path)'")
      }
    }
  }

  /// With fewer there is nothing to measure.
  private static let fewestImages = 6

  /// The images, at most `count`; of more pictures a fixed choice, since they may be sorted. A picture of another size
  /// is cropped and scaled, and the remark says of how many.
  func images(
    count: Int, background: RGBColour, _ progress: (Double) -> Void
  ) throws -> (images: ImageSet, remark: String?) {
    let chosen = ImageSet.chosenNumbers(count, of: paths.count).map { paths[$0] }
    var bytes: [UInt8] = []
    var sizes: [String: Int] = [:]
    for (place, picture) in chosen.enumerated() {
      let raster = try ImageFile.read(path: picture, background: background)
      if (raster.width, raster.height) != (shape.width, shape.height) {
        sizes["\(raster.width)x\(raster.height)", default: 0] += 1
      }
      let image = raster.fitted(width: shape.width, height: shape.height)
      bytes += image.withChannels(shape.channels).pixels
      progress(Double(place + 1) / Double(chosen.count))
    }
    return (ImageSet(shape, bytes: bytes), remark(sizes, of: chosen.count))
  }

  private func remark(_ sizes: [String: Int], of count: Int) -> String? {
    let scaled = sizes.values.reduce(0, +)
    guard let common = sizes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
    return
      "Note: \(scaled.grouped) of \(counted(count, "picture")) \(scaled == 1 ? "is" : "are") not \(shape.width)x\(shape.height), most of these "
      + "\(common.key): they are cropped and scaled. If each of them shows many images, the figures mean nothing."
  }
}
