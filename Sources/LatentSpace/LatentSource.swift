import FileFormats
import Foundation
import GAN
import TensorCore

/// Latent vectors by number: those of a seed, as `dcgan sample` draws them, or those that a file holds.
public struct LatentSource {
  private enum Origin {
    case seed(UInt64, LatentDistribution)
    case file(path: String, [[Float]])
  }

  private let origin: Origin
  private let size: Int

  /// The greatest number of a latent.
  public static let maximumNumber = 4_000_000_000

  private static let tensorName = "latents"

  /// The latents of a seed, for a model.
  public init(seed: UInt64, _ configuration: TrainingConfiguration) {
    origin = .seed(seed, configuration.latentDistribution)
    size = configuration.architecture.latentSize
  }

  /// The latents of a safetensors file, for a model: its tensor `latents` of the shape [number, latent size].
  ///
  /// - Throws: ``FileFormats/FileError`` if it has none that fit.
  public init(path: String, _ configuration: TrainingConfiguration) throws {
    let size = configuration.architecture.latentSize
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(path: path, requireChecksum: false)
    } catch let error as FileError {
      throw error.recognizing(.latents, unless: [.latents, .safetensors])
    }
    guard let tensor = file.tensors.first(where: { $0.name == Self.tensorName }), tensor.shape.count == 2,
      tensor.shape[0] >= 1, case .float32(let values) = tensor.data
    else {
      throw FileError(
        .badData, path: path,
        reason: "there are no latent vectors here, which 'dcgan project' saves as a tensor '\(Self.tensorName)'"
      ).recognizing(.latents, unless: [.latents, .safetensors])
    }
    guard tensor.shape[1] == size else {
      throw FileError(
        .badData, path: path,
        reason:
          "the latent vectors have \(counted(tensor.shape[1], "value")), and this model takes \(size); name the model that they "
          + "were found for")
    }
    self.size = size
    origin = .file(
      path: path, stride(from: 0, to: values.count, by: size).map { Array(values[$0..<$0 + size]) })
  }

  /// Refuses, before long work, a file that cannot be created, or that holds anything but latents, such as a
  /// checkpoint.
  ///
  /// - Throws: ``FileFormats/FileError``.
  public static func checkWritable(_ path: String) throws {
    try AtomicFile.checkCreatable(path)
    guard fileExists(path) else { return }
    guard let file = try? SafetensorsFile(path: path), file.tensors.map(\.name) == [tensorName] else {
      throw FileError(
        .cannotCreate, path: path,
        reason: "the latent vectors would replace this, which is not just latent vectors; name another file")
    }
  }

  /// Writes latents, at least one, as ``init(path:_:)`` reads them. An earlier file of the name is replaced,
  /// atomically.
  ///
  /// - Throws: ``FileFormats/FileError``.
  public static func write(_ latents: [[Float]], to path: String) throws {
    let tensor = SafetensorsTensor(
      name: tensorName, shape: [latents.count, latents[0].count], data: .float32(latents.flatMap { $0 }))
    try SafetensorsFile(tensors: [tensor]).write(to: path, replaceExisting: true)
  }

  /// The number of latents, if it is limited.
  public var count: Int? {
    if case .file(_, let latents) = origin { latents.count } else { nil }
  }

  /// The latent of a number, 0 ... ``maximumNumber``.
  ///
  /// - Throws: ``FileFormats/FileError`` if the file does not hold as many.
  public func latent(_ number: Int) throws -> [Float] {
    switch origin {
    case .seed(let seed, let distribution):
      let latent = Tensor(Shape(channels: size))
      distribution.fillSamples(latent, seed: seed, first: UInt32(number))
      return latent.values
    case .file(let path, let latents):
      guard number < latents.count else {
        throw FileError(
          .badData, path: path, reason: "there is no latent \(number): the file holds 0 to \(latents.count - 1)")
      }
      return latents[number]
    }
  }
}
