/// Reading a picture file in any of the formats that this module knows.
public enum ImageFile {
  /// The most pixels a picture can have: 67,108,864, as in 8192 x 8192. Photographs have 12 to 61 million.
  public static let maximumPixelCount = 1 << 26

  /// Formats that are recognised, to say what to do, by bytes that stand at a place in the file.
  private static let otherFormats: [(name: String, ending: String, place: Int, magic: [UInt8])] = [
    ("WebP", "webp", 8, Array("WEBP".utf8)),
    ("TIFF", "tif", 0, Array("II*\0".utf8)),
    ("TIFF", "tif", 0, Array("MM\0*".utf8)),
    ("TIFF", "tif", 0, Array("II+\0".utf8)),
    ("TIFF", "tif", 0, Array("MM\0+".utf8)),
    ("AVIF", "avif", 4, Array("ftypavif".utf8)),
    ("HEIC", "heic", 4, Array("ftyphei".utf8)),
    ("HEIC", "heic", 4, Array("ftyphev".utf8)),
    ("HEIC", "heic", 4, Array("ftypmif1".utf8)),
    ("HEIC", "heic", 4, Array("ftypmsf1".utf8)),
    ("JPEG XL", "jxl", 4, Array("JXL ".utf8)),
    ("JPEG 2000", "jp2", 4, Array("jP  ".utf8)),
    ("PAM", "pam", 0, Array("P7".utf8)),
  ]
  private static let longestMagic = 18

  /// The command of ImageMagick that converts all pictures of a folder that have an ending.
  static func conversion(of ending: String) -> String { "mogrify -format png *.\(ending)" }

  /// Reads a PNG, JPEG, GIF, BMP, PGM, PPM or PBM file, having checked its sizes before memory is allocated for them.
  ///
  /// The contents tell the format, not the name. Grey files give one channel and all others three; values are scaled to
  /// 0...255 and rounded. Gamma and colour profiles are not applied; the orientation that a camera notes is. Of an
  /// animation the first picture is read.
  /// - Parameters:
  ///   - path: A regular file.
  ///   - background: What shows through transparent pixels. A grey picture stays grey on a grey background only.
  /// - Returns: The picture.
  /// - Throws: ``FileError`` if the file cannot be read, is in another format or damaged, or if the picture has more
  ///   than ``maximumPixelCount`` pixels.
  public static func read(path: String, background: RGBColour = .white) throws -> RasterImage {
    let file = try InputFile(path: path)
    let start = try file.readBytes(longestMagic)
    try file.rewind()
    if start.starts(with: PNG.signature) {
      return try PNGReader(file, background: background).read()
    }
    if let format = PortableAnyMapReader.Format(magic: start) {
      return try PortableAnyMapReader.read(file, format)
    }
    if start.starts(with: JPEGMarker.signature) { return try JPEGReader.read(file) }
    if start.starts(with: GIFReader.signature) { return try GIFReader.read(file, background: background) }
    if BMPHeader.begins(start) { return try BMPReader.read(file, background: background) }
    if let other = otherFormats.first(where: { start.dropFirst($0.place).starts(with: $0.magic) }) {
      throw FileError(
        .badData, path: path,
        reason: "this is a \(other.name) picture, which cannot be read; convert its folder to PNG, for instance with "
          + "'\(conversion(of: other.ending))' of ImageMagick")
    }
    throw FileError(.badData, path: path, reason: "this is no picture in PNG, JPEG, GIF, BMP, PGM, PPM or PBM format")
      .recognizing(.picture, unless: [.text])
  }

  /// Whether the beginning of a file is that of a picture in a format that can be read or is recognised.
  static func beginsPicture(_ start: [UInt8]) -> Bool {
    [PNG.signature, JPEGMarker.signature, GIFReader.signature].contains { start.starts(with: $0) }
      || PortableAnyMapReader.Format(magic: start) != nil || BMPHeader.begins(start)
      || otherFormats.contains { start.dropFirst($0.place).starts(with: $0.magic) }
  }

  /// Refuses to replace a file that holds anything but pictures, IDX or NumPy data, such as a checkpoint, or that is a
  /// part of a data set by its name.
  /// - Throws: ``FileError``.
  public static func checkReplaceable(_ path: String) throws {
    // What is absent, empty or no regular file cannot be lost.
    guard let file = try InputFile(replaceable: path) else { return }
    guard IDXFileName(PathComponents(path).name)?.split == nil else {
      throw FileError(
        .cannotCreate, path: path,
        reason: "this is a part of a data set, and images would replace it; name another file, or remove this one first"
      )
    }
    let start = try file.readBytes(longestMagic)
    let isPicture = beginsPicture(start)
    // A ZIP archive may hold anything, unless its name says that it is an NPZ file.
    let isArchive = start.starts(with: Array("PK".utf8)) && path.lowercased().hasSuffix(".npz")
    if isArchive, (try? NPZFile(path: path))?.holdsNetworks ?? false {
      throw FileError(
        .cannotCreate, path: path,
        reason: "these are the weights of networks, and images would replace them; name another file")
    }
    let isData =
      start.starts(with: [0, 0, 8]) || start.starts(with: [0x1F, 0x8B]) || start.starts(with: NPYHeader.signature)
      || isArchive
    guard isPicture || isData else {
      throw FileError(
        .cannotCreate, path: path, reason: "this is no picture, and one would replace it; name another file")
    }
  }

  /// Refuses dimensions that no picture has, or that are too large to be read: more than `maximum` pixels.
  static func check(width: Int, height: Int, atMost maximum: Int = maximumPixelCount, path: String) throws {
    guard width > 0, height > 0 else {
      throw FileError(.badData, path: path, reason: "the picture would have \(width) x \(height) pixels")
    }
    guard let count = [width, height].checkedProduct(), count <= maximum else {
      throw FileError(
        .badData, path: path,
        reason:
          "the picture has \(width) x \(height) pixels, but at most \(maximum.grouped) can be read; make it "
          + "smaller, for instance with 'magick in.png -resize 1024x1024 out.png'")
    }
    // Decompressed with four values of two bytes at most, and then as three bytes a pixel.
    try InputFile.requireMemory(for: 11 * count, path: path)
  }

  /// The level of 0...255 nearest to `sample` on a scale that ends at `maximum`.
  static func level(_ sample: Int, of maximum: Int) -> UInt8 { UInt8((sample * 255 + maximum / 2) / maximum) }

  /// `sample` before `background` at the opacity `alpha`, both on a scale that ends at `maximum`, in 8 bits: rounded
  /// once, where the specification of PNG (section 12.4 of its third edition) works in floating point in its own
  /// example.
  static func blend(_ sample: Int, _ alpha: Int, before background: UInt8, maximum: Int) -> UInt8 {
    let scale = maximum * maximum
    return UInt8((sample * alpha * 255 + Int(background) * maximum * (maximum - alpha) + scale / 2) / scale)
  }
}

/// A colour in 8 bits a channel.
public struct RGBColour: Hashable, Sendable {
  /// The three channels.
  public var red, green, blue: UInt8

  /// A colour of three channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A grey level.
  init(grey: UInt8) { self.init(red: grey, green: grey, blue: grey) }

  /// White.
  public static let white = RGBColour(grey: 255)
  /// Black.
  public static let black = RGBColour(grey: 0)

  /// Whether the channels are equal.
  var isGrey: Bool { red == green && green == blue }
}
