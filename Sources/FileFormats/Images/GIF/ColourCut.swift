/// The colours of pictures brought down to a few that lie where most pixels are.
///
/// The method is that of P. Heckbert, "Color Image Quantization for Frame Buffer Display", SIGGRAPH 1982 (median cut),
/// with S. Wan, P. Prusinkiewicz and S. Wong's choice of box and place (variance): the box whose colours are spread
/// widest along one channel is cut there at its mean, until there are enough boxes; each box gives its mean colour. All
/// of it is counted, or is done in one fixed order, so that the same pictures always come to the same colours.
struct ColourCut {
  /// The colours.
  let colours: [RGBColour]
  /// The place of the nearest colour for each cell.
  private let nearest: [UInt8]

  /// Colours that differ in lower bits alone share a cell.
  private static let bits = 6
  private static let cellCount = 1 << (3 * bits)

  /// Finds at most `count` colours, no more than 256, of pictures with three channels.
  init(_ pictures: [RasterImage], count: Int) {
    let cells = Self.cells(of: pictures)
    var boxes = [Box(cells)]
    while boxes.count < count, let widest = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }),
      boxes[widest].spread > 0
    {
      let (low, high) = boxes[widest].halves
      boxes[widest] = low
      boxes.append(high)
    }
    colours = boxes.map(\.colour)
    nearest = Self.nearest(of: colours, for: cells)
  }

  /// The place of the colour that is nearest to a pixel's.
  func place(of colour: RGBColour) -> UInt8 { nearest[Self.cell(of: colour)] }

  private static func cell(of colour: RGBColour) -> Int {
    func level(_ value: UInt8, _ place: Int) -> Int { (Int(value) >> (8 - bits)) << (place * bits) }
    return level(colour.red, 2) | level(colour.green, 1) | level(colour.blue, 0)
  }

  /// The cells that pixels lie in.
  private static func cells(of pictures: [RasterImage]) -> [Cell] {
    var sums = [SIMD4<Int>](repeating: .zero, count: cellCount)
    for picture in pictures {
      for pixel in 0..<picture.width * picture.height {
        let colour = picture.colour(ofPixel: pixel)
        sums[cell(of: colour)] &+= SIMD4(Int(colour.red), Int(colour.green), Int(colour.blue), 1)
      }
    }
    return sums.enumerated().compactMap { number, sum in
      guard sum.w > 0 else { return nil }
      let total = SIMD3(Double(sum.x), Double(sum.y), Double(sum.z))
      return Cell(number: number, count: Double(sum.w), mean: total / Double(sum.w))
    }
  }

  private static func nearest(of colours: [RGBColour], for cells: [Cell]) -> [UInt8] {
    let means = colours.map { SIMD3(Double($0.red), Double($0.green), Double($0.blue)) }
    var nearest = [UInt8](repeating: 0, count: cellCount)
    for cell in cells {
      var least = Double.infinity
      for (place, mean) in means.enumerated() {
        let difference = cell.mean - mean
        let distance = (difference * difference).sum()
        if distance < least {
          least = distance
          nearest[cell.number] = UInt8(place)
        }
      }
    }
    return nearest
  }
}

/// Pixels of nearly one colour.
private struct Cell {
  let number: Int
  let count: Double
  /// Red, green and blue.
  let mean: SIMD3<Double>
}

/// Cells that will share a colour.
private struct Box {
  private let cells: [Cell]
  private let mean: SIMD3<Double>
  private let axis: Int
  /// The sum of the squared distances from the mean along the channel where it is greatest.
  let spread: Double

  /// A box of cells, at least one.
  init(_ cells: [Cell]) {
    self.cells = cells
    var (count, sum) = (0.0, SIMD3<Double>.zero)
    for cell in cells {
      count += cell.count
      sum += cell.mean * cell.count
    }
    mean = sum / count
    var squares = SIMD3<Double>.zero
    for cell in cells {
      let difference = cell.mean - mean
      squares += difference * difference * cell.count
    }
    let axis = squares.x >= squares.y && squares.x >= squares.z ? 0 : squares.y >= squares.z ? 1 : 2
    self.axis = axis
    // Of a single cell, or of equal ones, nothing but rounding is left.
    spread = cells.contains { $0.mean[axis] != cells[0].mean[axis] } ? squares[axis] : 0
  }

  /// The cells below the mean, and the others, wherever rounding puts the mean of values that are not all equal.
  var halves: (low: Box, high: Box) {
    let values = cells.map { $0.mean[axis] }
    let (least, greatest) = values.reduce((values[0], values[0])) { (min($0.0, $1), max($0.1, $1)) }
    let cut = min(max(mean[axis], least.nextUp), greatest)
    let low = cells.filter { $0.mean[axis] < cut }
    return (Box(low), Box(cells.filter { $0.mean[axis] >= cut }))
  }

  var colour: RGBColour {
    func level(_ value: Double) -> UInt8 { UInt8(min(255, max(0, value.rounded()))) }
    return RGBColour(red: level(mean.x), green: level(mean.y), blue: level(mean.z))
  }
}
