import FileFormats
import NeuralNetwork
import TensorCore
import Testing
import TrainingTestSupport

@testable import GAN

/// Which distortions are drawn, and that a step takes them back.
struct AugmenterTests {
  private func configuration(_ ways: Augmentations, batchSize: Int = 32) -> TrainingConfiguration {
    var configuration = TrainingConfiguration.sample(batchSize: batchSize, images: 64)
    configuration.augmentations = ways
    return configuration
  }

  /// A batch in which every value is its place's number and none is zero.
  private var images: Tensor {
    let images = Tensor(Architecture.small.image.with(images: 32))
    images.values = (0..<images.count).map { Float($0 % 64 + 1) }
    return images
  }

  private func augmenter(_ ways: Augmentations) throws -> Augmenter {
    try #require(Augmenter(configuration(ways), .single()))
  }

  @Test func nothingIsMadeWhereNothingIsDistorted() throws {
    #expect(Augmenter(configuration([]), try .single()) == nil)
  }

  @Test func aShiftIsAnEighthAtMostAndEveryOneIsDrawn() throws {
    let augmenter = try augmenter(.translation)
    var firsts = Set<Float>()
    for step in 0..<20 {
      let seen = augmenter(images, .realForDiscriminator, step: step).values
      // The value at the fourth row and column tells where it came from.
      for image in 0..<32 { firsts.insert(seen[image * 64 + 3 * 8 + 3]) }
    }
    let expected: Set<Float> = [19, 20, 21, 27, 28, 29, 35, 36, 37]
    #expect(firsts == expected)
  }

  @Test func aHoleIsHalfOfEitherExtentAtMostAndNeverEmpty() throws {
    let augmenter = try augmenter(.cutout)
    let seen = augmenter(images, .fakeForDiscriminator, step: 0).values
    let holes = (0..<32).map { image in seen[image * 64..<(image + 1) * 64].count { $0 == 0 } }
    #expect(holes.allSatisfy { $0 <= 16 } && holes.contains(16))
    #expect(holes.contains { $0 < 16 }, "some are cut off by an edge")
    #expect(zip(seen, images.values).allSatisfy { $0 == 0 || $0 == $1 })
  }

  @Test func halfOfTheImagesAreMirrored() throws {
    let augmenter = try augmenter(.flip)
    let seen = (0..<8).flatMap { augmenter(images, .fakeForGenerator, step: $0).values }
    let mirrored = stride(from: 0, to: seen.count, by: 64).count { seen[$0] == 8 }
    #expect(stride(from: 0, to: seen.count, by: 64).allSatisfy { seen[$0] == 8 || seen[$0] == 1 })
    #expect((96...160).contains(mirrored))
  }

  @Test func everyPassAndStepDrawsAnewAndTheSameOneTheSame() throws {
    let all: Augmentations = [.translation, .cutout, .flip]
    let (augmenter, other) = (try augmenter(all), try augmenter(all))
    var results = Set<[Float]>()
    let passes: [Augmenter.Pass] = [
      .realForDiscriminator, .fakeForDiscriminator, .fakeForGenerator, .realForGenerator,
    ]
    for pass in passes {
      for step in 0..<3 {
        let seen = augmenter(images, pass, step: step).values
        #expect(results.insert(seen).inserted)
      }
    }
    #expect(other(images, .fakeForGenerator, step: 2).values == augmenter(images, .fakeForGenerator, step: 2).values)
  }

  @Test(
    arguments: [
      ("none", Augmentations(), "none"), ("flip", .flip, "flip"),
      ("cutout,translation", [.translation, .cutout], "translation,cutout"),
      ("flip, cutout", [.cutout, .flip], "cutout,flip"),
    ] as [(String, Augmentations, String)])
  func listsOfNamesAreRead(text: String, ways: Augmentations, written: String) {
    #expect(Augmentations(settingText: text) == ways)
    #expect(ways.settingText == written)
    #expect(Augmentations(settingJSON: ways.settingJSON) == ways)
  }

  @Test(arguments: ["", "flips", "flip,", ",flip", "none,flip", "Flip"])
  func whatIsNoNameIsRefused(text: String) { #expect(Augmentations(settingText: text) == nil) }
}
