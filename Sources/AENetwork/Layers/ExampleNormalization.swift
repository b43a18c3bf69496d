/// The arithmetic of a normalisation within each example: what ``LayerNorm`` and ``GroupNorm``
/// share.
///
/// The values of an example are split into sets; in each the mean becomes 0 and the variance 1, then
/// every value is scaled by its weight `γ` and shifted by its bias `β`. Letters: `M` values of a set.
///
///     x̂ = (x − μ) / √(v + ε)        μ = Σx / M      v = Σ(x − μ)² / M
///     y = γ·x̂ + β
///
/// Since `μ` and `v` depend on `x` themselves, the gradient has two more terms; with `g = γ·dy`
///
///     dβ = Σ dy      dγ = Σ dy·x̂      dx = (g − Σg/M − x̂·Σ(g·x̂)/M) / √(v + ε)
///
/// No other example has a part in it, so it is the same in training and in use, and the lanes that
/// hold no image, whose errors are 0, add nothing.
struct ExampleNormalization: Sendable {
  /// Sets in an example, and from the first value of one to that of the next.
  var sets: Int
  var setStride: Int
  /// Runs of values that share a weight, in each set; values in such a run.
  var runs: Int
  var runLength: Int
  /// From one value of a set to the next.
  var valueStride: Int
  /// From the weights of one set to those of the next; 0 when all have the same.
  var weightStride: Int
  /// How many weights there are; behind them lie as many biases.
  var weights: Int
  var epsilon: Double

  /// `x`, `y`: (values, n).
  func forward(x: Floats, y: Floats, parameters: Floats, n: Int) {
    forEachSet(n) { first, weight in
      let moments = moments(x + first, n)
      forEachValue(n, firstWeight: weight) { at, weight in
        let scaled = moments.normalised(load8(x + first + at)) * parameters[weight]
        store(scaled + parameters[weights + weight], y + first + at)
      }
    }
  }

  /// `dx`, `dy`: (values, n).
  func backward(
    x: Floats, dx: Floats?, dy: Floats, parameters: Floats, dParameters: Floats, n: Int
  ) {
    forEachSet(n) { first, firstWeight in
      let (x, dy) = (x + first, dy + first)
      let moments = moments(x, n)
      var (sum, product) = (SIMD8<Double>(), SIMD8<Double>())
      forEachRun(firstWeight) { values, weight in
        var (errors, products) = (SIMD8<Float>(), SIMD8<Float>())
        for value in values {
          let at = value &* valueStride &* n
          errors += load8(dy + at)
          products += load8(dy + at) * moments.normalised(load8(x + at))
        }
        dParameters[weight] += products.sum()
        dParameters[weights + weight] += errors.sum()
        sum += SIMD8<Double>(parameters[weight] * errors)
        product += SIMD8<Double>(parameters[weight] * products)
      }
      guard let dx else { return }
      let meanOfErrors = SIMD8<Float>(sum / Double(runs * runLength))
      let meanOfProducts = SIMD8<Float>(product / Double(runs * runLength))
      forEachValue(n, firstWeight: firstWeight) { at, weight in
        let error = parameters[weight] * load8(dy + at) - meanOfErrors
        let correction = moments.normalised(load8(x + at)) * meanOfProducts
        store(moments.inverseDeviation * (error - correction), dx + first + at)
      }
    }
  }

  /// The mean of a set and `1 / √(v + ε)`, of eight examples.
  private struct Moments {
    var mean: SIMD8<Float>
    var inverseDeviation: SIMD8<Float>

    @inline(__always)
    func normalised(_ x: SIMD8<Float>) -> SIMD8<Float> { (x - mean) * inverseDeviation }
  }

  /// Of the set whose first value is at `x`. In double precision, since sums of many values lose
  /// the last digits.
  private func moments(_ x: Floats, _ n: Int) -> Moments {
    let count = runs * runLength
    var sum = SIMD8<Double>()
    for value in 0..<count { sum += SIMD8<Double>(load8(x + value &* valueStride &* n)) }
    let mean = sum / Double(count)
    var squares = SIMD8<Double>()
    for value in 0..<count {
      let difference = SIMD8<Double>(load8(x + value &* valueStride &* n)) - mean
      squares += difference * difference
    }
    let deviation = (squares / Double(count) + epsilon).squareRoot()
    return Moments(mean: SIMD8(mean), inverseDeviation: SIMD8(1 / deviation))
  }

  /// Goes through the sets, eight examples at a time: where the first value of the set lies, and
  /// which weight is its first.
  @inline(__always)
  private func forEachSet(_ n: Int, _ body: (_ first: Int, _ weight: Int) -> Void) {
    for set in 0..<sets {
      for lane in stride(from: 0, to: n, by: 8) {
        body(set * setStride * n + lane, set * weightStride)
      }
    }
  }

  /// Goes through the weights of a set, each with the values of the set that it is for.
  @inline(__always)
  private func forEachRun(_ firstWeight: Int, _ body: (_ values: Range<Int>, _ weight: Int) -> Void)
  {
    for run in 0..<runs { body(run * runLength..<(run + 1) * runLength, firstWeight + run) }
  }

  /// Goes through the values of a set: where each lies behind the first one, and its weight.
  @inline(__always)
  private func forEachValue(
    _ n: Int, firstWeight: Int, _ body: (_ at: Int, _ weight: Int) -> Void
  ) {
    forEachRun(firstWeight) { values, weight in
      for value in values { body(value &* valueStride &* n, weight) }
    }
  }
}
