import FileFormats
import Foundation
import GAN
import TensorCore
import TestSupport
import Testing

struct InputErrorTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  @Test(arguments: ["train", "inspect"])
  func dataThatIsNotThereOrADirectoryWithoutImages(command: String) throws {
    try fixture.directory.create("other/notes.txt", "no images".utf8)
    let option = command == "train" ? ["--data"] : []
    try fixture.expectFailure(
      66,
      "'other': there are no training images in this directory, such as 'train-images-idx3-ubyte'; it holds "
        + "'notes.txt'.", [command] + option + ["other"])
    if command == "train" {
      try fixture.expectFailure(
        66,
        "'nowhere': there is no such file or directory; it must be an IDX file of images, or a directory with one, such as "
          + "'train-images-idx3-ubyte'.", ["train", "--data", "nowhere"])
    } else {
      try fixture.expectFailure(66, "'nowhere': cannot be opened: No such file or directory.", ["inspect", "nowhere"])
    }
  }

  @Test func noDataNamedAndNoneBesideTheProgramsDirectory() throws {
    try fixture.expectFailure(
      66,
      "'data/tiny': there is no data set here, nor in 'data/fashion-mnist'; name one with --data, run dcgan from the "
        + "directory of the project, or install it with scripts/install.sh.", ["train"])
  }

  /// The header of an IDX file of images, and what follows it.
  private static func idx(_ count: UInt8, _ rows: UInt8, _ columns: UInt8, bytes: Int) -> [UInt8] {
    [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, rows, 0, 0, 0, columns] + [UInt8](repeating: 7, count: bytes)
  }

  static let damagedFiles: [(name: String, bytes: [UInt8], sentence: String)] = [
    ("empty", [], "'empty': the file is empty."),
    (
      "bytes", [1, 2, 3, 4, 0xFF],
      "'bytes', byte 0: this is not an IDX file: its first two bytes must be zero and are 0x01 and 0x02."
    ),
    ("torn", [0, 0, 8, 3, 0, 0], "'torn': there are only 6 bytes, which end within the IDX header."),
    (
      "short", idx(2, 28, 28, bytes: 1567),
      "'short': there are only 1583 bytes, but the header announces 1584 (16 and 2 x 28 x 28)."
    ),
    (
      "long", idx(2, 28, 28, bytes: 1569),
      "'long': there are 1585 bytes, but the header announces 1584 (16 and 2 x 28 x 28)."
    ),
    (
      "floats", [0, 0, 0x0D, 3] + idx(1, 28, 28, bytes: 784).dropFirst(4),
      "'floats', byte 2: the file holds 32-bit floating-point numbers (type 0x0D), and images must be unsigned bytes (0x08). "
        + "Make a data set of it first: dcgan import floats --out data/floats"
    ),
    ("none", idx(0, 28, 28, bytes: 0), "'none', byte 4: dimension 1 of 3 is zero."),
    (
      "gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3],
      "'gzip', byte 10: the file ends in the middle of its gzip data; it may be an incomplete download."
    ),
  ]

  @Test(arguments: damagedFiles.indices)
  func aDamagedIDXFile(index: Int) throws {
    let (name, bytes, sentence) = Self.damagedFiles[index]
    try fixture.directory.create(name, bytes)
    try fixture.expectFailure(65, sentence, ["train", "--data", name])
    try fixture.expectFailure(65, sentence, ["inspect", name])
  }

  @Test func imagesOfAnotherSizeThanTheArchitecturesOrThatNoPictureShows() throws {
    try fixture.directory.create("own.json", Architecture.gan(baseChannels: 1).json.text.utf8)
    try fixture.expectFailure(
      65, "'data': the images are 8x8x1, and the architecture gan makes images of 28x28x1.",
      ["train", "--data", "data", "--architecture", "own.json"])
    try fixture.expectFailure(
      64,
      "The architecture dcgan64 makes images whose height and width are multiples of 16, and these are 8x8. The "
        + "nearest "
        + "size is 16x16; these fit as they are: dcgan28, dcgan32, plain28, spectral28, infogan28, gan, mlp-conv, dense-conv.",
      ["train", "--data", "data", "--architecture", "dcgan64"])
    let images = ImageSet(count: 2, height: 28, width: 28, channels: 4, bytes: [UInt8](repeating: 0, count: 6272))
    try IDXFile.write(images, to: fixture.directory.file("four"))
    try fixture.expectFailure(
      65, "'four': the images have 4 channels, and the pictures of samples show 1 (grey) or 3 (red, green and blue).",
      ["train", "--data", "four", "--batch-size", "2"])
  }

  @Test func imagesOfWhichNoGridOfSamplesCouldBeWritten() throws {
    let side = 33 * 64
    let architecture = Architecture(
      name: "huge", latentSize: 1, image: Shape(height: side, width: side, channels: 1),
      generator: [
        .linear(outputs: 33 * 33, bias: false), .reshape(height: 33, width: 33, channels: 1), .upsampling(scale: 64),
        .tanh,
      ], discriminator: [.linear(outputs: 1, bias: true)])
    try fixture.directory.create("huge.json", architecture.json.text.utf8)
    let images = ImageSet(
      count: 1, height: side, width: side, channels: 1, bytes: [UInt8](repeating: 0, count: side * side))
    try IDXFile.write(images, to: fixture.directory.file("huge"))
    try fixture.expectFailure(
      65,
      "'huge': the images are 2112x2112x1, and a picture of 64 samples would be larger than 256 MB; make them smaller.",
      ["train", "--data", "huge", "--architecture", "huge.json", "--batch-size", "1"])
  }

  @Test func aBatchThatIsLargerThanTheData() throws {
    let result = try fixture.program.run(
      "train", "--init-from", "model.safetensors", "--data", "data", "--batch-size", "64")
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix(
        "Error: A batch is to have 64 images, and there are only 43. Use a smaller '--batch-size'.\n"))
    let limited = try fixture.program.run(fixture.training("run", "--limit", "7"))
    #expect(limited.status == 64)
    #expect(
      limited.error.hasPrefix(
        "Error: A batch is to have 8 images, and there are only 7. Use a smaller '--batch-size'.\n"))
    #expect(!fixture.directory.holds("run"))
  }

  @Test(arguments: [["--latent-size", "5"], ["--architecture", "dcgan28"], ["--base-channels", "64"]])
  func optionsThatDescribeNetworksBesideNetworksToStartFrom(option: [String]) throws {
    let result = try fixture.program.run(fixture.training("run") + option)
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix(
        "Error: '\(option[0])' cannot be used with '--init-from', whose checkpoint has an architecture of its own.\n"))
    #expect(!fixture.directory.holds("run"))
  }

  @Test(arguments: [["sample", "--out", "x.png", "--checkpoint"], ["train", "--init-from"]])
  func aModelThatIsNotThere(arguments: [String]) throws {
    let data = arguments[0] == "train" ? ["--data", "data"] : []
    try fixture.expectFailure(
      66, "'nowhere': cannot be opened: No such file or directory.", arguments + ["nowhere"] + data)
    try fixture.expectFailure(
      66, "There is no run in 'data': it holds no checkpoint.safetensors.", arguments + ["data"] + data)
  }

  @Test(arguments: [["sample", "--out", "x.png"], ["inspect"], ["train", "--resume"]])
  func noRunAtAll(arguments: [String]) throws {
    try fixture.expectFailure(
      66,
      "There is no run under 'runs/' yet. Start one with 'dcgan train', or name a run directory or a checkpoint.",
      arguments)
    #expect(!fixture.directory.holds("x.png"))
  }

  @Test(arguments: [["sample", "--out", "x.png", "--checkpoint"], ["inspect"]])
  func aDamagedCheckpoint(arguments: [String]) throws {
    var bytes = [UInt8](try fixture.directory.contents(fixture.model))
    bytes[bytes.count - 1] ^= 1
    try fixture.directory.create("damaged.safetensors", bytes)
    let result = try fixture.program.run(arguments + ["damaged.safetensors"])
    #expect(result.status == 65)
    #expect(result.error.hasPrefix("Error: 'damaged.safetensors': the checksum is "))
    try SafetensorsFile(tensors: []).write(to: fixture.directory.file("other.safetensors"), replaceExisting: true)
    try fixture.expectFailure(
      65, "'other.safetensors' is not a checkpoint of dcgan: its metadata has no 'format_version'.",
      arguments + ["other.safetensors"])
    #expect(!fixture.directory.holds("x.png"))
  }

  @Test func anInstructionSetOfAnotherProcessorOrOfANewerOne() throws {
    let available = InstructionSet.available.map(\.rawValue)
    let missing = try #require(InstructionSet.allCases.map(\.rawValue).first { !available.contains($0) })
    try fixture.expectFailure(
      69,
      "This processor does not support the instruction set '\(missing)'. It supports: "
        + "\(available.joined(separator: ", ")).", ["sample", "--out", "x.png", "--isa", missing])
  }
}
