import CommandLineKit

/// A rectangle as `x,y,width,height`.
struct Rectangle: ArgumentValue {
  static let expectation = "a rectangle x,y,width,height in pixels from the upper left corner, such as 9,9,10,10"
  let x: Int
  let y: Int
  let width: Int
  let height: Int

  init?(argument: String) {
    let parts = argument.listItems
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 4, numbers.count == 4, numbers.allSatisfy({ (0...1 << 20).contains($0) }), numbers[2] > 0,
      numbers[3] > 0
    else { return nil }
    (x, y, width, height) = (numbers[0], numbers[1], numbers[2], numbers[3])
  }

  /// Whether a pixel lies inside.
  private func contains(x: Int, y: Int) -> Bool {
    (self.x..<self.x + width).contains(x) && (self.y..<self.y + height).contains(y)
  }

  /// Whether each pixel of an image, counted along rows, lies inside.
  func pixels(width: Int, height: Int) -> [Bool] {
    (0..<width * height).map { contains(x: $0 % width, y: $0 / width) }
  }

  var argumentText: String { "\(x),\(y),\(width),\(height)" }
}
