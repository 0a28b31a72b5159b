/// The markers of JPEG (ITU-T T.81, table B.1), each by the byte that follows 0xFF.
enum JPEGMarker {
  /// How a file begins: the marker `SOI`, and the first byte of the next.
  static let signature: [UInt8] = [prefix, startOfImage, prefix]

  static let prefix: UInt8 = 0xFF
  static let temporary: UInt8 = 0x01
  static let baseline: UInt8 = 0xC0
  static let extendedSequential: UInt8 = 0xC1
  static let progressive: UInt8 = 0xC2
  static let huffmanTables: UInt8 = 0xC4
  static let arithmeticConditioning: UInt8 = 0xCC
  static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
  static let startOfImage: UInt8 = 0xD8
  static let endOfImage: UInt8 = 0xD9
  static let startOfScan: UInt8 = 0xDA
  static let quantisationTables: UInt8 = 0xDB
  static let restartInterval: UInt8 = 0xDD
  static let hierarchicalProgression: UInt8 = 0xDE
  static let exif: UInt8 = 0xE1
  static let adobe: UInt8 = 0xEE
  static let jfif: UInt8 = 0xE0

  /// Markers that stand alone, without a segment behind them.
  static func standsAlone(_ marker: UInt8) -> Bool {
    marker == temporary || marker == startOfImage || restarts.contains(marker)
  }

  /// Markers that begin a frame, of whatever process, but for those that mean something else in the same range.
  static func startsFrame(_ marker: UInt8) -> Bool {
    (0xC0...0xCF).contains(marker) && marker != huffmanTables && marker != arithmeticConditioning && marker != 0xC8
  }
}
