import FileFormats
import Foundation
import GAN
import NeuralNetwork
import TensorCore
import TestSupport
import Testing

@testable import Evaluation

/// The classifier whose features images are judged by, and its cache.
@Suite struct ClassifierTests {
  private func features(
    _ context: ComputeContext, _ cache: ClassifierCache? = nil, report: (String) -> Void = { _ in }
  ) throws -> RowMatrix {
    // The default number of steps, since others are not kept.
    let source = try FeatureSource(sampleData(), cache: cache, context, report: report)
    return try source.classifier.read(sampleImages(7, seed: 3)).features
  }

  private func values(_ matrix: RowMatrix) -> [Double] {
    (0..<matrix.count).flatMap { row in (0..<matrix.columns).map { matrix[row, $0] } }
  }

  @Test func itLearnsToTellClassesApart() throws {
    let source = try FeatureSource(sampleData(), cache: nil, steps: sampleSteps, try ComputeContext(threads: 2))
    guard case .classifier(_, let accuracy) = source.description else {
      Issue.record("labelled data have a classifier")
      return
    }
    #expect(accuracy > 0.9)
  }

  private func accuracy(_ data: JudgementData) throws -> Double {
    let source = try FeatureSource(data, cache: nil, steps: sampleSteps, try ComputeContext(threads: 2))
    guard case .classifier(_, let accuracy) = source.description else { throw EvaluationError("no classifier") }
    return accuracy
  }

  /// Images whose labels, of those of some numbers, are wrong.
  private func mislabelled(_ images: ImageSet, _ numbers: some Sequence<Int>) throws -> ImageSet {
    var labels = try #require(images.labels)
    for number in numbers { labels[number] = (labels[number] + 1) % 3 }
    return ImageSet(images.shape, bytes: images.bytes, labels: labels)
  }

  @Test func itsAccuracyIsThatOnImagesItHasNotLearntFrom() throws {
    let data = sampleData()
    let test = try mislabelled(try #require(data.test), 0..<60)
    #expect(try accuracy(JudgementData(training: data.training, test: test)) < 0.1)
    // Without test images a sixth of the training images are kept apart.
    let kept = ImageSet.fixedOrder(90).suffix(15)
    #expect(try accuracy(JudgementData(training: mislabelled(data.training, kept), test: nil)) < 0.1)
  }

  @Test func itsBitsDependNeitherOnThreadsNorOnTheInstructionSet() throws {
    func state(_ context: ComputeContext) throws -> [NamedState.Values] {
      try Classifier.train(on: sampleImages(70, seed: 1), steps: 5, context).namedState.map { $0.read() }
    }
    let expected = try state(try ComputeContext(threads: 1))
    for instructionSet in InstructionSet.available {
      for threads in [1, 3] {
        let context = try ComputeContext(threads: threads, instructionSet: instructionSet, order: .scattered(seed: 7))
        #expect(try state(context) == expected, "\(instructionSet), \(threads) threads")
      }
    }
  }

  /// Who changes layers or training must raise the version, or else figures of different features would be compared
  /// and a kept classifier of the old kind be taken.
  @Test func aClassifierOfAVersionIsAlwaysTheSame() throws {
    let classifier = try Classifier.train(on: sampleImages(300, seed: 1), steps: 12, try ComputeContext(threads: 2))
    let bytes = values(try classifier.read(sampleImages(7, seed: 3)).features)
      .flatMap { withUnsafeBytes(of: Float($0).bitPattern.littleEndian, Array.init) }
    let checksum = ImageSet(Shape(channels: 1), bytes: bytes).computeChecksum()
    #expect(
      checksum == [2: 3_131_969_325][ClassifierArchitecture.version],
      "The classifier has changed: raise ClassifierArchitecture.version, and write down the new version's checksum.")
    #expect(Classifier.steps(imageCount: 60_000) == 2_400 && Classifier.steps(imageCount: 1_000) == 312)
  }

