import TestSupport
import Testing

@testable import FileFormats

struct JPEGRefusalTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static func fixture(_ name: String) -> JPEGParts {
    let path = PillowFixture.all("JPEG", name).first?.path ?? ""
    return JPEGParts((try? bytes(ofFile: path)) ?? [])
  }

  private static let baseline = fixture("420-baseline-33x21.jpg")
  private static let progressive = fixture("progressive-many-scans.jpg")
  private static let restarts = fixture("restarts-5.jpg")

  private static let magick = "convert its folder to PNG, for instance with 'mogrify -format png *.jpg' of ImageMagick"
  private static let djpeg =
    #"convert its folder, for instance with 'for f in *.jpg; do djpeg -outfile "${f%.jpg}.ppm" "$f"; done' of "#
    + "libjpeg-turbo 3"
  private static let source =
    "hardly any program reads it, so take it from its source in another format, or leave it out"

  /// The start of the frame with another marker or byte in it.
  private static func kind(_ what: String, _ file: [UInt8], _ remedy: String) -> BrokenFile {
    BrokenFile(
      what, file, at: baseline.place(of: 0xC0),
      "this is a JPEG picture of a rare kind (\(what)), which cannot be read; \(remedy)")
  }

  private static func changed(
    _ parts: JPEGParts, _ marker: UInt8, at place: Int, to value: UInt8, _ reason: String
  ) -> BrokenFile {
    BrokenFile(
      "\(marker) \(place) \(value)", parts.changing(marker, at: place, to: value), at: parts.place(of: marker), reason)
  }

  static let kinds = [
    kind("arithmetic coding", baseline.changing(0xC0, at: 1, to: 0xC9), magick),
    kind("arithmetic coding", baseline.changing(0xC0, at: 1, to: 0xCA), magick),
    kind("lossless coding", baseline.changing(0xC0, at: 1, to: 0xC3), djpeg),
    kind("hierarchical coding", baseline.changing(0xC0, at: 1, to: 0xC5), source),
    kind("hierarchical coding", baseline.changing(0xC0, at: 1, to: 0xDE), source),
    kind("12 bits a sample", baseline.changing(0xC0, at: 4, to: 12), djpeg),
    kind("a height told only behind the pixels, DNL", baseline.changing(0xC0, at: 6, to: 0), source),
  ]

  static let frames = [
    changed(baseline, 0xC0, at: 9, to: 2, "the start of the frame has 15 bytes, which does not fit its contents"),
    changed(baseline, 0xC0, at: 11, to: 0x52, "a component's sampling factors are not from 1 to 4"),
    changed(baseline, 0xC0, at: 11, to: 0x20, "a component's sampling factors are not from 1 to 4"),
    changed(baseline, 0xC0, at: 12, to: 4, "a component's quantisation table has a number beyond 3"),
    changed(baseline, 0xC0, at: 13, to: 1, "two components have the same number"),
    changed(
      baseline, 0xC0, at: 5, to: 64,
      "the header announces 33 x 16405 pixels, more than \(baseline.file.count) bytes can hold"),
    BrokenFile(
      "two frames", baseline.repeating(0xC0, 2), at: baseline.place(of: 0xC0) + 19, "there are two frames"),
    BrokenFile(
      "no frame", baseline.without(0xC0), at: baseline.place(of: 0xDA) - 19,
      "a scan stands before the start of the frame"),
    BrokenFile("no columns", baseline.changing(0xC0, at: 8, to: 0), "the picture would have 0 x 21 pixels"),
    BrokenFile(
      "no scan", baseline.without(0xDA), at: baseline.place(of: 0xDA),
      "the picture ends before all its components; the file may be incomplete"),
    BrokenFile(
      "no end", baseline.without(0xD9),
      "the file ends before the picture does (there is no marker EOI); it may be incomplete"),
  ]

  static let tables = [
    BrokenFile(
      "no factors", baseline.without(0xDB), at: JPEGParts(baseline.without(0xDB)).place(of: 0xDA),
      "a scan needs a quantisation table that has not been defined"),
    changed(baseline, 0xDA, at: 6, to: 0x20, "a scan needs a Huffman table that has not been defined"),
    changed(baseline, 0xDA, at: 8, to: 0x1F, "a scan needs a Huffman table that has not been defined"),
    changed(baseline, 0xDB, at: 4, to: 0x20, "a quantisation table is not complete, or of an unknown form"),
    changed(baseline, 0xDB, at: 4, to: 0x10, "a quantisation table is not complete, or of an unknown form"),
    changed(
      baseline, 0xC4, at: 5, to: 3, "a Huffman table is not complete, or has more codes than can be told apart"),
    changed(baseline, 0xC4, at: 3, to: 1, "a segment would have 1 byte, but its length alone takes 2"),
  ]

  static let scans = [
    changed(baseline, 0xDA, at: 5, to: 9, "a scan has the component 9 twice, or the frame has no such component"),
    changed(baseline, 0xDA, at: 7, to: 1, "a scan has the component 1 twice, or the frame has no such component"),
    changed(baseline, 0xDA, at: 4, to: 4, "the start of a scan has 10 bytes, which does not fit its contents"),
    changed(baseline, 0xC0, at: 11, to: 0x44, "a unit of a scan has 18 blocks, but at most 10 are possible").moved(
      to: baseline.place(of: 0xDA)),
    changed(progressive, 0xDA, at: 12, to: 9, "no progressive scan has the coefficients 0 to 9, bits 0 to 2"),
    changed(progressive, 0xDA, at: 13, to: 0x31, "no progressive scan has the coefficients 0 to 0, bits 3 to 1"),
    BrokenFile(
      "two scans", baseline.repeating(0xDA, 2),
      at: baseline.place(of: 0xDA) + (baseline.parts.first { $0[1] == 0xDA }?.count ?? 0), "a component has two scans"),
  ]

  @Test(arguments: kinds + frames + tables + scans)
  func aPictureThatCannotBeReadIsRefusedInASentence(_ example: BrokenFile) throws {
    let path = try directory.create("picture", example.bytes)
    expectFileError(.badData, example.reason, at: example.offset) { _ = try ImageFile.read(path: path) }
  }

  @Test func aFrameOfAFilmWithoutCodesUsesTheStandardOnes() throws {
    let whole = try directory.create("whole", Self.baseline.file)
    let frame = try directory.create("frame", Self.baseline.without(0xC4))
    #expect(try ImageFile.read(path: frame) == ImageFile.read(path: whole))
  }

  @Test func aRestartMarkerOfAnotherNumberIsRefused() throws {
    var file = Self.restarts.file
    let place = try #require(file.firstRange(of: [0xFF, 0xD0])?.lowerBound)
    file[place + 1] = 0xD3
    let path = try directory.create("picture", file)
    expectFileError(.badData, "the restart marker 0 should stand here: the file is damaged", at: place) {
      _ = try ImageFile.read(path: path)
    }
  }

  /// Each costs as much as going through a picture of 256 x 256 pixels, and all that the limit allows takes seconds.
  @Test func moreScansThanAnyPictureNeedsAreRefused() throws {
    let allowed = JPEGLimits.maximumWork / JPEGLimits.leastWorkOfScan
    let path = try directory.create("picture", Self.tinyProgressive.repeating(0xDA, allowed + 1))
    let error = #expect(throws: FileError.self) { _ = try ImageFile.read(path: path) }
    #expect(error?.reason.hasPrefix("there are more scans over so many pixels than any picture needs") == true)
    let fewer = try directory.create("picture", Self.tinyProgressive.repeating(0xDA, 50))
    #expect(try ImageFile.read(path: fewer).pixels.count == 64)
  }

  /// A grey picture of 8 x 8 pixels of which the only scan brings the first coefficient, 0.
  private static let tinyProgressive: JPEGParts = {
    let factors = [0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
    let frame: [UInt8] = [0xFF, 0xC2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]
    let codes = [0xFF, 0xC4, 0, 20, 0, 1] + [UInt8](repeating: 0, count: 16)
    let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x7F]
    return JPEGParts([0xFF, 0xD8] + factors + frame + codes + scan + [0xFF, 0xD9])
  }()
}

extension BrokenFile {
  /// The same file, of which the fault is found elsewhere.
  fileprivate func moved(to offset: Int) -> BrokenFile { BrokenFile(testDescription, bytes, at: offset, reason) }
}
