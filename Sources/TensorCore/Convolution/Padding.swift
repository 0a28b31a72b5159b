/// Rows and columns of zeros around a grid. A whole number stands for as many on each side.
public struct Padding: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// Rows above the grid.
  public var top: Int
  /// Columns to the left of the grid.
  public var left: Int
  /// Rows below the grid.
  public var bottom: Int
  /// Columns to the right of the grid.
  public var right: Int

  /// Zeros on each side by themselves.
  public init(top: Int, left: Int, bottom: Int, right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// As many zeros on every side.
  public init(_ everySide: Int) {
    self.init(top: everySide, left: everySide, bottom: everySide, right: everySide)
  }

  /// As many zeros on every side.
  public init(integerLiteral everySide: Int) { self.init(everySide) }

  /// TensorFlow's "same" padding: as many zeros as make a convolution's output `input / stride`, rounded up. An odd one
  /// is at the bottom and at the right, so that a kernel of 3 and a stride of 2 pad an even extent by 0 before and 1
  /// after.
  public static func same(height: Int, width: Int, kernelSize: Int, stride: Int) -> Padding {
    func total(_ input: Int) -> Int { max(0, ((input + stride - 1) / stride - 1) * stride + kernelSize - input) }
    let (rows, columns) = (total(height), total(width))
    return Padding(top: rows / 2, left: columns / 2, bottom: rows - rows / 2, right: columns - columns / 2)
  }

  /// The number of zeros on every side; `nil` if the sides differ.
  public var everySide: Int? { self == Padding(top) ? top : nil }

  /// Rows above and below.
  public var vertical: Int { top + bottom }

  /// Columns to the left and right.
  public var horizontal: Int { left + right }

  /// In a few words, for reports and errors: `1`, `0 before and 1 after`, or every side by itself.
  public var summary: String {
    if let everySide { return "\(everySide)" }
    if top == left && bottom == right { return "\(top) before and \(bottom) after" }
    return "\(top) above, \(left) left, \(bottom) below and \(right) right"
  }
}
