import FileFormats
import Foundation
import Platform

/// The directory of one training run and the names of what lies in it.
public struct RunDirectory: Hashable, Sendable {
  /// The directory, as the user named it.
  public let path: String

  /// Names a directory, which need not exist.
  public init(_ path: String) {
    self.path = path
  }

  /// The directory that a checkpoint lies in.
  public static func holding(checkpoint: String) -> RunDirectory {
    RunDirectory(PathComponents(checkpoint).parent)
  }

  /// Where runs without a name of their own go.
  public static let defaultParent = "runs"

  /// The options that the run was started with.
  public var configuration: String { path + "/config.json" }
  /// A line of JSON for each logged step.
  public var metrics: String { path + "/metrics.jsonl" }
  /// The newest checkpoint.
  public var checkpoint: String { "\(path)/\(Self.checkpointName)" }
  static let checkpointName = "checkpoint.safetensors"
  /// The checkpoint of the step at which the run was best, if it was judged while it was trained.
  public var best: String { path + "/best.safetensors" }
  /// What `dcgan evaluate` found out about the run.
  public var evaluation: String { path + "/evaluation.json" }
  /// Samples beside their nearest training images.
  public var evaluationPicture: String { path + "/evaluation.png" }
  /// The directory of sample pictures.
  public var samples: String { path + "/samples" }

  /// The picture of an epoch, from 1.
  public func sample(epoch: Int) -> String { "\(samples)/\(SamplePicture.Moment.epoch(epoch).fileName)" }

  /// The picture of a step that ends no epoch.
  public func sample(step: Int) -> String { "\(samples)/\(SamplePicture.Moment.step(step).fileName)" }

  /// The pictures of epochs and steps that lie here.
  package func samplePictures() -> [SamplePicture] {
    (DirectoryNames.read(samples) ?? []).compactMap { SamplePicture(name: $0, path: "\(samples)/\($0)") }
  }

  /// Looks whether a run lies here, with or without a checkpoint yet. A `config.json` alone may be another program's, or
  /// that of exported networks.
  public func holdsRun() -> Bool {
    !checkpoints().isEmpty || fileExists(configuration) && (holdsLog() || !RunConfiguration.isForeign(configuration))
  }

  /// Refuses a directory that holds a run already, a data set, or a file that has the name of one of a run's.
  ///
  /// - Throws: ``RunDirectoryError``.
  public func refuseTaken() throws {
    if holdsRun() { throw RunDirectoryError(taken: self) }
    try refuseForeignFiles()
    if holdsLog() { throw RunDirectoryError(taken: self) }
  }

  /// Looks whether a log lies here, a run's or another's.
  public func holdsLog() -> Bool { fileExists(metrics) }

  /// Creates the directory, those that it lies in, and the one of sample pictures.
  ///
  /// - Throws: ``RunDirectoryError`` if the system refuses.
  public func create() throws { try creating { try DirectoryCreation.create(samples) } }

  /// The same, as parts of a result.
  func create(_ result: UnfinishedResult) throws { try creating { try result.createDirectory(samples) } }

