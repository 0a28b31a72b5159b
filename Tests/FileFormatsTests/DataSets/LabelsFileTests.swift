import FileFormats
import TestSupport
import Testing

/// Where the labels of a file of images lie.
struct LabelsFileTests {
  @Test(arguments: [
    ("fakes.npy", "fakes-labels.npy"), ("a.b/fakes.idx", "a.b/fakes-labels.idx"),
    ("FAKES.IDX.GZ", "FAKES-labels.IDX.GZ"), ("fakes", "fakes-labels"), ("images.idx", "images-labels.idx"),
    ("set/train-images-idx3-ubyte", "set/train-labels-idx1-ubyte"),
    ("t10k-images-idx4-ubyte.gz", "t10k-labels-idx1-ubyte.gz"), ("kmnist-train-imgs.idx3", "kmnist-train-labels.idx1"),
    ("train-idx3-ubyte", "train-idx1-ubyte"),
  ])
  func labelsHaveTheNameThatGoesWithThatOfTheirImages(images: String, labels: String) {
    #expect(LabelsFile.path(besideImages: images) == labels)
  }

  @Test func labelsBesideImagesAreTheirs() throws {
    let directory = try TemporaryDirectory()
    let images = ImageSet(count: 3, height: 2, width: 2, channels: 1, bytes: [UInt8](repeating: 5, count: 12))
    for name in ["fakes.idx", "few.idx.gz", "train-images-idx3-ubyte"] {
      let path = directory.file(name)
      try IDXFile.write(images, to: path, compression: name.hasSuffix("gz") ? .gzip : .none)
      #expect(try DataSet.load(path: path, labels: .strict).images.labels == nil)
      try IDXFile.write(labels: [2, 0, 1], to: LabelsFile.path(besideImages: path))
      #expect(try DataSet.load(path: path, labels: .strict).images.labels == [2, 0, 1])
    }
    let path = directory.file("fakes.npy")
    try NPYFile.write(images: ImageDimensions(images), to: path) { try $0(images.bytes) }
    try NPYFile.write(NumberArray(shape: [3], [1, 1, 0] as [UInt8]), to: directory.file("fakes-labels.npy"))
    #expect(try ImageArrays(path: path).convert(ImageConversion()) { _ in }.training.labels == [1, 1, 0])
    // The two are not taken for two classes.
    let arrays = try ImageArrays(path: directory.path)
    #expect(try arrays.convert(ImageConversion()) { _ in }.training.labels == [1, 1, 0])
  }

  @Test func whatIsNoFileOfLabelsIsNotReplaced() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("x-labels.npy")
    try LabelsFile.checkReplaceable(path)
    try NPYFile.write(NumberArray(shape: [3], [1, 1, 0] as [UInt8]), to: path)
    try LabelsFile.checkReplaceable(path)
    try NPYFile.write(NumberArray(shape: [3, 1], [1, 1, 0] as [UInt8]), to: path)
    #expect(throws: FileError.self) { try LabelsFile.checkReplaceable(path) }
    try directory.create("x-labels.npy", "notes of mine".utf8)
    #expect(throws: FileError.self) { try LabelsFile.checkReplaceable(path) }
  }
}
