import TestSupport
import Testing

@testable import FileFormats

struct PictureFolderTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func picture(_ name: String, _ red: UInt8) throws {
    _ = try directory.create(name, Array("P6\n1 1\n255\n".utf8) + [red, 0, 0])
  }

  @Test func subDirectoriesAreClassesAndUnreadablePicturesAreLeftOut() throws {
    try picture("b/2.ppm", 20)
    try picture("a/1.ppm", 10)
    let broken = try directory.create("a/0.png", [1, 2])
    var (leftOut, done): ([String], [Int]) = ([], [])
    let images = try PictureFolder(directory.path).readImages(
      width: 1, height: 2, channels: 3, background: .white, leaveOut: { leftOut.append($0.path) },
      progress: { done.append($0) })
    #expect(
      images
        == ImageSet(
          count: 2, height: 2, width: 1, channels: 3, bytes: [10, 0, 0, 10, 0, 0, 20, 0, 0, 20, 0, 0], labels: [0, 1],
          classNames: ["a", "b"]))
    #expect(leftOut == [broken])
    #expect(done == [1, 2, 3])
  }

  @Test func picturesWithoutSubDirectoriesHaveNoLabels() throws {
    try picture("1.ppm", 255)
    let images = try PictureFolder(directory.path).readImages(
      width: 1, height: 1, channels: 1, background: .white, leaveOut: { _ in }, progress: { _ in })
    #expect(images == ImageSet(count: 1, height: 1, width: 1, channels: 1, bytes: [76]))
  }

  @Test func aFolderWithoutAnyReadablePictureIsRefused() throws {
    _ = try directory.create("0.png", [1, 2])
    let folder = try PictureFolder(directory.path)
    expectFileError(.badData, "none of its pictures could be read") {
      _ = try folder.readImages(
        width: 1, height: 1, channels: 1, background: .white, leaveOut: { _ in }, progress: { _ in })
    }
  }
}
