import CommandLineKit
import FileFormats
import LatentSpace

/// How much alike pairs of images are, by their peak signal-to-noise ratios.
struct LikenessReport {
  private let names: [String]
  private let ratios: [Double]
  private let mean: Double

  /// Tells of a ratio for each name.
  init(names: [String], ratios: [Double]) {
    self.names = names
    self.ratios = ratios
    mean = PeakSignalToNoiseRatio.mean(ratios)
  }

  private static func text(_ ratio: Double) -> String {
    ratio.isFinite ? ratio.text(decimals: 1) + " dB" : "the same"
  }

  /// A line for each image, and their mean if there are several, within so many columns of a terminal if it goes to one.
  func text(within columns: Int?) -> String {
    var table = TextTable([.left, .right])
    for (name, ratio) in zip(names, ratios) { table.add([name, Self.text(ratio)]) }
    // Of images that are all the same there is no mean.
    if names.count > 1, ratios.contains(where: \.isFinite) {
      table.add([ratios.allSatisfy(\.isFinite) ? "mean" : "mean of those that differ", Self.text(mean)])
    }
    return table.lines(within: columns).joined(separator: "\n")
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
