import TestSupport
import Testing

@testable import FileFormats

struct PictureReadingTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func picture(_ name: String, _ colour: [UInt8]) throws {
    try directory.create(name, Array("P\(colour.count == 1 ? 5 : 6)\n1 1\n255\n".utf8) + colour)
  }

  private func read(_ reading: PictureReading) throws -> ImageSet {
    let folder = try PictureFolder(directory.path)
    return reading.read(folder.training, classes: folder.classes, leaveOut: { _ in }, progress: { _ in }).images
  }

  @Test func picturesThatCannotBeReadAreLeftOut() throws {
    try picture("b/2.ppm", [20, 0, 0])
    try picture("a/1.ppm", [10, 0, 0])
    let broken = try directory.create("a/0.png", [1, 2])
    var (leftOut, done): ([String], [Int]) = ([], [])
    let folder = try PictureFolder(directory.path)
    let images = PictureReading(width: 1, height: 2).read(
      folder.training, classes: folder.classes, leaveOut: { leftOut.append($0.path) }, progress: { done.append($0) }
    ).images
    #expect(
      images
        == ImageSet(
          count: 2, height: 2, width: 1, channels: 3, bytes: [10, 0, 0, 10, 0, 0, 20, 0, 0, 20, 0, 0], labels: [0, 1],
          classNames: ["a", "b"]))
    #expect(leftOut == [broken])
    #expect(done == [1, 2, 3])
  }

  @Test func imagesAreGreyIfNoPictureHasAColourAndInColourIfOneHas() throws {
    try picture("1.ppm", [7, 7, 7])
    try picture("2.pgm", [9])
    var reading = PictureReading(width: 1, height: 1)
    #expect(try read(reading) == ImageSet(count: 2, height: 1, width: 1, channels: 1, bytes: [7, 9]))
    reading.channels = 3
    #expect(try read(reading).bytes == [7, 7, 7, 9, 9, 9])
    reading.channels = nil
    try picture("3.ppm", [7, 7, 8])
    try picture("4.pgm", [5])
    #expect(
      try read(reading)
        == ImageSet(count: 4, height: 1, width: 1, channels: 3, bytes: [7, 7, 7, 9, 9, 9, 7, 7, 8, 5, 5, 5]))
    reading.channels = 1
    #expect(try read(reading).bytes == [7, 9, 7, 5])
  }

  @Test func withoutAnyPictureThereAreNoImages() throws {
    try directory.create("0.png", [1, 2])
    #expect(try read(PictureReading(width: 1, height: 1)).count == 0)
  }

  @Test(
    arguments: [(0x3FF, 1, 10), (0xFFF, 1, 12), (0x3FFF, 1, 14), (0x40FF, 0, 0), (0xFFFF, 0, 0)])
  func picturesOf16BitsThatUseFewerAreNoticed(value: Int, count: Int, bits: Int) throws {
    let bytes = [UInt8(value >> 8), UInt8(value & 0xFF)]
    let path = try directory.create("1.pgm", Array("P5 # of a camera\n1 1 65535\n".utf8) + bytes)
    try picture("2.pgm", [3])
    let pictures = try PictureFolder(directory.path).training
    #expect(pictures.first?.path == path)
    let darkness = PictureReading(width: 1, height: 1).read(pictures, leaveOut: { _ in }, progress: { _ in }).darkness
    #expect(darkness.count == count)
    if count > 0 { #expect(darkness.bits == bits) }
  }

  @Test func aPNGOf16BitsIsNoticedToo() throws {
    // Width 1, height 1, 16 bits, grey: the value 0x0FFF in a block that is stored.
    let header: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1, 16, 0, 0, 0, 0]
    let data: [UInt8] = [0x78, 0x01, 1, 3, 0, 0xFC, 0xFF, 0, 0x0F, 0xFF, 1, 0x20, 1, 0x0F]
    let file = PNG.signature + [("IHDR", header), ("IDAT", data), ("IEND", [])].flatMap(pngChunk)
    let path = try directory.create("1.png", file)
    #expect(try ImageFile.read(path: path).pixels == [16])
    let pictures = try PictureFolder(directory.path).training
    let darkness = PictureReading(width: 1, height: 1).read(pictures, leaveOut: { _ in }, progress: { _ in }).darkness
    #expect(darkness.count == 1 && darkness.bits == 12)
  }
}
