import AECore
import Foundation
import Testing

struct ArchitectureFileTests {
  private let image = ImageShape(channels: 1, height: 8, width: 8)

  private func model(_ text: String, latentSize: Int? = nil) throws -> ModelDescription {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("mine.json")
    try Data(text.utf8).write(to: url)
    return try ArchitectureFile(url).model(imageShape: image, latentSize: latentSize)
  }

  private let decoder = """
    [{"type": "dense", "in_features": 9, "out_features": 64}, {"type": "tanh"},
     {"type": "reshape", "shape": [1, 8, 8]}]
    """

  private func problem(_ text: String, latentSize: Int? = nil) -> ArchitectureError? {
    do {
      _ = try model(text, latentSize: latentSize)
      return nil
    } catch { return error as? ArchitectureError }
  }

  /// A user's layers become a model; its name is the file's, its code the encoder's.
  @Test func aUsersLayersBecomeAModel() throws {
    let model = try model(
      """
      {"encoder": [{"type": "max_pool2d", "kernel": [2, 2]}, {"type": "flatten"},
                   {"type": "dense", "in_features": 16, "out_features": 9}], "decoder": \(decoder)}
      """)
    #expect(model.name == "mine" && model.latentSize == 9)
    #expect(model.encoder.map(\.type) == ["max_pool2d", "flatten", "dense"])
    _ = try Autoencoder(model, imageShape: image, seed: 1)
  }

  @Test(arguments: Preset.allCases)
  func theModelOfARunIsAUsersArchitectureAsWell(_ preset: Preset) throws {
    let own = try preset.model(imageShape: image, latentSize: 3)
    #expect(try model(JSONValue(encoding: own).text) == own)
    #expect(try model(JSONValue(encoding: ["model": own]).text) == own)
  }