  @Test func anImagesFeaturesDoNotDependOnTheOthers() throws {
    let context = try ComputeContext(threads: 2)
    let classifier = try Classifier.train(on: sampleImages(70, seed: 1), steps: 3, context)
    let images = sampleImages(140, seed: 3)
    let all = try classifier.read(images)
    let one = try classifier.read(images.subset(at: [131]))
    #expect(values(all.features.rows([131])) == values(one.features))
    #expect(all.probabilities?[131] == one.probabilities?[0])
  }

  @Test func aKeptClassifierGivesTheSameFeatures() throws {
    let directory = try TemporaryDirectory()
    let cache = ClassifierCache(directory: directory.file("cache/deep"))
    let context = try ComputeContext(threads: 2)
    let trained = values(try features(context, cache))
    let names = try FileManager.default.contentsOfDirectory(atPath: cache.directory)
    #expect(names.count == 1 && names.allSatisfy { $0.hasPrefix("classifier-\(ClassifierArchitecture.version)-") })
    // It takes less memory than to train one, and no more is asked for.
    func memory(_ cache: ClassifierCache?) throws -> Double {
      try FeatureSource.memory(for: sampleData(), cache: cache, context)
    }
    #expect(try memory(cache) < memory(nil))
    #expect(try memory(ClassifierCache(directory: directory.file("empty"))) == memory(nil))
    var steps = 0
    let source = try FeatureSource(sampleData(), cache: cache, context, progress: { _ in steps += 1 })
    #expect(steps == 0)
    #expect(values(try source.classifier.read(sampleImages(7, seed: 3)).features) == trained)
  }

  /// What is said of a kept classifier that `damage` has made useless; it is replaced by the same as was there.
  private func reportOfReplacing(
    _ damage: (_ directory: TemporaryDirectory, _ name: String, _ cache: ClassifierCache) throws -> Void
  ) throws -> String {
    let directory = try TemporaryDirectory()
    let cache = ClassifierCache(directory: directory.path)
    let context = try ComputeContext(threads: 2)
    let trained = values(try features(context, cache))
    let name = try #require(try directory.contents().first)
    let whole = try directory.contents(name)
    try damage(directory, name, cache)
    #expect(try directory.contents(name) != whole)
    var sentences: [String] = []
    #expect(values(try features(context, cache, report: { sentences.append($0) })) == trained)
    #expect(sentences.count == 1 && sentences.allSatisfy { $0.hasSuffix("The classifier is trained anew.") })
    #expect(try directory.contents(name) == whole)
    return sentences.first ?? ""
  }

  @Test func aDamagedFileIsReportedAndReplaced() throws {
    _ = try reportOfReplacing { directory, name, _ in
      var damaged = try directory.contents(name)
      damaged[damaged.count - 100] ^= 4
      try directory.create(name, damaged)
    }
  }

  @Test func aClassifierWhoseAnswersAreNotFiniteIsReportedAndReplaced() throws {
    let report = try reportOfReplacing { _, _, cache in
      // Every weight is a number, and the file's checksum is right.
      let source = try FeatureSource(sampleData(), cache: cache, try ComputeContext(threads: 2))
      for item in source.classifier.namedState where item.name == "head.0.weight" {
        item.write(.floats([Float](repeating: 3e38, count: item.shape.reduce(1, *))))
      }
      cache.write(source.classifier, checksum: sampleData().training.computeChecksumText()) { Issue.record("\($0)") }
    }
    #expect(report.contains("answers are not finite"))
  }

