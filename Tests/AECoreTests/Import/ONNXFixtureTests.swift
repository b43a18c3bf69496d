import AECore
import Foundation
import Testing

/// Networks as PyTorch, Keras and tf2onnx export them, against what onnxruntime makes of them.
@Suite struct ONNXFixtureTests {
  /// One file each, by its name.
  static let whole = [
    "torchscript-conv", "dynamo-conv", "torchscript-batchnorm", "dynamo-batchnorm",
    "torchscript-groups", "torchscript-pooling", "dynamo-pooling", "torchscript-ceiling",
    "torchscript-mlp", "dynamo-mlp", "dynamo-flat", "torchscript-vae", "dynamo-vae",
    "torchscript-vae-mean", "torchscript-vae-chunk", "dynamo-vae-chunk", "torchscript-series",
    "dynamo-series", "dynamo-map-code", "torchscript-zero-pad", "dynamo-zero-pad",
    "dynamo-external", "torchscript-activations", "dynamo-activations", "torchscript-norms",
    "dynamo-norms", "torchscript-resampling", "dynamo-resampling", "torchscript-cropped",
    "keras-tensorflow-conv", "keras-torch-conv", "keras-pooling", "keras-mlp", "keras-global",
    "keras-series", "keras-later", "tf2onnx-opset9", "tf2onnx-opset13", "tf2onnx-opset18",
    "tf2onnx-nchw", "keras-jax-conv", "torchscript-slopes", "dynamo-slopes", "torchscript-pieces",
    "keras-pieces", "tf2onnx-blocks", "torchscript-units", "dynamo-units", "torchscript-one-side",
    "dynamo-one-side", "torchscript-opset9", "torchscript-opset10", "torchscript-opset11",
    "torchscript-opset12",
  ]

  /// An encoder and a decoder each: the names of the values, and of the files.
  static let halves = [
    ["dynamo-vae-halves", "dynamo-vae-encoder", "dynamo-vae-decoder"],
    ["keras-halves", "keras-halves-encoder", "keras-halves-decoder"],
    ["keras-vae", "keras-vae-encoder", "keras-vae-decoder"],
  ]

  @Test(arguments: whole)
  func aNetworkGivesWhatItGave(name: String) throws {
    let network = try ONNXImport(ONNXFixtures.url("\(name).onnx"))
    try check(network, name)
  }

  @Test(arguments: halves)
  func twoHalvesGiveWhatTheyGave(names: [String]) throws {
    let network = try ONNXImport(
      ONNXFixtures.url("\(names[1]).onnx"), decoder: ONNXFixtures.url("\(names[2]).onnx"))
    try check(network, names[0])
  }

