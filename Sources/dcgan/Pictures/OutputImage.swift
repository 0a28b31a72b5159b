import CommandLineKit
import FileFormats
import Platform
import TensorCore

/// The file that a command writes its images to. Every command that makes pictures writes them here.
struct OutputImage {
  /// The format.
  let format: ImageFormat
  private let path: String

  /// Finds the format of a file, or of standard output if the path is `-`, and refuses, before any work, one that
  /// cannot be created, that would replace what is no picture, or that is a terminal, unless `force` says so.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - format: The format, if the name does not tell it.
  ///   - force: Whether a terminal gets bytes.
  ///   - mayHaveLabels: Whether it is yet to be seen if the images have labels; if not, there must be none beside them.
  /// - Throws: `UsageError` or `FileError`.
  init(path: String, format: ImageFormat?, force: Bool = false, mayHaveLabels: Bool = false) throws {
    self.path = path == "-" ? Self.standardOutput : path
    self.format = try Self.format(of: path, format)
    guard force || !AtomicFile.isTerminal(self.path) else {
      throw UsageError(
        "'--out \(path)' is a terminal, which would show the bytes of the images as gibberish. Name a file, send "
          + "standard output to one with '>', or add '--force'.")
    }
    if path != "-" { try Self.refuseDirectory(path) }
    try ImageFile.checkReplaceable(self.path)
    try ResultsDirectory.refuseOwnFile(self.path)
    try AtomicFile.checkCreatable(self.path)
    if !mayHaveLabels { try refuseLabels() }
  }

  /// Refuses a file of single images without labels beside which there are some.
  ///
  /// - Throws: `FileError`.
  func refuseLabels() throws {
    if format.holdsSingleImages, format != .npz, labelsPath != nil { try LabelsFile.refuse(besideImages: path) }
  }

  /// The file of the labels beside one of single images; `nil` where nothing can be.
  var labelsPath: String? {
    isStandardOutput || AtomicFile.isStream(path) ? nil : LabelsFile.path(besideImages: path)
  }

  private static func format(of path: String, _ given: ImageFormat?) throws -> ImageFormat {
    let promised = path == "-" ? nil : ImageFormat.promisedEnding(path)
    if let given, let promised, promised != given.rawValue {
      throw UsageError(
        "'--format \(given.rawValue)' contradicts the name '\(path)', which promises a .\(promised) file. Leave one of "
          + "them out, or give the name the ending '.\(given.rawValue)'.")
    }
    if let format = given ?? promised.flatMap({ ImageFormat(rawValue: $0) }) { return format }
    if path == "-" {
      throw UsageError("Standard output has no name that tells the format: add '--format png' or another.")
    }
    try refuseDirectory(path)
    throw UsageError(
      "'\(path)' does not end in a known format (\(ImageFormat.endings)): rename it or add '--format'.")
  }

  private static func refuseDirectory(_ path: String) throws {
    guard isDirectory(path) else { return }
    let directory = path.hasSuffix("/") ? path : path + "/"
    throw UsageError("'--out \(path)' is a directory. Name a file in it, such as '\(directory)images.png'.")
  }

  /// Refuses to replace a file that the command reads, or writes too, as `option` says.
  func checkDiffers(from other: String, _ option: String) throws {
    if !isStandardOutput, namesSameFile(path, other) {
      throw UsageError("'--out' and '\(option)' both name '\(path)'. Name another file with '--out'.")
    }
  }

  /// The file's name with another ending; `nil` for standard output, a pipe and a device, which have nothing beside them.
  func path(withEnding ending: String) -> String? {
    if isStandardOutput || AtomicFile.isStream(path) { return nil }
    let known = ".\(format.rawValue)"
    return (path.lowercased().hasSuffix(known) ? String(path.dropLast(known.count)) : path) + ending
  }

  private static let standardOutput = "/dev/stdout"

