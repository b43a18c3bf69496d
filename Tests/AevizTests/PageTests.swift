import AECore
import Foundation
import Page
import PageModule
import Testing
import Visual

/// The page for a browser: what its module computes is what the program computes, and a person can
/// use it.
struct PageTests {
  @Test func aFolderGetsThePageUnderItsUsualName() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let result = try await sandbox.aeviz("page", "run", "-o", "new/")
    #expect(result.code == 0 && result.text == "new/page.html\n", "\(result.errors)")
  }

  // MARK: Numbers

  /// What `module-check.mjs` compares with.
  private struct Native: Encodable {
    struct Geometry: Encodable {
      var numbers: [Int]
      /// As `stride-demo --format json` prints them.
      var joins = ""
      var problem = ""
    }
    var geometries: [Geometry] = []
    var input: [Float] = []
    var output: [Float] = []
    var losses: [Double] = []
  }

  @Test(.enabled { await BrowserCheck.has("node") })
  func theModuleOfAPageComputesWhatTheProgramComputes() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    #expect(try await sandbox.aeviz("page", "run", "-o", "page.html").code == 0)
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run/run.json"))
    var native = Native(geometries: Self.geometries(200))
    native.input = try #require(run.tensors[TensorName.sampleInput]).values
    native.output = try #require(run.tensors[TensorName.sampleReconstruction]).values
    native.losses = try Self.losses()
    try sandbox.write(JSONEncoder().encode(native), to: "native.json")
    try await BrowserCheck.run("module-check.mjs", "page.html native.json", in: sandbox)
  }

  /// Random geometries, legal ones with what `stride-demo --format json` says of their joins.
  private static func geometries(_ count: Int) -> [Native.Geometry] {
    var random = RandomSource(seed: 4)
    func number(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(random.next() % UInt64(range.count))
    }
    return (0..<count).map { index in
      // Every fourth one is likely not to be legal.
      let padding = index % 4 == 0 ? 9 : 2
      var numbers = [
        number(1...9), number(1...9), number(1...4), number(1...4), number(1...3), number(1...3),
      ]
      numbers += (0..<4).map { _ in number(0...padding) }
      numbers += [number(1...2), number(1...2)]
      numbers += index % 3 == 0 ? [number(0...2), number(0...2)] : [-1, -1]
      numbers += [1, 1, 1]
      let n = numbers
      do throws(GeometryError) {
        var geometry = try ConvGeometry(
          kernel: Size2D(height: n[2], width: n[3]), stride: Size2D(height: n[4], width: n[5]),
          padding: Padding(
            vertical: Padding.Ends(before: n[6], after: n[7]),
            horizontal: Padding.Ends(before: n[8], after: n[9])),
          dilation: Size2D(height: n[10], width: n[11]),
          outputPadding: n[12] < 0 ? Size2D(0) : Size2D(height: n[12], width: n[13]))
        let large = Size2D(height: n[0], width: n[1])
        if n[12] < 0 {
          geometry = try geometry.with(outputPadding: geometry.outputPadding(restoring: large))
        }
        let pair = try ConvolutionPair(
          geometry: geometry,
          largeShape: ImageShape(channels: 1, height: large.height, width: large.width),
          smallChannels: 1)
        let data = ConnectivityFigure(pair, view: .pair).data
        let text = (try? JSONValue(encoding: data))?.sortedText
        return Native.Geometry(numbers: n, joins: text ?? "")
      } catch {
        return Native.Geometry(numbers: n, problem: "\(error)")
      }
    }
  }

  /// The losses that `aeviz train` shows, the means of an epoch's batches so far.
  private static func losses() throws -> [Double] {
    let digits = try DatasetCatalog.load("digits")
    let model = try Preset.conv.model(imageShape: digits.imageShape, latentSize: 4)
    var losses: [Double] = []
    _ = try Trainer(
      model: model, dataset: digits,
      options: TrainingOptions(
        epochs: 2, batchSize: 48, learningRate: 0.002, corruption: .gaussian(0.25), seed: 3)
    ).train { event in
      if case .step(let step) = event { losses.append(step.loss) }
    }
    return losses
  }

  // MARK: In a browser

  @Test(.enabled { await BrowserCheck.has("node", "chromium", "chromedriver") })
  func aPersonCanUseThePage() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    #expect(try await sandbox.aeviz("page", "run", "-o", "page.html").code == 0)
    #expect(try await sandbox.aeviz("stride-demo", "-o", "stride.html").code == 0)
    try await BrowserCheck.run("page-check.mjs", "page.html stride.html", in: sandbox)
  }

  // MARK: The file

  @Test func namesAreTextAndNothingElse() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    var run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run/run.json"))
    let evil = [
      "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "\u{202E}שלום",
      String(repeating: "long ", count: 40), "\"'&<!--",
    ]
    run.dataset.name = evil[1]
    run.dataset.classNames = (0..<10).map { evil[$0 % evil.count] }
    run.model.name = evil[0]
    let page = String(decoding: try RunPage(run, dataset: nil, command: "x").html(), as: UTF8.self)
    #expect(!page.contains("<img"))
    #expect(!page.contains("<script>alert"))
    #expect(page.contains("&lt;img src=x onerror=alert(1)&gt;"))
    #expect(page.components(separatedBy: "</script>").count > 5)
  }

  @Test func itAsksNobodyForAnything() async throws {
    let page = String(
      decoding: try GeometryPage(command: "aeviz stride-demo -o x.html").html(), as: UTF8.self)
    #expect(page.contains("default-src 'none'"))
    for word in ["http-equiv=\"refresh\"", "<link", " src=", "@import", "url(http", "fetch("] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(try GeometryPage(command: "x").html() == GeometryPage(command: "x").html())
  }

  @Test func layersGoThroughNumbersAndBack() throws {
    for preset in Preset.allCases {
      let model = try preset.model(
        imageShape: ImageShape(channels: 1, height: 12, width: 13), latentSize: 3)
      let layers = model.encoder + model.decoder
      #expect(LayerNumbers.layers(LayerNumbers.of(layers)) == layers)
    }
    let others: [LayerSpec] = [
      .leakyReLU(slope: 0.1), .elu(alpha: 2), .gelu(.tanh), .silu, .softplus, .tanh,
      .hardSigmoid(HardSigmoidSpec(slope: 0.2, offset: 0.4)), .dropout(probability: 0.3),
      .maxPool2d(try PoolingSpec(kernel: Size2D(2))), .pixelShuffle(factor: 2),
      .averagePool2d(try PoolingSpec(kernel: Size2D(3), padding: Size2D(1), countsPadding: false)),
      .layerNorm(LayerNormSpec(.lastAxes([2, 3]), epsilon: 1e-3)),
      .layerNorm(LayerNormSpec(.channels(4))), .groupNorm(GroupNormSpec(groups: 2, channels: 4)),
      .batchNorm1d(BatchNormSpec(channels: 4)), .batchNorm2d(BatchNormSpec(channels: 5)),
      .upsampleBilinear(BilinearSpec(.scale(height: 1.5, width: 2))),
      .upsampleBilinear(BilinearSpec(.size(Size2D(7)), alignsCorners: true)),
      .pad2d(PaddingSpec(.reflection, Padding(Size2D(1)))), .cropping2d(Padding(Size2D(2))),
    ]
    #expect(LayerNumbers.layers(LayerNumbers.of(others)) == others)
    #expect(LayerNumbers.layers([0, 3, 1]) == nil)
    #expect(LayerNumbers.layers([99, 0]) == nil)
    #expect(LayerNumbers.layers([.nan, .infinity]) == nil)
  }

  @Test func theOrderOfAnEpochIsSwiftsOwn() {
    for count in [0, 1, 2, 97] {
      var (mine, swifts) = (RandomSource(seed: 9), RandomSource(seed: 9))
      var order = Array(0..<count)
      order.shuffleAlike(using: &mine)
      var expected = Array(0..<count)
      expected.shuffle(using: &swifts)
      #expect(order == expected)
    }
  }
}
