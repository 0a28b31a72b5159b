import CommandLineKit

/// Factors of a change, as in `0,0.5,1`.
struct Strengths: ArgumentValue {
  static let expectation = "numbers with commas between them, such as 0,0.5,1"
  let values: [Double]

  init(_ values: [Double]) {
    self.values = values
  }

  init?(argument: String) {
    let numbers = argument.listItems.map { Double(argument: String($0)) }
    values = numbers.compactMap { $0 }
    if values.count != numbers.count || values.contains(where: { abs($0) > 100 }) { return nil }
  }

  var argumentText: String { values.map(\.argumentText).joined(separator: ",") }
}
