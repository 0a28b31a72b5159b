import CommandLineKit
import FileFormats
import Platform
import TensorCore

/// A format that images are written in.
enum ImageFormat: String, CaseIterable, ArgumentValue {
  case pgm
  case ppm
  case png
  case gif
  case idx
  case compressedIDX = "idx.gz"

  /// Whether the images stand one after the other, and not side by side on a picture.
  var holdsSingleImages: Bool { self == .idx || self == .compressedIDX }

  /// The format that a file's name ends with.
  init?(path: String) {
    let name = path.lowercased()
    guard let format = Self.allCases.reversed().first(where: { name.hasSuffix(".\($0.rawValue)") }) else { return nil }
    self = format
  }
}

/// The file that a command writes its images to. Every command that makes pictures writes them here.
struct OutputImage {
  /// The format.
  let format: ImageFormat
  private let path: String

  /// Finds the format of a file, or of standard output if the path is `-`, and refuses to replace what is no picture.
  init(path: String, format: ImageFormat?) throws {
    let names = ImageFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
    if path == "-" {
      guard let format else {
        throw UsageError("Standard output has no name that tells the format: add '--format png' or another.")
      }
      self.format = format
      self.path = Self.standardOutput
    } else {
      guard let format = format ?? ImageFormat(path: path) else {
        throw UsageError("'\(path)' does not end in a known format (\(names)): rename it or add '--format'.")
      }
      self.format = format
      self.path = path
      try ImageFile.checkReplaceable(path)
    }
  }

  /// Refuses to replace a file that the command reads, or writes too, as `option` says.
  func checkDiffers(from other: String, _ option: String) throws {
    if !isStandardOutput, namesSameFile(path, other) {
      throw UsageError("'--out' and '\(option)' both name '\(path)'. Name another file with '--out'.")
    }
  }

  /// The file's name with another ending; `nil` for standard output.
  func path(withEnding ending: String) -> String? {
    if isStandardOutput { return nil }
    let known = ".\(format.rawValue)"
    return (path.lowercased().hasSuffix(known) ? String(path.dropLast(known.count)) : path) + ending
  }

  private static let standardOutput = "/dev/stdout"

  /// Whether the bytes go to standard output, where nothing else may stand then.
  var isStandardOutput: Bool { path == Self.standardOutput }

  /// Whether the format shows pictures one after the other.
  var isAnimated: Bool { format == .gif }

  /// Refuses a format that cannot hold images of this shape, and images that there is no memory to make and encode.
  func check(_ image: Shape) throws {
    try Self.requireMemory(for: image.count)
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

  /// Refuses, before long work, a file that cannot be created.
  func checkCreatable() throws {
    try AtomicFile.checkCreatable(path)
  }

  /// Writes a picture, atomically.
  func write(_ picture: RasterImage) throws {
    let bytes =
      switch format {
      case .ppm: PortableAnyMap.encode(picture.convertedToColour())
      case .png: try PNG.encode(picture, path: path)
      case .gif: GIF.encode([picture], delay: 0)
      default: PortableAnyMap.encode(picture)
      }
    try AtomicFile.write(bytes, to: path, replaceExisting: true)
  }

  /// Writes pictures of one size as an animation, atomically, each shown for `delay` hundredths of a second.
  func write(animation frames: [RasterImage], delay: Int) throws {
    try AtomicFile.write(GIF.encode(frames, delay: delay), to: path, replaceExisting: true)
  }

  /// Writes single images, atomically.
  func write(_ images: ImageSet) throws {
    try IDXFile.write(images, to: path, compression: format == .compressedIDX ? .gzip : .none, replaceExisting: true)
  }
}
