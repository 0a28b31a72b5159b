// swift-tools-version: 6.2
import PackageDescription

// A package of someone else's that uses the library by its path. CI builds and runs it: see scripts/checks/library.sh.
let package = Package(
  name: "LibraryClient",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "dcgan", path: "../..")],
  targets: [
    .executableTarget(
      name: "LibraryClient",
      dependencies: [
        .product(name: "Runs", package: "dcgan"), .product(name: "GAN", package: "dcgan"),
        .product(name: "TensorCore", package: "dcgan"),
      ])
  ]
)
