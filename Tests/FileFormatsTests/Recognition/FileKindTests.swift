import Foundation
import TestSupport
import Testing

@testable import FileFormats

struct FileKindTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// How files begin, and what they are.
  static let files: [(bytes: [UInt8], kind: FileKind)] = [
    ([], .empty),
    ([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9], .imagesIDX), ([0, 0, 8, 1, 0, 0, 0, 1, 9], .labelsIDX),
    ([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 8], .labelsIDX), ([0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 3, 0x10], .rowsIDX),
    ([0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 9, 0, 0, 0, 9], .channelsFirstIDX),
    ([0, 0, 8, 4, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 3], .imagesIDX),
    ([0, 0, 0x0D, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], .otherIDX), ([3, 8, 0, 0, 1, 0, 0, 0], .swappedIDX),
    ([0, 0, 8, 3, 0x60, 0xEA, 0, 0, 28, 0, 0, 0], .swappedIDX), (text("P5 1 1 255\n1"), .picture),
    ([0x89] + text("PNG\r\n\u{1A}\n"), .picture), ([0xFF, 0xD8, 0xFF, 0xE0], .picture),
    (text("....ftypheic"), .picture), (text("1,2,3,4\n5,6,7,8\n"), .csv), (text("label,p0\n1,2\n"), .csv),
    ([0x80, 4, 0x95, 0, 0], .pickle), ([0x89] + text("HDF\r\n\u{1A}\n"), .hdf5), (text("PAR1...."), .parquet),
    (text("MATLAB 5.0 MAT-file, Platform"), .matlab), ([8, 7, 0x12, 7] + text("pytorch"), .onnx),
    (text("PK\u{5}\u{6}") + [UInt8](repeating: 0, count: 18), .zip), (text("BZh91AY"), .bzip2),
    ([0xFD] + text("7zXZ\0"), .xz), ([0x28, 0xB5, 0x2F, 0xFD, 0], .zstd), (text("Rar!\u{1A}\u{7}\u{1}\0"), .rar),
    (text("7z") + [0xBC, 0xAF, 0x27, 0x1C], .sevenZip), ([UInt8](repeating: 1, count: 257) + text("ustar\0"), .tar),
    (text("\n<!DOCTYPE html>\n<html>"), .webPage), (text("<html><body>404"), .webPage),
    (text("<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code>"), .errorMessage),
    (text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"), .lfsPointer), (text("%PDF-1.7"), .pdf),
    (text("{\"dReal\":0.5,\"lossD\":1,\"step\":1}\n"), .metrics),
    (text("{\"architecture\":{},\"configuration\":{},\"data\":\"d\"}\n"), .runConfiguration),
    (text("{\"discriminator\":[],\"generator\":[],\"latentSize\":100}"), .architecture),
    (text("{\n  \"frechet\": {},\n  \"verdict\": \"good\"\n}\n"), .evaluation), (text("[1, 2]"), .json),
    (text("hello"), .text), ([1, 2, 3, 0xFE, 7, 0, 0, 9, 9, 9], .unknown),
    ([5, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0x0A, 3, 0x0A, 1, 2, 1], .tfrecord),
    (cifar([9]) + cifar([0]), .cifarBatch), (cifar([19, 99]) + cifar([0, 5]), .cifarBatch),
    (cifar([9]) + cifar([10]), .unknown), (cifar([20, 9]), .unknown), (cifar([9]) + [0, 0], .unknown),
  ]

  /// An image of CIFAR behind its labels.
  private static func cifar(_ labels: [UInt8]) -> [UInt8] { labels + (0..<3072).map { UInt8(1 + $0 % 255) } }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(arguments: files)
  func aFileIsToldByItsContents(bytes: [UInt8], kind: FileKind) throws {
    #expect(FileKind.recognize(try directory.create("file", bytes)) == kind)
  }

  @Test func aCompressedFileIsToldByWhatItHolds() throws {
    let contents: [(bytes: [UInt8], kind: FileKind)] = [
      ([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9], .imagesIDX), (Self.text("1,2,3\n"), .csv),
      ([UInt8](repeating: 1, count: 257) + Self.text("ustar\0"), .tar), (Self.text("hello"), .gzip),
    ]
    for (bytes, kind) in contents {
      #expect(FileKind.recognize(try directory.create("file.gz", gzip(bytes))) == kind)
    }
    #expect(FileKind.recognize(NumPyFixture(name: "deflated.npz").path) == .npz)
    #expect(FileKind.recognize(NumPyFixture(name: "no-arrays.zip").path) == .zip)
    #expect(FileKind.recognize(NumPyFixture(name: "version-3.npy").path) == .npy)
  }

  @Test func safetensorsFilesAreToldByTheirTensorsAndMetadata() throws {
    func file(_ name: String, _ metadata: [String: String] = [:]) throws -> FileKind? {
      let tensor = SafetensorsTensor(name: name, shape: [1], data: .float32([1]))
      let path = directory.file("file")
      try SafetensorsFile(metadata: metadata, tensors: [tensor]).write(to: path, replaceExisting: true)
      return FileKind.recognize(path)
    }
    #expect(try file("latents") == .latents)
    #expect(try file("weight") == .safetensors)
    #expect(try file("weight", ["format_version": "2", "architecture": "{}"]) == .checkpoint)
  }

  @Test func directoriesAreToldByWhatLiesInThem() throws {
    let places: [(name: String, file: String, kind: FileKind)] = [
      ("pictures", "1.jpg", .pictureFolder), ("classes", "cats/1.PNG", .pictureFolder),
      ("arrays", "cat.npy", .arrayFolder), ("data", "train-images-idx3-ubyte", .directory),
      ("run", "config.json", .runDirectory), ("runs", "one/checkpoint.safetensors", .runsDirectory),
      ("other", "notes.txt", .directory), ("sets", "letters/train-images-idx3-ubyte", .directory),
    ]
    for (name, file, kind) in places {
      try directory.create("\(name)/\(file)", [1])
      #expect(FileKind.recognize(directory.file(name)) == kind, "\(name)")
    }
    // A picture beside data sets shows one of them.
    try directory.create("sets/letters.png", [1])
    #expect(FileKind.recognize(directory.file("sets")) == .directory)
  }

  @Test func exportedNetworksAreNoRunThoughTheyHaveAConfiguration() throws {
    for name in ["config.json", "generator.safetensors", "discriminator.safetensors", "README.md"] {
      try directory.create("models/one/\(name)", [1])
    }
    #expect(FileKind.recognize(directory.file("models/one")) == .modelFolder)
    #expect(FileKind.recognize(directory.file("models")) == .directory)
    try directory.create("models/one/checkpoint.safetensors", [1])
    #expect(FileKind.recognize(directory.file("models/one")) == .runDirectory)
    #expect(FileKind.recognize(directory.file("models")) == .runsDirectory)
  }

  @Test func linksAndWhatIsNoFileAreToldApart() throws {
    try FileManager.default.createSymbolicLink(atPath: directory.file("broken"), withDestinationPath: "nowhere")
    try FileManager.default.createSymbolicLink(atPath: directory.file("loop"), withDestinationPath: "loop")
    #expect(FileKind.recognize(directory.file("broken")) == .brokenLink)
    for path in [directory.file("loop"), directory.file("absent"), "/dev/zero"] {
      #expect(FileKind.recognize(path) == nil)
    }
  }

  @Test func everyKindHasANameThatCompletesASentence() {
    for kind in FileKind.allCases {
      let word = kind.name.split(separator: " ").first
      #expect(["a", "an", "the", "something", "another"].contains(word?.split(separator: "'").first), "\(kind)")
    }
  }
}
