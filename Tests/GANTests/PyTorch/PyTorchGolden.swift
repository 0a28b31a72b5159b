import FileFormats
import Foundation
import GAN
import TensorCore

/// What PyTorch computed in the first training steps, as `scripts/reference/make_pytorch_golden.py` wrote it down.
///
/// The reference is PyTorch in float64. Beside each quantity stands the error of PyTorch's own float32.
struct PyTorchGolden: Decodable {
  let preset: String
  let baseChannels: Int
  let latentSize: Int
  /// Rows, columns, channels.
  let image: [Int]
  let loss: String
  let settings: Settings?
  /// Of a conditional run.
  let classes: Int?
  let seed: UInt64
  let batchSize: Int
  let imageCount: Int
  let steps: Int
  let samples: Int
  let quantities: [Quantity]

  /// Other settings than the defaults, by their names in a checkpoint's configuration.
  struct Settings: Decodable {
    let labelSmoothing: Double?
    let r1: Double?
    let r2: Double?
    let penaltyEvery: Int?
    let augment: String?
    let shards: Int?
    let topFakes: Double?
  }

  /// The networks.
  func architecture() throws -> Architecture {
    guard let preset = Preset(rawValue: preset), image.count == 3 else { throw UnknownPresetError() }
    let shape = Shape(height: image[0], width: image[1], channels: image[2])
    let plain = try preset.architecture(image: shape, latentSize: latentSize, baseChannels: baseChannels)
    return try classes.map(plain.conditional) ?? plain
  }

  /// The training images: pixels of `data/tiny`, and its labels.
  func images() throws -> ImageSet {
    let data = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../data/tiny")
    let tiny = try DataSet.load(path: data.path(percentEncoded: false), labels: .strict).images
    let image = try architecture().image
    return ImageSet(
      image, bytes: Array(tiny.bytes.prefix(imageCount * image.imageCount)),
      labels: tiny.labels.map { Array($0.prefix(imageCount)) })
  }

  /// The file speaks of no preset of ours.
  struct UnknownPresetError: Error {}

  /// A tensor or a few numbers, summarised.
  struct Quantity: Decodable {
    let name: String
    let count: Int
    /// Elements that are counted as zero: rounding decides which way Adam's first step moves them.
    let leftOut: [Int]
    /// The Euclidean norm.
    let norm: Double
    /// All elements, or 16 evenly spaced ones.
    let elements: [Double]
    let sketch: [Double]
    /// The norm of float32's error.
    let float32ErrorNorm: Double
    /// The greatest error of an element in float32.
    let float32LargestError: Double
  }

  /// How many times PyTorch's float32 error ours may be, as errors of the same size differ by chance. Measured, all but
  /// five quantities are within 1.5 times, and the farthest, a change where gradients are as small as Adam's epsilon,
  /// within 2.1.
  static let allowance = 4.0
  /// The same for Winograd's filtering, whose rounding error is about three times that of a sum in every layer.
  /// Measured, the farthest gradient is within 15.3 times.
  static let winogradAllowance = 24.0
  /// What is allowed in any case, relative to the norm: about eight roundings of float32.
  static let floor = 1e-6

  /// The files: a preset each, and the other means of training.
  static let names =
    Preset.allCases.map(\.rawValue) + [
      "gan-minimax", "gan-hinge", "gan-lsgan", "gan-smooth", "dcgan32-relativistic", "plain28-penalties",
      "plain28-augmented", "dcgan28-conditional", "dense-conv-conditional", "mlp-conv-conditional",
      "plain28-conditional", "spectral28-conditional",
    ]

  /// Reads a file beside this source.
  static func load(_ name: String) throws -> PyTorchGolden {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden/\(name).json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(PyTorchGolden.self, from: Data(contentsOf: url))
  }

  /// Sentences on every quantity that is too far from PyTorch's or missing, by name.
  func disagreements(
    with values: [String: [Double]], allowance: Double = PyTorchGolden.allowance
  ) -> [String: String] {
    let sketcher = CountSketch(maximumCount: quantities.map(\.count).max() ?? 0)
    var found: [String: String] = [:]
    for quantity in quantities {
      guard var own = values[quantity.name], own.count == quantity.count else {
        found[quantity.name] = "\(quantity.name): there are not \(quantity.count) values."
        continue
      }
      for index in quantity.leftOut { own[index] = 0 }
      found[quantity.name] = quantity.disagreement(with: own, sketch: sketcher(own), allowance: allowance)
    }
    return found
  }
}

extension PyTorchGolden.Quantity {
  /// What is wrong with our values, if anything is.
  fileprivate func disagreement(with own: [Double], sketch ownSketch: [Double], allowance: Double) -> String? {
    let distance = zip(ownSketch, sketch).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    let allowedDistance = allowance * float32ErrorNorm + PyTorchGolden.floor * norm
    // Written so that a distance that is not a number does not pass.
    guard distance <= allowedDistance else {
      return "\(name): the distance to PyTorch is \(distance), more than \(allowedDistance), where the norm is \(norm)."
    }
    let scale = norm / Double(count).squareRoot()
    let allowed = allowance * float32LargestError + PyTorchGolden.floor * scale
    for (place, expected) in elements.enumerated() {
      let index = place * count / elements.count
      guard abs(own[index] - expected) <= allowed else {
        return "\(name): element \(index) is \(own[index]) and PyTorch's is \(expected), more than \(allowed) apart."
      }
    }
    return nil
  }
}

/// A linear map to a few sums, from which the distance of two tensors is estimated (Charikar, Chen & Farach-Colton,
/// "Finding Frequent Items in Data Streams", 2002): a random byte for each element chooses a sum and a sign.
///
/// An error of a single element shows in full; the estimate from many is true within about 13 % (one standard
/// deviation).
struct CountSketch {
  private static let sums = 32
  private let choices: [UInt8]

  /// Draws the choices for tensors of at most `maximumCount` elements, the same as in the script.
  init(maximumCount: Int) {
    let stream = RandomStream(seed: 0, purpose: .evaluation)
    choices = (0..<UInt64((maximumCount + 7) / 8)).flatMap { index in
      let word = stream.uint64(at: index)
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }

  /// The sums of a tensor.
  func callAsFunction(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: Self.sums)
    // Indices, because `zip` is five times slower where nothing is optimised.
    for index in values.indices {
      let choice = Int(choices[index])
      sums[choice % Self.sums] += choice & Self.sums == 0 ? values[index] : -values[index]
    }
    return sums
  }
}
