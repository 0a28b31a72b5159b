/// Which dimension of an array of images is what.
public struct ImageLayout: Equatable, Sendable {
  /// Where the channels of images stand.
  public enum ChannelOrder: String, CaseIterable, Sendable {
    /// Before the rows, as PyTorch has them.
    case first
    /// Behind the columns, as TensorFlow has them.
    case last
  }

  /// Number of images.
  let count: Int
  let height: Int
  let width: Int
  /// 1 or 3.
  let channels: Int
  /// Where the channels are; of no meaning for one.
  let order: ChannelOrder
  /// What was taken for granted, as a clause.
  let remark: String?

  /// Tells the dimensions of an array.
  /// - Parameters:
  ///   - shape: The lengths of the dimensions.
  ///   - size: Width and height of images that are rows of numbers, if they are known.
  ///   - order: Where the channels are, if that is known.
  ///   - path: The file that errors speak of.
  /// - Throws: ``FileError`` if the dimensions are none of images, or ``ImageSizeError``.
  init(_ shape: [Int], size: (width: Int, height: Int)?, order: ChannelOrder?, path: String) throws {
    let text = shape.map(String.init).joined(separator: " x ")
    func fault(_ reason: String) -> FileError { FileError(.badData, path: path, reason: reason) }
    guard (2...4).contains(shape.count), shape.allSatisfy({ $0 > 0 }) else {
      throw fault(
        shape.contains(0)
          ? "the array is empty: \(text)"
          : "the array is \(shape.isEmpty ? "a single number" : text), and images must be N x H x W, N x H x W x C, "
            + "N x C x H x W, or N rows of H x W numbers")
    }
    count = shape[0]
    switch shape.count {
    case 2:
      let rows = try Self.rows(shape[1], size: size, order: order, text: text, path: path)
      (width, height, channels) = (rows.width, rows.height, rows.channels)
      self.order = rows.order
      remark = rows.remark
    case 3:
      (height, width, channels, self.order) = (shape[1], shape[2], 1, .last)
      remark = shape[0] == shape[1] && shape[2] > 2 * shape[0] ? Self.lastDimensionRemark(text) : nil
    default:
      let usual = [1, 3]
      guard !(usual.contains(shape[2]) && !usual.contains(shape[1]) && !usual.contains(shape[3])) else {
        throw fault("\(Self.lastDimensionRemark(text)), and that is how they are read here")
      }
      let (first, last) = (usual.contains(shape[1]), usual.contains(shape[3]))
      guard let found = order ?? (last ? .last : first ? .first : nil) else {
        let (channels, place) = shape[1] < shape[3] ? (shape[1], "[:, :3]") : (shape[3], "[..., :3]")
        throw fault(
          "the images are \(text) and have \(channels) channels, where 1 (grey) or 3 (red, green, blue) can be used; "
            + "keep three, for instance with np.save('rgb.npy', array\(place))")
      }
      let channels = shape[found == .first ? 1 : 3]
      guard usual.contains(channels) else {
        throw fault("the images are \(text) and would have \(channels) channels, where 1 or 3 can be used")
      }
      self.channels = channels
      (height, width) = found == .first ? (shape[2], shape[3]) : (shape[1], shape[2])
      self.order = found
      remark = order == nil && first ? "the images are \(text): taken as channels \(found.rawValue)" : nil
    }
    guard height <= RasterImage.maximumSide, width <= RasterImage.maximumSide else {
      throw fault("the images would have \(width) x \(height) pixels")
    }
  }

  /// What to do with images that stand behind each other in the last dimension, as in MATLAB files.
  private static func lastDimensionRemark(_ text: String) -> String {
    "the array is \(text): if its last dimension counts the images, np.save('images.npy', np.moveaxis(array, -1, 0)) puts "
      + "them first"
  }

  private typealias Rows = (width: Int, height: Int, channels: Int, order: ChannelOrder, remark: String?)

  /// The extents of images of which each is a row of numbers.
  /// - Throws: ``ImageSizeError`` if they are not known.
  private static func rows(
    _ length: Int, size: (width: Int, height: Int)?, order: ChannelOrder?, text: String, path: String
  ) throws -> Rows {
    if let size, let area = [size.width, size.height].checkedProduct(), area > 0 {
      if length == area { return (size.width, size.height, 1, order ?? .last, nil) }
      if length == 3 * area {
        // As in CIFAR: all red, then all green, then all blue.
        let order = order ?? .first
        return (
          size.width, size.height, 3, order,
          "rows of \(length) numbers: taken as \(size.width)x\(size.height)x3, channels \(order.rawValue)"
        )
      }
    }
    for channels in [1, 3] where length % channels == 0 {
      let side = Int(Double(length / channels).squareRoot())
      guard side * side * channels == length else { continue }
      let order = order ?? (channels == 1 ? .last : .first)
      let end = channels == 1 ? "" : "x3, channels \(order.rawValue)"
      return (side, side, channels, order, "rows of \(length) numbers: taken as \(side)x\(side)\(end)")
    }
    throw ImageSizeError(path: path, shape: text, length: length)
  }
}

/// Images that are rows of numbers, which do not tell their width and height.
public struct ImageSizeError: Error, Equatable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The dimensions of the array, as a text.
  public let shape: String
  /// Numbers of an image.
  public let length: Int

  /// What is wrong, as a sentence.
  public var description: String {
    "'\(path)': the array is \(shape), and \(length) numbers make no square image, so that its size must be told."
  }
}
