/// What is done to the places of one image: a mirror image of it, if wished, is shifted, and a hole is cut into that.
/// Zeros stand in the hole and where nothing was shifted to.
public struct ImageDistortion: Equatable, Sendable {
  /// Whether left and right are exchanged.
  public var isMirrored = false
  /// Pixels that the image is shifted down.
  public var rowShift = 0
  /// Pixels that it is shifted to the right.
  public var columnShift = 0
  /// The rows of the hole, none of them outside the image.
  public var holeRows = 0..<0
  /// The columns of the hole, likewise.
  public var holeColumns = 0..<0

  /// Nothing is done.
  public init() {}

  /// Whether a place is in the hole.
  fileprivate func cuts(_ row: Int, _ column: Int) -> Bool { holeRows.contains(row) && holeColumns.contains(column) }
}

/// Distortions that are linear in an image's values, each of which goes to one place at most.
extension ComputeContext {
  /// Writes every image of `x` as its distortion has it.
  public func distort(_ x: Tensor, into y: Tensor, by distortions: [ImageDistortion]) {
    let shape = Self.checked(x, y, distortions)
    forEachPixel(shape, y) { image, row, column in
      let it = distortions[image]
      let (sourceRow, shifted) = (row - it.rowShift, column - it.columnShift)
      guard !it.cuts(row, column), shape.holds(sourceRow, shifted) else { return nil }
      return x.pointer + shape.place(image, sourceRow, it.isMirrored ? shape.width - 1 - shifted : shifted)
    }
  }

  /// Takes the gradient of what ``distort(_:into:by:)`` writes back to what it reads.
  public func distortGradient(_ dy: Tensor, into dx: Tensor, by distortions: [ImageDistortion]) {
    let shape = Self.checked(dy, dx, distortions)
    forEachPixel(shape, dx) { image, row, column in
      let it = distortions[image]
      let target = (row + it.rowShift, (it.isMirrored ? shape.width - 1 - column : column) + it.columnShift)
      guard shape.holds(target.0, target.1), !it.cuts(target.0, target.1) else { return nil }
      return dy.pointer + shape.place(image, target.0, target.1)
    }
  }

  /// Copies a pixel to each place of `target` from where `source` says, or writes zeros where it says `nil`.
  private func forEachPixel(
    _ shape: Shape, _ target: Tensor,
    _ source: @Sendable (_ image: Int, _ row: Int, _ column: Int) -> UnsafeMutablePointer<Float>?
  ) {
    executor.forEach(shape.images) { image in
      for row in 0..<shape.height {
        for column in 0..<shape.width {
          let place = target.pointer + shape.place(image, row, column)
          if let source = source(image, row, column) {
            place.update(from: source, count: shape.channels)
          } else {
            place.update(repeating: 0, count: shape.channels)
          }
        }
      }
    }
  }

  private static func checked(_ x: Tensor, _ y: Tensor, _ distortions: [ImageDistortion]) -> Shape {
    precondition(x.shape == y.shape && distortions.count >= x.shape.images, "there is a distortion for each image")
    return x.shape
  }
}

extension Shape {
  fileprivate func holds(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < height && column >= 0 && column < width
  }

  fileprivate func place(_ image: Int, _ row: Int, _ column: Int) -> Int {
    ((image * height + row) * width + column) * channels
  }
}
