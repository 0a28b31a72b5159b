import FileFormats
import NeuralNetwork
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

@testable import GAN
@testable import Runs

/// Runs that go by the classes of images, and their directories.
struct ConditionalRunTests {
  let directory: TemporaryDirectory
  let images: ImageSet

  init() throws {
    directory = try TemporaryDirectory()
    images = ImageSet.sample(count: 43, for: .small).withClasses(3, names: ["dark", "dim", "bright"])
  }

  private func plan(_ images: ImageSet, name: String = "run", _ change: (inout NewRun) -> Void = { _ in }) -> NewRun {
    var plan = NewRun(.small, TrainingData(images: images, path: "sample"))
    plan.training = TrainingConfiguration.sample().settings
    plan.training.isConditional = true
    plan.training.average.halfLife = 40
    plan.settings.epochs = 4
    plan.settings.logInterval = 1
    plan.directory = RunDirectory(directory.file(name))
    change(&plan)
    return plan
  }

  @discardableResult
  private func train(
    _ plan: NewRun, until step: Int? = nil, _ context: ComputeContext? = nil
  ) throws -> [UInt8] {
    let session = try TrainingSession(starting: plan, try context ?? .single())
    try session.train(lastStep: step)
    return try bytes(ofFile: session.directory.checkpoint)
  }

  @Test func theNetworksAreMadeForTheClassesOfTheImages() throws {
    try train(plan(images), until: 5)
    let model = try LoadedModel(path: directory.file("run"))
    let configuration = model.configuration
    #expect(configuration.architecture == (try Architecture.small.conditional(classes: 3)))
    #expect(configuration.data.classes?.names == ["dark", "dim", "bright"])
    #expect(configuration.data.classes?.counts == [15, 14, 14])
    let text = String(decoding: try bytes(ofFile: directory.file("run/checkpoint.safetensors")), as: UTF8.self)
    #expect(text.contains(#""format_version":"3""#))
  }

