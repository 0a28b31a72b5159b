import FileFormats
import Foundation
import TestSupport
import Testing

/// Conditional runs and what draws with them, as a user calls it.
@Suite("dcgan train --conditional")
struct ConditionalCommandTests {
  let fixture: ConditionalModel

  init() throws { fixture = try ConditionalModel() }

  private func run(_ arguments: String...) throws -> Program.Result { try fixture.program.run(arguments) }

  private func bytes(_ name: String) throws -> Data { try fixture.directory.contents(name) }

  /// Draws to a file and reads it.
  private func sample(_ name: String, _ more: String...) throws -> Data {
    let result = try fixture.program.run(["sample", "--checkpoint", "run", "--out", name] + more)
    #expect(result.status == 0, "\(result.error)")
    return try bytes(name)
  }

  @Test func inspectTellsTheClasses() throws {
    let text = try run("inspect", "run").text
    func line(_ title: String) -> Substring? { text.split(separator: "\n").first { $0.hasPrefix(title + " ") } }
    #expect(line("conditional")?.hasSuffix(" true") == true)
    #expect(line("classes")?.contains("trousers") == true, "\(text)")
    #expect(text.contains("modulation by 10 classes") && text.contains("projection on 10 classes"))
    let json = try run("inspect", "run", "--json").text
    #expect(json.contains(#""dataClasses""#) && json.contains(#""conditional":true"#))
    #expect(String(decoding: try bytes("run/checkpoint.safetensors"), as: UTF8.self).contains(#""format_version":"3""#))
  }

  @Test func classesAreDrawnByNameAndNumber() throws {
    let trousers = try sample("a.npy", "--class", "trousers", "--count", "6")
    #expect(try sample("b.npy", "--class", "1", "--count", "6") == trousers)
    #expect(try sample("c.npy", "--class", "Trouser", "--count", "6") == trousers)
    let bags = try sample("d.npy", "--class", "bag", "--count", "6")
    #expect(bags != trousers)
    // An image is as large as any: the classes take turns.
    let (head, size) = (trousers.count - 6 * 784, 784)
    let turns = try sample("e.npy", "--class", "bag, trousers", "--count", "6")
    for image in 0..<6 {
      let range = head + image * size..<head + (image + 1) * size
      let expected: Data = image.isMultiple(of: 2) ? bags[range] : trousers[range]
      #expect(turns[range] == expected)
    }
    #expect(try sample("f.npy", "--count", "6") != trousers)
    let keys: Data = try sample("g.npy", "--keys", "4,5", "--class", "bag").suffix(2 * size)
    #expect(keys == bags.suffix(2 * size))
  }

