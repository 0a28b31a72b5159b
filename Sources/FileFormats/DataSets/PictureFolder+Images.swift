extension PictureFolder {
  /// Reads the pictures as images of one size, each cropped to its largest centred part of the proportions and scaled.
  /// - Parameters:
  ///   - width: Width of the images in pixels.
  ///   - height: Height of the images in pixels.
  ///   - channels: 1 for grey images, 3 for colour.
  ///   - background: What shows through transparent pixels.
  ///   - leaveOut: Given what is wrong with each picture that cannot be read, and is therefore not among the images.
  ///   - progress: Given the number of pictures looked at so far.
  /// - Returns: The images, with labels and names if the folder has classes.
  /// - Throws: ``FileError`` if none of the pictures can be read.
  public func readImages(
    width: Int, height: Int, channels: Int, background: RGBColour, leaveOut: (FileError) -> Void,
    progress: (Int) -> Void
  ) throws -> ImageSet {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(pictures.count * width * height * channels)
    var labels: [UInt8] = []
    for (place, picture) in pictures.enumerated() {
      do {
        let image = try ImageFile.read(path: picture.path, background: background).fitted(width: width, height: height)
        bytes += image.withChannels(channels).pixels
        labels.append(picture.label)
      } catch let error as FileError {
        leaveOut(error)
      }
      progress(place + 1)
    }
    guard !labels.isEmpty else {
      throw FileError(.badData, path: path, reason: "none of its pictures could be read")
    }
    return ImageSet(
      count: labels.count, height: height, width: width, channels: channels, bytes: bytes,
      labels: classes.isEmpty ? nil : labels, classNames: classes)
  }
}
