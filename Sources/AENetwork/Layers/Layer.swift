/// One step of a network: what it computes, and how errors flow back through it.
///
/// A layer is one object that all threads share, since it holds no weights and no memory. The
/// network passes both in, as the first float of each array, so that all of it can be planned
/// before training begins. Images are innermost: maps are `(C, H, W, n)`, lists of features `(F,
/// n)`, where `n`, the lanes of a shard, is a multiple of 8. Weights are in PyTorch's layouts, the
/// bias behind the weight.
public protocol Layer: AnyObject, Sendable {
  /// What the layer is, as a run saves it and a figure draws it.
  var spec: LayerSpec { get }
  /// One example's input: `[C, H, W]` or `[F]`.
  var inputShape: Shape { get }
  /// One example's output.
  var outputShape: Shape { get }
  /// Floats of working memory that a call for `n` examples needs: of the forward pass, or in
  /// `training` of either.
  func scratchCount(_ n: Int, training: Bool) -> Int
  /// Whether it only says the same numbers in another shape; the network then passes them on where
  /// they are, and never calls it.
  var isReshaping: Bool { get }
  /// Whether `y` may be written over `x`, and `dx` over `dy`: each number stands for itself, and
  /// the backward pass never reads `x`.
  var worksInPlace: Bool { get }
  /// Whether the backward pass reads `y`; else the next layer may write over it.
  var backwardReadsOutput: Bool { get }

  /// Itself, if its output for one image depends on the whole batch.
  var batchwide: (any BatchwideLayer)? { get }
  /// Itself, if its gradient is taken from all images of a batch at once.
  var batchGradient: (any BatchGradientLayer)? { get }
  /// Itself, if it can do the work of the ``ReLU`` behind it.
  var rectifying: (any RectifyingLayer)? { get }
  /// Itself, if it reads its weights in an order of their own.
  var packing: (any PackingLayer)? { get }
  /// The slope below 0, if it is a rectifier: what the layer before it may do for it as it writes.
  var rectifierSlope: Float? { get }
  /// Itself, if it draws the code and so has a divergence.
  var sampling: GaussianSampling? { get }

  /// Computes `y` from `x` for `n` examples.
  func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats)

  /// Computes `dx`, the gradient of the loss by `x`, from `dy`, the gradient by `y`, and adds the
  /// gradient by the parameters to `dParameters`.
  ///
  /// `dx` is nil for the first layer, whose input nobody asks to change.
  func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats)

  /// ``forward(x:y:parameters:n:scratch:)`` while training, where a layer may add noise or look at
  /// the whole batch. Most layers do the same as ever.
  func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass)

  /// The gradients of that forward pass.
  func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats, pass: TrainingPass)
}

extension Layer {
  /// Most layers need none.
  public func scratchCount(_ n: Int, training: Bool) -> Int { 0 }
  /// Most layers compute.
  public var isReshaping: Bool { false }
  /// Most layers look at more than one number at a time.
  public var worksInPlace: Bool { false }
  /// Said of every layer that does not say otherwise.
  public var backwardReadsOutput: Bool { true }
  /// Most layers see one image at a time.
  public var batchwide: (any BatchwideLayer)? { nil }
  /// Most layers add up their gradient shard by shard.
  public var batchGradient: (any BatchGradientLayer)? { nil }
  /// Most layers are not followed by one that they could replace.
  public var rectifying: (any RectifyingLayer)? { nil }
  /// Most layers read their weights as they are.
  public var packing: (any PackingLayer)? { nil }
  /// Only ``ReLU`` and ``LeakyReLU`` are rectifiers.
  public var rectifierSlope: Float? { nil }
  /// Only ``GaussianSampling`` draws.
  public var sampling: GaussianSampling? { nil }

  /// As in use.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass
  ) {
    forward(x: x, y: y, parameters: parameters, n: n, scratch: scratch)
  }

  /// As in use.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats, pass: TrainingPass
  ) {
    backward(
      x: x, y: y, dx: dx, dy: dy, parameters: parameters, dParameters: dParameters, n: n,
      scratch: scratch)
  }
}

extension LayerSpec {
  /// The layer itself, for examples of shape `input`.
  /// - Throws: ``ShapeError`` when the layer cannot take that shape.
  public func layer(for input: Shape) throws(ShapeError) -> any Layer {
    let output = try outputShape(for: input)
    return switch self {
    case .conv2d(let spec): Conv2D(spec, input: input, output: output)
    case .convTranspose2d(let spec): ConvTranspose2D(spec, input: input, output: output)
    case .dense(let spec): Dense(spec)
    case .relu: ReLU(shape: input)
    case .sigmoid: Sigmoid(shape: input)
    case .flatten: Flatten(inputShape: input)
    case .reshape(let image): Reshape(image)
    case .maxPool2d(let spec): MaxPool2D(spec, input: input, output: output)
    case .averagePool2d(let spec): AveragePool2D(spec, input: input, output: output)
    case .upsample(let scale): Upsample(scale: scale, input: input, output: output)
    case .leakyReLU(let slope): LeakyReLU(slope: slope, shape: input)
    case .tanh: Tanh(shape: input)
    case .softplus: Softplus(shape: input)
    case .dropout(let probability): Dropout(probability: probability, shape: input)
    case .batchNorm1d(let spec), .batchNorm2d(let spec): BatchNorm(spec, shape: input)
    case .gaussianSampling: GaussianSampling(input: input, output: output)
    case .elu(let alpha): ELU(alpha: alpha, shape: input)
    case .selu: SELU(shape: input)
    case .preLU(let channels): PReLU(channels: channels, shape: input)
    case .gelu(let form): GELU(form: form, shape: input)
    case .silu: SiLU(shape: input)
    case .hardSigmoid(let spec): HardSigmoid(spec, shape: input)
    case .layerNorm(let spec): LayerNorm(spec, shape: input)
    case .groupNorm(let spec): GroupNorm(spec, shape: input)
    case .upsampleBilinear(let spec): UpsampleBilinear(spec, input: input, output: output)
    case .pixelShuffle(let factor): PixelShuffle(factor: factor, input: input, output: output)
    case .pad2d(let spec): Pad2D(spec, input: input, output: output)
    case .cropping2d(let cropping): Cropping2D(cropping, input: input, output: output)
    }
  }
}
