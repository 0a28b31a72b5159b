// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is compiled in Swift 6 mode (the default of these tools) with warnings as errors.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The inner loops are always optimised, in debug builds too: an unoptimised kernel is a hundred times slower. Their
/// callers in `TensorCore` check the bounds. Flags for clang reach Swift's code generator as well: `-march` chooses the
/// instruction set, and without `-fno-math-errno` a square root is a call of the C library.
func kernelSettings(clang: [String]) -> [SwiftSetting] {
  let clangFlags = (clang + ["-fno-math-errno"]).flatMap { ["-Xcc", $0] }
  return strict + [.unsafeFlags(["-Ounchecked", "-wmo", "-num-threads", "2"] + clangFlags)]
}

// `#if arch` in a manifest means the machine that builds, so there is no universal binary.
#if arch(x86_64)
  let kernelTargets: [Target] = [
    .target(
      name: "KernelsAVX2", dependencies: ["KernelInterface"],
      swiftSettings: kernelSettings(clang: ["-march=x86-64-v3"])),
    .target(
      name: "KernelsAVX512", dependencies: ["KernelInterface"],
      swiftSettings: kernelSettings(clang: ["-march=x86-64-v4"])),
  ]
#else
  let kernelTargets: [Target] = [
    .target(name: "Kernels", dependencies: ["KernelInterface"], swiftSettings: kernelSettings(clang: []))
  ]
#endif
let kernelDependencies = kernelTargets.map { Target.Dependency.target(name: $0.name) }

let package = Package(
  name: "dcgan",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "dcgan", targets: ["dcgan"])],
  targets: [
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CProcessor"),
    .target(name: "KernelInterface", swiftSettings: strict),
    .target(
      name: "TensorCore", dependencies: ["CProcessor", "KernelInterface"] + kernelDependencies, swiftSettings: strict),
    .target(name: "NeuralNetwork", dependencies: ["TensorCore"], swiftSettings: strict),
    .target(name: "FileFormats", dependencies: ["CZlib"], swiftSettings: strict),
    .target(name: "GAN", dependencies: ["NeuralNetwork", "FileFormats"], swiftSettings: strict),
    .target(name: "CommandLineKit", swiftSettings: strict),
    .executableTarget(name: "dcgan", dependencies: ["GAN", "CommandLineKit"], swiftSettings: strict),
    .testTarget(name: "TensorCoreTests", dependencies: ["TensorCore"], swiftSettings: strict),
    .testTarget(name: "NeuralNetworkTests", dependencies: ["NeuralNetwork"], swiftSettings: strict),
    .testTarget(
      name: "FileFormatsTests", dependencies: ["FileFormats"], exclude: ["Pictures"], swiftSettings: strict),
    .testTarget(name: "CommandLineKitTests", dependencies: ["CommandLineKit"], swiftSettings: strict),
    .testTarget(name: "GANTests", dependencies: ["GAN"], exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "HostileInputTests", dependencies: ["dcgan", "GAN", "FileFormats", "CommandLineKit"], exclude: ["Corpus"],
      swiftSettings: strict),
    .testTarget(name: "dcganTests", dependencies: ["dcgan", "FileFormats"], swiftSettings: strict),
  ] + kernelTargets
)
