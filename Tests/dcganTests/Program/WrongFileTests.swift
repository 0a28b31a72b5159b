import FileFormats
import Foundation
import TestSupport
import Testing

@testable import CommandLineKit
@testable import dcgan

/// What the program says of files in the places of others.
struct WrongFileTests {
  let fixture: SmallModel

  init() throws {
    fixture = try SmallModel()
    let directory = fixture.directory
    try NPYFile.write(
      NumberArray(shape: [2, 8, 8], [UInt8](repeating: 7, count: 128)), to: directory.file("my data.npy"))
    try directory.create("page.png", "<!DOCTYPE html><html></html>".utf8)
    try directory.create("pictures/cat/1.jpg", [0xFF, 0xD8, 0xFF, 0xE0])
    try directory.create("weights.pth", [0x80, 2, 0x7D])
    try directory.create("planes", [0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2] + [1, 2, 3, 4, 5, 6])
    try LatentLine.write(to: directory.file("own.safetensors"))
    try directory.create("film.mp4", [0, 0, 0, 24] + Array("ftypmp42".utf8))
    try directory.create("kept/config.json", "{\"architecture\":{},\"configuration\":{}}".utf8)
    try directory.create("kept/metrics.jsonl", "{\"lossD\":1,\"step\":1}\n".utf8)
  }

  /// A file, what it is called, and what to do about it; by the arguments before it.
  private static let cases: [(arguments: [String], file: String, message: String)] = [
    (
      ["train", "--data"], "my data.npy",
      "this is an NPY file, NumPy's of one array, not an IDX file of images. Make a data set of it first: dcgan import "
        + "'my data.npy' --out 'data/my data'"
    ),
    (
      ["train", "--data"], "pictures",
      "this is a folder of pictures, not an IDX file of images. Make a data set of it first: dcgan import pictures --out "
        + "data/pictures"
    ),
    (
      ["train", "--data"], "model.safetensors",
      "this is a checkpoint, not an IDX file of images. Give it with --checkpoint, or train its networks further with "
        + "--init-from."
    ),
    (
      ["train", "--data"], "kept",
      "this is the directory of a run, not an IDX file of images. To go on with the run: dcgan train --resume kept"
    ),
    (
      ["train", "--data"], "planes",
      "this is an IDX file of images whose channels stand before their rows, not an IDX file of images. Make a data set "
        + "of it first: dcgan import planes --out data/planes"
    ),
    (
      ["inspect"], "own.safetensors",
      "this is a file of latent vectors, not a checkpoint. Give it with --latents, and the model that it was made for "
        + "with --checkpoint."
    ),
    (
      ["inspect"], "page.png",
      "this is a web page (HTML), as a failed download leaves, not a checkpoint, the directory of a run, or a data set. "
        + "Download it again, and take "
        + "the address of the file itself, not that of the page which shows it."
    ),
    (
      ["train", "--data", "data", "--init-from"], "weights.pth",
      "this is a Python pickle, not a checkpoint. Networks are read from safetensors files with the tensors of the "
        + "article 'Formats on disk': write one in Python with safetensors.torch.save_file({'generator.' + name: value for "
        + "name, value in state.items()}, ...), and name the architecture with --architecture."
    ),
    (
      ["train", "--resume"], "kept/metrics.jsonl",
      "this is the log of a run, not the directory of a run. Name the run's directory: kept"
    ),
    (["runs"], "pictures", "this is a folder of pictures, not the directory of a run. Name the directory of a run."),
    (
      ["sample", "--out", "x.png", "--checkpoint"], "pictures",
      "this is a folder of pictures, not a checkpoint. Name a run directory or its checkpoint.safetensors."
    ),
    (
      ["import", "my data.npy", "--out", "set", "--labels"], "pictures",
      "this is a folder of pictures, not an IDX, NPY, NPZ or CSV file of labels."
    ),
    (
      ["sample", "--checkpoint", "model.safetensors", "--out", "x.png", "--latents"], "my data.npy",
      "this is an NPY file, NumPy's of one array, not a file of latent vectors. Save them in Python by "
        + "safetensors.numpy.save_file({'latents': array.astype('float32')}, 'latents.safetensors'), a row for each vector."
    ),
    (
      ["train", "--data"], "film.mp4",
      "this is a video, not an IDX file of images. Take its frames as pictures first, for instance with: mkdir frames && "
        + "ffmpeg -i film.mp4 frames/%06d.png"
    ),
    (
      ["train", "--data", "data", "--architecture"], "kept/config.json",
      "this is the configuration of a run, not an architecture in JSON. 'dcgan architectures NAME --json' prints one, and "
        + "--init-from takes that of a run."
    ),
    (
      ["sample", "--out", "x.png", "--checkpoint"], "kept/metrics.jsonl",
      "this is the log of a run, not a checkpoint. Name the run's directory: kept"
    ),
    (
      ["sample", "--out", "x.png", "--checkpoint"], "data/train-images-idx3-ubyte",
      "this is an IDX file of images, not a checkpoint. Give it with --data."
    ),
    (
      ["sample", "--out", "x.png", "--checkpoint", "model.safetensors", "--latents"], "model.safetensors",
      "this is a checkpoint, not a file of latent vectors. Give it with --checkpoint."
    ),
    (
      ["project", "--checkpoint", "model.safetensors", "--out", "x.png", "--image"], "data/train-images-idx3-ubyte",
      "this is an IDX file of images, not a picture in PNG, JPEG, GIF, BMP, PGM, PPM or PBM format. Say which of its "
        + "images you mean, as in 'data/train-images-idx3-ubyte#0'."
    ),
    (
      ["evaluate", "--data", "data", "--images"], "weights.pth",
      "this is a Python pickle, not an IDX, NPY or NPZ file of images, or a folder of pictures. Save its images in Python "
        + "by numpy.savez('images.npz', images=..., labels=...), and give that to dcgan import; scripts/data/to_npz.py "
        + "does so for usual files."
    ),
    (
      ["import", "--out", "set"], "model.safetensors",
      "this is a checkpoint, not a folder of pictures, or an IDX, NPY, NPZ or CSV file of images. Give it with "
        + "--checkpoint, or train its networks further with --init-from."
    ),
  ]

