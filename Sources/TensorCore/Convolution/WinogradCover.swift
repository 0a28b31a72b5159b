import KernelInterface

/// How tiles cover a grid of outputs: long segments, then short ones, along each axis: of four and three outputs under two
/// taps, of three and two under three.
///
/// The tiles fall into groups of one size, in an order in which those that have a value at a point follow one another:
/// the last point of an axis has values in long segments alone.
struct WinogradCover {
  /// The tiles of one size.
  struct Group {
    var hasLongRows: Bool
    var hasLongColumns: Bool
    var outputRows: Int
    var outputColumns: Int
    /// Outputs before the group's, and its tiles.
    var firstRow: Int
    var firstColumn: Int
    var tileRows: Int
    var tileColumns: Int

    /// Tiles of an image.
    var tiles: Int { tileRows * tileColumns }
  }

  /// The groups, without empty ones.
  let groups: [Group]
  /// Products of an input channel with an output channel, of an image.
  let products: Int
  /// For each point the tiles of a unit, of `unitTiles`, that have a value there.
  let pointTiles: [Range<Int>]

  /// Covers a grid with the fewest products.
  init(height: Int, width: Int, axisTaps: Int) {
    let rows = Segments(covering: height, axisTaps: axisTaps)
    let columns = Segments(covering: width, axisTaps: axisTaps)
    products = rows.products * columns.products
    let sizes = [(true, false), (true, true), (false, true), (false, false)]
    let groups = sizes.map { hasLongRows, hasLongColumns in
      let (row, column) = (rows.group(long: hasLongRows), columns.group(long: hasLongColumns))
      return Group(
        hasLongRows: hasLongRows, hasLongColumns: hasLongColumns, outputRows: row.outputs,
        outputColumns: column.outputs, firstRow: row.first, firstColumn: column.first, tileRows: row.count,
        tileColumns: column.count)
    }.filter { $0.tiles > 0 }
    self.groups = groups
    pointTiles = (0..<winogradPoints).map { point in
      Self.tiles(at: point, groups) { groups.count == 1 ? 1 : $0.tiles }
    }
  }

  /// What a batch is cut into: single tiles if all are alike, otherwise whole images.
  func units(images: Int) -> Int { isUniform ? images * tiles : images }

  /// Tiles of a unit.
  var unitTiles: Int { isUniform ? 1 : tiles }

  /// A group's tiles of a unit.
  func unitTiles(_ group: Group) -> Int { isUniform ? 1 : group.tiles }

  /// Walks the groups' tiles of a part of a chunk. A chunk holds the tiles of its units group by group.
  ///
  /// - Parameters:
  ///   - chunk: the chunk's units, of all.
  ///   - part: the part's units, counted from the chunk's first.
  ///   - body: given a group, its tiles within the batch, and the place of the first of them in the chunk.
  func forEachGroup(
    in chunk: Range<Int>, part: Range<Int>, _ body: (_ group: Group, _ tiles: Range<Int>, _ place: Int) -> Void
  ) {
    var place = 0
    for group in groups {
      let count = unitTiles(group)
      let first = (chunk.lowerBound + part.lowerBound) * count
      body(group, first..<first + part.count * count, place + part.lowerBound * count)
      place += chunk.count * count
    }
  }

  /// The tiles of a unit that have a value at a point.
  private static func tiles(at point: Int, _ groups: [Group], unit: (Group) -> Int) -> Range<Int> {
    let last = winogradAxisPoints - 1
    let (needsRows, needsColumns) = (point / winogradAxisPoints == last, point % winogradAxisPoints == last)
    func isIn(_ group: Group) -> Bool {
      (!needsRows || group.hasLongRows) && (!needsColumns || group.hasLongColumns)
    }
    guard let first = groups.firstIndex(where: isIn), let end = groups.lastIndex(where: isIn) else { return 0..<0 }
    let start = groups[..<first].reduce(0) { $0 + unit($1) }
    return start..<groups[first...end].reduce(start) { $0 + unit($1) }
  }

  private var isUniform: Bool { groups.count == 1 }
  private var tiles: Int { groups.reduce(0) { $0 + $1.tiles } }

  /// The segments of an axis.
  private struct Segments {
    private let longOutputs: Int
    private var long: Int
    private var short = 0

    /// The fewest products; of those the fewest segments.
    init(covering outputs: Int, axisTaps: Int) {
      longOutputs = winogradAxisPoints + 1 - axisTaps
      long = (outputs + longOutputs - 1) / longOutputs
      for fewer in 0..<long {
        let rest = (outputs - longOutputs * fewer + longOutputs - 2) / (longOutputs - 1)
        if Self.products(fewer, rest) < products { (long, short) = (fewer, rest) }
      }
    }

    var products: Int { Self.products(long, short) }

    /// The segments of one length: the outputs of each, the first's first output, and how many there are.
    func group(long isLong: Bool) -> (outputs: Int, first: Int, count: Int) {
      isLong ? (longOutputs, 0, long) : (longOutputs - 1, longOutputs * long, short)
    }

    private static func products(_ long: Int, _ short: Int) -> Int {
      winogradAxisPoints * long + (winogradAxisPoints - 1) * short
    }
  }
}
