import FileFormats
import TensorCore
import TestSupport
import Testing

@testable import dcgan

struct ClassExamplesTests {
  @Test func aClassIsFoundByANameThatIsNearlyRight() throws {
    let directory = try TemporaryDirectory()
    let set = ImageSet(
      count: 3, height: 1, width: 1, channels: 1, bytes: [1, 2, 3], labels: [0, 1, 2],
      classNames: ["Ankle boot", "shirt", "T-shirt"])
    try DataSet.write(set, to: directory.path)
    let examples = try ClassExamples(directory.path, Shape(height: 1, width: 1, channels: 1))
    for (name, byte) in [
      ("Ankle boot", 1), ("ankle-boot", 1), ("ANKLEBOOT", 1), ("anckle boot", 1), ("ankel boot", 1), ("shirt", 2),
      ("Shirtt", 2), ("t shirt", 3), ("2", 3), ("shirts", 2), ("Ankle boots", 1),
    ] as [(String, UInt8)] {
      #expect(try examples.images(ofClass: name, count: 9).bytes == [byte], "\(name)")
    }
    for name in ["boots", "sandal", "3", ""] {
      #expect(throws: (any Error).self, "\(name)") { _ = try examples.images(ofClass: name, count: 9) }
    }
  }
}
