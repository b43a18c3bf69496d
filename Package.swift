// swift-tools-version: 6.0
import PackageDescription

/// In release as in debug.
let unoptimised: [SwiftSetting] = [
  .unsafeFlags(["-Onone"], .when(configuration: .release))
]

let package = Package(
  name: "aeviz",
  platforms: [.macOS(.v14)],
  products: [
    .library(name: "AENetwork", targets: ["AENetwork"]),
    .library(name: "AEData", targets: ["AEData"]),
    .library(name: "AEAnalysis", targets: ["AEAnalysis"]),
    .library(name: "AECore", targets: ["AECore"]),
    .library(name: "Drawing", targets: ["Drawing"]),
    .library(name: "Visual", targets: ["Visual"]),
    .executable(name: "aeviz", targets: ["aeviz"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
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
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CWebP", pkgConfig: "libwebpdemux", providers: [.apt(["libwebp-dev"])]),
    .systemLibrary(name: "CExif", pkgConfig: "libexif", providers: [.apt(["libexif-dev"])]),

    // nanopb is a static library without a .pc file; what it reads stands in CONNX, generated.
    .systemLibrary(name: "CNanopb", providers: [.apt(["libnanopb-dev"])]),

    // A header of the C library, on Linux.
    .systemLibrary(name: "CMalloc"),

    // The messages of ONNX's files that are read, as nanopb's tables.
    .target(
      name: "CONNX", dependencies: ["CNanopb"],
      exclude: ["README.md", "onnx.options", "onnx.proto"]),

    // The inner loops of training and of the analysis, compiled for the processor's vectors.
    .target(name: "CKernels"),
    // What computes, reads, writes and renders is optimised. What only says what is to be done is
    // not: AECore, Visual and aeviz run for milliseconds, and optimising them would be half of the
    // build. A loop over all values of a tensor belongs into the others.

    // Networks and how they are trained: no files, no text, no threads of its own. Compiles as
    // Embedded Swift for WebAssembly as well (Scripts/wasm.sh).
    .target(name: "AENetwork", dependencies: ["CKernels"]),
    // What is read and written: files, JSON, networks in words, data sets.
    .target(
      name: "AEData",
      dependencies: [
        "AENetwork", "CZlib", "CZip", "CCrypto", "CPNG", "CTurboJPEG", "CWebP", "CExif",
      ],
      resources: [.copy("Resources/datasets")]),
    // What is computed of tensors and networks beside training; knows no run.
    .target(name: "AEAnalysis", dependencies: ["AEData", "CBLAS", "CKernels"]),
    // The learning half, which hands on the three above: knows nothing of drawing. What it
    // says is computed there.
    .target(
      name: "AECore", dependencies: ["AEAnalysis", "AEData", "AENetwork", "CNanopb", "CONNX"],
      swiftSettings: unoptimised),
    // Pages as plain data and the files they become: the only one that knows cairo and Pango. zlib
    // packs its PNGs, giflib its moving pictures.
    .target(
      name: "Drawing",
      dependencies: ["AEAnalysis", "AEData", "AENetwork", "CCairo", "CGif", "CZlib"]),
    // What is shown of a network: draws AECore's values with Drawing, which it hands on.
    .target(
      name: "Visual", dependencies: ["AECore", "Drawing"],
      swiftSettings: unoptimised),
    // Networks, geometry and training over numbers and memory: what a page calls, compiled for
    // WebAssembly (Scripts/wasm.sh), and natively to be compared with it.
    .target(name: "PageModule", dependencies: ["AENetwork"]),
    // A run as one HTML file, in which that module computes.
    .target(
      name: "Page", dependencies: ["AECore", "Drawing", "Visual", "PageModule"],
      resources: [.copy("Resources"), .copy("Web")],
      swiftSettings: unoptimised),
    // The command line: parses, calls, shows progress.
    .executableTarget(
      name: "aeviz",
      dependencies: [
        "AECore", "Visual", "Page", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: unoptimised),

    // What only tests ask of a drawing.
    .target(name: "DrawingTesting", dependencies: ["AEData", "Drawing"]),

    // What tests do is soon done, and optimising it would be a fifth of their build.
    .testTarget(
      name: "AECoreTests", dependencies: ["AECore"], resources: [.copy("Fixtures")],
      swiftSettings: unoptimised),
    .testTarget(
      name: "DrawingTests", dependencies: ["Drawing", "AECore", "DrawingTesting", "CZip"],
      resources: [.copy("Fixtures")], swiftSettings: unoptimised),
    .testTarget(
      name: "VisualTests", dependencies: ["Visual", "AECore", "DrawingTesting"],
      resources: [.copy("Fixtures")], swiftSettings: unoptimised),
    .testTarget(
      name: "AevizTests",
      dependencies: [
        "AECore", "Visual", "Page", "PageModule", "aeviz", "NetworkCheck",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: unoptimised),
    // Every reader and every drawing, fed with bytes: by `make fuzz`, and in the tests with those
    // that once failed.
    .target(name: "FuzzTargets", dependencies: ["AECore", "Visual"], path: "Fuzz/Targets"),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets"], resources: [.copy("Fixtures")]),
    // What is run natively and in WebAssembly, to be compared.
    .target(name: "NetworkCheck", dependencies: ["AENetwork"], path: "Tests/NetworkCheck"),
  ],
  swiftLanguageModes: [.v6]
)

// `make docs` alone needs the plugin; whoever builds the program does not fetch it.
if Context.environment["AEVIZ_DOCS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"))
}

// `make fuzz` alone needs the fuzzers; libFuzzer comes with the toolchain.
if Context.environment["AEVIZ_FUZZ"] != nil {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Fuzz/CFuzzer"),
    .executableTarget(
      name: "aeviz-fuzz", dependencies: ["FuzzTargets", "CFuzzer"], path: "Fuzz/Main"),
  ]
}
