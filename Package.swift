// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "aeviz",
  platforms: [.macOS(.v14)],
  products: [
    .library(name: "AECore", targets: ["AECore"]),
    .library(name: "Visual", targets: ["Visual"]),
    .executable(name: "aeviz", targets: ["aeviz"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // C libraries, one system module each; `make packages` installs them.
    .systemLibrary(
      name: "CCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(
      name: "CBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    // giflib's .pc file is Debian's own; the module map names the library.
    .systemLibrary(name: "CGif", providers: [.apt(["libgif-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // A header of the C library, on Linux.
    .systemLibrary(name: "CMalloc"),

    // The inner loops of training, compiled for the processor's vectors.
    .target(name: "CKernels"),
    // The learning half: knows nothing of drawing.
    .target(
      name: "AECore",
      dependencies: ["CBLAS", "CKernels", "CZlib", "CCrypto"],
      resources: [.copy("Resources/datasets")]),
    // Pages as plain data and the files they become: the only one that knows cairo and Pango. zlib
    // packs its PNGs, giflib its moving pictures.
    .target(name: "Drawing", dependencies: ["AECore", "CCairo", "CGif", "CZlib"]),
    // What is shown of a network: draws AECore's values with Drawing, which it hands on.
    .target(name: "Visual", dependencies: ["AECore", "Drawing"]),
    // The command line: parses, calls, shows progress.
    .executableTarget(
      name: "aeviz",
      dependencies: [
        "AECore", "Visual", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // What only tests ask of a drawing.
    .target(name: "DrawingTesting", dependencies: ["Drawing"]),

    .testTarget(name: "AECoreTests", dependencies: ["AECore"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "DrawingTests", dependencies: ["Drawing", "AECore", "DrawingTesting"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "VisualTests", dependencies: ["Visual", "AECore", "DrawingTesting"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "AevizTests", dependencies: ["AECore", "Visual", "aeviz"]),
  ],
  swiftLanguageModes: [.v6]
)
