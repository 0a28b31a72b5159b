import CommandLineKit
import GAN

/// An architecture that is known by name.
enum ArchitectureName: String, CaseIterable, ArgumentValue {
  case dcgan28
  case dcgan64

  /// The architecture for latents of `latentSize` values and images of `channels`, or of its usual number.
  func architecture(latentSize: Int = 100, channels: Int? = nil) -> Architecture {
    switch self {
    case .dcgan28: .dcgan28(latentSize: latentSize, channels: channels ?? 1)
    case .dcgan64: .dcgan64(latentSize: latentSize, channels: channels ?? 3)
    }
  }
}
