/// How pictures become images of one size.
public struct PictureReading {
  /// Width of the images in pixels.
  public var width: Int
  /// Height of the images in pixels.
  public var height: Int
  /// How pictures of other proportions come to the size.
  public var fit = PictureFit.crop
  /// 1 for grey images, 3 for colour; `nil` for grey if no picture has any colour.
  public var channels: Int?
  /// What shows through transparent pixels, and round a picture that does not fill the image.
  public var background = RGBColour.white

  /// Makes images of a size.
  public init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
  }

  /// Reads pictures.
  ///
  /// - Parameters:
  ///   - pictures: The files, with a class each or without any.
  ///   - classes: The names of the classes.
  ///   - leaveOut: Given each picture that cannot be read, and is therefore not among the images.
  ///   - progress: Given the number of pictures looked at so far.
  /// - Returns: The images, none if no picture could be read, and what was seen of pictures that are too dark.
  public func read(
    _ pictures: [PictureFolder.Picture], classes: [String] = [], leaveOut: (LeftOutFile) -> Void,
    progress: (Int) -> Void
  ) -> (images: ImageSet, darkness: DeepPictures) {
    var pixels = ImagePixels(channels: channels, capacity: pictures.count * width * height)
    var labels: [UInt8] = []
    var darkness = DeepPictures()
    for (place, picture) in pictures.enumerated() {
      do {
        let image = try ImageFile.read(path: picture.path, background: background)
        darkness.look(at: image, path: picture.path)
        pixels.append(image.fitted(width: width, height: height, by: fit, background: background))
        if let label = picture.label { labels.append(label) }
      } catch let error as FileError {
        leaveOut(LeftOutFile(picture: error))
      } catch {
        leaveOut(LeftOutFile(.picture, picture.path, "\(error)"))
      }
      progress(place + 1)
    }
    let channels = pixels.channels
    let count = pixels.bytes.count / (width * height * channels)
    let images = ImageSet(
      count: count, height: height, width: width, channels: channels, bytes: pixels.bytes,
      labels: labels.count == count && !classes.isEmpty ? labels : nil, classNames: classes)
    return (images, darkness)
  }
}

/// The bytes of images that are grey until the first picture with a colour comes.
private struct ImagePixels {
  private(set) var channels: Int
  private(set) var bytes: [UInt8] = []
  private let isFixed: Bool
  /// Pixels of all images.
  private let capacity: Int

  init(channels: Int?, capacity: Int) {
    self.channels = channels ?? 1
    isFixed = channels != nil
    self.capacity = capacity
    bytes.reserveCapacity(capacity * self.channels)
  }

  mutating func append(_ image: RasterImage) {
    if !isFixed, channels == 1, !image.isGrey {
      var coloured: [UInt8] = []
      coloured.reserveCapacity(3 * capacity)
      for level in bytes { coloured += [level, level, level] }
      bytes = coloured
      channels = 3
    }
    bytes += image.withChannels(channels).pixels
  }
}

extension RasterImage {
  /// Whether no pixel has a colour.
  fileprivate var isGrey: Bool {
    if channels == 1 { return true }
    return stride(from: 0, to: pixels.count, by: 3).allSatisfy { (red: Int) -> Bool in
      pixels[red] == pixels[red + 1] && pixels[red] == pixels[red + 2]
    }
  }
}
