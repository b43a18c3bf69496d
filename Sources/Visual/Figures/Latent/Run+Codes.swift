import AECore

extension Run {
  /// The map by t-SNE that the evaluation has made, with labels, when every value of it is finite.
  var tsneMap: (points: Tensor, labels: [Int]?, record: LatentSpace.TSNEMap)? {
    guard let record = evaluation?.latentSpace?.tsne,
      let points = try? examples(TensorName.evaluation(LatentSpace.key, "tsne"), of: [2]),
      points.isFinite
    else { return nil }
    let labels = labels(
      TensorName.evaluation(LatentSpace.key, "tsne_label"), count: points.shape[0])
    return (points, labels, record)
  }

  /// Which test image each of the `count` points of the map by t-SNE is; nil when the run does not
  /// say.
  func tsneImages(count: Int) -> [Int]? {
    labels(TensorName.evaluation(LatentSpace.key, "tsne_index"), count: count)
  }

  /// The samples whose codes are among those of the test images, `(N, L)`: their place among the
  /// samples, and that of their code.
  func codedSamples(among codes: Tensor) -> [(sample: Int, row: Int)] {
    let last = TensorName.activation(.encoder, model.encoder.count - 1)
    guard let own = try? examples(last, of: [model.latentSize]), own.isFinite,
      let images = try? images(TensorName.sampleInput), images.shape[0] == own.shape[0],
      let range = Measure.magnitudes(codes.values)
    else { return [] }
    // The same image coded in another batch may differ in its last digits.
    let tolerance = 1e-4 * max(range.upperBound, 1e-6)
    return NearestImages.search(own, in: codes).enumerated().compactMap { sample, match in
      match.distance <= tolerance ? (sample, match.index) : nil
    }
  }

  /// The error of each of `count` test images, as the search for strange ones has found it; nil
  /// when it has not.
  func testErrors(count: Int) -> [Double]? {
    let name = TensorName.evaluation(Anomalies.key, "scores")
    guard evaluation?.anomalies?.detectors.first?.score == .autoencoder,
      let scores = tensors[name], scores.shape.rank == 2, scores.shape[0] > 0,
      scores.shape[1] == count
    else { return nil }
    return scores[0].isFinite ? Measure.doubles(scores[0].values) : nil
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
