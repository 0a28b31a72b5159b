import FileFormats
import Foundation
import TestSupport
import Testing

/// Labels that nothing looks at must not stand in the way.
struct UnusedLabelsTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  /// Labels of another type, too many classes for a byte, too few of them, and a damaged file.
  static let uselessLabels: [[UInt8]] = [
    [0, 0, 0x0C, 1, 0, 0, 0, 43] + [UInt8](repeating: 1, count: 4 * 43),
    [0, 0, 0x0B, 1, 0, 0, 0, 43] + (0..<43).flatMap { [UInt8(1), $0] },
    [0, 0, 8, 1, 0, 0, 0, 2, 0, 1],
    [0, 0, 8, 1, 0, 0],
  ]

  private func create(_ labels: [UInt8]) throws {
    try fixture.directory.create("data/train-labels-idx1-ubyte", labels)
  }

  @Test(arguments: uselessLabels)
  func trainingWarnsOfLabelsThatCannotBeUsedAndGoesOn(labels: [UInt8]) throws {
    try create(labels)
    for command in [fixture.training("run", "--max-steps", "1"), ["train", "--resume", "run", "--max-steps", "2"]] {
      let result = try fixture.program.run(command + ["--quiet"])
      #expect(result.status == 0, "\(result.error)")
      #expect(result.error.hasPrefix("Warning: 'data/train-labels-idx1-ubyte'"), "\(result.error)")
      #expect(result.error.hasSuffix(" Training goes on without labels.\n"))
    }
  }

  @Test func comparingWarnsAsTrainingDoes() throws {
    try create([0, 0, 8])
    try fixture.directory.create("small.json", SmallModel.architecture.json.text.utf8)
    let result = try fixture.program.run(
      "compare", "--architectures", "small.json", "--data", "data", "--batch-size", "8", "--max-steps", "1", "--out",
      "comparison", "--quiet")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.hasPrefix("Warning: 'data/train-labels-idx1-ubyte'"))
  }

  @Test func imagesOfADataSetAreFoundWithoutItsLabels() throws {
    try create([0, 0, 8])
    let result = try fixture.program.run(
      "project", "--checkpoint", fixture.model, "--image", "data#train:0", "--candidates", "2", "--restarts", "1",
      "--steps", "1", "--out", "found.idx")
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
  }

  @Test func commandsThatNeedLabelsRefuseThem() throws {
    try create([0, 0, 8])
    for command in [
      ["inspect", "data"],
      [
        "restyle", "--checkpoint", fixture.model, "--image", "data#train:0", "--from", "0", "--to", "1", "--data",
        "data",
        "--out", "x.png",
      ],
    ] {
      let result = try fixture.program.run(command)
      #expect(result.status == 65)
      #expect(result.error.hasPrefix("Error: 'data/train-labels-idx1-ubyte'"), "\(result.error)")
    }
  }
}