  private func check(_ file: ONNXImport, _ name: String) throws {
    let fixtures = try ONNXFixtures()
    let shape = try fixtures.imageShape(name)
    // What is held behind this code is as narrow as the code itself.
    let network = try file.network(
      imageShape: shape, code: name.hasSuffix("one-side") ? "code" : nil)
    let autoencoder = try Autoencoder(
      network.model, imageShape: shape, tensors: network.tensors)
    let images = try #require(fixtures.values["\(name).images"])
    let expected = try #require(fixtures.values["\(name).output"])
    let found = autoencoder.reconstructions(of: images)
    #expect(difference(found, expected) < 1e-5, "\(name)")
    guard let code = fixtures.values["\(name).code"] else { return }
    let latent = network.model.latentSize
    let last = network.model.encoder.count - 1
    let activations = autoencoder.activations(of: images)
    let own = try #require(activations.first { $0.half == .encoder && $0.index == last }).2
    #expect(code.count == 3 * latent, "\(name)")
    // A code of maps that were channel-last stands in our order, channel-first.
    let isTurned = name == "keras-halves"
    let ours = isTurned ? own.values.sorted() : own.values
    let theirs = isTurned ? code.values.sorted() : code.values
    #expect(
      difference(Tensor([ours.count], ours), Tensor([theirs.count], theirs)) < 1e-5, "\(name)")
    let isVariational = fixtures.values["\(name).log_variance"] != nil || name == "keras-vae"
    #expect(network.model.isVariational == isVariational)
    if let logVariance = fixtures.values["\(name).log_variance"] {
      let posterior = try #require(autoencoder.posterior(of: images))
      #expect(difference(posterior.logVariance, logVariance) < 1e-5, "\(name)")
    }
  }

  @Test func whatWasDecidedIsSaid() throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let conv = try ONNXImport(ONNXFixtures.url("dynamo-conv.onnx")).network(imageShape: shape)
    #expect(
      conv.notes.first
        == "The code is \"code\", 5 values, which is the narrowest value; --code names another.")
    #expect(conv.generator == Generator(name: "pytorch", version: "2.15.0+cu132"))
    let vae = try ONNXImport(ONNXFixtures.url("torchscript-vae-mean.onnx"))
      .network(imageShape: shape)
    #expect(vae.notes.contains { $0.contains("mean and log-variance") })
  }

  @Test func aCodeCanBeNamed() throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let file = try ONNXImport(ONNXFixtures.url("dynamo-conv.onnx"))
    let network = try file.network(imageShape: shape, code: "relu_1")
    #expect(network.model.latentSize == 24)
    expectFailure(.badData, "\"nowhere\"", "is no value between", "--code", "code (5)") {
      _ = try file.network(imageShape: shape, code: "nowhere")
    }
  }

  @Test func aSkipConnectionIsRefused() throws {
    let file = try ONNXImport(ONNXFixtures.url("torchscript-skip.onnx"))
    expectFailure(
      .badData, "torchscript-skip.onnx: node \"/Add\" (Add)", "skip connection",
      "(readable: 3 of 5 nodes, 3 layers)"
    ) { _ = try file.network(imageShape: ImageShape(channels: 1, height: 8, width: 8)) }
  }

  /// What is written in many nodes is one layer again.
  @Test func piecesBecomeTheLayersThatTheyAre() throws {
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let model = try ONNXImport(ONNXFixtures.url("torchscript-pieces.onnx"))
      .network(imageShape: shape).model
    let titles = (model.encoder + model.decoder).map(\.title)
    #expect(
      titles == [
        "Conv 3×3, stride 2", "LayerNorm 4×4×4", "GELU", "Flatten", "Dense",
        "LayerNorm 6", "GELU (tanh)", "Dense", "Dense", "LayerNorm 64", "SiLU", "Reshape",
        "ConvTranspose 4×4, stride 2", "GELU", "Sigmoid",
      ])
    let epsilons = model.encoder.compactMap {
      if case .layerNorm(let norm) = $0 { norm.epsilon } else { nil }
    }
    #expect(epsilons == [1e-5, 1e-3])
    let keras = try ONNXImport(ONNXFixtures.url("keras-pieces.onnx"))
      .network(imageShape: ImageShape(channels: 3, height: 8, width: 8)).model
    #expect(
      (keras.encoder + keras.decoder).map(\.title) == [
        "Conv 3×3, stride 2", "LayerNorm (channels)", "GELU (tanh)",
        "Conv 3×3, stride 1", "PReLU (4 slopes)", "Flatten", "Dense", "LayerNorm 8", "Dense",
        "SELU",
        "Dense", "SiLU", "Reshape", "ConvTranspose 4×4, stride 2", "Sigmoid",
      ])
  }

  /// A gate on other numbers than it lets through is no SiLU, and a normalisation with its ε
  /// outside of the root is none that a layer does: weights that fit everything else would not do.
  @Test(arguments: [
    ("torchscript-gate", "(Mul): joins two branches"),
    ("torchscript-outside-the-root", "(ReduceMean): takes the mean over the axes [1]"),
  ])
  func whatOnlyLooksLikeALayerIsRefused(name: String, problem: String) throws {
    let file = try ONNXImport(ONNXFixtures.url("\(name).onnx"))
    expectFailure(.badData, "\(name).onnx", problem) {
      _ = try file.network(imageShape: ImageShape(channels: 1, height: 8, width: 8))
    }
  }

  /// Maps that TensorFlow takes cell by cell stand map by map once the convolution before them, and
  /// before its activation, gives them so; a code that lies between them holds it back.
  @Test func mapsBecomeBlocksOfCellsBehindAnActivation() throws {
    let shape = ImageShape(channels: 3, height: 8, width: 8)
    let file = try ONNXImport(ONNXFixtures.url("tf2onnx-blocks.onnx"))
    let decoder = try file.network(imageShape: shape).model.decoder
    #expect(
      decoder.map(\.type) == ["dense", "reshape", "conv2d", "relu", "pixel_shuffle", "sigmoid"])
    expectFailure(
      .badData, "(DepthToSpace)", "in an order that no convolution before it can give them",
      "use the mode CRD"
    ) { _ = try file.network(imageShape: shape, code: "Relu_1:0") }
  }

  @Test func windowsWithHolesAreRefused() throws {
    let file = try ONNXImport(ONNXFixtures.url("torchscript-holes.onnx"))
    expectFailure(.badData, "(MaxPool)", "has windows with holes, dilations 2 × 2") {
      _ = try file.network(imageShape: ImageShape(channels: 1, height: 8, width: 8))
    }
  }

  @Test func otherImagesAreRefused() throws {
    let file = try ONNXImport(ONNXFixtures.url("dynamo-conv.onnx"))
    expectFailure(.badData, "input \"image\"", "takes [N, 1, 8, 8]", "1 × 28 × 28", "--data") {
      _ = try file.network(imageShape: ImageShape(channels: 1, height: 28, width: 28))
    }
  }
}