  private func creating<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DirectoryCreationError {
      throw RunDirectoryError(cannotCreate: self, error)
    }
  }

  /// Refuses a directory that no run can begin in, without any trace.
  ///
  /// - Parameter replacingRun: Whether a run that it holds is to be removed.
  /// - Throws: ``RunDirectoryError``.
  package func check(replacingRun: Bool) throws {
    do throws(DirectoryCreationError) {
      try DirectoryCreation.check(path)
      if fileExists(samples), !isDirectory(samples) { throw DirectoryCreationError(path: samples, code: EEXIST) }
    } catch {
      if isDirectory(path), error.code != EEXIST { throw RunDirectoryError(cannotWrite: self, error.code) }
      throw RunDirectoryError(cannotCreate: self, error)
    }
    try refuseForeignFiles()
    if isInUse { throw RunDirectoryError(inUse: self) }
    if replacingRun { try requireRemovableRun() } else { try refuseTaken() }
  }

  /// What a run left here. The checkpoints stand last: until they are gone, the directory still holds the run.
  private func runFiles() -> [String] {
    samplePictures().map(\.path) + eventsNumbers().map { events(number: $0) }
      + [evaluation, evaluationPicture, environment, best, metrics, configuration] + checkpoints().reversed()
  }

  /// Refuses a run that cannot be removed as a whole, before any of it is.
  ///
  /// - Throws: ``RunDirectoryError`` if the system would refuse, files cannot be seen, or one is another program's.
  public func requireRemovableRun() throws {
    try refuseForeignFiles()
    for directory in [path, samples] where fileExists(directory) && DirectoryNames.read(directory) == nil {
      throw RunDirectoryError(
        .cannotCreate, "The run in '\(path)' cannot be removed: '\(directory)': \(String(cString: strerror(errno))).")
    }
    for file in runFiles() {
      if let reason = FileRemoval.obstacle(to: file) { throw RunDirectoryError(cannotRemove: file, reason) }
    }
  }

  /// Removes what a run left here, and nothing else.
  ///
  /// - Throws: ``RunDirectoryError`` as ``requireRemovableRun()`` does, before anything is removed.
  public func removeRun() throws {
    try requireRemovableRun()
    for file in runFiles() where unlink(file.systemPath) != 0 && errno != ENOENT {
      throw RunDirectoryError(cannotRemove: file, String(cString: strerror(errno)))
    }
  }

  /// Removes the picture of an evaluation, if there is one.
  ///
  /// - Throws: `FileError` if the system refuses.
  public func removeEvaluationPicture() throws {
    guard unlink(evaluationPicture.systemPath) != 0, errno != ENOENT else { return }
    let reason = String(cString: strerror(errno))
    throw FileError(.cannotCreate, path: evaluationPicture, reason: "it cannot be removed: \(reason)")
  }

  /// Creates the next free `runs/<data>-<architecture>-NNN`, which no other process then takes, as a part of a result.
  ///
  /// - Throws: ``RunDirectoryError`` if the system refuses.
  static func createNext(data: String, architecture: String, _ result: UnfinishedResult) throws -> RunDirectory {
    let name = PathComponents.lastName(of: data) ?? "data"
    let stem = "\(defaultParent)/\(name)-\(architecture)-"
    var number = 0
    while true {
      number += 1
      let run = RunDirectory(stem + number.text(digits: 3))
      if try run.creating({ try result.createNewDirectory(run.path) }) { return run }
    }
  }

  /// Finds the runs that lie in a directory, the one that was written to last before the others.
  public static func all(in parent: String) -> [RunDirectory] {
    let names = (DirectoryNames.read(parent) ?? []).sorted()
    let runs = names.map { RunDirectory("\(parent)/\($0)") }.filter { $0.holdsRun() }
    return newestFirst(runs)
  }

  /// The runs in the order in which they were written to last, those of one time in the order that they are given in.
  public static func newestFirst(_ runs: [RunDirectory]) -> [RunDirectory] {
    runs.map { (run: $0, change: $0.lastChange ?? .distantPast) }.sorted { $0.change > $1.change }.map(\.run)
  }

  /// The runs in a directory by their names; the directory itself if it is a run's.
  ///
  /// - Throws: ``RunDirectoryError`` if there is none, or an error that says what else is there.
  public static func runs(in parent: String) throws -> [RunDirectory] {
    let directory = parent.count > 1 && parent.hasSuffix("/") ? String(parent.dropLast()) : parent
    if RunDirectory(directory).holdsRun() { return [RunDirectory(directory)] }
    let runs = all(in: directory).sorted { $0.path < $1.path }
    if runs.isEmpty { throw noRuns(in: directory) }
    return runs
  }

  /// The run under `runs/` that was written to last.
  ///
  /// - Throws: ``RunDirectoryError`` if there is none, or an error that says what else is there.
  public static func newest() throws -> RunDirectory {
    guard let newest = all(in: defaultParent).first else { throw noRuns(in: defaultParent) }
    return newest
  }

  /// The error of a directory without runs. The usual one comes with the first run; any other has been named.
  private static func noRuns(in directory: String) -> any Error {
    let isExpected = directory == defaultParent && isAbsent(directory)
    return (isExpected ? nil : RunDirectory(directory).strangerError(wanted: .run))
      ?? RunDirectoryError(.noRuns, "There is no run under '\(directory)/' yet.")
  }

  /// When its configuration or its newest checkpoint was written; `nil` if there is neither.
  public var lastChange: Date? { [configuration, checkpoint].compactMap(timeOfLastChange).max() }
}
