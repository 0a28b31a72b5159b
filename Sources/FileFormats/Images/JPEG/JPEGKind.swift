/// Which of the standard's processes encoded a picture, as far as that decides whether it can be read.
enum JPEGKind {
  case sequentialOrProgressive
  case arithmetic
  case lossless
  case hierarchical
  case precision(UInt8)
  /// The height follows behind the first scan, in a segment `DNL`.
  case heightUnknown

  /// The kind of a frame that begins with `marker`, of samples of `precision` bits.
  init(_ marker: UInt8, precision: UInt8, height: Int) {
    switch marker {
    case JPEGMarker.baseline, JPEGMarker.extendedSequential, JPEGMarker.progressive:
      self = precision != 8 ? .precision(precision) : height == 0 ? .heightUnknown : .sequentialOrProgressive
    case 0xC9, 0xCA: self = .arithmetic
    case 0xC3, 0xCB: self = .lossless
    default: self = .hierarchical
    }
  }

  /// - Throws: ``FileError`` that tells what cannot be read, and what to do.
  func check(_ segments: JPEGSegments) throws {
    switch self {
    case .sequentialOrProgressive: return
    case .arithmetic: throw unreadable("arithmetic coding", Self.withImageMagick, segments)
    case .lossless: throw unreadable("lossless coding", Self.withLibjpeg, segments)
    case .hierarchical: throw unreadable("hierarchical coding", Self.atItsSource, segments)
    case .precision(let bits): throw unreadable("\(bits) bits a sample", Self.withLibjpeg, segments)
    case .heightUnknown: throw unreadable("a height told only behind the pixels, DNL", Self.atItsSource, segments)
    }
  }

  private func unreadable(_ what: String, _ remedy: String, _ segments: JPEGSegments) -> FileError {
    segments.fault("this is a JPEG picture of a rare kind (\(what)), which cannot be read; \(remedy)")
  }

  private static let withImageMagick =
    "convert its folder to PNG, for instance with '\(ImageFile.conversion(of: "jpg"))' of ImageMagick"
  /// Version 3 of libjpeg-turbo decodes every precision, and the result is read with all its bits.
  private static let withLibjpeg =
    #"convert its folder, for instance with 'for f in *.jpg; do djpeg -outfile "${f%.jpg}.ppm" "$f"; done' of "#
    + "libjpeg-turbo 3"
  private static let atItsSource =
    "hardly any program reads it, so take it from its source in another format, or leave it out"
}
