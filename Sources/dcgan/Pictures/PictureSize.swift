import CommandLineKit

/// The extents of images, as one types them: `64`, or `64x48` for 64 pixels in width and 48 in height.
struct PictureSize: Equatable, ArgumentValue {
  let width: Int
  let height: Int

  static let expectation = "a number of pixels such as 64, or width and height such as 64x48"
  /// The most pixels a side of an image for training.
  private static let maximumSide = 1024
  /// Refuses what nothing can be trained on.
  static let validation = Validation<PictureSize>("from 1 to \(maximumSide) pixels a side") { size in
    [size.width, size.height].allSatisfy { (1...maximumSide).contains($0) }
  }

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
  }

  init?(argument: String) {
    let numbers = argument.lowercased().replacing("×", with: "x").split(
      separator: "x", omittingEmptySubsequences: false
    )
    .map { Int($0) }
    guard (1...2).contains(numbers.count), let width = numbers[0], let height = numbers[numbers.count - 1] else {
      return nil
    }
    self.init(width: width, height: height)
  }

  var argumentText: String { width == height ? "\(width)" : "\(width)x\(height)" }
}

/// A part of a whole, as one types it: `0.1` or `10%`.
struct Share: Equatable, ArgumentValue {
  let fraction: Double

  static let expectation = "a share such as 0.1 or 10%"
  static let validation = Validation<Share>("greater than 0 and less than 1, or than 100%") {
    $0.fraction > 0 && $0.fraction < 1
  }

  init?(argument: String) {
    let isPercentage = argument.hasSuffix("%")
    guard let number = Double(argument: isPercentage ? String(argument.dropLast()) : argument) else { return nil }
    fraction = isPercentage ? number / 100 : number
    if Self.percentage(argument) != nil { return nil }
  }

  /// The percentage that a number such as 10 probably means; `nil` if it is a share.
  private static func percentage(_ text: String) -> String? {
    Double(argument: text).flatMap { $0 > 1 && $0 < 100 ? "\(text)%" : nil }
  }

  static func fault(of text: String) -> ArgumentFault? { percentage(text).map { .resembles($0) } }

  var argumentText: String { fraction.argumentText }

  /// The whole number nearest to this share of a count, but at least 1, and not all of several.
  func count(of all: Int) -> Int { max(1, min(all - 1, Int((fraction * Double(all)).rounded()))) }
}
