import CKernels

/// Batch normalisation: every feature map is shifted and scaled so that over the batch its mean is
/// 0 and its variance 1; what it should be instead is then learned (Ioffe and Szegedy 2015).
///
/// A feature of a list is a map of one cell, so the layer behind a ``Dense`` one is the same.
///
/// Letters: `C` maps; `M` cells of one map in all images of the batch, `images·H·W`. The weight `γ`
/// and the bias `β` are `(C)`, and so are the running mean and variance, which are kept, not
/// trained.
///
///     x̂ = (x − μ) / √(v + ε)        μ = Σx / M      v = Σ(x − μ)² / M
///     y = γ·x̂ + β
///
/// Later layers then find the same range of values however the earlier ones change, and learning
/// bears larger steps. Since `μ` and `v` depend on `x` themselves, the gradient has two more terms,
/// which take out of `dy` what would only shift or only scale the map:
///
///     dβ = Σ dy      dγ = Σ dy·x̂      dx = γ / √(v + ε) · (dy − dβ/M − x̂·dγ/M)
///
/// In use there may be one image only; then `μ` and `v` are the running ones, which every step of
/// the training moves towards the batch's: `r ← (1 − m)·r + m·batch`, with the momentum `m` and the
/// variance over `M − 1`, as in PyTorch.
///
/// The sums run over the whole batch, not over one shard of it: see ``BatchwideLayer``.
public final class BatchNorm: Layer {
  /// Maps, ε, momentum.
  public let normalization: BatchNormSpec
  /// `[C, H, W]` or `[C]`; the output has the same.
  public let shape: Shape

  init(_ spec: BatchNormSpec, shape: Shape) {
    normalization = spec
    self.shape = shape
  }

  /// The description that made this layer.
  public var spec: LayerSpec {
    shape.rank == 1 ? .batchNorm1d(normalization) : .batchNorm2d(normalization)
  }
  /// `[C, H, W]` or `[C]`.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }

  private var maps: Int { shape[0] }
  private var cells: Int { shape.count / maps }
  private var epsilon: Double { normalization.epsilon }

  // MARK: In use

