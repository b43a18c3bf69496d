import AECore
import Foundation
import Testing

@Suite struct StrideDemoTests {
  /// The shape of `--format json`, read with no key missing.
  struct Document: Decodable {
    struct Geometry: Decodable {
      var kernel, stride, padding, dilation, outputPadding: [Int]
      var groups: Int
    }
    struct Connection: Decodable, Hashable {
      var input, output, tap: [Int]
    }
    struct Direction: Decodable {
      var inputShape, outputShape: [Int]
      var connections: [Connection]
    }
    var schemaVersion: Int
    var geometry: Geometry
    var convolution: Direction
    var transposedConvolution: Direction

    init(json: Data) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Self.self, from: json)
    }
  }

  static func document(_ arguments: String...) async throws -> Document {
    let sandbox = try Sandbox()
    let result = try await Program.run(
      ["stride-demo", "--format", "json", "-o", "-"] + arguments, in: sandbox.folder)
    try #require(result.code == 0, "\(result.errors)")
    return try Document(json: result.output)
  }

  @Test func writesTheDataBehindTheDrawing() async throws {
    let document = try await Self.document()
    #expect(document.schemaVersion == 1)
    #expect(document.geometry.kernel == [3, 3])
    #expect(document.geometry.stride == [2, 2])
    #expect(document.geometry.padding == [1, 1])
    #expect(document.geometry.dilation == [1, 1])
    #expect(document.geometry.outputPadding == [0, 0])
    #expect(document.geometry.groups == 1)
    #expect(document.convolution.inputShape == [1, 5, 5])
    #expect(document.convolution.outputShape == [1, 3, 3])
    #expect(document.transposedConvolution.inputShape == [1, 3, 3])
    #expect(document.transposedConvolution.outputShape == [1, 5, 5])
    // Along an axis: two, three and two taps are inside; 7 · 7.
    #expect(document.convolution.connections.count == 49)
    #expect(
      document.convolution.connections.contains(
        .init(input: [0, 1, 1], output: [0, 1, 1], tap: [0, 0])))
    // One is the other, read from the other side.
    let mirrored = document.transposedConvolution.connections.map {
      Document.Connection(input: $0.output, output: $0.input, tap: $0.tap)
    }
    #expect(Set(mirrored) == Set(document.convolution.connections))
  }

  @Test func takesHeightAndWidth() async throws {
    let document = try await Self.document(
      "--input", "6x9", "--kernel", "3x2", "--stride", "2x3", "--padding", "1x0", "--channels",
      "2:4", "--groups", "2")
    #expect(document.geometry.kernel == [3, 2])
    #expect(document.geometry.stride == [2, 3])
    #expect(document.convolution.inputShape == [2, 6, 9])
    #expect(document.convolution.outputShape == [4, 3, 3])
    // What the stride drops: (6 + 2 − 3) mod 2, (9 − 2) mod 3.
    #expect(document.geometry.outputPadding == [1, 1])
    #expect(document.transposedConvolution.outputShape == [2, 6, 9])
  }

  /// Padding of its own on each side, and by name.
  @Test(arguments: [
    ("0:1", [[0, 1], [0, 1]], 3), ("1:2x0:1", [[1, 2], [0, 1]], 4),
    ("same", [[0, 1], [0, 1]], 3),
  ])
  func takesPaddingSideBySide(_ text: String, _ padding: [[Int]], _ height: Int) async throws {
    struct Document: Decodable {
      struct Geometry: Decodable { var padding: [[Int]] }
      struct Direction: Decodable { var outputShape: [Int] }
      var geometry: Geometry
      var convolution: Direction
    }
    let sandbox = try Sandbox()
    let result = try await Program.run(
      ["stride-demo", "--format", "json", "-o", "-", "--input", "6", "--padding", text],
      in: sandbox.folder)
    try #require(result.code == 0, "\(result.errors)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let document = try decoder.decode(Document.self, from: result.output)
    #expect(document.geometry.padding == padding)
    #expect(document.convolution.outputShape == [1, height, 3])
  }

  /// What is as wide on both sides is written as before.
  @Test(arguments: [("same", [1, 1]), ("valid", [0, 0]), ("2:2x1:1", [2, 1])])
  func writesEqualSidesOnce(_ text: String, _ padding: [Int]) async throws {
    #expect(try await Self.document("--padding", text).geometry.padding == padding)
  }

  @Test(arguments: ["1:2:3", "1x2x3", "full", "", "1:", "1,2,3,4"])
  func refusesWhatIsNoPadding(_ text: String) async throws {
    let sandbox = try Sandbox()
    expectFailure(
      try await Program.run(["stride-demo", "--padding", text], in: sandbox.folder), 64, "--padding"
    )
  }

  @Test func takesAnotherOutputPadding() async throws {
    let document = try await Self.document("--output-padding", "1")
    #expect(document.geometry.outputPadding == [1, 1])
    #expect(document.convolution.inputShape == [1, 5, 5])
    #expect(document.transposedConvolution.outputShape == [1, 6, 6])
  }

  @Test func writesUnderOutputAndSaysWhere() async throws {
    let sandbox = try Sandbox()
    #expect(try await sandbox.aeviz("stride-demo").text == "output/stride-demo.png\n")
    let svg = try await sandbox.aeviz("stride-demo", "--format", "svg")
    #expect(svg.text == "output/stride-demo.svg\n")
    #expect(sandbox.files == ["output/stride-demo.png", "output/stride-demo.svg"])
  }

  @Test(arguments: ["pair", "maps"]) func decidesTheFormatByTheEnding(_ view: String) async throws {
    let sandbox = try Sandbox()
    let beginnings = ["png": "\u{89}PNG", "PDF": "%PDF-", "svg": "<?xml", "json": "{\""]
    for (ending, beginning) in beginnings {
      let result = try await sandbox.aeviz(
        "stride-demo", "--view", view, "--channels", "2:2", "-o", "x.\(ending)")
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.text == "")
      let bytes = Array(try sandbox.read("x.\(ending)").prefix(beginning.unicodeScalars.count))
      #expect(bytes == beginning.unicodeScalars.map { UInt8($0.value) })
    }
  }

  /// A file that is not what its ending says helps nobody.
  @Test func formatAndEndingAgree() async throws {
    let sandbox = try Sandbox()
    expectFailure(
      try await sandbox.aeviz("stride-demo", "-o", "x.png", "--format", "svg"), 64, "x.png", ".svg")
    #expect(sandbox.files == [])
    for name in ["x", "x.bin"] {
      _ = try await sandbox.aeviz("stride-demo", "-o", name, "--format", "svg")
      #expect(try sandbox.read(name).starts(with: Data("<?xml".utf8)))
    }
  }

  @Test(arguments: ["png", "pdf", "svg", "json"])
  func givesTheSameBytesTwiceAndThroughAPipe(_ format: String) async throws {
    let sandbox = try Sandbox()
    let first = try await sandbox.aeviz("stride-demo", "--format", format, "-o", "-")
    #expect(first.code == 0)
    _ = try await sandbox.aeviz("stride-demo", "-o", "x.\(format)")
    #expect(try sandbox.read("x.\(format)") == first.output)
  }

  @Test func takesItsDateFromSourceDateEpoch() async throws {
    let sandbox = try Sandbox()
    let documents = try await [nil, "1700000000"].asyncMap { epoch in
      try await sandbox.aeviz(
        "stride-demo", "--format", "pdf", "-o", "-",
        environment: epoch.map { ["SOURCE_DATE_EPOCH": $0] } ?? [:]
      ).output
    }
    #expect(documents[0] != documents[1])
    #expect(documents[1].range(of: Data("2023-11-14".utf8)) != nil)
  }

  @Test func drawsALayerOfARun() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    for layer in ["encoder.0", "decoder.3"] {
      let result = try await sandbox.aeviz(
        "stride-demo", "--run", "run/run.json", "--layer", layer, "--format", "json", "-o", "-")
      #expect(result.code == 0, "\(result.errors)")
      let document = try Document(json: result.output)
      #expect(document.geometry.stride == [2, 2])
      // The transpose of a layer leads back to where the layer came from.
      #expect(
        document.transposedConvolution.outputShape == document.convolution.inputShape)
    }
    for (layer, word) in [("decoder.1", "ReLU"), ("decoder.99", "encoder.0")] {
      expectFailure(
        try await sandbox.aeviz("stride-demo", "--run", "run/run.json", "--layer", layer), 64, word)
    }
  }
}

extension Array {
  func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
    var result: [T] = []
    for element in self { result.append(try await transform(element)) }
    return result
  }
}
