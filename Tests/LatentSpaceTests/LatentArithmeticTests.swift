import FileFormats
import GAN
import LatentSpace
import TensorCore
import TestSupport
import Testing
import TrainingTestSupport

struct LatentArithmeticTests {
  @Test(
    arguments: [
      ("7", [(false, [7])]), ("3,7,12 - 4,9 + 20,33", [(false, [3, 7, 12]), (true, [4, 9]), (false, [20, 33])]),
      (" 1 , 2-3 ", [(false, [1, 2]), (true, [3])]),
    ] as [(String, [(Bool, [Int])])])
  func listsOfNumbersWithSignsBetweenThem(expression: String, terms: [(isSubtracted: Bool, numbers: [Int])]) throws {
    let arithmetic = try LatentArithmetic(expression)
    #expect(arithmetic.terms.map(\.isSubtracted) == terms.map(\.isSubtracted))
    #expect(arithmetic.terms.map(\.numbers) == terms.map(\.numbers))
  }

  @Test(arguments: ["", "-3", "3 -", "3,,4", "3 + x", "3 * 4", "3 7,12", "99999999999999999999", "4000000001", "1.5"])
  func textsThatAreNone(expression: String) {
    #expect(throws: LatentArithmeticError.self) { try LatentArithmetic(expression) }
  }

  @Test func meansAreAddedAndSubtracted() throws {
    #expect(LatentArithmetic.mean([[1, 2], [3, 6]]) == [2, 4])
    #expect(LatentArithmetic.sum([1, 2], [10, 20], times: -0.5) == [-4, -8])
    #expect(try LatentArithmetic("0 - 1 + 2").result([[1, 2], [10, 20], [100, 200]]) == [91, 182])
  }

  private let configuration = TrainingConfiguration.sample()

  @Test func theLatentsOfASeedAreThoseOfItsImages() throws {
    let latents = Tensor(Shape(images: 4, channels: 5))
    LatentDistribution.normal.fillSamples(latents, seed: 3, first: 10)
    let source = LatentSource(seed: 3, configuration)
    #expect(try (10..<14).flatMap { try source.latent($0) } == latents.values)
    #expect(try source.latent(LatentSource.maximumNumber).count == 5)
    #expect(source.count == nil)
  }

  @Test func latentsComeBackFromAFileByNumber() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("latents.safetensors")
    try LatentSource.write([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]], to: path)
    let source = try LatentSource(path: path, configuration)
    #expect(source.count == 2)
    #expect(try source.latent(1) == [6, 7, 8, 9, 10])
    #expect(throws: FileError.self) { try source.latent(2) }
    try LatentSource.write([[1, 2, 3, 4]], to: path)
    #expect(throws: FileError.self) { try LatentSource(path: path, configuration) }
    try SafetensorsFile(tensors: []).write(to: path, replaceExisting: true)
    #expect(throws: FileError.self) { try LatentSource(path: path, configuration) }
  }
}
