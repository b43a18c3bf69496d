import AECore
import Foundation

extension SampleRun {
  /// The run with what an evaluation of its uses adds, made-up numbers again: ranked images,
  /// classifiers, anomalies; `heldOut` is a class that was left out of the training.
  func judged(heldOut: Int? = nil, testCount: Int = 120) throws -> Run {
    var run = try run
    var random = RandomSource(seed: 11)
    run.dataset.testCount = testCount
    run.dataset.heldOutClass = heldOut
    var evaluation = run.evaluation ?? Evaluation()
    let shape = run.dataset.imageShape.shape.dimensions
    let size = run.dataset.imageShape.count
    func pictures(_ count: Int) -> Tensor {
      Tensor(
        Shape([count] + shape), (0..<count * size).map { _ in constant ?? random.uniform() })
    }
    let classes = classNames?.count ?? 0
    func label(_ index: Int) -> Int? { classes > 0 ? index % classes : nil }

    let (input, output) = (pictures(18), pictures(18))
    let ranks: [ReconstructionExtremes.Rank] = [.best, .median, .worst]
    // As a file says it.
    let ranked = (0..<18).map { index in
      let labelled = label(index).map { ", \"label\": \($0)" } ?? ""
      return
        "{\"rank\": \"\(ranks[index / 6])\", \"index\": \(index), \"mse\": 0.0\(index + 1)\(labelled)}"
    }
    evaluation.reconstructions = try StrictJSON.parse(
      Data("{\"images\": [\(ranked.joined(separator: ","))]}".utf8)
    ).decoded(as: ReconstructionExtremes.self)
    run.tensors["evaluation.reconstructions.input"] = input
    run.tensors["evaluation.reconstructions.output"] = output
    if isDenoising { run.tensors["evaluation.reconstructions.seen"] = pictures(18) }

    let scores = (0..<3 * testCount).map { _ in constant ?? 0.002 + 0.1 * random.uniform() }
    let detectors: [Anomalies.Score] =
      heldOut == nil ? [.autoencoder] : [.autoencoder, .pca, .meanImage]
    evaluation.anomalies = Anomalies(
      images: (0..<12).map {
        .init(index: $0, label: label($0), mse: Double(scores.prefix(testCount).max() ?? 0))
      }, detectors: detectors.map { .init(score: $0, auc: nil) }, testCount: testCount,
      heldOutCount: heldOut.map { _ in testCount / max(1, classes) })
    run.tensors["evaluation.anomalies.input"] = pictures(12)
    run.tensors["evaluation.anomalies.output"] = pictures(12)
    run.tensors["evaluation.anomalies.scores"] = Tensor(
      [detectors.count, testCount], Array(scores.prefix(detectors.count * testCount)))
    if let heldOut {
      run.tensors["evaluation.anomalies.is_held_out"] = Tensor(
        [testCount], (0..<testCount).map { label($0) == heldOut ? 1 : 0 })
    }

    if classes > 1 {
      let labels = Array(0..<classes)
      let kinds: [(Classification.Features, Int)] = [
        (.code, latentSize), (.pca, min(latentSize, size)), (.pixels, size),
      ]
      var results: [Classification.Result] = []
      for (place, kind) in kinds.enumerated() {
        let base = constant.map(Double.init) ?? 0.7 + 0.1 * Double(place)
        let more = constant == nil ? base + 0.05 : base
        results.append(
          Classification.Result(
            features: kind.0, dimensions: kind.1, classifier: .logisticRegression, accuracy: base,
            l2: 10))
        results.append(
          Classification.Result(
            features: kind.0, dimensions: kind.1, classifier: .nearestNeighbours, accuracy: more,
            neighbours: 5))
      }
      evaluation.classification = Classification(
        results: results, chance: 1 / Double(classes), labels: labels, trainCount: 6000,
        testCount: testCount, seed: 1)
      run.tensors["evaluation.classification.confusion"] = Tensor(
        [classes, classes],
        (0..<classes * classes).map {
          $0 / classes == $0 % classes ? 60 : Float(constant == nil ? ($0 * 7) % 9 : 0)
        })
    }
    run.evaluation = evaluation
    return run
  }
}
