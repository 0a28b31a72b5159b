import Foundation
import TensorCore

@testable import CommandLineKit
@testable import FileFormats
@testable import GAN
@testable import Reports
@testable import Runs
@testable import dcgan

/// What reads bytes from outside. The fuzzer (`scripts/safety/fuzz.sh`) and the test of what it found call the readers
/// from here.
enum HostileInput: String, CaseIterable {
  case idx, gzip, npy, npz, csv, safetensors, png, jpeg, gif, bmp, pnm, config, architecture, arguments, http

  /// A reader broke its promises without a trap.
  struct BrokenPromise: Error, CustomStringConvertible {
    let description: String
  }

  /// Lets the reader read `bytes`, which it may accept or refuse.
  /// - Throws: ``BrokenPromise`` if an error is no sentence, or if what was read does not mean the same when it is
  ///   written and read again; an error of `scratch`.
  func read(_ bytes: [UInt8], _ scratch: ScratchFile) throws {
    do {
      if self != .arguments, self != .http {
        try scratch.fill(bytes)
        _ = FileKind.recognize(scratch.path)
      }
      switch self {
      case .idx:
        _ = try? IDXFile.readLabels(path: scratch.path)
        _ = try? IDXFile.readArray(path: scratch.path)
        _ = try IDXFile.readImages(path: scratch.path, limit: bytes.count % 2 == 0 ? nil : bytes.count)
      case .gzip:
        _ = try? IDXFile.readImages(path: scratch.path)
        try Self.decompress(scratch.path)
      case .npy:
        try Self.use(
          try NPYFile.read(path: scratch.path, limit: bytes.count % 2 == 0 ? nil : bytes.count % 16), scratch)
      case .npz:
        let file = try NPZFile(path: scratch.path)
        for entry in file.entries { _ = try file.read(entry) }
        _ = try ImageArrays(path: scratch.path).convert(ImageConversion()) { _ in }
      case .csv:
        try Self.use(try CSVFile.read(path: scratch.path).images, scratch)
        _ = try ImageArrays(path: scratch.path).convert(ImageConversion()) { _ in }
      case .safetensors:
        _ = try? SafetensorsFile(path: scratch.path, requireChecksum: true)
        _ = try SafetensorsEncoding(try SafetensorsFile(path: scratch.path, requireChecksum: false), path: scratch.path)
        _ = try Checkpoint(path: scratch.path)
      case .png, .jpeg, .gif, .bmp, .pnm:
        let grey = RGBColour(red: UInt8(bytes.count & 0xFF), green: 7, blue: 7)
        _ = try ImageFile.read(path: scratch.path, background: bytes.count % 2 == 0 ? .white : grey)
      case .config:
        let configuration = try RunConfiguration(RunDirectory(scratch.directory)).training
        let again = try TrainingConfiguration(json: configuration.json, architecture: configuration.architecture)
        guard again == configuration else { throw BrokenPromise(description: "The configuration is another.") }
      case .architecture:
        let architecture = try Architecture(path: scratch.path)
        guard try Architecture(json: architecture.json) == architecture else {
          throw BrokenPromise(description: "The architecture is another.")
        }
      case .arguments:
        try Self.parse(bytes)
      case .http:
        guard let size = HTTPRequest.size(in: bytes) else { return }
        _ = LivePaths(try HTTPRequest(Array(bytes[..<size])))
      }
    } catch let error as any CustomStringConvertible & Error where !(error is BrokenPromise) {
      guard error.description.count > 10, error.description.last == "." || error.description.last == "?" else {
        throw BrokenPromise(description: "This is no sentence: \(error.description)")
      }
    }
  }

  /// The most bytes of memory that reading `bytes` may take at a time.
  func memoryLimit(_ bytes: [UInt8], _ scratch: ScratchFile) -> Int {
    let announced =
      self == .gzip || self == .idx ? try? IDXReader(path: scratch.path, expecting: .images).header.fileSize : nil
    return (64 << 20) + 4 * bytes.count + (announced ?? 0)
  }

  /// Writes and reads an array, and makes labels and images of it.
  private static func use(_ array: NumberArray, _ scratch: ScratchFile) throws {
    try scratch.fill(NPYHeader.encoded(array) + array.bytes)
    guard try NPYFile.read(path: scratch.path) == array else {
      throw BrokenPromise(description: "The array is another.")
    }
    _ = try? array.labels(path: scratch.path)
    _ = try ImageConversion().convert([(array, scratch.path)]) { _ in }
  }

  /// Decompresses up to a megabyte piece by piece.
  private static func decompress(_ path: String) throws {
    let source = try InflatedInput(try InputFile(path: path), .gzip, path: path)
    for _ in 0..<64 where try source.readBytes(1 << 14).isEmpty { break }
  }

  /// Parses arguments, each ended by a zero byte, by the real commands' tables, without running a command.
  private static func parse(_ bytes: [UInt8]) throws {
    let texts = bytes.split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    var path = CommandPath(root: Program.command)
    var rest = texts[...]
    do {
      _ = try path.descend(along: &rest)
      _ = rest.mentions(.help)
      _ = try path.parse(rest)
    } catch {
      _ = HelpFormatter.usageHint(for: path)
      throw error
    }
  }
}

/// A file in memory, where the system has such a thing, that is filled anew for each input.
final class ScratchFile {
  /// The system refuses to create or write the file.
  struct SystemError: Error {
    let number = errno
  }

  let directory: String
  private let descriptor: Int32

  /// The file's name is that of a run's configuration, which is read by its directory.
  var path: String { RunDirectory(directory).configuration }

  init() throws {
    let memory = "/dev/shm"
    let parent = access(memory, W_OK) == 0 ? memory : NSTemporaryDirectory()
    directory = "\(parent)/dcgan-hostile-input-\(UUID().uuidString)"
    guard mkdir(directory, 0o700) == 0 else { throw SystemError() }
    descriptor = open(RunDirectory(directory).configuration, O_RDWR | O_CREAT, 0o600)
    if descriptor < 0 { throw SystemError() }
  }

  deinit {
    close(descriptor)
    unlink(path)
    rmdir(directory)
  }

  func fill(_ bytes: [UInt8]) throws {
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
      throw SystemError()
    }
  }
}
