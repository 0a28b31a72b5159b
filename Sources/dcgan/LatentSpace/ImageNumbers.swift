import CommandLineKit
import GAN
import LatentSpace

/// Numbers of images, as in `3,9,27`.
struct ImageNumbers: ArgumentValue {
  static let expectation = "numbers of images with commas between them, such as 3,9,27"
  let values: [Int]

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    values = numbers.compactMap { $0 }.filter { (0...LatentSource.maximumNumber).contains($0) }
    if values.count != numbers.count { return nil }
  }

  var argumentText: String { values.map(String.init).joined(separator: ",") }
}
