import FileFormats
import Foundation
import TestSupport
import Testing

@Suite("dcgan evaluate")
struct EvaluateTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    #expect(try fixture.program.run(fixture.training("run", "--max-steps", "2", "--quiet")).status == 0)
  }

  private var directory: TemporaryDirectory { fixture.directory }

  private func evaluate(_ more: String...) throws -> Program.Result {
    try fixture.program.run(["evaluate", "--cache", "cache", "--against", "train"] + more)
  }

  private func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: directory.path) {
      files[name] = try? directory.contents(name)
    }
    return files
  }

  @Test func evaluatingARunAddsItsFiguresAndTouchesNothingElse() throws {
    let before = try files()
    let result = try evaluate("--checkpoint", "run")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.text.contains("\nprecision "))
    // The data have no labels.
    #expect(result.text.contains("random weights"))
    let after = try files()
    #expect(Set(after.keys).subtracting(before.keys) == ["run/evaluation.json"])
    for (name, contents) in before { #expect(after[name] == contents, "\(name)") }

    let json = try JSONValue(parsing: [UInt8](directory.contents("run/evaluation.json")))
    #expect(json["count"]?.integer == 21 && json["k"]?.integer == 5)
    #expect(json["step"]?.integer == 2)
    #expect(json["against"]?.string == "train" && json["features"]?["kind"]?.string == "random")
    for key in ["kernel", "precision", "recall", "density", "coverage"] {
      #expect(json[key]?["value"]?.double?.isFinite == true, "\(key)")
      #expect(json[key]?["interval"]?.array?.count == 2, "\(key)")
      #expect(json[key]?["floor"]?["value"]?.double?.isFinite == true, "\(key)")
    }
    // Fewer images than features, no classes, and no unseen images.
    for key in ["frechet", "score", "histogram"] { #expect(json[key] == .null, "\(key)") }
    #expect(json["memorised"]?["pixels"] == .null)
  }

  /// A run that has held images out, by which copies are measured, so that its evaluation has a picture.
  private func trainWithPicture() throws {
    let result = try fixture.program.run(
      fixture.training("held", "--max-steps", "2", "--quiet", "--hold-out", "14"))
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func anotherEvaluationReplacesFiguresAndPicture() throws {
    try trainWithPicture()
    #expect(try evaluate("--checkpoint", "held").status == 0)
    let before = try files()
    let result = try evaluate("--checkpoint", "held", "--count", "12")
    #expect(result.status == 0 && !result.error.contains("Note:"), "\(result.error)")
    let after = try files()
    #expect(after.keys.sorted() == before.keys.sorted())
    for (name, contents) in before {
      let isOfTheEvaluation = ["held/evaluation.json", "held/evaluation.png"].contains(name)
      #expect((after[name] != contents) == isOfTheEvaluation, "\(name)")
    }
    #expect(try JSONValue(parsing: [UInt8](directory.contents("held/evaluation.json")))["count"]?.integer == 12)
    // Another command may still not replace it.
    let drawn = try fixture.program.run("sample", "--checkpoint", "held", "--out", "held/evaluation.png")
    #expect(drawn.status == 73 && drawn.error.contains("this is a run's own picture"), "\(drawn.error)")
  }

  @Test func figuresAreNotKeptWithoutTheirPicture() throws {
    try trainWithPicture()
    try directory.create("held/evaluation.png/file", [1])
    let result = try evaluate("--checkpoint", "held")
    #expect(result.status == 0)
    #expect(result.error.contains("The figures are not kept in the run."), "\(result.error)")
    #expect(!directory.holds("held/evaluation.json"))
  }

  @Test func figuresThatHaveNoPictureTakeThePlaceOfThoseThatHadOne() throws {
    try trainWithPicture()
    #expect(try evaluate("--checkpoint", "held").status == 0)
    try directory.create("run/evaluation.png", directory.contents("held/evaluation.png"))
    // No images that the run has not learnt from, and so nothing to measure copies by.
    let result = try evaluate("--checkpoint", "run")
    #expect(result.status == 0 && !result.error.contains("Note:"), "\(result.error)")
    #expect(directory.holds("run/evaluation.json") && !directory.holds("run/evaluation.png"))
  }

  @Test func aNewRunInThePlaceOfAnEvaluatedOneHasNoFiguresYet() throws {
    #expect(try evaluate("--checkpoint", "run").status == 0)
    #expect(directory.holds("run/evaluation.json"))
    let result = try fixture.program.run(fixture.training("run", "--max-steps", "1", "--quiet", "--overwrite"))
    #expect(result.status == 0, "\(result.error)")
    #expect(!directory.holds("run/evaluation.json"))
  }

  @Test func itSaysTheSameForAnyThreads() throws {
    let results = try ["1", "3"].map { try evaluate("--checkpoint", "run", "--json", "--threads", $0).text }
    #expect(results[0] == results[1])
    #expect(try JSONValue(parsing: [UInt8](results[0].utf8))["verdict"]?.string != nil)
  }

  @Test func imagesOfAnyProgramAreJudged() throws {
    let made = try fixture.program.run("sample", "--checkpoint", "run", "--count", "30", "--out", "theirs.idx")
    #expect(made.status == 0)
    let before = try files()
    let result = try evaluate("--images", "theirs.idx", "--data", fixture.data, "--json")
    #expect(result.status == 0, "\(result.error)")
    #expect(try JSONValue(parsing: [UInt8](result.text.utf8))["subject"]?.string == "theirs.idx")
    #expect(try files() == before)
    // The same as an array of numpy's, with values from -1 to 1.
    let pixels = try IDXFile.readImages(path: directory.file("theirs.idx")).bytes
    let array = NumberArray(shape: [30, 1, 8, 8], pixels.map { Float($0) / 127.5 - 1 })
    try NPYFile.write(array, to: directory.file("theirs.npy"))
    let numpys = try evaluate("--images", "theirs.npy", "--data", fixture.data, "--json")
    #expect(
      try JSONValue(parsing: [UInt8](numpys.text.utf8))["frechet"]
        == JSONValue(parsing: [UInt8](result.text.utf8))["frechet"], "\(numpys.error)")
    #expect(
      try JSONValue(parsing: [UInt8](numpys.text.utf8))["kernel"]
        == JSONValue(parsing: [UInt8](result.text.utf8))["kernel"], "\(numpys.error)")
    for number in 0..<7 {
      let pixels = (0..<64).map { UInt8($0 * number / 2) }
      try directory.create("pictures/\(number).pgm", Data("P5\n8 8\n255\n".utf8) + pixels)
    }
    let pictures = try evaluate("--images", "pictures", "--data", fixture.data, "--json")
    #expect(try JSONValue(parsing: [UInt8](pictures.text.utf8))["count"]?.integer == 7)
    #expect(!pictures.error.contains("cropped and scaled"))
    for number in 0..<3 {
      try directory.create(
        "pictures/wide-\(number).pgm", Data("P5\n10 8\n255\n".utf8) + [UInt8](repeating: 9, count: 80))
    }
    let mixed = try evaluate("--images", "pictures", "--data", fixture.data)
    #expect(
      mixed.error.contains("Note: 3 of 10 pictures are not 8x8, most of these 10x8: they are cropped and scaled."))
    #expect(mixed.text.hasPrefix("The figures say little: only 10 images"))
  }

  @Test func whatCannotBeJudgedIsRefusedInASentence() throws {
    func refusal(_ arguments: [String], _ status: Int32, _ sentence: String) throws {
      let result = try fixture.program.run(["evaluate", "--cache", "cache"] + arguments)
      #expect(result.status == status, "\(arguments)")
      #expect(result.error.contains(sentence), "\(result.error)")
    }
    try refusal(["--checkpoint", "run"], 66, "there are neither test images of the training images' shape nor")
    try refusal(["--checkpoint", "run", "--against", "test"], 66, "there are no test images")
    try refusal(["--checkpoint", "run", "--against", "held-out"], 66, "kept apart from training")
    try refusal(["--checkpoint", "run", "--images", "x.idx"], 64, "Use one of them.")
    try refusal(["--images", "x.idx"], 64, "name a data set with '--data'")
    try refusal(["--checkpoint", fixture.model], 64, "name the data set with '--data'")
    try refusal(["--images", "x.idx", "--data", fixture.data, "--against", "train"], 66, "'x.idx'")
    try directory.create("few/1.pgm", Data("P5\n1 1\n255\n".utf8) + [7])
    try directory.create("sheet/1.pgm", Data("P5\n16 16\n255\n".utf8) + [UInt8](repeating: 7, count: 256))
    try refusal(
      ["--images", "sheet", "--data", fixture.data, "--against", "train"], 65, "is it a sheet of many images?")
    try refusal(
      ["--images", fixture.data, "--data", fixture.data, "--against", "train"], 65,
      "name its file of images: data/train")
    try refusal(
      ["--images", "few", "--data", fixture.data], 66,
      "there are no test images of the training images' shape to compare with; 'dcgan import --test-share 10%' keeps some "
        + "apart when a data set is made, and '--against train' compares with training images")
    try refusal(
      ["--images", "few", "--data", fixture.data, "--against", "train"], 65, "more than 5 images, and there are 1.")
  }
}