  @Test func shapesAreToldUpToTheLayerThatDoesNotFit() throws {
    let error = try #require(
      problem(
        """
        {"encoder": [{"type": "conv2d", "in_channels": 1, "out_channels": 2, "kernel": [3, 3]},
          {"type": "relu"}, {"type": "flatten"},
          {"type": "dense", "in_features": 71, "out_features": 9}, {"type": "relu"}],
         "decoder": \(decoder)}
        """))
    #expect(error.steps.map(\.name) == ["encoder.0", "encoder.1", "encoder.2"])
    #expect(error.steps.map(\.output) == [[2, 6, 6], [2, 6, 6], [72]])
    #expect(error.offending?.name == "encoder.3" && error.offending?.input == [72])
    #expect(error.failure.kind == .badData)
    #expect(error.failure.description.contains("encoder[3]: dense wants [71], but gets [72]"))
  }

  /// An end that does not fit is told, too.
  @Test func anEndThatDoesNotFitIsTold() throws {
    func text(_ encoder: String) -> String {
      #"{"encoder": \#(encoder), "decoder": \#(decoder)}"#
    }
    let maps = try #require(problem(text(#"[{"type": "relu"}]"#)))
    #expect(maps.offending?.name == "decoder.0" && maps.offending?.input == [1, 8, 8])
    let flat = #"[{"type": "flatten"}]"#
    let code = try #require(problem(text(flat)))
    #expect(code.offending?.name == "decoder.0")
    #expect(try #require(problem(text(flat), latentSize: 4)).offending == nil)
    let short = try #require(
      problem(#"{"encoder": \#(flat), "decoder": [{"type": "relu"}]}"#))
    #expect(short.failure.description.contains("decoder: ends in 64, but the images are 1 × 8 × 8"))
    #expect(problem(#"{"encoder": [], "decoder": []}"#)?.failure.place == "encoder")
  }

  /// Words of other programs are not passed over: they would be another network.
  @Test(arguments: [
    (
      #"{"type": "conv2d", "in_channels": 1, "out_channels": 1, "kernel": [1, 1], "strides": [2, 2]}"#,
      "encoder[0].strides: is no key of conv2d; the nearest that there is: stride"
    ),
    (
      #"{"type": "leaky_relu", "alpha": 0.3}"#,
      "alpha: is no key of leaky_relu; the nearest that there is: negative_slope"
    ),
    (
      #"{"type": "dropout", "p": 0.2}"#,
      "p: is no key of dropout; the nearest that there is: probability"
    ),
    (
      #"{"type": "upsample", "scale": [2, 2], "align_corners": true}"#,
      "align_corners: is no key of upsample; it has scale, mode"
    ),
    (
      #"{"type": "upsample", "scale": [2, 2], "mode": "bicubic"}"#,
      #"mode: "bicubic" is not nearest or bilinear"#
    ),
    (
      #"{"type": "upsample", "scale": [2, 2], "mode": "bilinear", "size": [4, 4]}"#,
      "scale: is no key of upsample; it has mode, size, align_corners"
    ),
    (#"{"type": "hard_sigmoid", "alpha": 0.2}"#, "the nearest that there is: slope"),
    (#"{"type": "elu", "alpha": -1}"#, "alpha: -1.0 is not from 0.0 to 1000.0"),
    (#"{"type": "gelu", "approximate": true}"#, "encoder[0].approximate"),
    (#"{"type": "layer_norm", "normalized_shape": [4]}"#, "encoder[0]"),
    (#"{"type": "layer_norm", "shape": [4, 0]}"#, "are not the one to three last axes"),
    (#"{"type": "group_norm", "groups": 0, "channels": 4}"#, "groups: 0 is not from 1 to"),
    (#"{"type": "pixel_shuffle", "factor": 0}"#, "factor: 0 is not from 1 to"),
    (#"{"type": "zero_pad2d", "padding": [[0, -1], [0, 0]]}"#, "padding: -1.0 is not from 0.0 to"),
    (#"{"type": "cropping2d", "cropping": [[1, 2, 3], [0, 0]]}"#, "[[top, bottom], [left, right]]"),
    (
      #"{"type": "avg_pool2d", "kernel": [2, 2], "divisor_override": 3}"#,
      "divisor_override: is no key of avg_pool2d; it has kernel, stride, padding, count_include_pad"
    ),
    (
      #"{"type": "max_pool2d", "kernel": [2, 2], "count_include_pad": false}"#,
      "count_include_pad: is no key of max_pool2d; it has kernel, stride, padding"
    ),
    (
      #"{"type": "max_pool2d", "kernel": [2, 2], "ceil_mode": true}"#,
      "ceil_mode: is no key of max_pool2d"
    ),
    (#"{"type": "batch_norm2d", "channels": 1, "eps": 0.1}"#, "the nearest that there is: epsilon"),
  ])
  func aKeyThatALayerDoesNotHaveIsRefused(_ layer: String, _ problem: String) {
    expectFailure(.badData, problem) {
      _ = try model(#"{"encoder": [\#(layer)], "decoder": []}"#)
    }
  }

  /// `same` and `valid` become the numbers that the layer needs for what it is given.
  @Test func paddingByWordBecomesNumbers() throws {
    let model = try model(
      """
      {"encoder": [
        {"type": "conv2d", "in_channels": 1, "out_channels": 2, "kernel": [3, 4], "stride": [2, 2],
         "padding": "same"},
        {"type": "max_pool2d", "kernel": [3, 3], "stride": [3, 3], "padding": "same"},
        {"type": "flatten"}],
       "decoder": [
        {"type": "reshape", "shape": [2, 2, 2]},
        {"type": "conv_transpose2d", "in_channels": 2, "out_channels": 3, "kernel": [3, 2],
         "stride": [2, 3], "padding": "same"},
        {"type": "conv2d", "in_channels": 3, "out_channels": 1, "kernel": [3, 3], "stride": [1, 1],
         "padding": [[0, 2], [3, 1]]},
        {"type": "conv_transpose2d", "in_channels": 1, "out_channels": 1, "kernel": [5, 1],
         "padding": "valid"},
        {"type": "sigmoid"}]}
      """)
    func padding(_ layer: LayerSpec) -> Padding? {
      switch layer {
      case .conv2d(let spec), .convTranspose2d(let spec): spec.geometry.padding
      case .maxPool2d(let spec): spec.geometry.padding
      default: nil
      }
    }
    func ends(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Padding {
      Padding(vertical: .init(before: a, after: b), horizontal: .init(before: c, after: d))
    }
    #expect(model.encoder.compactMap(padding) == [ends(0, 1, 1, 1), ends(1, 1, 1, 1)])
    #expect(
      model.decoder.compactMap(padding) == [ends(0, 1, 0, 0), ends(0, 2, 3, 1), ends(0, 0, 0, 0)])
    guard case .convTranspose2d(let spec) = model.decoder[1] else { return }
    // Windows of 2 that stand 3 apart leave a gap, which is filled at the end.
    #expect(spec.geometry.outputPadding == Size2D(height: 0, width: 1))
    let written = try JSONValue(encoding: model).text
    #expect(written.filter { !$0.isWhitespace }.contains("\"padding\":[[0,1],[1,1]]"))
    #expect(try self.model(written) == model)
  }

  /// What is no padding is refused, and what a word decides is not given as well.
  @Test(arguments: [
    (#""padding": "full""#, #"padding: is "full"; give [height, width], [[top, bottom]"#),
    (#""padding": [[0, 1], [1]]"#, "padding: [[0, 1], [1]] is not [[top, bottom], [left, right]]"),
    (#""padding": [[0, 1], 1]"#, "padding[1]: expected a list"),
    (#""padding": [1]"#, "padding: [1] is not [height, width]"),
    (#""padding": [[0, -1], [0, 0]]"#, "padding (height) is -1"),
    (
      #""padding": "same", "output_padding": [0, 0]"#,
      #"output_padding: follows from padding "same""#
    ),
  ])
  func whatIsNoPaddingIsRefused(_ member: String, _ problem: String) {
    let layer =
      #"{"type": "conv_transpose2d", "in_channels": 1, "out_channels": 1, "kernel": [3, 3], "#
      + member + "}"
    expectFailure(.badData, "encoder[0]", problem) {
      _ = try model(#"{"encoder": [\#(layer)], "decoder": []}"#)
    }
  }

  /// A mean that leaves the padding out says so in its file; Keras's `same` means that.
  @Test func aMeanSaysWhetherItCountsThePadding() throws {
    func pooling(_ members: String) throws -> PoolingSpec? {
      let layer = #"{"type": "avg_pool2d", "kernel": [3, 3], "stride": [1, 1]"# + members + "}"
      let model = try model(
        #"{"encoder": [\#(layer), {"type": "flatten"}], "decoder": [{"type": "reshape", "#
          + #""shape": [1, 8, 8]}]}"#)
      guard case .averagePool2d(let spec) = model.encoder[0] else { return nil }
      let text = try JSONValue(encoding: model).text
      #expect(text.contains("count_include_pad") == !spec.countsPadding)
      #expect(try self.model(text) == model)
      return spec
    }
    #expect(try pooling(#", "padding": [1, 1]"#)?.countsPadding == true)
    let leftOut = #", "padding": [1, 1], "count_include_pad": false"#
    #expect(try pooling(leftOut)?.countsPadding == false)
    #expect(try pooling(#", "padding": "same""#) == pooling(leftOut))
    #expect(
      try pooling(#", "padding": "same", "count_include_pad": true"#)?.countsPadding == true)
  }

  /// The layers of a run are numbers: what they were trained with.
  @Test func aRunHasNoPaddingByWord() throws {
    let layer =
      #"{"type": "avg_pool2d", "kernel": [3, 3], "padding": "same"}"#
    #expect(throws: DecodingError.self) {
      try StrictJSON.parse(Data(layer.utf8)).decoded(as: LayerSpec.self)
    }
  }

  /// Layers whose numbers may be left out have PyTorch's then.
  @Test func whatIsLeftOutIsPyTorchs() throws {
    let model = try model(
      """
      {"encoder": [{"type": "elu"}, {"type": "gelu"}, {"type": "hard_sigmoid"},
          {"type": "group_norm", "groups": 1, "channels": 1}, {"type": "layer_norm", "channels": 1},
          {"type": "upsample", "mode": "nearest", "scale": [1, 1]},
          {"type": "zero_pad2d", "padding": [1, 0]}, {"type": "cropping2d", "cropping": [1, 0]},
          {"type": "flatten"}, {"type": "layer_norm", "shape": [64]},
          {"type": "batch_norm1d", "channels": 64}],
       "decoder": [{"type": "reshape", "shape": [4, 4, 4]}, {"type": "pixel_shuffle", "factor": 2},
          {"type": "upsample", "mode": "bilinear", "scale": [1.5, 1]},
          {"type": "upsample", "mode": "bilinear", "size": [8, 8]}]}
      """)
    let norm = BatchNormSpec(channels: 64)
    let sides = Padding(Size2D(height: 1, width: 0))
    #expect(
      model.encoder == [
        .elu(alpha: 1), .gelu(.exact), .hardSigmoid(HardSigmoidSpec(slope: 1.0 / 6, offset: 0.5)),
        .groupNorm(GroupNormSpec(groups: 1, channels: 1, epsilon: 1e-5)),
        .layerNorm(LayerNormSpec(.channels(1), epsilon: 1e-5)), .upsample(Size2D(1)),
        .pad2d(PaddingSpec(.zero, sides)), .cropping2d(sides), .flatten,
        .layerNorm(LayerNormSpec(.lastAxes([64]))), .batchNorm1d(norm),
      ])
    #expect(
      model.decoder.suffix(2) == [
        .upsampleBilinear(BilinearSpec(.scale(height: 1.5, width: 1), alignsCorners: false)),
        .upsampleBilinear(BilinearSpec(.size(Size2D(8)), alignsCorners: false)),
      ])
  }

  /// An unknown layer and a number out of range are refused with their field.
  @Test func whatIsUnknownOrOutOfRangeIsRefusedWithItsField() {
    expectFailure(.badData, "encoder[0].type", "unheard") {
      _ = try model(#"{"encoder": [{"type": "unheard"}], "decoder": []}"#)
    }
    expectFailure(.badData, "encoder[0]", "padding 2 (height) is more than half") {
      _ = try model(
        #"{"encoder": [{"type": "avg_pool2d", "kernel": [3, 3], "padding": [2, 0]}], "decoder": []}"#
      )
    }
    expectFailure(.badData, "encoder[0].probability", "1.0 is not from 0.0 to 0.999") {
      _ = try model(#"{"encoder": [{"type": "dropout", "probability": 1.0}], "decoder": []}"#)
    }
    expectFailure(.badData, "encoder[0].scale") {
      _ = try model(#"{"encoder": [{"type": "upsample", "scale": [0, 2]}], "decoder": []}"#)
    }
  }
}
