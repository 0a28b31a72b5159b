import Foundation
import TestSupport
import Testing

/// A path that names nothing, or nothing that can be opened, is told as that by every command, whatever its ending.
struct MissingPathTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private var directory: TemporaryDirectory { fixture.directory }

  /// Commands with the option that a path comes behind.
  static let commands = [
    ["import", "--out", "set"], ["import", "--range", "0..1", "--out", "set"],
    ["import", "--fit", "pad", "--out", "set"],
    ["import", "data", "--out", "set", "--labels"], ["train", "--out", "new", "--data"], ["train", "--resume"],
    ["train", "--data", "data", "--out", "new", "--init-from"],
    ["train", "--data", "data", "--out", "new", "--config"],
    ["evaluate", "--data", "data", "--checkpoint"], ["evaluate", "--checkpoint", "model.safetensors", "--data"],
    ["evaluate", "--data", "data", "--images"], ["inspect"], ["sample", "--out", "a.png", "--checkpoint"],
    ["sample", "--out", "a.png", "--checkpoint", "model.safetensors", "--latents"],
    ["project", "--out", "a.png", "--checkpoint", "model.safetensors", "--image"],
    ["inpaint", "--out", "a.png", "--checkpoint", "model.safetensors", "--hole", "1,1,2,2", "--image"],
    ["denoise", "--out", "a.png", "--checkpoint", "model.safetensors", "--image"],
    ["export", "--onnx", "a.onnx", "--checkpoint"], ["runs"], ["report", "--out", "a.html"],
    ["plot", "--out", "a.png"], ["timelapse", "--out", "a.gif"], ["show"],
    ["compare", "learning-rate=0.1,0.2", "--out", "all", "--data"], ["compare", "--out", "all"],
    ["sweep", "learning-rate=0.1,0.2", "--out", "all", "--data"],
    ["interpolate", "--out", "a.gif", "--checkpoint"],
  ]

  @Test(arguments: commands)
  func whatIsNotThereIsSaidNotToBe(command: [String]) throws {
    try directory.create("file", "a text".utf8)
    for (link, target) in [("broken.npz", "away"), ("loop", "loop")] {
      try FileManager.default.createSymbolicLink(atPath: directory.file(link), withDestinationPath: target)
    }
    let before = try directory.contents()
    let absent = ["cannot be opened: No such file or directory.", "there is no such file or directory;"]
    for (path, sentences) in [
      ("nothing", absent), ("nothing.npz", absent), ("nothing.png", absent), ("nothing.safetensors", absent),
      ("file/under", ["cannot be opened: Not a directory."]),
      ("broken.npz", ["this is a symbolic link that leads nowhere"]),
      ("loop", ["cannot be opened: Too many levels of symbolic links."]),
    ] {
      let result = try fixture.program.run(command + [path])
      #expect(result.status == 66, "\(path): \(result.error)")
      #expect(sentences.contains { result.error.hasPrefix("Error: '\(path)': \($0)") }, "\(path): \(result.error)")
    }
    #expect(try directory.contents() == before)
  }
}
