import FileFormats
import Foundation
import GAN
import Runs
import TensorCore
import TestSupport
import Testing

@testable import dcgan

struct LatentSpaceTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  private func run(_ command: String, _ more: String...) throws -> Program.Result { try run(command, more) }

  private func run(_ command: String, _ more: [String]) throws -> Program.Result {
    try fixture.program.run([command, "--checkpoint", fixture.model] + more)
  }

  /// A quick search for five training images, which writes `file`.
  private func search(_ command: String, _ file: String, _ more: String...) throws -> Program.Result {
    try fixture.program.run(
      [
        command, "--checkpoint", fixture.model, "--image", "data#train:2-6", "--out", file, "--steps", "5",
        "--candidates", "10",
      ] + more)
  }

  private func images(_ name: String) throws -> ImageSet { try IDXFile.readImages(path: directory.file(name)) }

  private func training(_ range: Range<Int>) throws -> [UInt8] {
    Array(try images("data/train-images-idx3-ubyte").bytes[range.lowerBound * 64..<range.upperBound * 64])
  }

  @Test func imagesThatAreAllTheSameHaveNoMean() {
    func text(_ ratios: [Double]) -> String { LikenessReport(names: ["a", "b"], ratios: ratios).text(within: nil) }
    #expect(text([.infinity, .infinity]) == "a  the same\nb  the same")
    #expect(text([.infinity, 9]).hasSuffix("mean of those that differ    9.0 dB"))
  }

  @Test func aSumShowsItsListsTheirMeansAndTheResult() throws {
    #expect(try run("arithmetic", "3,7,12 - 4,9 + 20", "--out", "sum.idx") == Program.Result())
    try run("sample", "--count", "21", "--out", "all.idx").expectSuccess()
    let (sum, all) = (try images("sum.idx"), try images("all.idx"))
    #expect(sum.count == 3 + 1 + 2 + 1 + 1 + 1 + 1)
    for (place, number) in [(0, 3), (1, 7), (2, 12), (4, 4), (5, 9), (7, 20), (8, 20)] {
      #expect(sum.pixels(place) == all.pixels(number))
    }
    #expect(try run("arithmetic", "3,7,12 - 4,9 + 20", "--out", "sum.png") == Program.Result())
    #expect(try PNGHeader(directory.contents("sum.png")) == PNGHeader(width: 42, height: 42, channels: 1))
    let wrong = try run("arithmetic", "3 * 4", "--out", "x.png")
    #expect(wrong.status == 64)
    #expect(wrong.error.hasPrefix("Error: '3 * 4' is no sum of latents: '3 * 4' should be the number of an image."))
  }

  @Test func aProjectionSavesLatentsThatMakeItsReconstructionsAndReportsTheirLikeness() throws {
    let result = try search("project", "found.idx")
    #expect(result.status == 0 && result.error == "")
    let lines = result.text.split(separator: "\n")
    #expect(lines.count == 6)
    #expect(lines[0].hasPrefix("data#train:2  ") && lines[0].hasSuffix(" dB"))
    #expect(lines[5].hasPrefix("mean  "))
    #expect(try images("found.idx").count == 5)
    #expect(try run("sample", "--latents", "found.latents.safetensors", "--out", "again.idx") == Program.Result())
    #expect(try images("again.idx") == images("found.idx"))
    try run("sample", "--latents", "found.latents.safetensors", "--first", "3", "--count", "2", "--out", "two.idx")
      .expectSuccess()
    #expect(try images("two.idx").bytes == Array(images("found.idx").bytes.suffix(128)))
    let beyond = try run("sample", "--latents", "found.latents.safetensors", "--count", "6", "--out", "six.idx")
    #expect(beyond.status == 64)
    #expect(
      beyond.error.hasPrefix(
        "Error: '--count' is 6, and 'found.latents.safetensors' holds 5 latent vectors from number 0 on.\n"))
    try run("interpolate", "--latents", "found.latents.safetensors", "--frames", "1", "--out", "ends.idx")
      .expectSuccess()
    #expect(try images("ends.idx").bytes == Array(images("found.idx").bytes.prefix(128)))

    let json = try search("project", "found.png", "--json", "--threads", "3", "--latents", "named.safetensors")
    let report = try #require(try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect((report["images"] as? [[String: Any]])?.count == 5)
    #expect((report["meanPSNR"] as? Double).map { $0 > 3 } == true)
    #expect(try PNGHeader(directory.contents("found.png")) == PNGHeader(width: 52, height: 22, channels: 1))
    #expect(try directory.contents("named.safetensors") == directory.contents("found.latents.safetensors"))
    #expect(!directory.holds("found.safetensors"))
  }

  @Test func savedLatentsReplaceLatentsAndNeverACheckpoint() throws {
    let model = try directory.contents(fixture.model)
    try directory.create("best.latents.safetensors", model)
    for options in [["--latents", fixture.model], []] {
      let result = try fixture.program.run(
        ["project", "--checkpoint", fixture.model, "--image", "data#train:0", "--out", "best.png"] + options)
      #expect(result.status == 73)
      #expect(result.error.contains("the latent vectors would replace this, which is not just latent vectors"))
    }
    #expect(try directory.contents(fixture.model) == model)
    #expect(try directory.contents("best.latents.safetensors") == model)
    #expect(!directory.holds("best.png"))
    for _ in 0..<2 { #expect(try search("project", "found.png").status == 0) }
  }

  @Test func aPictureOnStandardOutputStandsAloneThere() throws {
    let result = try search("project", "-", "--format", "pgm")
    #expect(result.status == 0)
    #expect(result.output.starts(with: Data("P5\n52 22\n255\n".utf8)))
    #expect(result.output.count == 13 + 52 * 22)
    #expect(result.error.hasPrefix("data#train:2  "))
  }

  @Test func severalImagesAreSearchedForTogetherAndAllTheirVectorsAreSaved() throws {
    let pixels = (0..<64).map { UInt8($0) }
    try directory.create("a,b.pgm", Data("P5\n8 8\n255\n".utf8) + pixels)
    func search(_ file: String, _ images: String...) throws -> Program.Result {
      try run(
        "project",
        images.flatMap { ["--image", $0] } + ["--out", file, "--steps", "3", "--candidates", "8", "--scale", "2"])
    }
    let result = try search("found.idx", "a,b.pgm", "data#train:4,2, 7-8")
    #expect(result.status == 0, "\(result.error)")
    let names = result.text.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(names == ["a,b.pgm", "data#train:4", "data#train:2", "data#train:7", "data#train:8", "mean"])
    #expect(try images("found.idx").count == 5 && images("found.idx").width == 16)
    try run("sample", "--latents", "found.latents.safetensors", "--scale", "2", "--out", "again.idx").expectSuccess()
    #expect(try images("again.idx") == images("found.idx"))
    #expect(try search("found.png", "a,b.pgm", "data#train:4").status == 0)
    #expect(try PNGHeader(directory.contents("found.png")) == PNGHeader(width: 38, height: 38, channels: 1))
    for list in [",", "data#train:4,,5", "data#train:4,"] {
      let empty = try search("x.png", list)
      #expect(empty.status == 64)
      #expect(
        empty.error.hasPrefix("Error: '--image \(list)' has nothing before, behind or between its commas.\n"),
        "\(empty.error)")
    }
    let beyond = try search("x.png", "data#train:4,43")
    #expect(beyond.status == 64)
    #expect(
      beyond.error.hasPrefix(
        "Error: '--image data#train:4,43' is beyond the end: 'data' has 43 images, numbered from 0.\n"),
      "\(beyond.error)")
  }

  @Test func aPictureFileOfAnySizeIsCroppedAndScaled() throws {
    let pixels = (0..<20 * 12).flatMap { [UInt8($0), UInt8($0), UInt8($0)] }
    try directory.create("wide.ppm", Data("P6\n20 12\n255\n".utf8) + pixels)
    let result = try run(
      "project", "--image", "wide.ppm", "--out", "x.pgm", "--steps", "1", "--candidates", "2")
    #expect(result.status == 0)
    #expect(result.text.hasPrefix("wide.ppm  "))
    #expect(try directory.contents("x.pgm").starts(with: Data("P5\n12 22\n255\n".utf8)))
  }

  @Test func aPictureFileIsRefusedWhereTheModelsImagesAreNone() throws {
    var architecture = SmallModel.architecture
    architecture.image = Shape(height: 8, width: 8, channels: 2)
    architecture.generator[4] = .transposedConvolution(
      .init(channels: 2, kernelSize: 4, stride: 2, padding: 1, bias: true), outputPadding: 0)
    var settings = TrainingSettings()
    settings.batchSize = 8
    let configuration = TrainingConfiguration(
      architecture: architecture, data: .init(imageCount: 8, checksum: 0), settings: settings)
    try Checkpoint.write(
      try TrainingState(configuration, try ComputeContext(threads: 1)), to: directory.file("two.safetensors"))
    try directory.create("a.pgm", Data("P5\n1 1\n255\n.".utf8))
    let result = try fixture.program.run(
      "project", "--checkpoint", "two.safetensors", "--image", "a.pgm", "--out", "x.idx")
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix("Error: '--image a.pgm' is a picture, and the model's images have 2 channels. Name images")
    )
  }

  @Test func onlyTheHoleIsFilledBeItARectangleOrAMaskAndWhatLiesInItIsNotLookedAt() throws {
    #expect(try search("inpaint", "filled.idx", "--hole", "2,3,4,2").status == 0)
    let filled = try images("filled.idx").bytes
    let original = try training(2..<7)
    let mask = (0..<64).map { pixel -> UInt8 in
      (2..<6).contains(pixel % 8) && (3..<5).contains(pixel / 8) ? 255 : 0
    }
    for index in filled.indices where mask[index % 64] == 0 { #expect(filled[index] == original[index]) }
    #expect(filled != original)
    try directory.create("mask.pgm", Data("P5\n8 8\n255\n".utf8) + mask)
    #expect(try search("inpaint", "masked.idx", "--mask", "mask.pgm").status == 0)
    #expect(try images("masked.idx").bytes == filled)

    let damaged = original.indices.map { index -> UInt8 in
      mask[index % 64] > 0 ? 255 - original[index] : original[index]
    }
    try IDXFile.write(
      ImageSet(count: 5, height: 8, width: 8, channels: 1, bytes: damaged), to: directory.file("damaged.idx"))
    try run(
      "inpaint", "--image", "damaged.idx#0-4", "--hole", "2,3,4,2", "--out", "other.idx", "--steps", "5",
      "--candidates", "10"
    ).expectSuccess()
    #expect(try images("other.idx").bytes == filled)
    #expect(try search("inpaint", "filled.png", "--hole", "2,3,4,2").status == 0)
    #expect(try PNGHeader(directory.contents("filled.png")) == PNGHeader(width: 52, height: 32, channels: 1))
  }

  @Test func withoutNoiseAnImageComesBackAsItWasAndWithMuchOfItAsTheGeneratorDrewIt() throws {
    #expect(try search("denoise", "same.idx", "--noise", "0").status == 0)
    #expect(try images("same.idx").bytes == training(2..<7))
    #expect(try search("denoise", "guess.idx", "--noise", "1000").status == 0)
    #expect(try search("project", "found.idx").status == 0)
    #expect(try images("guess.idx") == images("found.idx"))
  }

  @Test func aStripBeginsWithTheProjectionAndGoesOnFromClassToClass() throws {
    try IDXFile.write(labels: (0..<43).map { UInt8($0 % 3) }, to: directory.file("data/train-labels-idx1-ubyte"))
    try directory.create("data/classes.txt", "bag\ncoat\nboot\n".utf8)
    let options = ["--data", "data", "--examples", "2"]
    let result = try search(
      "restyle", "strip.idx", "--from", "bag", "--to", "2", options[0], options[1], options[2], "2")
    #expect(result == Program.Result())
    let strip = try images("strip.idx")
    #expect(strip.count == 5 * 6)
    #expect(try search("project", "found.idx").status == 0)
    let found = try images("found.idx")
    for place in 0..<5 { #expect(strip.pixels(6 * place) == found.pixels(place)) }
    let same = try search(
      "restyle", "same.idx", "--from", "1", "--to", "coat", "--data", "data", "--strengths", "1")
    #expect(same.status == 0)
    #expect(try images("same.idx") == found)
    let unknown = try search("restyle", "x.png", "--from", "bag", "--to", "hat", "--data", "data")
    #expect(unknown.status == 64)
    #expect(unknown.error.hasPrefix("Error: 'data' has no images of a class 'hat'. It has: bag, coat, boot.\n"))
  }

  @Test func aPlaceWhereNothingCanBeWrittenIsToldBeforeAnythingIsSearched() throws {
    let absent = "there is no directory 'absent'; create it first, with 'mkdir -p absent'.\n"
    // The search would take hours.
    let endless = ["--steps", "100000", "--restarts", "100"]
    let picture = try run("project", ["--image", "data#train:0", "--out", "absent/x.png"] + endless)
    #expect(picture.status == 73)
    #expect(picture.error.hasPrefix("Error: 'absent/x.png': \(absent)"))
    let latents = try run(
      "project", ["--image", "data#train:0", "--out", "x.png", "--latents", "absent/x"] + endless)
    #expect(latents.status == 73)
    #expect(latents.error.hasPrefix("Error: 'absent/x': \(absent)"))
    #expect(!directory.holds("x.png"))
  }

  @Test func whatACommandReadsIsNotReplacedByWhatItWrites() throws {
    let pixels = Data("P5\n8 8\n255\n".utf8) + Data(repeating: 200, count: 64)
    for name in ["image.pgm", "mask.pgm"] { try directory.create(name, pixels) }
    let cases = [
      (["project", "--image", "image.pgm", "--out", "./image.pgm"], "'--out' and '--image' both name './image.pgm'"),
      (
        ["inpaint", "--image", "image.pgm", "--mask", "mask.pgm", "--out", "mask.pgm"],
        "'--out' and '--mask' both name 'mask.pgm'"
      ),
      (
        ["project", "--image", "image.pgm", "--out", "new.pgm", "--latents", "new.pgm"],
        "'--out' and '--latents' both name 'new.pgm'"
      ),
    ]
    for (command, sentence) in cases {
      let result = try fixture.program.run(command + ["--checkpoint", fixture.model])
      #expect(result.status == 64)
      #expect(result.error.hasPrefix("Error: \(sentence). Name another file with '--out'.\n"), "\(result.error)")
    }
    for name in ["image.pgm", "mask.pgm"] { #expect(try directory.contents(name) == pixels) }
    #expect(!directory.holds("new.pgm"))
  }

  static let mistakes: [(command: [String], status: Int32, sentence: String)] = [
    (
      ["project", "--image", "data"], 64,
      "'--image data' is a directory. Say which of its images you mean, as in 'data#0'."
    ),
    (["project", "--image", "nowhere.png"], 66, "'nowhere.png': cannot be opened: No such file or directory."),
    (
      ["project", "--image", "data#train:43"], 64,
      "'--image data#train:43' is beyond the end: 'data' has 43 images, numbered from 0."
    ),
    (
      ["project", "--image", "data#3"], 66,
      "'data': there are no test images here; for training images write 'data#train:3'."
    ),
    (
      ["project", "--image", "data#3-5,1"], 66,
      "'data': there are no test images here; for training images write 'data#train:3-5,1'."
    ),
    (
      ["project", "--image", "data#5-4"], 64,
      "'5-4' in '--image data#5-4' is neither a number from 0 nor a range such as 0-99."
    ),
    (
      ["project", "--image", "data#train:0", "--candidates", "3", "--restarts", "4"], 64,
      "'--restarts' is 4, and there are only 3 '--candidates' to start from."
    ),
    (["inpaint", "--image", "data#train:0"], 64, "Say where the hole is, with either '--hole' or '--mask'."),
    (
      ["inpaint", "--image", "data#train:0", "--hole", "5,0,4,1"], 64,
      "'--hole 5,0,4,1' reaches beyond the model's images, which are 8 pixels wide and 8 high."
    ),
    (
      ["inpaint", "--image", "data#train:0", "--hole", "1,1,,2,2"], 64,
      "'--hole' wants a rectangle x,y,width,height in pixels from the upper left corner, such as 9,9,10,10, not "
        + "'1,1,,2,2'."
    ),
    (["inpaint", "--image", "data#train:0", "--hole", "0,0,8,8"], 64, "The hole leaves nothing of the image."),
    (
      ["restyle", "--image", "data#train:0", "--from", "1", "--to", "1", "--data", "data"], 64,
      "'--from' and '--to' are both '1': between them lies no way."
    ),
    (
      [
        "restyle", "--image", "data#train:0-42", "--padding", "1000", "--from", "0", "--to", "1", "--data", "data",
      ], 64,
      "The picture would be larger than 256 MB. Use fewer images, a smaller --scale or --padding, or write "
        + "the images to '.npy' or '.idx'."
    ),
    (
      ["restyle", "--image", "data#train:0", "--from", "0", "--to", "1", "--data", "data"], 66,
      "'data': there are no labels beside 'data/train-images-idx3-ubyte'."
    ),
  ]

  @Test(arguments: mistakes.indices)
  func mistakesAreToldBeforeAnythingIsSearched(index: Int) throws {
    let (command, status, sentence) = Self.mistakes[index]
    let result = try fixture.program.run(command + ["--checkpoint", fixture.model, "--out", "x.png"])
    #expect(result.status == status)
    #expect(result.error.hasPrefix("Error: \(sentence)\n"), "\(result.error)")
    #expect(!directory.holds("x.png"))
  }
}

extension ImageSet {
  /// The bytes of one of the images of 8 x 8 pixels.
  fileprivate func pixels(_ place: Int) -> [UInt8] { Array(self[place]) }
}
