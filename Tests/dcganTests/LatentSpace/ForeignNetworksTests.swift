import FileFormats
import Foundation
import GAN
import TestSupport
import Testing

/// Checkpoints of ours that another program has opened and saved again.
struct ForeignNetworksTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    try fixture.directory.create("small.json", SmallModel.architecture.json.text.utf8)
    let bytes = [UInt8](try fixture.directory.contents(fixture.model))
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any])
    let own = try #require(header["__metadata__"] as? [String: String])
    var metadata = own
    metadata["crc32"] = nil
    for (name, kept) in [("resaved", metadata), ("bare", nil), ("altered", own)] {
      var header = header
      header["__metadata__"] = kept
      let text = try JSONSerialization.data(withJSONObject: header)
      let prefix = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
      var data = Array(bytes[(8 + length)...])
      // The lowest bits of the last number.
      if name == "altered" { data[data.count - 4] ^= 1 }
      try fixture.directory.create("\(name).safetensors", prefix + Array(text) + data)
    }
  }

  private func sample(_ options: String...) throws -> Program.Result {
    try fixture.program.run(["sample", "--count", "4", "--out", "x.png"] + options)
  }

  @Test func networksWithoutAChecksumAreUsedWithAWarning() throws {
    #expect(try sample("--checkpoint", fixture.model).status == 0)
    let expected = try fixture.directory.contents("x.png")
    let result = try sample("--checkpoint", "resaved.safetensors")
    #expect(result.status == 0)
    #expect(
      result.error.hasPrefix(
        "Warning: 'resaved.safetensors' has no checksum, since another program saved it: damage would not be noticed.\n"
      ))
    #expect(try fixture.directory.contents("x.png") == expected)
    let bare = try sample("--checkpoint", "bare.safetensors", "--architecture", "small.json", "--seed", "0")
    #expect(bare.status == 0, "\(bare.error)")
  }

  @Test func networksThatAnotherProgramChangedAreUsedWithAWarningAndDamagedOnesAreNot() throws {
    let warning =
      "Warning: The checksum of 'altered.safetensors' is that of other contents: another program changed them"
    let result = try sample("--checkpoint", "altered.safetensors")
    #expect(result.status == 0 && result.error.hasPrefix(warning), "\(result.error)")
    let inspected = try fixture.program.run("inspect", "altered.safetensors")
    #expect(inspected.status == 0 && inspected.error.hasPrefix(warning), "\(inspected.error)")
    // Laid out as this program does it: damage.
    var bytes = [UInt8](try fixture.directory.contents(fixture.model))
    bytes[bytes.count - 4] ^= 1
    try fixture.directory.create("damaged.safetensors", bytes)
    let damaged = try sample("--checkpoint", "damaged.safetensors")
    #expect(damaged.status == 65 && damaged.error.contains("the file was damaged or altered"), "\(damaged.error)")
    // Nor does a run go on with what was changed.
    try fixture.program.run(fixture.training("run", "--max-steps", "1"))
    try fixture.directory.create(
      "run/checkpoint.safetensors", [UInt8](try fixture.directory.contents("altered.safetensors")))
    let resumed = try fixture.program.run("train", "--resume", "run", "--max-steps", "2")
    #expect(resumed.error.contains("the file was damaged or altered after it had been written"), "\(resumed.error)")
  }

  @Test(arguments: ["altered", "resaved"])
  func whatAnotherProgramHasWrittenIsNotPassedOverForTheCheckpointBefore(name: String) throws {
    try fixture.program.run(fixture.training("run", "--max-steps", "4", "--checkpoint-every", "1"))
    let foreign = [UInt8](try fixture.directory.contents("\(name).safetensors"))
    try fixture.directory.create("run/checkpoint.safetensors", foreign)
    let resumed = try fixture.program.run("train", "--resume", "run", "--max-steps", "5")
    #expect(resumed.status == 65, "\(resumed.error)")
    #expect(
      resumed.error.contains(
        "Begin a run with its networks by --init-from run/checkpoint.safetensors, or remove it, to go on from the one before."
      ), "\(resumed.error)")
    #expect(try fixture.directory.contents("run/checkpoint.safetensors") == Data(foreign))
    try FileManager.default.removeItem(atPath: fixture.directory.file("run/checkpoint.safetensors"))
    #expect(try fixture.program.run("train", "--resume", "run", "--max-steps", "5").status == 0)
  }

  @Test func inspectTakesNetworksWithoutMetadataAndOtherTensorsAreSaidToBeSo() throws {
    let bare = try fixture.program.run("inspect", "bare.safetensors", "--architecture", "small.json")
    #expect(bare.status == 0, "\(bare.error)")
    #expect(bare.error.hasPrefix("Warning: 'bare.safetensors' has no checksum"))
    try SafetensorsFile(tensors: [.init(name: "w", shape: [1], data: .float32([1]))]).write(
      to: fixture.directory.file("other.safetensors"), replaceExisting: true)
    let other = try sample("--checkpoint", "other.safetensors")
    #expect(other.status == 65)
    #expect(
      other.error.hasPrefix(
        "Error: 'other.safetensors' holds no networks of dcgan: its tensors are called otherwise, such as 'w', and a "
          + "checkpoint's begin with 'generator.' and 'discriminator.'. The article 'Formats on disk' lists the names;"),
      "\(other.error)")
  }

  @Test func networksWithoutMetadataNeedAnArchitecture() throws {
    let unnamed = try sample("--checkpoint", "bare.safetensors")
    #expect(unnamed.status == 65)
    #expect(
      unnamed.error == "Error: 'bare.safetensors' holds networks without metadata, as other programs save them: their "
        + "architecture must be named. Name it with --architecture.\n")
    let wrong = try sample("--checkpoint", "bare.safetensors", "--architecture", "dcgan28")
    #expect(wrong.status == 65 && wrong.error.contains("'bare.safetensors' "))
    let needless = try sample("--checkpoint", fixture.model, "--architecture", "dcgan28")
    #expect(needless.status == 64)
    #expect(needless.error.contains("'--architecture' is for networks without metadata"))
  }

  @Test(arguments: [["resaved.safetensors"], ["bare.safetensors", "--architecture", "small.json"]])
  func aRunBeginsWithThem(model: [String]) throws {
    let result = try fixture.program.run(
      ["train", "--data", "data", "--batch-size", "8", "--max-steps", "1", "--out", "run", "--init-from"] + model)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.contains("has no checksum"))
  }

  @Test func aRunDoesNotGoOnFromThem() throws {
    try fixture.program.run(
      "train", "--data", "data", "--batch-size", "8", "--max-steps", "2", "--out", "run", "--init-from", fixture.model)
    try FileManager.default.removeItem(atPath: fixture.directory.file("run/checkpoint.safetensors"))
    try FileManager.default.copyItem(
      atPath: fixture.directory.file("resaved.safetensors"),
      toPath: fixture.directory.file("run/checkpoint.safetensors"))
    let result = try fixture.program.run("train", "--resume", "run", "--max-steps", "3")
    #expect(result.error.contains("the header holds no checksum"), "\(result.error)")
  }
}
