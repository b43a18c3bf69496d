import AECore

/// A small run with every part that the format has: a `conv` network on 6 × 6 images.
func exampleRun(seed: UInt64 = 1) throws -> Run {
  var random = RandomSource(seed: seed)
  let down = try ConvGeometry(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
  let up = try down.with(outputPadding: down.outputPadding(restoring: Size2D(6)))
  let encoder: [LayerSpec] = [
    .conv2d(ConvolutionSpec(inChannels: 1, outChannels: 2, geometry: down)), .relu, .flatten,
    .dense(DenseSpec(inFeatures: 18, outFeatures: 3)),
  ]
  let decoder: [LayerSpec] = [
    .dense(DenseSpec(inFeatures: 3, outFeatures: 18)), .relu,
    .reshape(ImageShape(channels: 2, height: 3, width: 3)),
    .convTranspose2d(ConvolutionSpec(inChannels: 2, outChannels: 1, geometry: up)), .sigmoid,
  ]
  var tensors: [String: Tensor] = [
    TensorName.sampleInput: Tensor(normal: [4, 1, 6, 6], using: &random),
    TensorName.sampleCorrupted: Tensor(normal: [4, 1, 6, 6], using: &random),
    TensorName.sampleReconstruction: Tensor(normal: [4, 1, 6, 6], using: &random),
    TensorName.sampleLabel: Tensor([4], [0, 1, 2, 1]),
    TensorName.testLatents: Tensor(normal: [5, 3], using: &random),
    TensorName.testLatentLabels: Tensor([5], [2, 2, 0, 1, 0]),
  ]
  for (half, specs, input) in [
    (TensorName.Half.encoder, encoder, [1, 6, 6] as Shape),
    (TensorName.Half.decoder, decoder, [3] as Shape),
  ] {
    var shape = input
    for (index, spec) in specs.enumerated() {
      for (parameter, shape) in spec.parameterShapes {
        tensors[TensorName.parameter(half, index, parameter)] = Tensor(
          normal: shape, using: &random)
      }
      shape = try spec.outputShape(for: shape)
      tensors[TensorName.activation(half, index)] = Tensor(
        normal: Shape([4] + shape.dimensions), using: &random)
    }
  }
  return Run(
    generator: .current, created: "2026-01-02T03:04:05Z",
    dataset: DatasetSummary(
      name: "squares", imageShape: ImageShape(channels: 1, height: 6, width: 6), trainCount: 100,
      testCount: 5, classNames: ["a", "β", "\"c\""], source: "drawn", license: "none",
      sha256: String(repeating: "0", count: 64)),
    model: ModelDescription(name: "conv", latentSize: 3, encoder: encoder, decoder: decoder),
    training: TrainingRecord(
      loss: LossDescription(name: "mse", definition: "mean over images and pixels"),
      optimizer: OptimizerDescription(
        name: "adam", learningRate: 0.001, betas: [0.9, 0.999], epsilon: 1e-8),
      batchSize: 32, epochs: 2, seed: .max,
      corruption: CorruptionDescription(name: "gaussian", amount: 0.3),
      history: [
        EpochRecord(epoch: 1, trainLoss: 0.5, testLoss: 0.25, learningRate: 0.001, seconds: 1),
        EpochRecord(epoch: 2, trainLoss: .nan, testLoss: nil, learningRate: 0.001, seconds: 1),
      ]),
    evaluation: Evaluation(
      mse: 0.25, psnrDB: 6.0206, ssim: 0.5,
      perClass: [ClassEvaluation(label: 1, count: 2, mse: 0.125)],
      baselines: [
        Baseline(name: "pca", components: 3, mse: 0.375),
        Baseline(name: "mean image", components: nil, mse: 0.5),
      ]),
    tensors: tensors)
}
