import FileFormats
import Foundation
import GAN
import NeuralNetwork
import Platform
import TensorCore

/// The directory in which trained classifiers are kept, a safetensors file each with a checksum of its own.
///
/// A file that is missing, damaged or another's is no error: the classifier is trained anew.
public struct ClassifierCache: Sendable {
  /// The directory.
  public let directory: String

  /// Names a directory, which need not exist.
  public init(directory: String) {
    self.directory = directory
  }

  /// The directory `dcgan` of the user's cache directory, which variables of the environment name, by the XDG Base
  /// Directory Specification: `$XDG_CACHE_HOME`, else `$HOME/.cache`; `nil` if neither is set to an absolute path.
  public init?(environment: (String) -> String?) {
    func absolute(_ name: String) -> String? { environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
    guard let parent = absolute("XDG_CACHE_HOME") ?? absolute("HOME").map({ $0 + "/.cache" }) else { return nil }
    self.init(directory: parent + "/dcgan")
  }

  private enum Key {
    static let kind = "kind"
    static let version = "classifier_version"
    static let data = "data"
  }
  private static let kind = "dcgan classifier"

  /// The file of a data set's classifier.
  func path(checksum: String) -> String {
    "\(directory)/classifier-\(ClassifierArchitecture.version)-\(checksum).safetensors"
  }

  private func metadata(_ checksum: String) -> [String: String] {
    [Key.kind: Self.kind, Key.version: String(ClassifierArchitecture.version), Key.data: checksum]
  }

  /// Whether a file is there that should be the classifier of a data set, be it sound or not.
  func holds(checksum: String) -> Bool { fileExists(path(checksum: checksum)) }

  /// The classifier of a data set with what it makes of some images, if it is kept here and sound.
  ///
  /// - Throws: ``NeuralNetwork/NetworkPlanError`` if images of this shape are beyond the limits of a network;
  ///   `MemoryError` if there is no room for them.
  func read(
    checksum: String, classes: Int, trying images: ImageSet, _ context: ComputeContext, _ report: (String) -> Void
  ) throws -> (classifier: Classifier, answers: ReadImages)? {
    guard holds(checksum: checksum) else { return nil }
    let path = path(checksum: checksum)
    let classifier = try Classifier(
      image: images.shape, images: images.count, classes: classes, forTraining: false, context)
    do {
      let file = try SafetensorsFile(path: path)
      let tensors = Dictionary(file.tensors.map { ($0.name, $0) }) { first, _ in first }
      let state = classifier.namedState
      guard file.metadata == metadata(checksum), tensors.count == state.count,
        state.allSatisfy({ $0.fits(tensors[$0.name]) })
      else {
        throw FileError(.badData, path: path, reason: "this is not the classifier of these data")
      }
      for item in state {
        if let tensor = tensors[item.name] { item.write(tensor.data.stateValues) }
      }
      classifier.parametersDidChange()
      let answers = try classifier.read(images)
      guard answers.isFinite else {
        throw FileError(.badData, path: path, reason: "this classifier's answers are not finite numbers")
      }
      return (classifier, answers)
    } catch let error as FileError {
      report("Note: \(error) The classifier is trained anew.")
      return nil
    }
  }

  /// Keeps a classifier, or reports that it could not be kept.
  func write(_ classifier: Classifier, checksum: String, _ report: (String) -> Void) {
    let tensors = classifier.namedState.map { SafetensorsSource($0) }
    do {
      // What keeps it from being created keeps the file from it too, which tells of it.
      try? DirectoryCreation.create(directory)
      // Those of programs that were killed.
      AtomicFile.removeUnfinishedFiles(in: directory)
      try SafetensorsFile.write(
        tensors, metadata: metadata(checksum), to: path(checksum: checksum), replaceExisting: true)
    } catch {
      report("Note: the classifier is not kept for the next time: \(error)")
    }
  }
}

extension NamedState {
  /// Whether a tensor of a file has this state's shape and kind of values.
  fileprivate func fits(_ tensor: SafetensorsTensor?) -> Bool {
    guard let tensor, tensor.shape == shape else { return false }
    switch tensor.data {
    case .float32: return kind == .floats
    case .int64: return kind == .integers
    }
  }
}

extension TensorData {
  fileprivate var stateValues: NamedState.Values {
    switch self {
    case .float32(let values): .floats(values)
    case .int64(let values): .integers(values)
    }
  }
}
