import FileFormats
import GAN
import Runs
import TensorCore

/// What the first rank tells the others of a run before it is shared out.
struct SharedRun {
  /// What the result depends on.
  var configuration: TrainingConfiguration
  /// Where the images lie.
  var data: String
  /// Steps and returns so far.
  var step: Int
  var rollbacks: Int
  /// The step to end with.
  var lastStep: Int

  private enum Key {
    static let version = "version"
    static let architecture = "architecture"
    static let configuration = "configuration"
    static let data = "data"
    static let step = "step"
    static let rollbacks = "rollbacks"
    static let lastStep = "lastStep"
  }

  /// The message of a rank that could not begin.
  static func failure(version: String) -> [UInt8] { message([Key.version: .string(version)]) }

  /// The message of the run.
  func message(version: String) -> [UInt8] {
    Self.message([
      Key.version: .string(version), Key.architecture: configuration.architecture.json,
      Key.configuration: configuration.json, Key.data: .string(data), Key.step: .number(step),
      Key.rollbacks: .number(rollbacks), Key.lastStep: .number(lastStep),
    ])
  }

  private static func message(_ members: [String: JSONValue]) -> [UInt8] { Array(JSONValue.object(members).text.utf8) }

  /// Describes the run of a session.
  init(_ session: TrainingSession, lastStep: Int) {
    let state = session.state
    configuration = state.configuration
    (data, step, rollbacks) = (session.data.path, state.step, state.rollbacks)
    self.lastStep = lastStep
  }

  /// Reads a message.
  ///
  /// - Throws: ``RankError`` if it is that of another version, or what makes no sense throws.
  init(message: [UInt8], version: String) throws {
    let json = try JSONValue(parsing: message)
    let other = json[Key.version]?.string ?? "another"
    guard other == version else {
      throw RankError(
        "This program is \(version), and that of the first process \(other): install one on all machines.")
    }
    guard let configuration = json[Key.configuration], let data = json[Key.data]?.string,
      let step = json[Key.step]?.integer, let rollbacks = json[Key.rollbacks]?.integer,
      let lastStep = json[Key.lastStep]?.integer
    else { throw RankError("The first process has sent no run.") }
    self.configuration = try TrainingConfiguration(
      json: configuration, architecture: try Architecture(json: json[Key.architecture] ?? .null))
    (self.data, self.step, self.rollbacks, self.lastStep) = (data, step, rollbacks, lastStep)
  }

  /// Reads the images that this rank learns from.
  ///
  /// - Throws: ``RankError`` if they are others than the first rank's; `FileError`.
  func images() throws -> ImageSet {
    let read = try TrainingData(path: data, limit: configuration.data.imageCount)
    let identity = read.identity(isConditional: configuration.isConditional)
    guard identity == configuration.data else {
      let isSame =
        (identity.imageCount, identity.checksum) == (configuration.data.imageCount, configuration.data.checksum)
      throw RankError(
        "The \(isSame ? "classes" : "images") in '\(data)' are not those of the first process. Give all machines the same "
          + "data.")
    }
    return TrainingParts(read.images, holdingOut: configuration.heldOutCount).learnt
  }
}

/// What keeps a rank from taking part.
public struct RankError: Error, Equatable, CustomStringConvertible {
  /// Sentences.
  public let description: String

  init(_ description: String) { self.description = description }
}
