/// The ten digits as dots, three wide and five high: the least that can be told apart beside images of 28 x 28 pixels.
public enum DigitFont {
  /// Dots of a digit from left to right.
  public static let width = 3
  /// Dots of a digit from top to bottom.
  public static let height = 5
  /// Dots between two digits.
  public static let gap = 1

  /// The rows of each digit from the top, a bit for each dot, the left one first.
  private static let rows: [[UInt8]] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b001, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
  ]

  /// The width of a number that is not negative, in dots.
  public static func width(of number: Int) -> Int { String(number).utf8.count * (width + gap) - gap }

  /// A number that is not negative, as the places of its dots.
  public static func dots(of number: Int) -> [(column: Int, row: Int)] {
    var dots: [(column: Int, row: Int)] = []
    for (place, character) in String(number).utf8.enumerated() {
      for (row, bits) in rows[Int(character - UInt8(ascii: "0"))].enumerated() {
        for column in 0..<width where bits >> (width - 1 - column) & 1 == 1 {
          dots.append((column: place * (width + gap) + column, row: row))
        }
      }
    }
    return dots
  }
}
