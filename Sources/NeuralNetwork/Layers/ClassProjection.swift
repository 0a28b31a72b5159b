import TensorCore

/// ``LayerDescription/classProjection(classes:)``.
package struct ClassProjection: ConditionalLayerKind {
  package static let type = "classProjection"
  package static let members: [LayerMember<ClassProjection>] = [
    LayerMember("classes", .integer(\.classes, in: 1...BatchClasses.maximumCount))
  ]

  package var classes = 1

  package init() {}

  package var isPiecewiseLinear: Bool { true }

  package var summary: String { "projection on \(classes) classes" }

  package func plan(_ place: LayerPlace) throws(NetworkPlanError) -> LayerPlan {
    try place.check(classes, "the number of classes", from: 1, to: BatchClasses.maximumCount)
    guard place.input.imageCount == classes + 1 else {
      throw place.failure(
        "a projection on \(classes) classes wants \(classes + 1) values of an image, one of all classes and one of each, "
          + "not \(place.input.imageCount).")
    }
    return LayerPlan(self, place, output: Shape(channels: 1))
  }

  package func makeLayer(_ site: LayerSite) -> any Layer { ClassProjectionLayer(site) }
}

extension LayerDescription {
  /// The first value plus that of the image's class. Behind the layer that makes these values of an image's features it
  /// is the projection of Miyato & Koyama (2018, "cGANs with Projection Discriminator"): the weights of a class are its
  /// embedding, whose inner product with the features is added to the verdict.
  public static func classProjection(classes: Int) -> LayerDescription {
    var layer = ClassProjection()
    layer.classes = classes
    return LayerDescription(layer)
  }
}

/// The running layer. Values are so few that one thread does them all.
private final class ClassProjectionLayer: PiecewiseLinearLayer {
  let index: Int
  let needsGradientBuffer = true
  private let size: Int
  private let classes: BatchClasses
  private let result: Tensor
  private let labels: (forward: ProfileLabel, backward: ProfileLabel)

  init(_ site: LayerSite) {
    index = site.index
    size = site.plan.input.imageCount
    classes = site.classes
    result = site.makeResult()
    labels = site.elementwiseLabels(forward: 3, backward: size + 1)
  }

  func forward(_ input: Tensor, _ mode: Mode, _ context: ComputeContext) -> Tensor {
    let result = result.prefix(images: input.shape.images)
    context.measure(labels.forward, images: input.shape.images) { project(input, into: result) }
    return result
  }

  /// It is linear, so tangents go the way of values.
  func push(_ tangent: Tensor, into output: Tensor?, _ context: ComputeContext) {
    guard let output else { preconditionFailure("the layer writes elsewhere than over its input") }
    project(tangent, into: output)
  }

  func backward(
    _ outputGradient: Tensor, into inputGradient: Tensor?, addsParameterGradients: Bool, _ context: ComputeContext
  ) {
    guard let inputGradient else { return }
    context.measure(labels.backward, images: outputGradient.shape.images) {
      context.fill(inputGradient, with: 0)
      for image in 0..<outputGradient.shape.images {
        inputGradient[image * size] = outputGradient[image]
        inputGradient[place(ofClassOf: image)] = outputGradient[image]
      }
    }
  }

  private func project(_ input: Tensor, into output: Tensor) {
    for image in 0..<input.shape.images { output[image] = input[image * size] + input[place(ofClassOf: image)] }
  }

  private func place(ofClassOf image: Int) -> Int {
    let number = Int(classes.numbers[image])
    precondition(number >= 0 && number + 1 < size, "each image has a class that there is")
    return image * size + 1 + number
  }
}
