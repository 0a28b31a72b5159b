import FileFormats
import GAN

/// What makes it doubtful that a network learns anything from images, though nothing forbids to try.
public enum DataDoubt: RunNotice, Equatable {
  /// All bytes lie close together, as when numbers from 0 to 1 were saved as bytes.
  case narrowRange(minimum: Int, maximum: Int)
  /// All images are the same.
  case allAlike(count: Int)
  /// All labels are the same, as in the first part of a file that is sorted by class.
  case oneClass(name: String)
  /// All images of a class are held out: its name.
  case heldOutClass(name: String)
  /// There are few images, and so few steps of an epoch.
  case fewImages(count: Int, steps: Int)
  /// An epoch has few steps.
  case shortEpochs(steps: Int, batchSize: Int)

  /// The least difference of the greatest and the least byte that is not doubtful.
  private static let minimumRange = 32
  /// The least number of images that is not doubtful.
  private static let minimumCount = 300
  /// The least number of steps of an epoch that is not doubtful.
  private static let minimumSteps = 5

  /// What is wrong, as a sentence.
  public var description: String {
    switch self {
    case .narrowRange(let minimum, let maximum):
      "The values of all pixels are from \(minimum) to \(maximum), of 0 to 255: the images are nearly of one tone."
    case .allAlike(let count): "All \(count.grouped) images are the same."
    case .oneClass(let name): "All images are of one class, \(name)."
    case .heldOutClass(let name): "All images of class \(name) are held out: nothing can be learnt of it."
    case .fewImages(let count, let steps):
      "There \(count == 1 ? "is" : "are") only \(counted(count, "image")), \(steps) \(steps == 1 ? "step" : "steps") an epoch: a network learns so "
        + "few by heart, or nothing."
    case .shortEpochs(let steps, let batchSize):
      "An epoch has only \(steps) \(steps == 1 ? "step" : "steps"), of \(batchSize) images each."
    }
  }

  /// Looks at all images, of which there is at least one to learn from when so many are held out.
  /// - Returns: What is doubtful; nothing as a rule.
  public static func all(of images: ImageSet, batchSize: Int, heldOutCount: Int = 0) -> [DataDoubt] {
    var doubts: [DataDoubt] = []
    let pixels = images.computePixelStatistics()
    if Int(pixels.maximum) - Int(pixels.minimum) < minimumRange {
      doubts.append(.narrowRange(minimum: Int(pixels.minimum), maximum: Int(pixels.maximum)))
    }
    let first = images[0]
    if images.count > 1, (1..<images.count).allSatisfy({ images[$0].elementsEqual(first) }) {
      doubts.append(.allAlike(count: images.count))
    }
    if images.count > 1, let label = images.labels?.first, images.labels?.allSatisfy({ $0 == label }) == true {
      doubts.append(.oneClass(name: images.className(of: label)))
    }
    doubts += heldOutClasses(of: images, heldOutCount)
    let count = images.count - heldOutCount
    let steps = count / max(1, batchSize)
    if count < minimumCount {
      doubts.append(.fewImages(count: count, steps: steps))
    } else if steps < minimumSteps {
      doubts.append(.shortEpochs(steps: steps, batchSize: batchSize))
    }
    return doubts
  }

  private static func heldOutClasses(of images: ImageSet, _ heldOutCount: Int) -> [DataDoubt] {
    guard heldOutCount > 0, let labels = images.labels else { return [] }
    let learnt = TrainingParts.numbers(of: images.count, holdingOut: heldOutCount).learnt
    return Set(labels).subtracting(learnt.map { labels[$0] }).sorted().map {
      .heldOutClass(name: images.className(of: $0))
    }
  }
}