  @Test(arguments: cases.indices)
  func aWrongFileIsCalledWhatItIsWithWhatToDo(index: Int) throws {
    let (arguments, file, message) = Self.cases[index]
    let result = try fixture.program.run(arguments + [file])
    #expect(result.error == "Error: '\(file)': \(message)\n")
    #expect(result.status == 65)
    #expect(!fixture.directory.holds("runs") && !fixture.directory.holds("x.png") && !fixture.directory.holds("set"))
  }

  @Test func latentVectorsOfOtherProgramsAreTaken() throws {
    let result = try fixture.program.run(
      "sample", "--checkpoint", fixture.model, "--latents", "own.safetensors", "--out", "x.png")
    #expect(result.status == 0, "\(result.error)")
    #expect(fixture.directory.holds("x.png"))
  }

  @Test func aDirectoryOfRunsIsToldApartFromARun() throws {
    try fixture.directory.create("runs/one/config.json", "{\"architecture\":{},\"configuration\":{}}".utf8)
    let result = try fixture.program.run("sample", "--out", "x.png", "--checkpoint", "runs")
    #expect(result.status == 66)
    #expect(
      result.error == "Error: 'runs' is a directory of runs: name one of them. The newest is 'runs/one'.\n")
  }

  @Test(arguments: [["train", "--data"], ["inspect"]])
  func aDirectoryOfDataSetsIsNoFolderOfPicturesThoughThereIsOneOfThem(arguments: [String]) throws {
    try fixture.directory.create("sets/letters/train-images-idx3-ubyte", [0])
    try fixture.directory.create("sets/letters.png", [0])
    let result = try fixture.program.run(arguments + ["sets"])
    #expect(result.status == 66)
    #expect(
      result.error == "Error: 'sets': there are no training images in this directory, such as "
        + "'train-images-idx3-ubyte'; it holds 'letters/', 'letters.png'; 'sets/letters' holds some of a data set.\n")
  }

  @Test func aDeviceIsNoFolderOfPictures() throws {
    let result = try fixture.program.run("import", "/dev/null", "--out", "set")
    #expect(result.status == 65)
    #expect(result.error == "Error: '/dev/null': this is a character device, not a regular file.\n")
    #expect(!fixture.directory.holds("set"))
  }

  @Test func everyOptionThatAdviceOnFilesNamesExists() {
    let commands = dcgan.Program.command.subcommands
    let options = Set(commands.flatMap { command in command.parameters.map { "--\($0.name)" } })
    for role in FileRole.allCases {
      for kind in FileKind.allCases {
        let text = FileAdvice(path: "some/file.x", wanted: role).text(for: kind) ?? ""
        let words = text.split(whereSeparator: { " ,.;'".contains($0) })
        for word in words where word.hasPrefix("--") { #expect(options.contains(String(word)), "\(word)") }
        for (word, next) in zip(words, words.dropFirst()) where word == "dcgan" {
          #expect(commands.contains { $0.name == String(next) }, "\(text)")
        }
      }
    }
  }
}

/// Latent vectors as the `safetensors` package of Python saves them: without metadata.
private enum LatentLine {
  static func write(to path: String) throws {
    let header = Array(#"{"latents":{"dtype":"F32","shape":[1,5],"data_offsets":[0,20]}}"#.utf8)
    let bytes = [UInt8(header.count)] + [UInt8](repeating: 0, count: 7) + header + [UInt8](repeating: 0, count: 20)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }
}
