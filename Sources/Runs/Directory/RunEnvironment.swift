import FileFormats
import Foundation
import GAN
import Platform
import TensorCore

/// What a run was trained by and on. Nothing depends on it: the same bytes come out on any machine.
public struct RunEnvironment: Equatable, Sendable {
  /// Names and what stands behind them, in the order in which they are shown.
  public let facts: [Fact]

  /// A name and what stands behind it.
  public struct Fact: Equatable, Sendable {
    /// What it is, such as "Processor".
    public let name: String
    /// Which it is.
    public let text: String
  }

  /// What this process trains by: `program` is its name and version.
  public init(program: String, _ context: ComputeContext) {
    facts = [
      Fact(name: Self.names[0], text: program),
      Fact(name: Self.names[1], text: ProcessInfo.processInfo.operatingSystemVersionString),
      Processors.name().map { Fact(name: Self.names[2], text: $0) },
      Fact(name: Self.names[3], text: context.instructionSet.rawValue),
      Fact(name: Self.names[4], text: String(context.executor.threads)),
    ].compactMap { $0 }
  }

  private static let names = ["Program", "System", "Processor", "Instruction set", "Threads"]

  /// The members of a file's object that are known.
  fileprivate init(_ json: JSONValue) {
    facts = Self.names.compactMap { name in json[Self.key(name)]?.string.map { Fact(name: name, text: $0) } }
  }

  fileprivate var members: [String: JSONValue] {
    Dictionary(uniqueKeysWithValues: facts.map { (Self.key($0.name), .string($0.text)) })
  }

  private static func key(_ name: String) -> String { name == names[3] ? "instructionSet" : name.lowercased() }
}

extension RunDirectory {
  /// What the run was trained by and on.
  public var environment: String { path + "/environment.json" }

  private static let maximumEnvironmentSize = 1 << 20
  /// The entries that are kept of a run that is gone on with again and again elsewhere.
  private static let maximumEnvironmentCount = 100

  /// What the run was trained by and on, each with the step from which on; nothing if that was not written down.
  public func readEnvironments() -> [(step: Int, environment: RunEnvironment)] {
    guard let bytes = try? WholeFile.readIfAny(path: environment, maximumSize: Self.maximumEnvironmentSize),
      let entries = (try? JSONValue(parsing: bytes))?.array
    else { return [] }
    return entries.prefix(Self.maximumEnvironmentCount).compactMap { entry in
      entry["step"]?.integer.map { ($0, RunEnvironment(entry)) }
    }
  }

  /// Writes down what the run is trained by and on from a step on, if that is not what it was before.
  ///
  /// - Throws: ``FileFormats/FileError``; nothing depends on the file.
  public func record(_ current: RunEnvironment, from step: Int) throws {
    var entries = readEnvironments().filter { $0.step < step }
    guard entries.last?.environment != current else { return }
    entries = entries.suffix(Self.maximumEnvironmentCount - 1) + [(step, current)]
    let json = entries.map { entry in
      JSONValue.object(entry.environment.members.merging(["step": .number(entry.step)]) { own, _ in own })
    }
    try AtomicFile.write(
      Array((JSONValue.array(json).text(brokenTo: 1) + "\n").utf8), to: environment, replaceExisting: true)
  }
}