  @Test func aClassifierOfOtherDataUnderTheNameOfTheseIsReportedAndNotTaken() throws {
    let directory = try TemporaryDirectory()
    let cache = ClassifierCache(directory: directory.path)
    let (context, images) = (try ComputeContext(threads: 2), sampleImages(30, seed: 1))
    let classifier = try Classifier.train(on: images, steps: 1, context)
    func read() throws -> (isTaken: Bool, sentences: [String]) {
      var sentences: [String] = []
      let kept = try cache.read(checksum: "own", classes: 3, trying: images, context) { sentences.append($0) }
      return (kept != nil, sentences)
    }
    cache.write(classifier, checksum: "own") { Issue.record("\($0)") }
    #expect(try read() == (true, []))
    cache.write(classifier, checksum: "other") { Issue.record("\($0)") }
    try FileManager.default.removeItem(atPath: cache.path(checksum: "own"))
    try FileManager.default.moveItem(atPath: cache.path(checksum: "other"), toPath: cache.path(checksum: "own"))
    let other = try read()
    #expect(!other.isTaken && other.sentences.count == 1)
    #expect(other.sentences.first?.contains("this is not the classifier of these data") == true)
  }

  @Test func aClassifierTakesNoMoreImagesAtATimeThanThereAre() throws {
    let context = try ComputeContext(threads: 2)
    let few = sampleImages(8, seed: 1)
    #expect(try Classifier.train(on: few, steps: 1, context).features.maximumImages == 8)
    #expect(try Classifier.random(for: few, context).features.maximumImages == 8)
    let many = sampleImages(150, seed: 1)
    #expect(try Classifier.train(on: many, steps: 1, context).features.maximumImages == 128)
  }

  @Test func aCacheThatCannotBeWrittenIsReportedAndDoneWithout() throws {
    let directory = try TemporaryDirectory()
    // A file stands where the directory should.
    let cache = ClassifierCache(directory: try directory.create("file", [1]) + "/cache")
    var sentences: [String] = []
    _ = try features(try ComputeContext(threads: 2), cache, report: { sentences.append($0) })
    #expect(sentences.count == 1 && sentences.allSatisfy { $0.contains("is not kept for the next time") })
  }

  @Test func theCacheStandsWhereTheUsersOthersDo() {
    #expect(ClassifierCache { ["XDG_CACHE_HOME": "/c", "HOME": "/h"][$0] }?.directory == "/c/dcgan")
    #expect(ClassifierCache { ["XDG_CACHE_HOME": "c", "HOME": "/h"][$0] }?.directory == "/h/.cache/dcgan")
    #expect(ClassifierCache { ["HOME": ""][$0] } == nil)
    #expect(ClassifierCache { _ in nil } == nil)
  }

  @Test func otherLabelsAreOtherData() {
    let images = sampleImages(6, seed: 1)
    let others = ImageSet(images.shape, bytes: images.bytes, labels: [0, 1, 2, 0, 1, 1])
    #expect(images.computeChecksumText() == sampleImages(6, seed: 1).computeChecksumText())
    #expect(images.computeChecksumText() != others.computeChecksumText())
    #expect(images.computeChecksumText() != sampleImages(6, seed: 2).computeChecksumText())
  }

  @Test func dataWithoutLabelsHaveFeaturesOfARandomNetwork() throws {
    let source = try FeatureSource(sampleData(labelled: false), cache: nil, try ComputeContext(threads: 2))
    guard case .random = source.description else {
      Issue.record("data without labels have no classifier")
      return
    }
    let read = try source.classifier.read(sampleImages(20, seed: 3))
    #expect(read.probabilities == nil && read.features.isFinite)
    #expect(Set(values(read.features)).count > 1000)
  }

  @Test func imagesOfOtherSizesHaveClassifiersToo() throws {
    let context = try ComputeContext(threads: 2)
    for shape in [
      Shape(height: 1, width: 1, channels: 1), Shape(height: 5, width: 3, channels: 3),
      Shape(height: 64, width: 48, channels: 3),
    ] {
      let bytes = (0..<4 * shape.imageCount).map { UInt8(truncatingIfNeeded: $0 * 37) }
      let images = ImageSet(shape, bytes: bytes, labels: [0, 1, 1, 0])
      let read = try Classifier.train(on: images, steps: 2, context).read(images)
      #expect(read.features.isFinite && read.features.columns == ClassifierArchitecture.featureCount)
    }
  }
}
