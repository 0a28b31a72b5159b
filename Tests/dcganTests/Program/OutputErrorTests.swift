import Foundation
import Platform
import Testing

struct OutputErrorTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  /// Standard output as a pipe that nobody reads.
  private func closedPipe() throws -> FileHandle {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    return pipe.fileHandleForWriting
  }

  @Test(arguments: [["inspect"], ["inspect", "--json"]])
  func aReportWhoseReaderHasGoneEndsQuietly(arguments: [String]) throws {
    let result = try fixture.program.run(arguments + [fixture.model], output: closedPipe())
    #expect(result == Program.Result())
  }

  @Test func helpWhoseReaderHasGoneEndsQuietly() throws {
    #expect(try fixture.program.run(["train", "--help"], output: closedPipe()) == Program.Result())
  }

  @Test(arguments: ["pgm", "png", "idx", "idx.gz"])
  func imagesWhoseReaderHasGoneEndQuietly(format: String) throws {
    let result = try fixture.program.run(
      ["sample", "--checkpoint", fixture.model, "--out", "-", "--format", format], output: closedPipe())
    #expect(result == Program.Result())
  }

  private func fullDisk() throws -> FileHandle { try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full")) }

  @Test(
    .enabled(if: OperatingSystem.isLinux),
    arguments: [["inspect"], ["train", "--help"], ["--version"]])
  func aFullDiskUnderStandardOutput(arguments: [String]) throws {
    let path = arguments == ["inspect"] ? [fixture.model] : []
    let result = try fixture.program.run(arguments + path, output: fullDisk())
    #expect(result.status == 74)
    #expect(result.error == "Error: Cannot write to standard output: No space left on device.\n")
  }

  @Test(.enabled(if: OperatingSystem.isLinux), arguments: ["pgm", "png", "idx", "idx.gz"])
  func aFullDiskUnderTheImages(format: String) throws {
    let sample = ["sample", "--checkpoint", fixture.model, "--format", format, "--out"]
    let named = try fixture.program.run(sample + ["/dev/full"])
    #expect(named.status == 74)
    #expect(named.error == "Error: '/dev/full': cannot be written: No space left on device.\n")
    let redirected = try fixture.program.run(sample + ["-"], output: fullDisk())
    #expect(redirected.status == 74)
    #expect(redirected.error == "Error: '/dev/stdout': cannot be written: No space left on device.\n")
  }
}