  /// `x`, `y`: (C, H, W, n); with the running mean and variance.
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    for c in 0..<maps {
      normalise(x, y, parameters, c, n, running(c, parameters))
    }
  }

  /// `dx`, `dy`: (C, H, W, n); the running mean and variance are constants.
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    for c in 0..<maps {
      let moments = running(c, parameters)
      let (sum, product) = errorSums(x, dy, c, n, images: n, moments)
      dParameters[c] += Float(product)
      dParameters[maps + c] += Float(sum)
      guard let dx else { continue }
      let scale = parameters[c] * moments.inverseDeviation
      let offset = c * n * cells
      for i in offset..<offset + n * cells { dx[i] = scale * dy[i] }
    }
  }

  // MARK: In training

  /// `x`, `y`: (C, H, W, n); with the batch's mean and variance, and through the rectifier behind
  /// it where the pass says so.
  public func forward(
    x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats, pass: TrainingPass
  ) {
    guard let sums = pass.sums else { preconditionFailure("batch norm needs the batch's sums") }
    for c in 0..<maps {
      normalise(x, y, parameters, c, n, batch(c, sums), slope: pass.slope)
    }
  }

  /// `dx`, `dy`: (C, H, W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats, pass: TrainingPass
  ) {
    guard let sums = pass.sums else { preconditionFailure("batch norm needs the batch's sums") }
    let count = Double(sums.images * cells)
    for c in 0..<maps {
      dParameters[c] += Float(sums.backwardOfShard[maps + c])
      dParameters[maps + c] += Float(sums.backwardOfShard[c])
      guard let dx else { continue }
      let moments = batch(c, sums)
      let scale = parameters[c] * moments.inverseDeviation
      let meanOfErrors = Float(sums.backward[c] / count)
      let meanOfProducts = Float(sums.backward[maps + c] / count)
      let offset = c * n * cells
      ck_normalise_errors(
        ck_normalization(
          mean: moments.mean, inverse_deviation: moments.inverseDeviation, scale: scale,
          mean_error: meanOfErrors, mean_product: meanOfProducts),
        x + offset, dy + offset, dx + offset, n * cells)
    }
    // The means belong to the images; a lane without one has no error to correct.
    if let dx { Lanes.clear(dx, from: pass.images.count, values: shape.count) }
  }

  /// `y = γ·x̂ + β` for map `c`; with a `slope`, what is below 0 times that.
  private func normalise(
    _ x: Floats, _ y: Floats, _ parameters: Floats, _ c: Int, _ n: Int, _ moments: Moments,
    slope: Float? = nil
  ) {
    let scale = parameters[c] * moments.inverseDeviation
    let bias = parameters[maps + c]
    ck_normalise(
      x + c * n * cells, moments.mean, scale, bias, ck_rectifier(outputs: nil, slope: slope ?? 1),
      y + c * n * cells, n * cells)
  }

  // MARK: Mean and variance

  /// The mean and `1 / √(v + ε)` of a map.
  private struct Moments {
    var mean: Float
    var inverseDeviation: Float

    init(mean: Double, variance: Double, epsilon: Double) {
      self.mean = Float(mean)
      inverseDeviation = Float(1 / (variance + epsilon).squareRoot())
    }
  }

  /// Behind weight and bias lie the running means, then the running variances.
  private func running(_ c: Int, _ parameters: Floats) -> Moments {
    Moments(
      mean: Double(parameters[2 * maps + c]), variance: Double(parameters[3 * maps + c]),
      epsilon: epsilon)
  }

  private func batch(_ c: Int, _ sums: BatchSums) -> Moments {
    let (mean, variance) = meanAndVariance(c, sums.forward, sums.images)
    return Moments(mean: mean, variance: variance, epsilon: epsilon)
  }

  /// `sums`: `Σx` of every map, then `Σx²`. In double precision the difference of two large numbers
  /// keeps more digits than a `Float` has.
  private func meanAndVariance(_ c: Int, _ sums: Doubles, _ images: Int) -> (Double, Double) {
    let count = Double(images * cells)
    let mean = sums[c] / count
    return (mean, max(0, sums[maps + c] / count - mean * mean))
  }

  /// `Σ dy` and `Σ dy·x̂` over the cells of map `c` in the first `images` lanes.
  private func errorSums(
    _ x: Floats, _ dy: Floats, _ c: Int, _ n: Int, images: Int, _ moments: Moments
  ) -> (sum: Double, product: Double) {
    var (sum, product) = (0.0, 0.0)
    let map = c * cells * n
    ck_add_error_moments(
      x + map, dy + map, cells, n, images, moments.mean, moments.inverseDeviation, &sum, &product)
    return (sum, product)
  }
}

extension BatchNorm: BatchwideLayer {
  /// Two for each map.
  public var sumCount: Int { 2 * maps }

  /// `Σx` of every map, then `Σx²`.
  public func addSums(x: Floats, n: Int, images: Int, to sums: Doubles) {
    for c in 0..<maps {
      ck_add_moments(x + c * cells * n, cells, n, images, sums + c, sums + maps + c)
    }
  }

  /// `Σ dy` of every map, then `Σ dy·x̂`.
  public func addBackwardSums(x: Floats, dy: Floats, n: Int, pass: TrainingPass, to sums: Doubles) {
    guard let batchSums = pass.sums else { return }
    for c in 0..<maps {
      let (sum, product) = errorSums(
        x, dy, c, n, images: pass.images.count, batch(c, batchSums))
      sums[c] += sum
      sums[maps + c] += product
    }
  }

  /// Moves the running mean and variance towards the batch's.
  public func keep(_ sums: Doubles, images: Int, parameters: Floats) {
    let momentum = normalization.momentum
    let count = Double(images * cells)
    let unbiased = count / max(1, count - 1)
    for c in 0..<maps {
      let (mean, variance) = meanAndVariance(c, sums, images)
      for (place, value) in [(2 * maps + c, mean), (3 * maps + c, variance * unbiased)] {
        parameters[place] = Float((1 - momentum) * Double(parameters[place]) + momentum * value)
      }
    }
  }
}
