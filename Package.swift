// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is compiled in Swift 6 mode (the default of these tools) with warnings as errors.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// The inner loops are always optimised, in debug builds too: an unoptimised kernel is a hundred times slower. Their
/// callers in `TensorCore` check the bounds. Flags for clang reach Swift's code generator as well: `-march` chooses the
/// instruction set, and without `-fno-math-errno` a square root is a call of the C library.
func kernels(_ name: String, clang: [String]) -> Target {
  let clangFlags = (clang + ["-fno-math-errno"]).flatMap { ["-Xcc", $0] }
  return .target(
    name: name, dependencies: ["KernelInterface", "CProcessor"],
    swiftSettings: strict + [.unsafeFlags(["-Ounchecked", "-wmo", "-num-threads", "2"] + clangFlags)])
}

// `#if arch` in a manifest means the machine that builds. Whoever builds for the other architecture sets
// DCGAN_ARCHITECTURE, since the manifest cannot see the target; so there is no universal binary.
#if arch(x86_64)
  let builder = "x86_64"
#else
  let builder = "arm64"
#endif
let architecture = Context.environment["DCGAN_ARCHITECTURE"] ?? builder
precondition(
  ["x86_64", "arm64"].contains(architecture),
  "DCGAN_ARCHITECTURE is '\(architecture)'; it must be 'x86_64' or 'arm64', or not set: then it is the builder's.")

/// The baseline of arm64 is Armv8.0, every such processor's: its vectors and fused multiply-adds are all that the
/// kernels use, and later versions have nothing to add for 32-bit floats but longer vectors.
let kernelTargets =
  architecture == "x86_64"
  ? [kernels("KernelsAVX2", clang: ["-march=x86-64-v3"]), kernels("KernelsAVX512", clang: ["-march=x86-64-v4"])]
  : [kernels("KernelsNEON", clang: [])]

/// What pkg-config calls the MPI that the trait of that name builds with: Open MPI's `ompi-c`, or MPICH's `mpich`.
let mpi = Context.environment["DCGAN_MPI"] ?? "ompi-c"

/// A room of the library. It imports what is named here and nothing else: the order of the list is that of the rooms.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The tests of a room.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], flags: [SwiftSetting] = []
) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict + flags)
}

/// What several rooms' tests share.
func testSupport(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

/// What other packages can use. They name this one by path or branch, since a package with unsafe flags has no
/// versions.
let libraries = [
  "Platform", "TensorCore", "NeuralNetwork", "FileFormats", "GAN", "Runs", "LatentSpace", "Evaluation",
  "Communication", "Export", "Plots", "Reports",
]

let package = Package(
  name: "dcgan",
  platforms: [.macOS(.v26)],
  products: [.executable(name: "dcgan", targets: ["dcgan"])] + libraries.map { .library(name: $0, targets: [$0]) },
  traits: [.trait(name: "MPI", description: "Training that several processes or machines share, by MPI.")],
  targets: [
    .systemLibrary(name: "CZlib"),
    .systemLibrary(name: "CMPI", pkgConfig: mpi, providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),
    .systemLibrary(name: "CProcessor"),
    .systemLibrary(name: "CPlatform"),
    room("Platform", ["CPlatform"]),
    room("KernelInterface", []),
  ] + kernelTargets + [
    room("TensorCore", ["CProcessor", "Platform", "KernelInterface"] + kernelTargets.map { .target(name: $0.name) }),
    room("NeuralNetwork", ["TensorCore"]),
    room("FileFormats", ["CZlib", "Platform"]),
    room("GAN", ["NeuralNetwork", "TensorCore", "FileFormats", "Platform"]),
    room("Runs", ["GAN", "NeuralNetwork", "TensorCore", "FileFormats", "Platform"]),
    room("LatentSpace", ["Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats"]),
    room("Evaluation", ["Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "Platform"]),
    room("Export", ["Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "Platform"]),
    room("Plots", ["Runs", "GAN", "FileFormats"]),
    // What its pages are made of is compiled in: the program stays one file.
    room(
      "Reports", ["Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "Platform"],
      resources: [
        "page.html", "style.css", "elements.js", "numbers.js", "scales.js", "chart.js", "curves.js", "samples.js",
        "network.js", "facts.js", "live.js", "page.js",
      ].map { .embedInCode("Page/Web/\($0)") }),
    room(
      "Communication",
      [
        "Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats",
        .target(name: "CMPI", condition: .when(traits: ["MPI"])),
      ]),
    room("CommandLineKit", ["Platform"]),
    room("TerminalGraphics", ["FileFormats"]),
    .executableTarget(
      name: "dcgan",
      dependencies: [
        "LatentSpace", "Evaluation", "Communication", "Export", "Plots", "Reports", "Runs", "GAN", "NeuralNetwork",
        "TensorCore",
        "FileFormats", "TerminalGraphics", "CommandLineKit", "Platform",
      ],
      swiftSettings: strict, plugins: ["RecordCommit"]),
    .plugin(name: "RecordCommit", capability: .buildTool(), path: "Sources/RecordCommit"),

    testSupport("TestSupport", ["Platform"]),
    testSupport("TrainingTestSupport", ["TestSupport", "Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats"]),
    tests("PlatformTests", ["Platform", "TestSupport"]),
    // Its slow versions of the kernels are optimised: they are most of its time.
    tests("TensorCoreTests", ["TensorCore", "KernelInterface", "Platform"], flags: [.unsafeFlags(["-O"])]),
    tests("NeuralNetworkTests", ["NeuralNetwork", "TensorCore"]),
    tests("FileFormatsTests", ["FileFormats", "CZlib", "Platform", "TestSupport"], exclude: ["Pictures", "NumPy"]),
    tests("CommandLineKitTests", ["CommandLineKit", "Platform"]),
    tests("TerminalGraphicsTests", ["TerminalGraphics", "FileFormats", "TestSupport"]),
    tests(
      "GANTests",
      ["GAN", "NeuralNetwork", "TensorCore", "FileFormats", "Platform", "TestSupport", "TrainingTestSupport"],
      exclude: ["Golden"]),
    tests(
      "RunsTests",
      [
        "Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "Platform", "TestSupport", "TrainingTestSupport",
      ]),
    tests(
      "LatentSpaceTests",
      [
        "LatentSpace", "Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "TestSupport",
        "TrainingTestSupport",
      ]),
    tests(
      "EvaluationTests",
      [
        "Evaluation", "Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "TestSupport", "TrainingTestSupport",
      ], exclude: ["Golden"]),
    tests(
      "CommunicationTests",
      [
        "Communication", "Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "TestSupport",
        "TrainingTestSupport",
      ]),
    tests(
      "ExportTests",
      ["Export", "Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "TestSupport", "TrainingTestSupport"]),
    tests("PlotsTests", ["Plots", "Runs", "FileFormats", "TestSupport"]),
    tests("ReportsTests", ["Reports", "Runs", "GAN", "FileFormats", "Platform", "TestSupport"]),
    tests(
      "HostileInputTests", ["dcgan", "Reports", "Runs", "GAN", "TensorCore", "FileFormats", "CommandLineKit"],
      exclude: ["Corpus"]),
    tests(
      "dcganTests",
      [
        "dcgan", "Runs", "GAN", "NeuralNetwork", "TensorCore", "FileFormats", "CommandLineKit", "Platform",
        "TestSupport", "TrainingTestSupport",
      ]),
  ]
)