  @Test(arguments: ["npz", "npy", "idx", "idx.gz"])
  func singleImagesHaveTheirClassesAsLabelsByWhichTheyCanBeLearnt(format: String) throws {
    let name = "fakes.\(format)"
    _ = try sample(name, "--class", "bag,trousers", "--count", "40")
    let imported = try run("import", name, "--out", "set")
    #expect(imported.text.hasPrefix("40 images of 2 classes"), "\(imported)")
    let set = try DataSet.load(path: fixture.directory.file("set"), labels: .strict).images
    let bag = try #require(set.labels?.max())
    #expect(set.labels?.count { $0 == 1 } == 20 && set.labels?.count { $0 == bag } == 20 && bag > 1)
    // Each has the label of the class that it was drawn for.
    let bags = try sample("bags.npy", "--class", "bag", "--count", "40").suffix(40 * 784)
    for (place, label) in (set.labels ?? []).enumerated() {
      let isBag = (0..<40).contains { bags.dropFirst($0 * 784).prefix(784).elementsEqual(set[place]) }
      #expect(isBag == (label == bag))
    }
    if format.hasPrefix("idx") {
      let training = try run(
        "train", "--data", name, "--out", "next", "--batch-size", "8", "--base-channels", "4", "--max-steps", "1")
      #expect(training.status == 0, "\(training.error)")
      #expect(try run("inspect", "next").text.contains("modulation by"))
    }
    // All classes in turns as a grid has them, and the labels that lay there are replaced.
    _ = try sample(name, "--grid-by-class", "--class", "0,bag", "--count", "3")
    try FileManager.default.removeItem(atPath: fixture.directory.file("set"))
    #expect(try run("import", name, "--out", "set").status == 0)
    #expect(
      try DataSet.load(path: fixture.directory.file("set"), labels: .strict).images.labels?.sorted()
        == [0, 0, 0, bag, bag, bag])
  }

  @Test func labelsReplaceNothingElseAndAreNotTakenForThoseOfOtherImages() throws {
    try fixture.directory.create("fakes-labels.npy", "my notes".utf8)
    let refused = try run("sample", "--checkpoint", "run", "--out", "fakes.npy")
    #expect(refused.status == 73 && refused.error.contains("'fakes-labels.npy': this is no file of labels"))
    #expect(try !fixture.directory.holds("fakes.npy") && bytes("fakes-labels.npy") == Data("my notes".utf8))

    let plain = try fixture.train("plain", "--no-conditional")
    #expect(plain.status == 0, "\(plain.error)")
    _ = try sample("drawn.idx", "--count", "4")
    for command in [
      ["sample", "--checkpoint", "plain", "--count", "4", "--out", "drawn.idx"],
      ["interpolate", "--checkpoint", "run", "--class", "bag", "--from", "1", "--to", "2", "--out", "drawn.idx"],
    ] {
      let result = try fixture.program.run(command)
      #expect(
        result.status == 73 && result.error.contains("the labels of other images lie beside it ('drawn-labels.idx')"),
        "\(result.error)")
    }
  }

  @Test func standardOutputHasNoPlaceForLabelsBesideImages() throws {
    let images = try run("sample", "--checkpoint", "run", "--count", "2", "--format", "idx", "--out", "-")
    #expect(images.status == 0 && images.error.hasPrefix("Note: The classes of the images are not written"))
    let both = try run("sample", "--checkpoint", "run", "--count", "2", "--format", "npz", "--out", "-")
    #expect(both.status == 0 && both.error == "" && both.text.contains("arr_1.npy"))
  }

  @Test func aGridByClassHasAColumnForEach() throws {
    let grid = try PNGHeader(try sample("grid.png", "--grid-by-class", "--class", "bag,coat,1", "--count", "2"))
    #expect(grid.width == 3 * 30 + 2 && grid.height == 2 * 30 + 2)
    let images: Data = try sample("grid.npy", "--grid-by-class", "--class", "bag,coat", "--count", "2").suffix(4 * 784)
    let bags: Data = try sample("bags.npy", "--class", "bag", "--count", "2").suffix(2 * 784)
    #expect(images.prefix(784) == bags.prefix(784))
    let second: Data = images.dropFirst(2 * 784)
    #expect(second.prefix(784) == bags.suffix(784))
    let refusals: [(more: [String], part: String)] = [
      (["--out", "x.png", "--columns", "3"], "it cannot be used with '--columns'"),
      (["--out", "many/"], "gets one of each"),
    ]
    for (more, part) in refusals {
      let result = try fixture.program.run(["sample", "--checkpoint", "run", "--grid-by-class"] + more)
      #expect(result.status == 64 && result.error.contains(part), "\(result.error)")
    }
  }

  @Test func aClassThatIsNoneIsAnsweredWithTheList() throws {
    let result = try run("sample", "--checkpoint", "run", "--out", "x.png", "--class", "ship")
    #expect(result.status == 64)
    #expect(result.error.contains("'--class ship': the model has learnt no such class. It has: "))
    #expect(result.error.contains("trousers"))
    #expect(try run("sample", "--checkpoint", "run", "--out", "x.png", "--class", " ,").status == 64)
  }

  @Test func latentCommandsWantOneClass() throws {
    let nothing = try run("interpolate", "--checkpoint", "run", "--out", "walk.png")
    #expect(nothing.status == 64 && nothing.error.contains("name it with '--class'"), "\(nothing.error)")
    let two = try run("interpolate", "--checkpoint", "run", "--out", "walk.png", "--class", "bag,coat")
    #expect(two.status == 64 && two.error.contains("'--class' names 2 classes, and all images here are of one"))
    let walk = try run("interpolate", "--checkpoint", "run", "--out", "walk.npy", "--class", "bag", "--frames", "2")
    #expect(walk.status == 0, "\(walk.error)")
    let ends: Data = try sample("ends.npy", "--class", "bag", "--count", "2").suffix(2 * 784)
    let first: Data = try bytes("walk.npy").suffix(3 * 784)
    #expect(first.prefix(784) == ends.prefix(784))
    let sum = try run("arithmetic", "1,2 - 3", "--checkpoint", "run", "--class", "bag", "--out", "sum.png")
    #expect(sum.status == 0, "\(sum.error)")
  }

  @Test func searchesGoByTheClass() throws {
    let brief = ["--checkpoint", "run", "--candidates", "8", "--restarts", "1", "--steps", "4"]
    let search = ["--image", BuiltPackage.tinyData + "#0"] + brief
    // A picture says of no class that it is its.
    _ = try sample("picture.png", "--class", "bag", "--count", "1")
    for command in ["project", "denoise", "inpaint"] {
      let more = command == "inpaint" ? ["--hole", "8,8,10,10"] : []
      let wanting = try fixture.program.run(
        [command, "--out", "\(command).png", "--image", "picture.png"] + brief + more)
      #expect(wanting.status == 64 && wanting.error.contains("name it with '--class'"), "\(wanting.error)")
      let several = try fixture.program.run(
        [command, "--out", "\(command).png", "--image", BuiltPackage.tinyData + "#0-9"] + brief + more)
      #expect(several.status == 64 && several.error.contains("give those of one at a time"), "\(several.error)")
      let labelled = try fixture.program.run([command, "--out", "\(command).png"] + search + more)
      #expect(labelled.status == 0, "\(labelled.error)")
      let result = try fixture.program.run([command, "--out", "\(command).png", "--class", "bag"] + search + more)
      #expect(result.status == 0, "\(result.error)")
    }
    #expect(try fixture.program.run(["project", "--out", "p.npy", "--class", "bag"] + search).status == 0)
    let again: Data = try sample("again.npy", "--latents", "p.latents.safetensors", "--class", "bag").suffix(784)
    let found: Data = try bytes("p.npy").suffix(784)
    #expect(found == again)
    // Without --class it is that of the image's label.
    #expect(try fixture.program.run(["project", "--out", "labelled.npy"] + search).status == 0)
    #expect(try fixture.program.run(["project", "--out", "named.npy", "--class", "sandal"] + search).status == 0)
    #expect(try bytes("labelled.npy") == bytes("named.npy") && bytes("named.npy") != bytes("p.npy"))
    let restyle = try fixture.program.run(
      ["restyle", "--from", "bag", "--to", "coat", "--data", BuiltPackage.tinyData, "--out", "r.png"] + search)
    #expect(restyle.status == 64 && restyle.error.contains("'dcgan sample --latents FILE --class coat' draws it"))
  }

  @Test func aRunGoesOnAndRefusesWhatContradictsIt() throws {
    let resumed = try run("train", "--resume", "run", "--conditional", "--epochs", "2", "--architecture", "dcgan28")
    #expect(resumed.status == 0, "\(resumed.error)")
    #expect(try run("train", "--resume", "run", "--epochs", "3", "--base-channels", "4").status == 0)
    #expect(try run("train", "--resume", "run", "--epochs", "3", "--base-channels", "8").status == 64)
    #expect(try fixture.train("plain", "--no-conditional").status == 0)
    let other = try run("train", "--resume", "plain", "--conditional", "--epochs", "2")
    #expect(other.status == 64, "\(other.error)")
    for arguments in [
      ["sample", "--class", "bag"], ["sample", "--grid-by-class"], ["interpolate", "--class", "bag"],
    ] {
      let result = try fixture.program.run(arguments + ["--checkpoint", "plain", "--out", "x.png"])
      #expect(
        result.status == 64 && result.error.contains("conditional models, and 'plain/checkpoint.safetensors' is none"))
    }
  }

  @Test func dataWithoutLabelsAreRefused() throws {
    let model = try SmallModel()
    let result = try model.program.run(["train", "--data", model.data, "--out", "run", "--conditional"])
    #expect(result.status == 66)
    #expect(result.error.contains("there are no labels beside the images"), "\(result.error)")
    #expect(!model.directory.holds("run"))
  }

  @Test func networksOfAConditionalRunLearnTheClassesOfOthers() throws {
    let arguments = [
      "train", "--data", BuiltPackage.tinyData, "--limit", "24", "--batch-size", "8", "--max-steps", "2",
    ]
    let refused = try fixture.program.run(arguments + ["--init-from", "run", "--out", "next", "--no-conditional"])
    #expect(refused.status == 64 && refused.error.contains("Give '--conditional' with networks that go by classes"))
    let next = try fixture.program.run(arguments + ["--init-from", "run", "--out", "next", "--recipe", "paper"])
    #expect(next.status == 0, "\(next.error)")
    #expect(try fixture.program.run("inspect", "next").text.fact("conditional") == "true")
  }

  @Test func modelsAreExportedWithTheirClasses() throws {
    let result = try run(
      "export", "--checkpoint", "run", "--onnx", "g.onnx", "--discriminator", "d.onnx", "--npz", "all.npz", "--folder",
      "hub")
    #expect(result.status == 0 && result.error == "")
    let card = String(decoding: try bytes("hub/README.md"), as: UTF8.self)
    #expect(card.contains("- conditional-image-generation"))
    #expect(card.contains("ClassModulation(10, 16)") && card.contains("ClassProjection()"))
    #expect(card.contains("images = generator.eval()(latents, classes).detach()"))
    for name in ["g.onnx", "d.onnx"] {
      #expect(String(decoding: try bytes(name), as: UTF8.self).contains("1 trousers"))
    }
  }

  @Test func architecturesAreComparedConditionally() throws {
    let result = try run(
      "compare", "--architectures", "gan,mlp-conv", "--data", BuiltPackage.tinyData, "--limit", "24", "--batch-size",
      "8",
      "--base-channels", "4", "--epochs", "1", "--quiet", "--conditional", "--out", "both")
    #expect(result.status == 0, "\(result.error)")
    #expect(try run("inspect", "both/gan").text.contains("projection on 10 classes"))
  }
}
