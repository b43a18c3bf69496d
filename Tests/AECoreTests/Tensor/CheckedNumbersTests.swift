import AECore
import Testing

@Suite struct CheckedNumbersTests {
  @Test func whatAWholeNumberCannotBeIsHeldToItsRange() {
    #expect(Int(clamping: 2.9) == 2 && Int(clamping: -2.9) == -2)
    #expect(Int(clamping: Double.nan) == 0 && Int(clamping: Float.nan) == 0)
    #expect(Int(clamping: Double.infinity) == .max && Int(clamping: -Double.infinity) == .min)
    // 2⁶³ is one too many, the number before it is not.
    #expect(Int(clamping: 0x1p63) == .max && Int(clamping: -0x1p63) == .min)
    #expect(Int(clamping: 0x1p63.nextDown) == 9_223_372_036_854_774_784)
    #expect(UInt8(clamping: 255.9) == 255 && UInt8(clamping: -0.5) == 0)
    #expect(UInt8(clamping: Float(3e38)) == 255)
  }

  @Test func aProductThatDoesNotFitIsNone() {
    #expect(Int(product: [Int]()) == 1 && Int(product: [3, 4, 5]) == 60)
    #expect(Int(product: [1 << 31, 1 << 31]) == 1 << 62)
    #expect(Int(product: [1 << 32, 1 << 31]) == nil)
  }

  /// What is refused is refused before it is multiplied: a layer gives no shape that memory cannot
  /// hold, and has no weights or joins that could not be listed.
  @Test(arguments: [
    (
      #"{"type": "conv2d", "in_channels": 1, "out_channels": 16777216, "kernel": [1, 1], "#
        + #""padding": [16777216, 16777216]}"#, "is more than can be held"
    ),
    (
      #"{"type": "conv2d", "in_channels": 1, "out_channels": 16777216, "#
        + #""kernel": [16777216, 16777216], "padding": [16777216, 16777216]}"#,
      "is more than can be held"
    ),
    (#"{"type": "upsample", "scale": [4194304, 4194304]}"#, "is more than can be held"),
    (
      #"{"type": "conv2d", "in_channels": 1, "out_channels": 1, "kernel": [1, 2097152], "#
        + #""padding": [0, 8388608]}"#,
      "pairs of cells along its width"
    ),
  ])
  func aLayerThatCannotBeHeldIsRefused(_ json: String, _ problem: String) throws {
    let layer = try StrictJSON.parse(Array(json.utf8)).decoded(as: LayerSpec.self)
    let error = #expect(throws: ShapeError.self) { try layer.outputShape(for: [1, 4, 4]) }
    #expect("\(try #require(error))".contains(problem))
  }

  @Test func aChainOfHugeLayersEndsAtTheFirst() {
    let huge = LayerSpec.dense(DenseSpec(inFeatures: 1 << 24, outFeatures: 1 << 24))
    let model = ModelDescription(
      name: "chain", latentSize: 1 << 24,
      encoder: [.flatten] + [LayerSpec](repeating: huge, count: 33_000), decoder: [])
    expectFailure(.badData, "is more than can be held") {
      _ = try Autoencoder(
        model, imageShape: ImageShape(channels: 1, height: 1 << 12, width: 1 << 12), seed: 1)
    }
  }
}
