import AECore

/// Codes as points on two axes, with what stands above them.
package struct LatentMap: Sendable {
  /// What the marks' names begin with: `latent`, `latent/pca`, `latent/tsne`.
  package let id: String
  /// From long to short; empty for one map alone.
  package let headings: [String]
  /// Whether the axes have values; those of t-SNE mean nothing.
  package let hasTicks: Bool
  package let axisNames: [String]
  /// Position and class of each point; the class is nil when there are no labels.
  package let points: [(x: Double, y: Double, group: Int?)]
  /// The distributions of some images' codes.
  package let ellipses: [Ellipse]

  /// Where the code of one image is drawn from.
  package struct Ellipse: Hashable, Sendable {
    package var mean: (x: Double, y: Double) { (x, y) }
    var x: Double
    var y: Double
    /// Along the two axes.
    package var deviationX: Double
    package var deviationY: Double
    package var group: Int?
  }

  /// How many deviations an ellipse reaches: 86 % of a normal distribution in the plane lie inside.
  package static let reach = 2.0

  /// Codes that are projected already, `(N, 2)` or `(N, 1)`; labels fit them.
  init(
    id: String, headings: [String] = [], _ codes: Tensor, axisNames: [String], labels: [Int]?,
    hasTicks: Bool = true, ellipses: [Ellipse] = []
  ) {
    self.id = id
    self.headings = headings
    self.hasTicks = hasTicks
    self.ellipses = ellipses
    self.axisNames = axisNames
    let (axes, values) = (axisNames.count, codes.values)
    points = (0..<codes.shape[0]).map { row in
      (Double(values[row * axes]), axes > 1 ? Double(values[row * axes + 1]) : 0, labels?[row])
    }
  }
}

extension Run {
  /// The map by t-SNE that the evaluation has made, with labels, when every value of it is finite.
  var tsneMap: (points: Tensor, labels: [Int]?, record: LatentSpace.TSNEMap)? {
    guard let record = evaluation?.latentSpace?.tsne,
      let points = try? examples(TensorName.evaluation(LatentSpace.key, "tsne"), of: [2]),
      points.values.allSatisfy(\.isFinite)
    else { return nil }
    let labels = labels(
      TensorName.evaluation(LatentSpace.key, "tsne_label"), count: points.shape[0])
    return (points, labels, record)
  }

  /// The distributions of some codes of two values.
  var posteriorEllipses: [LatentMap.Ellipse] {
    guard model.latentSize == 2, let images = evaluation?.latentSpace?.posterior?.images,
      let mean = try? examples(TensorName.evaluation(LatentSpace.key, "posterior_mean"), of: [2]),
      let deviation = try? examples(
        TensorName.evaluation(LatentSpace.key, "posterior_deviation"), of: [2]),
      mean.shape == deviation.shape, images.count == mean.shape[0]
    else { return [] }
    return images.enumerated().compactMap { row, image in
      let values = [2 * row, 2 * row + 1].map { Double(mean.values[$0]) }
      let widths = [2 * row, 2 * row + 1].map { Double(deviation.values[$0]) }
      guard (values + widths).allSatisfy(\.isFinite), widths.allSatisfy({ $0 > 0 }) else {
        return nil
      }
      return LatentMap.Ellipse(
        x: values[0], y: values[1], deviationX: widths[0], deviationY: widths[1],
        group: image.label)
    }
  }
}
