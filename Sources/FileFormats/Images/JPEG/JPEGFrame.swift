/// What the start of a frame says: the picture's extents and its components (ITU-T T.81, section B.2.2).
struct JPEGFrame {
  /// One of the colours, sampled more coarsely than the picture if its factors are below the greatest ones.
  struct Component {
    let identifier: UInt8
    /// The sampling factors, from 1 to 4.
    let horizontal: Int
    let vertical: Int
    /// The number of the quantisation table, from 0 to 3.
    let quantisation: Int
    /// Samples that have a meaning.
    let width: Int
    let height: Int
    /// Blocks of 8 x 8 samples that have a meaning in part: what a scan of this component alone holds.
    let blockColumns: Int
    let blockRows: Int
    /// Blocks a row, filled up to whole units of a scan of several components.
    let storedColumns: Int
    let storedRows: Int
    /// The place of the first block among the blocks of all components.
    let firstBlock: Int

    /// The place behind its last block.
    var endBlock: Int { firstBlock + storedColumns * storedRows }

    /// Samples a row of whole stored blocks.
    var stride: Int { storedColumns * JPEGFrame.blockSide }
  }

  static let blockSide = 8
  /// Coefficients or samples of a block.
  static let blockSize = 64
  private static let maximumFactor: UInt8 = 4

  let isProgressive: Bool
  let width: Int
  let height: Int
  let components: [Component]
  /// The greatest sampling factors.
  let horizontal: Int
  let vertical: Int
  /// Units of a scan of several components: as many blocks of each as its factors say.
  let unitColumns: Int
  let unitRows: Int

  /// Reads the contents of the segment behind `marker`, at which `segments` stands.
  /// - Throws: ``FileError`` if they are not possible, or if the picture is too large or of a kind that is not read.
  init(_ marker: UInt8, _ contents: ArraySlice<UInt8>, _ segments: JPEGSegments) throws {
    let bytes = Array(contents)
    guard bytes.count >= 6, bytes.count == 6 + 3 * Int(bytes[5]) else {
      throw segments.fault("the start of the frame has \(bytesText(bytes.count)), which does not fit its contents")
    }
    isProgressive = marker == JPEGMarker.progressive
    height = Int(bytes[1]) << 8 | Int(bytes[2])
    width = Int(bytes[3]) << 8 | Int(bytes[4])
    try JPEGKind(marker, precision: bytes[0], height: height).check(segments)
    try ImageFile.check(width: width, height: height, path: segments.path)
    guard [1, 3, 4].contains(bytes[5]) else {
      throw segments.fault("the picture has \(bytes[5]) components a pixel, but 1, 3 or 4 are possible")
    }
    let parts = stride(from: 6, to: bytes.count, by: 3).map { Array(bytes[$0..<$0 + 3]) }
    try Self.check(parts, segments)
    let horizontal = parts.map { Int($0[1] >> 4) }.max() ?? 1
    let vertical = parts.map { Int($0[1] & 15) }.max() ?? 1
    (self.horizontal, self.vertical) = (horizontal, vertical)
    unitColumns = width.dividedUp(by: horizontal * Self.blockSide)
    unitRows = height.dividedUp(by: vertical * Self.blockSide)
    var components: [Component] = []
    for part in parts {
      let (ownHorizontal, ownVertical) = (Int(part[1] >> 4), Int(part[1] & 15))
      let ownWidth = (width * ownHorizontal).dividedUp(by: horizontal)
      let ownHeight = (height * ownVertical).dividedUp(by: vertical)
      components.append(
        Component(
          identifier: part[0], horizontal: ownHorizontal, vertical: ownVertical, quantisation: Int(part[2]),
          width: ownWidth, height: ownHeight, blockColumns: ownWidth.dividedUp(by: Self.blockSide),
          blockRows: ownHeight.dividedUp(by: Self.blockSide), storedColumns: unitColumns * ownHorizontal,
          storedRows: unitRows * ownVertical, firstBlock: components.last?.endBlock ?? 0))
    }
    self.components = components
  }

  /// Refuses components, each of three bytes, that are not possible.
  private static func check(_ parts: [[UInt8]], _ segments: JPEGSegments) throws {
    guard parts.allSatisfy({ (1...maximumFactor).contains($0[1] >> 4) && (1...maximumFactor).contains($0[1] & 15) })
    else { throw segments.fault("a component's sampling factors are not from 1 to 4") }
    guard parts.allSatisfy({ $0[2] < 4 }) else {
      throw segments.fault("a component's quantisation table has a number beyond 3")
    }
    guard Set(parts.map { $0[0] }).count == parts.count else {
      throw segments.fault("two components have the same number")
    }
  }

  /// Blocks that are stored, of all components.
  var storedBlocks: Int { components.last?.endBlock ?? 0 }

  /// Blocks that every file of such a picture must encode.
  var encodedBlocks: Int { components.reduce(0) { $0 + $1.blockColumns * $1.blockRows } }
}

extension Int {
  /// The quotient, rounded up, of a positive number and another.
  func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}
