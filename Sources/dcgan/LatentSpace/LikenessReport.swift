import CommandLineKit
import FileFormats
import Foundation

/// How much alike pairs of images are, by the peak signal-to-noise ratio: 10 log10 (255^2 / mean squared difference), in
/// decibels.
struct LikenessReport {
  private let names: [String]
  private let ratios: [Double]

  /// Compares images pairwise.
  init(names: [String], _ images: [[UInt8]], _ others: [[UInt8]]) {
    self.names = names
    ratios = zip(images, others).map(Self.ratio)
  }

  private static func ratio(_ image: [UInt8], _ other: [UInt8]) -> Double {
    let squares = zip(image, other).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
    return 10 * log10(255 * 255 * Double(image.count) / Double(squares))
  }

  /// The mean of the ratios of those that are not the same to the letter.
  private var mean: Double {
    let finite = ratios.filter(\.isFinite)
    return finite.isEmpty ? .infinity : finite.reduce(0, +) / Double(finite.count)
  }

  private static func text(_ ratio: Double) -> String {
    ratio.isFinite ? ratio.text(decimals: 1) + " dB" : "the same"
  }

  /// A line for each image, and their mean if there are several.
  var text: String {
    var table = TextTable([.left, .right])
    for (name, ratio) in zip(names, ratios) { table.add([name, Self.text(ratio)]) }
    if names.count > 1 {
      table.add([ratios.allSatisfy(\.isFinite) ? "mean" : "mean of those that differ", Self.text(mean)])
    }
    return table.lines.joined(separator: "\n")
  }

  /// The same; `null` stands for images that are the same, which the mean leaves out.
  var json: JSONValue {
    .object([
      "images": .array(
        zip(names, ratios).map { .object(["image": .string($0), "psnr": .number($1)]) }),
      "meanPSNR": .number(mean),
    ])
  }
}