  /// Whether the bytes go to standard output, where nothing else may stand then.
  var isStandardOutput: Bool { path == Self.standardOutput }

  /// Whether the format shows pictures one after the other.
  var isAnimated: Bool { format == .gif }

  /// Refuses a format that cannot hold images of this shape, and images that there is no memory to make and encode.
  func check(_ image: Shape) throws { try Self.check(image, format) }

  /// Refuses a format that cannot hold images of this shape, and images that there is no memory to make and encode.
  static func check(_ image: Shape, _ format: ImageFormat) throws {
    try requireMemory(for: image.count)
    guard image.channels == 1 || image.channels == 3 || format.holdsSingleImages else {
      throw UsageError("Pictures have 1 or 3 channels, and these images have \(image.channels). Write '.idx'.")
    }
    guard format != .gif || max(image.height, image.width) <= GIF.maximumSide else {
      throw UsageError("GIF holds pictures of at most \(GIF.maximumSide) pixels a side. Write '.png'.")
    }
    guard format != .pgm || image.channels == 1 else {
      throw UsageError("PGM holds grey images, and these are in colour. Write '.ppm' or '.png'.")
    }
  }

  /// Refuses images of so many bytes if there is no memory for them, for their encoding and for what is copied as it
  /// grows.
  static func requireMemory(for byteCount: Int) throws {
    let bytes = 6 * Double(byteCount)
    if bytes < Double(MemoryBudget.smallChange) { return }
    try MemoryBudget().require(
      bytes, for: "The images and their encoding", advice: "Make fewer images.")
  }

  /// Writes a picture, atomically.
  func write(_ picture: RasterImage) throws { try Self.write(picture, format, to: path) }

  /// Writes a picture to a file of a format, atomically, and waits until it is on the disk unless it is one of many.
  static func write(
    _ picture: RasterImage, _ format: ImageFormat, to path: String, waitsForDisk: Bool = true
  ) throws {
    let bytes =
      switch format {
      case .ppm: PortableAnyMap.encode(picture.convertedToColour())
      case .png: try PNG.encode(picture, path: path)
      case .gif: GIF.encode([picture], delay: 0)
      default: PortableAnyMap.encode(picture)
      }
    try AtomicFile.write(bytes, to: path, replaceExisting: true, waitsForDisk: waitsForDisk)
  }

  /// Writes pictures of one size as an animation, atomically, each shown for `delay` hundredths of a second.
  func write(animation frames: [RasterImage], delay: Int) throws {
    try write(animation: frames, delays: [Int](repeating: delay, count: frames.count))
  }

  /// Writes pictures of one size as an animation, atomically, each shown for its hundredths of a second.
  func write(animation frames: [RasterImage], delays: [Int]) throws {
    try AtomicFile.write(GIF.encode(frames, delays: delays), to: path, replaceExisting: true)
  }

  /// Writes single images, atomically.
  func write(_ images: ImageSet) throws {
    try write(ImageDimensions(images)) { try $0(images.bytes) }
  }

  /// Writes so many single images of a shape, atomically, as `body` hands over their bytes one after the other, and
  /// their labels with them where the format has both: `body` fills them.
  func write(
    _ count: Int, of image: Shape, labels: OutputLabels? = nil,
    _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    try write(
      ImageDimensions(count: count, height: image.height, width: image.width, channels: image.channels), labels, body)
  }

  private func write(
    _ images: ImageDimensions, _ labels: OutputLabels? = nil,
    _ body: (_ append: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    switch format {
    case .npy: try NPYFile.write(images: images, to: path, body)
    case .npz:
      try MemoryBudget().require(
        Double(images.byteCount), for: counted(images.count, "image"),
        advice: "Write '.npy', which needs little memory.")
      try NPZFile.write(images: images, to: path, labels: { labels?.values }, body)
    case .compressedIDX: try IDXFile.write(images: images, to: path, compression: .gzip, body)
    default: try IDXFile.write(images: images, to: path, body)
    }
  }
}
