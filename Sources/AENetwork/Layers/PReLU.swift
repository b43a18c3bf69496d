/// Parametric rectifier: a ``LeakyReLU`` that learns its slope, one for each map or one for all.
///
///     y  = x   where x > 0, else a·x            a: the slope of the map
///     dx = dy  where x > 0, else a·dy           da = Σ dy·x where x ≤ 0
///
/// Source: He et al. 2015, "Delving Deep into Rectifiers".
public final class PReLU: Layer {
  /// Slopes: as many as there are maps, or 1.
  public let channels: Int
  /// `[C, H, W]` or `[C]`; the output has the same.
  public let shape: Shape

  init(channels: Int, shape: Shape) {
    self.channels = channels
    self.shape = shape
  }

  /// The description that made this layer.
  public var spec: LayerSpec { .preLU(channels: channels) }
  /// `[C, H, W]` or `[C]`.
  public var inputShape: Shape { shape }
  /// The input's shape.
  public var outputShape: Shape { shape }
  /// The gradients read `x` and `dy` alone.
  public var backwardReadsOutput: Bool { false }

  /// `x`, `y`: (C, H, W, n).
  public func forward(x: Floats, y: Floats, parameters: Floats, n: Int, scratch: Floats) {
    let each = shape.count / channels * n
    for channel in 0..<channels {
      let (x, y, slope) = (x + channel * each, y + channel * each, parameters[channel])
      forEachVector(each) { i in
        let values = load8(x + i)
        store(values.replacing(with: slope * values, where: values .<= 0), y + i)
      }
    }
  }

  /// `dx`, `dy`: (C, H, W, n).
  public func backward(
    x: Floats, y: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats,
    n: Int, scratch: Floats
  ) {
    let each = shape.count / channels * n
    for channel in 0..<channels {
      let (x, dy, slope) = (x + channel * each, dy + channel * each, parameters[channel])
      var sums = SIMD8<Float>()
      forEachVector(each) { i in
        let (values, errors) = (load8(x + i), load8(dy + i))
        let isBent = values .<= 0
        sums += SIMD8<Float>().replacing(with: errors * values, where: isBent)
        if let dx {
          store(errors.replacing(with: slope * errors, where: isBent), dx + channel * each + i)
        }
      }
      dParameters[channel] += sums.sum()
    }
  }
}
