import FileFormats
import GAN
import TensorCore

extension ImageSet {
  /// The images of a data set. Labels are taken if they tell at least two classes apart.
  public init(_ data: IDXDataSet) {
    let labels = data.labels?.values
    self.init(
      shape: data.images.shape, bytes: data.images.bytes, labels: Set(labels ?? []).count > 1 ? labels : nil)
  }

  /// Images without labels.
  public init(_ images: IDXImages) {
    self.init(shape: images.shape, bytes: images.bytes)
  }
}

extension ImageSet {
  /// Tells the pixels and labels of one data set from another's: two CRC-32 in hexadecimal digits.
  var checksumText: String {
    let pixels = IDXImages(
      count: count, rows: shape.height, columns: shape.width, channels: shape.channels, bytes: bytes)
    let classes = (labels ?? []).isEmpty ? [0] : labels ?? []
    let labels = IDXImages(count: classes.count, rows: 1, columns: 1, channels: 1, bytes: classes)
    return [pixels, labels].map { images in
      let digits = String(images.checksum, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined(separator: "-")
  }
}
