import AEData
import AENetwork
import Foundation

/// Decodes codes that no image has.
public struct ManifoldStep: SectionStep {
  /// Of a grid, about.
  let gridCount: Int
  /// Dimensions that are gone through.
  let dimensions: Int
  /// Images of each.
  let steps: Int

  /// As many as a page has room for.
  public init(gridCount: Int = 140, dimensions: Int = 8, steps: Int = 9) {
    (self.gridCount, self.dimensions, self.steps) = (gridCount, dimensions, steps)
  }

  /// `evaluation.manifold`.
  public static var section: WritableKeyPath<Evaluation, Manifold?> { \.manifold }

  /// The images that are decoded, and the codes' columns.
  public func memory(_ sizes: EvaluationSizes) -> Double {
    // Rows and columns are rounded.
    let count = sizes.latent == 2 ? 2 * gridCount : dimensions * steps
    return max(sizes.divergences, sizes.output(Double(count)) + 2 * sizes.codes(Double(count)))
      + sizes.codes(sizes.testCount) + 16 * sizes.testCount
  }

  /// Of a code of two values a grid over the codes; else values over the middle nine tenths of the
  /// codes, of a variational code over the prior's.
  public func measure(
    _ subject: EvaluationSubject
  ) throws -> (Manifold, tensors: [String: Tensor]) {
    try subject.requireTestImages()
    let finite = subject.finiteCodes
    guard !finite.isEmpty else { throw Failure(.badData, nil, "no code is finite") }
    let codes = subject.codes(finite)
    let size = codes.shape[1]
    let kl = subject.divergences.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }
    let variances = LatentSpaceStep.variances(codes)
    let source: Manifold.Source = kl == nil ? .codes : .prior
    func made(_ dimension: Int, _ values: [Double]) -> Manifold.Axis {
      // The middle of what lies evenly about 0 is 0, not what rounding has left of it.
      let span = (values.last ?? 0) - (values.first ?? 0)
      return Manifold.Axis(
        dimension: dimension, values: values.map { abs($0) < 1e-12 * span ? 0 : $0 },
        variance: variances[dimension], kl: kl?[dimension])
    }
    func axis(_ dimension: Int, _ shares: [Double]) -> Manifold.Axis {
      let column = (0..<finite.count).map { Double(codes.values[$0 * size + dimension]) }.sorted()
      var values = shares.map {
        source == .prior ? Self.normalQuantile($0) : Self.quantile($0, of: column)
      }
      if let low = values.first, let high = values.last {
        values = values.indices.map {
          low + (high - low) * Double($0) / Double(max(1, values.count - 1))
        }
      }
      return made(dimension, values)
    }
    /// Evenly over the middle 96 hundredths of the codes: what the decoder has learned from. Beyond
    /// them, and wherever the prior has codes that no image has, it draws noise.
    func gridAxis(_ dimension: Int, _ count: Int) -> Manifold.Axis {
      let column = (0..<finite.count).map { Double(codes.values[$0 * size + dimension]) }.sorted()
      let (low, high) = (Self.quantile(0.02, of: column), Self.quantile(0.98, of: column))
      let step = (high - low) / Double(max(1, count - 1))
      return made(dimension, (0..<count).map { low + Double($0) * step })
    }
    if size == 2 {
      let sides = gridSides(subject.dataset.imageShape)
      let axes = [gridAxis(0, sides.columns), gridAxis(1, sides.rows)]
      let grid = axes[1].values.flatMap { second in
        axes[0].values.flatMap { [Float($0), Float(second)] }
      }
      let section = Manifold(kind: .grid, source: .codes, base: nil, axes: axes)
      return (
        section,
        ["images": subject.autoencoder.decoded(Tensor([section.imageCount, 2], grid))]
      )
    }
    let ranked = variances.indices.sorted {
      let (a, b) = (kl?[$0] ?? variances[$0], kl?[$1] ?? variances[$1])
      return (b, $0) < (a, $1)
    }
    let last = Double(max(1, steps - 1))
    let shares = (0..<steps).map { (step: Int) -> Double in 0.05 + 0.9 * Double(step) / last }
    let axes = ranked.prefix(dimensions).map { axis($0, shares) }
    let base = Self.typical(codes, variances)
    let code = codes.rows(base..<base + 1)
    let changed = axes.flatMap { axis in
      axis.values.flatMap { value in
        var values = code.values
        values[axis.dimension] = Float(value)
        return values
      }
    }
    let index = finite[base]
    let section = Manifold(
      kind: .traversal, source: source,
      base: TestImage(index: index, label: subject.dataset.test.labels.map { Int($0[index]) }),
      axes: axes)
    return (
      section,
      [
        "images": subject.autoencoder.decoded(Tensor([section.imageCount, size], changed)),
        "base": subject.autoencoder.decoded(code),
      ]
    )
  }

  /// Of a grid as wide as slides want it, 1.4 times as wide as high, whatever the images' shape; of
  /// very long images less so, since a grid of a few columns shows no change.
  private func gridSides(_ image: ImageShape) -> (columns: Int, rows: Int) {
    let side = Double(gridCount).squareRoot()
    let wanted = side * (1.4 * Double(image.height) / Double(image.width)).squareRoot()
    let columns = min(max(wanted, 0.4 * side), 2.5 * side).rounded()
    return (
      max(2, Int(clamping: columns)), max(2, Int(clamping: Double(gridCount) / max(1, columns)))
    )
  }

  /// The code nearest to the mean, every value in units of its deviation: a typical one.
  private static func typical(_ codes: Tensor, _ variances: [Double]) -> Int {
    let (n, size) = (codes.shape[0], codes.shape[1])
    var means = [Double](repeating: 0, count: size)
    for (place, value) in codes.values.enumerated() { means[place % size] += Double(value) }
    let distances = (0..<n).map { row in
      (0..<size).reduce(0.0) { sum, k in
        guard variances[k] > 0 else { return sum }
        let difference = Double(codes.values[row * size + k]) - means[k] / Double(n)
        return sum + difference * difference / variances[k]
      }
    }
    return distances.indices.min { distances[$0] < distances[$1] } ?? 0
  }

  /// What the share `share` of `sorted` stays below, linear between neighbours as NumPy does it.
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let place = share * Double(sorted.count - 1)
    let below = max(0, min(sorted.count - 1, Int(clamping: place)))
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }

  /// What the share `share`, between 0 and 1, of a standard normal distribution stays below.
  package static func normalQuantile(_ share: Double) -> Double {
    // Halving an interval: no table of coefficients, and every digit right.
    var (low, high) = (-40.0, 40.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