  @Test func threadsOrdersAndInstructionSetsGiveTheSameBytes() throws {
    let expected = try train(plan(images), until: 12)
    for (number, context) in try [
      ComputeContext(threads: 2), ComputeContext(threads: 3, order: .scattered(seed: 5)),
      ComputeContext(threads: 7, order: .scattered(seed: 1)),
    ].enumerated() {
      #expect(try train(plan(images, name: "other-\(number)"), until: 12, context) == expected)
    }
    for set in InstructionSet.available {
      let name = "set-\(set.rawValue)"
      #expect(
        try train(plan(images, name: name), until: 12, ComputeContext(threads: 2, instructionSet: set)) == expected)
    }
  }

  @Test(arguments: [1, 7, 10]) func aPausedRunComesToTheSameBytes(step: Int) throws {
    let expected = try train(plan(images))
    try train(plan(images, name: "paused"), until: step)
    let run = RunDirectory(directory.file("paused"))
    let data = TrainingData(images: images, path: "sample")
    let session = try TrainingSession(resuming: ResumedRun(try PausedRun(run), data), .single())
    try session.train()
    #expect(try bytes(ofFile: run.checkpoint) == expected)
  }

  @Test func labelsChangeTheResult() throws {
    let labels = images.labels.map { Array($0.reversed()) }
    let others = ImageSet(
      count: images.count, height: 8, width: 8, channels: 1, bytes: images.bytes, labels: labels,
      classNames: images.classNames)
    #expect(try train(plan(images), until: 5) != train(plan(others, name: "other"), until: 5))
  }

  @Test func otherLabelsAreNotThoseOfTheRun() throws {
    try train(plan(images), until: 5)
    let run = RunDirectory(directory.file("run"))
    func resumed(_ images: ImageSet) throws {
      let data = TrainingData(images: images, path: "sample")
      _ = try TrainingSession(resuming: ResumedRun(try PausedRun(run), data), .single())
    }
    let renamed = ImageSet(
      count: images.count, height: 8, width: 8, channels: 1, bytes: images.bytes, labels: images.labels)
    let error = #expect(throws: OtherImagesError.self) { try resumed(renamed) }
    #expect(error?.differsInClasses == true)
    #expect(error?.description.contains("their labels or the names of their classes are not") == true)
    #expect(throws: FileError.self) {
      try resumed(ImageSet.sample(count: 43, for: .small).withClasses(3).withoutLabels)
    }
    #expect(throws: OtherImagesError.self) { try resumed(ImageSet.sample(count: 42, for: .small).withClasses(3)) }
  }

  @Test func imagesWithoutLabelsAreRefused() throws {
    let error = #expect(throws: FileError.self) { try train(plan(images.withoutLabels), until: 1) }
    #expect(error?.description.contains("there are no labels beside the images") == true)
    let alike = ImageSet(Architecture.small.image, bytes: images.bytes, labels: [UInt8](repeating: 3, count: 43))
    let other = #expect(throws: FileError.self) { try train(plan(alike), until: 1) }
    #expect(other?.description.contains("all images are of the class 3") == true)
    #expect(!fileExists(directory.file("run")))
  }

  @Test func namesThatWouldFillACheckpointAreRefused() throws {
    let images = ImageSet.sample(count: 43, for: .small)
    let long = images.withClasses(3, names: ["a", String(repeating: "b", count: 256)])
    let error = #expect(throws: FileError.self) { try train(plan(long), until: 1) }
    #expect(error?.description.contains("the name of a class has 256 bytes, beginning with 'bbb") == true)
    let many = images.withClasses(3, names: (0..<400).map { "class \($0)" })
    try train(plan(many), until: 1)
    #expect(try LoadedModel(path: directory.file("run")).configuration.architecture.classCount == 256)
  }

  /// The grid has a column for each class, and is drawn with the average as the checkpoint has it.
  @Test func theSampleGridHasAColumnForEachClass() throws {
    try train(plan(images), until: 5)
    let picture = try ImageFile.read(path: directory.file("run/samples/epoch-0001.png"))
    let grid = ClassGrid(classes: [0, 1, 2], rows: 21)
    #expect(picture.width == 3 * 10 + 2 && picture.height == 21 * 10 + 2)
    let context = try ComputeContext.single()
    let generator = try LoadedModel(path: directory.file("run")).generator(maximumImages: 8, context)
    var expected = try SampleGrid(count: 63, columns: 3, padding: 2, image: Architecture.small.image)
    generator.draw(grid, seed: 1, .normal) { expected.draw($1, at: $0) }
    #expect(picture == expected.picture)
  }

  /// Bright classes come out brighter: what the classes mean was learnt.
  @Test func classesAreLearnt() throws {
    try train(
      plan(images) {
        $0.training.learningRate = 4e-3
        $0.settings.epochs = 60
      })
    let generator = try LoadedModel(path: directory.file("run")).generator(maximumImages: 8, .single())
    let means = (0..<3).map { number in
      generator.classChoice = ClassChoice([number])
      let bytes = generator.images((0..<16).map { [Float](repeating: Float($0) / 8 - 1, count: 5) }).bytes
      return Double(bytes.reduce(0) { $0 + Int($1) }) / Double(bytes.count)
    }
    #expect(means[0] + 10 < means[1] && means[1] + 10 < means[2], "\(means)")
  }

  @Test func aRunMayBeginWithTheNetworksOfAConditionalOne() throws {
    try train(plan(images), until: 5)
    let base = try LoadedModel(path: directory.file("run"))
    var next = plan(images, name: "next")
    next.architecture = base.configuration.architecture
    next.initialNetworks = base
    try train(next, until: 1)
    next.training.isConditional = false
    next.directory = RunDirectory(directory.file("third"))
    #expect(throws: SettingConflict.self) { try train(next, until: 1) }
  }
}

extension ImageSet {
  /// The images alone.
  fileprivate var withoutLabels: ImageSet { ImageSet(shape, bytes: bytes) }
}
