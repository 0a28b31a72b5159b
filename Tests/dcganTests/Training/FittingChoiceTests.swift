import FileFormats
import Foundation
import Runs
import TestSupport
import Testing

/// What `train` takes for its data where the options leave it open.
struct FittingChoiceTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A data set of grey or coloured noise.
  private func data(_ name: String, count: Int, size: Int, channels: Int) throws -> String {
    try directory.create("\(name)/.keep", [])
    let bytes = (0..<count * size * size * channels).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }
    try IDXFile.write(
      ImageSet(count: count, height: size, width: size, channels: channels, bytes: bytes),
      to: directory.file("\(name)/train-images-idx3-ubyte"))
    return name
  }

  private func train(_ data: String, _ more: String...) throws -> Program.Result {
    try directory.program.run(
      ["train", "--data", data, "--recipe", "paper", "--max-steps", "1", "--base-channels", "1"]
        + ["--out", "run", "--overwrite"] + more)
  }

  @Test(arguments: [(64, 3, "dcgan64"), (32, 1, "dcgan32"), (28, 1, "dcgan28"), (28, 3, "dcgan28")])
  func theArchitectureFitsTheImagesUnlessAnotherIsNamed(size: Int, channels: Int, name: String) throws {
    let path = try data("data", count: 70, size: size, channels: channels)
    let result = try train(path)
    #expect(
      result.error.hasPrefix(
        "The images are \(size)x\(size)x\(channels): taking the architecture \(name) (choose another with "
          + "--architecture).\nWriting to run.\n"), "\(result.error)")
    let run = try RunConfiguration(RunDirectory(directory.file("run")))
    #expect(run.training.architecture.name == name)
    #expect(run.training.batchSize == 64)
    let named = try train(path, "--architecture", "gan")
    #expect(named.error.hasPrefix("Writing to run.\n"))
  }

  @Test func imagesThatNoDCGANFitsAreRefusedWithTheWaysOut() throws {
    let result = try train(try data("data", count: 70, size: 30, channels: 1))
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix(
        "Error: The images are 30x30, and a DCGAN needs a height and a width that are multiples of 4. Choose "
          + "'--architecture' from those that fit as they are (gan, mlp-conv), or bring pictures to another size with "
          + "'dcgan import PICTURES --out DIR --size 32'.\n"), "\(result.error)")
    #expect(!directory.holds("run"))
  }

  @Test func aSmallSetIsTakenAsOneBatchUnlessAnotherSizeIsGiven() throws {
    let path = try data("data", count: 20, size: 28, channels: 1)
    let result = try train(path)
    #expect(result.status == 0)
    #expect(result.error.contains("\nThere are only 20 images: taking batches of 20, not of 64.\n"), "\(result.error)")
    #expect(try RunConfiguration(RunDirectory(directory.file("run"))).training.batchSize == 20)
    #expect(!(try train(path, "--batch-size", "8").error.contains("taking batches of")))
    let larger = try train(path, "--batch-size", "64")
    #expect(larger.status == 64)
    #expect(larger.error.contains("A batch is to have 64 images, and there are only 20."))
  }
}
