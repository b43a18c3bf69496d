import AECore

/// How a stage's maps come from those before it: by kernels that are added up, all from all, or
/// each from its own.
struct FeatureJoin: Hashable, Sendable {
  /// The convolution's kernels: (O, C/groups, KH, KW), of a transposed one (C, O/groups, KH, KW).
  /// Nil for other layers.
  let weights: Tensor?
  /// A number for each output map; empty where none is added.
  let bias: [Float]
  /// The layer in a word: `Dense`, `MaxPool`.
  let name: String
  /// What becomes of the sum: `BatchNorm`, `ReLU`.
  let followers: [String]
  /// The largest finite magnitude among the weights.
  let limit: Double
  /// How many maps are added for each output map.
  let inputCount: Int
  /// Whether map `n` comes from map `n` before it alone.
  let isOneToOne: Bool
  private let spec: ConvolutionSpec?
  private let isTransposed: Bool

  /// What `run` knows of the main layer of `stage`.
  init(_ stage: NetworkStage, _ run: Run) {
    func parameter(_ name: String, _ shape: Shape) -> Tensor? {
      let tensor = run.tensors[TensorName.parameter(stage.half, stage.index, name)]
      return tensor?.shape == shape ? tensor : nil
    }
    var weights: Tensor?
    switch stage.main {
    case .conv2d(let spec), .convTranspose2d(let spec):
      let (groups, kernel) = (max(1, spec.geometry.groups), spec.geometry.kernel)
      self.spec = spec
      if case .convTranspose2d = stage.main { isTransposed = true } else { isTransposed = false }
      weights = parameter(
        "weight",
        isTransposed
          ? [spec.inChannels, spec.outChannels / groups, kernel.height, kernel.width]
          : [spec.outChannels, spec.inChannels / groups, kernel.height, kernel.width])
      bias = parameter("bias", [spec.outChannels])?.values ?? []
      inputCount = spec.inChannels / groups
      isOneToOne = false
    default:
      (spec, isTransposed, bias, inputCount) = (nil, false, [], 0)
      isOneToOne =
        stage.input.rank == 3 && stage.output.rank == 3 && stage.input[0] == stage.output[0]
    }
    self.weights = weights
    name = stage.titles.last ?? ""
    limit = weights.flatMap { Measure.magnitudes($0.values) }?.upperBound ?? 0
    followers = stage.followers.map { String($0.title.prefix { $0 != " " }) }
  }

  /// The kernel (KH, KW) that leads from one map to another; nil when they are in two groups.
  func kernel(from input: Int, to output: Int) -> Tensor? {
    guard let weights, let spec else { return nil }
    let groups = max(1, spec.geometry.groups)
    let (inputs, outputs) = (spec.inChannels / groups, spec.outChannels / groups)
    guard (0..<spec.inChannels).contains(input), (0..<spec.outChannels).contains(output),
      input / max(1, inputs) == output / max(1, outputs)
    else { return nil }
    return isTransposed ? weights[input][output % outputs] : weights[output][input % inputs]
  }
}
