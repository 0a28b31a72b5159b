import Foundation
import NeuralNetwork
import TensorCore

/// A network of ``ReferenceLayers`` in training mode. It has a forward pass alone; its gradients are differences of a
/// scalar function of its output.
struct ReferenceNetwork {
  var layers: [LayerDescription]
  /// The trained values under PyTorch's names, in its order.
  var parameters: [String: [Double]]
  /// The class of each image, where layers go by it.
  var classes: [Int] = []
  /// Running means and variances by layer; a layer without them takes the batch's own.
  var statistics: [Int: (mean: [Double], variance: [Double])] = [:]
  /// Changes the input and what every layer gives by a relative amount, as rounding would; `nil` changes nothing.
  var disturbance: Disturbance?

  /// A relative change of every value, up or down by drawn signs.
  struct Disturbance {
    var change: Double
    var signs: RandomStream
    private var index: UInt64 = 0

    init(change: Double, seed: UInt64) {
      self.change = change
      signs = RandomStream(seed: seed, purpose: .evaluation)
    }

    mutating func callAsFunction(_ values: [Double]) -> [Double] {
      values.map { value in
        defer { index += 1 }
        return value * (signs.uint32(at: index) & 1 == 0 ? 1 + change : 1 - change)
      }
    }
  }

  /// The output of a batch, and the least distance of a rectifier's input from its kink.
  func output(_ input: ReferenceImages) -> (output: ReferenceImages, distanceToKink: Double) {
    var x = input
    // A copy starts from the first sign, so that every pass is disturbed alike.
    var disturbance = disturbance
    func disturb() { x.values = disturbance?(x.values) ?? x.values }
    disturb()
    var distance = Double.infinity
    for (index, layer) in layers.enumerated() {
      func parameter(_ name: String) -> [Double]? { parameters["\(index).\(name)"] }
      let (weight, bias) = (parameter("weight") ?? [], parameter("bias"))
      switch layer.kind {
      case let it as Linear:
        x = ReferenceLayers.linear(x, outputs: it.outputs, weight: weight, bias: bias)
      case let it as Reshape:
        x = ReferenceImages(images: x.images, channels: it.channels, height: it.height, width: it.width, x.values)
      case let it as Convolution:
        x = ReferenceLayers.convolution(x, it.convolution, weight: weight, bias: bias)
      case let it as TransposedConvolution:
        x = ReferenceLayers.transposedConvolution(
          x, it.convolution, outputPadding: it.outputPadding, weight: weight, bias: bias)
      case let it as Upsampling:
        x = ReferenceLayers.upsampling(x, scale: it.scale)
      case is BatchNormalization:
        x = ReferenceLayers.batchNorm(
          x, statistics[index] ?? ReferenceLayers.moments(x), weight: weight, bias: bias ?? [])
      case is ReLU:
        distance = min(distance, x.values.map(abs).min() ?? distance)
        x.values = x.values.map { max($0, 0) }
      case let it as LeakyReLU:
        distance = min(distance, x.values.map(abs).min() ?? distance)
        x.values = x.values.map { $0 > 0 ? $0 : Double(it.slope) * $0 }
      case is ClassModulation:
        x = ReferenceLayers.classModulation(x, classes, weight: weight, bias: bias ?? [])
      case is ClassProjection:
        x = ReferenceLayers.classProjection(x, classes)
      case is Tanh:
        x.values = x.values.map { tanh($0) }
      default:
        preconditionFailure("the reference knows no \(layer.summary)")
      }
      disturb()
    }
    return (x, distance)
  }

  /// Some tensor of a network: what a gradient is with respect to.
  enum Variable: Hashable, CustomStringConvertible {
    case input
    case parameter(String)

    var description: String {
      switch self {
      case .input: "the input"
      case .parameter(let name): name
      }
    }
  }

  /// The derivative of `sum of output * weights` with respect to one value, by the central difference
  /// `(f(v + h) - f(v - h)) / 2h`.
  func derivative(
    _ input: ReferenceImages, outputWeights: [Double], _ variable: Variable, at place: Int, step: Double
  ) -> Double {
    let values = [step, -step].map { step in
      var (network, input) = (self, input)
      switch variable {
      case .input: input.values[place] += step
      case .parameter(let name): network.parameters[name]?[place] += step
      }
      return zip(network.output(input).output.values, outputWeights).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (values[0] - values[1]) / (2 * step)
  }
}
