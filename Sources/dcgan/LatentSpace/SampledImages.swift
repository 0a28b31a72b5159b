import CommandLineKit
import FileFormats
import GAN
import LatentSpace
import Runs
import TensorCore

/// The images that `dcgan sample` is asked for: their numbers, and the latent vectors that these count.
struct SampledImages {
  static let count = Option<Int>(
    "count", valueName: "N", default: 64, help: "Number of images.", validate: .in(1...ImageNumbers.maximumCount))
  static let first = Option<Int>(
    "first", valueName: "K", default: 0, help: "Number of the first image, from 0.",
    validate: .in(0...LatentSource.maximumNumber))
  static let keys = Option<ImageNumbers?>(
    "keys", valueName: "K,K-K,...",
    help: "Numbers of the images, such as 3,7,10-19, instead of --first and --count.")

  /// The numbers in the order in which the images are made.
  let numbers: ImageNumbers
  private let source: LatentSource
  private let truncation: Float
  /// The classes that are asked for; `nil` if none are.
  private let classes: [Int]?
  /// What a class is drawn for, where none is asked for.
  private let seed: UInt64

  /// Rows of a grid by class.
  private static let gridRows = 8
  /// From that many images on it is said how far the work has come: it takes more than a moment.
  private static let longCount = 2000

  /// Finds the latent vectors, which are multiplied by `truncation`.
  ///
  /// - Throws: `UsageError` or `FileError` if the options contradict each other, or a file of vectors has too few.
  init(_ arguments: ParsedArguments, _ model: LoadedModel, truncation: Double, gridByClass: Bool) throws {
    self.truncation = Float(truncation)
    source = try LatentOptions.source(arguments, model)
    let asked = try ClassOption.classes(arguments, model)
    classes = gridByClass ? try asked ?? ClassOption.all(model) : asked
    columns = gridByClass ? classes?.count : nil
    let count = gridByClass && !arguments.wasGiven(Self.count) ? Self.gridRows : arguments[Self.count]
    seed = arguments[LatentOptions.seed] ?? model.configuration.seed
    let first = arguments[Self.first]
    if let keys = arguments[Self.keys] {
      for (option, isGiven) in [
        ("--count", arguments.wasGiven(Self.count)), ("--first", arguments.wasGiven(Self.first)),
      ] where isGiven {
        throw UsageError("'--keys' names all images; it cannot be used with '\(option)'.")
      }
      numbers = keys
      // Before long work, the sentence that a missing vector has.
      if source.count != nil { _ = try source.latent(keys.maximum) }
    } else if let held = source.count, let path = arguments[LatentOptions.latents] {
      let end = arguments.wasGiven(Self.count) ? first + count : held
      guard first < end, end <= held else {
        throw UsageError(
          first < held
            ? "'--count' is \(arguments[Self.count]), and '\(path)' holds \(counted(held - first, "latent vector")) "
              + "from number \(first) on."
            : "'--first' is \(first), and '\(path)' holds \(counted(held, "latent vector")), counted from 0.")
      }
      numbers = ImageNumbers([first...end - 1])
    } else {
      numbers = ImageNumbers([first...first + count - 1])
    }
  }

  /// The images beside each other in a grid by class; `nil` in others.
  let columns: Int?

  /// How many images there are.
  var count: Int { numbers.count * (columns ?? 1) }

  /// Makes the images, a few at a time, and tells how far it has come if there are many.
  ///
  /// - Parameters:
  ///   - model: The trained generator.
  ///   - context: Where to compute.
  ///   - terminal: Where progress is shown.
  ///   - body: Receives each image's bytes, with its place from 0, its number and its class, if it was drawn for one.
  /// - Throws: `MemoryError` if the network needs more memory than there is; what `body` throws.
  func make(
    with model: LoadedModel, _ context: ComputeContext, _ terminal: Terminal,
    _ body: (_ place: Int, _ number: Int, _ label: Int?, _ image: [UInt8]) throws -> Void
  ) throws {
    let size = min(count, ModelOptions.batchSize)
    let generator = try model.generator(maximumImages: size, classes: classes, context)
    let progress = count < Self.longCount ? nil : ImageProgress(count, terminal)
    defer { progress?.finish() }
    var done = 0
    var batch: [Int] = []
    func makeBatch() throws {
      let latents = try batch.map { try source.latent($0).map { $0 * truncation } }
      let classes = batch.indices.compactMap {
        generator.classNumber(place: done + $0, image: UInt32(batch[$0]), seed: seed)
      }
      try generator.draw(latents, classes: classes.isEmpty ? nil : classes) { place, image in
        try body(
          done + place, batch[place], classes.isEmpty ? nil : classes[place], PixelValues.bytes(nearest: image))
      }
      done += batch.count
      batch.removeAll(keepingCapacity: true)
      progress?.show(done)
    }
    for number in numbers.values {
      for _ in 0..<(columns ?? 1) {
        batch.append(number)
        if batch.count == size { try makeBatch() }
      }
    }
    if !batch.isEmpty { try makeBatch() }
  }
}
