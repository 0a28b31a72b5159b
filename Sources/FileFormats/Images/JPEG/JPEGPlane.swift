/// The samples of one component, of which rows can be had as fine as the picture's.
///
/// Samples that lie half as dense are mixed with their neighbours, 3 to 1 in each direction, with the roundings of the
/// Independent JPEG Group's library ("fancy upsampling"); others, and those of a picture of one or two such columns,
/// are repeated.
struct JPEGPlane {
  private enum Method {
    case none
    case mixedColumns
    case mixedRows
    case mixed
    case repeated
  }

  private let component: JPEGFrame.Component
  private let frame: JPEGFrame
  private let method: Method
  private var samples: [UInt8]

  /// Makes the samples from the coefficients of all blocks.
  /// - Parameters:
  ///   - component: The component, whose scans have been read.
  ///   - frame: The frame that it belongs to.
  ///   - coefficients: Those of all components.
  ///   - factors: The component's 64 factors of quantisation.
  init(
    _ component: JPEGFrame.Component, of frame: JPEGFrame, _ coefficients: borrowing JPEGCoefficients,
    by factors: [Int32]
  ) {
    self.component = component
    self.frame = frame
    let isWide = component.width > 2
    switch (frame.horizontal, frame.vertical) {
    case (component.horizontal, component.vertical): method = .none
    case (2 * component.horizontal, component.vertical) where isWide: method = .mixedColumns
    case (component.horizontal, 2 * component.vertical): method = .mixedRows
    case (2 * component.horizontal, 2 * component.vertical) where isWide: method = .mixed
    default: method = .repeated
    }
    let side = JPEGFrame.blockSide
    samples = [UInt8](repeating: 0, count: component.stride * component.storedRows * side)
    for row in 0..<component.blockRows {
      for column in 0..<component.blockColumns {
        let block = component.firstBlock + row * component.storedColumns + column
        let corner = row * side * component.stride + column * side
        let place = block * JPEGFrame.blockSize
        if coefficients.last[block] == 0 {
          JPEGInverseDCT.fill(
            coefficients.values[place], by: factors[0], into: &samples, at: corner, stride: component.stride)
        } else {
          JPEGInverseDCT.transform(
            coefficients.values, at: place, by: factors, into: &samples, at: corner, stride: component.stride)
        }
      }
    }
  }

  /// Bytes that ``copyRow(_:to:)`` may write: a sample more than the picture has columns.
  static func rowCapacity(width: Int) -> Int { width + 1 }

  /// Writes a row of the picture, which may have a sample more than the picture.
  func copyRow(_ y: Int, to row: inout [UInt8]) {
    switch method {
    case .none:
      let start = y * component.stride
      for x in 0..<component.width { row[x] = samples[start + x] }
    case .mixedColumns: mixColumns(y, to: &row)
    case .mixedRows:
      let (near, far) = rows(y)
      let bias = y.isMultiple(of: 2) ? 1 : 2
      for x in 0..<component.width {
        row[x] = UInt8(truncatingIfNeeded: (3 * Int(samples[near + x]) + Int(samples[far + x]) + bias) >> 2)
      }
    case .mixed: mix(y, to: &row)
    case .repeated:
      let start = y * component.vertical / frame.vertical * component.stride
      for x in 0..<frame.width { row[x] = samples[start + x * component.horizontal / frame.horizontal] }
    }
  }

  /// Where the two rows begin that a row between them is mixed of, the nearer first.
  private func rows(_ y: Int) -> (near: Int, far: Int) {
    let near = y / 2
    let far = min(max(y.isMultiple(of: 2) ? near - 1 : near + 1, 0), component.height - 1)
    return (near * component.stride, far * component.stride)
  }

  private func mixColumns(_ y: Int, to row: inout [UInt8]) {
    let start = y * component.stride
    let last = component.width - 1
    func mixed(_ near: Int, _ far: Int, _ bias: Int) -> UInt8 {
      UInt8(truncatingIfNeeded: (3 * Int(samples[start + near]) + Int(samples[start + far]) + bias) >> 2)
    }
    row[0] = samples[start]
    row[1] = mixed(0, 1, 2)
    for x in 1..<last {
      row[2 * x] = mixed(x, x - 1, 1)
      row[2 * x + 1] = mixed(x, x + 1, 2)
    }
    row[2 * last] = mixed(last, last - 1, 1)
    row[2 * last + 1] = samples[start + last]
  }

  private func mix(_ y: Int, to row: inout [UInt8]) {
    let (near, far) = rows(y)
    let last = component.width - 1
    func sum(_ x: Int) -> Int { 3 * Int(samples[near + x]) + Int(samples[far + x]) }
    var (before, current) = (sum(0), sum(0))
    for x in 0...last {
      let next = x < last ? sum(x + 1) : current
      row[2 * x] = UInt8(truncatingIfNeeded: (3 * current + before + 8) >> 4)
      row[2 * x + 1] = UInt8(truncatingIfNeeded: (3 * current + next + 7) >> 4)
      (before, current) = (current, next)
    }
  }
}
