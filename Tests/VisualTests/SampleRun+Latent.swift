import AECore
import Foundation

extension SampleRun {
  /// What `evaluate` would add to `run` about its codes: right shapes, made-up numbers.
  func withLatentSections(_ run: Run) -> Run {
    guard run.evaluation != nil, let codes = run.tensors[TensorName.testLatents] else { return run }
    var run = run
    func put(_ key: String, _ name: String, _ tensor: Tensor) {
      run.tensors[TensorName.evaluation(key, name)] = tensor
    }
    let labels = run.tensors[TensorName.testLatentLabels]
    func image(_ index: Int) -> TestImage {
      TestImage(index: index, label: labels.map { Int($0.values[index]) })
    }
    let kl = (0..<latentSize).map { $0 % 3 == 1 ? 0.001 : 3.2 / Double($0 + 1) }
    let hasMap = latentSize > 2
    run.evaluation?.latentSpace = LatentSpace(
      codes: testCount, variance: [Double](repeating: constant == nil ? 1 : 0, count: latentSize),
      tsne: hasMap
        ? LatentSpace.TSNEMap(
          method: "t-SNE (Barnes–Hut)", points: testCount / 2, seed: 7, perplexity: 30,
          iterations: 1000, divergence: 0.8) : nil,
      trustworthiness: hasMap ? LatentSpace.Trust(neighbours: 5, pca: 0.8512, tsne: 0.9876) : nil,
      posterior: run.model.isVariational
        ? LatentSpace.Posterior(
          kl: kl, collapsedBelow: 0.01, collapsed: kl.indices.filter { kl[$0] < 0.01 },
          images: (0..<12).map(image)) : nil)
    if hasMap {
      put(
        LatentSpace.key, "tsne",
        Tensor(
          [testCount / 2, 2],
          (0..<testCount).map { constant ?? 30 * Foundation.sin(Float($0 / 2 % 10) + Float($0)) }))
      if let labels {
        put(LatentSpace.key, "tsne_label", labels.rows(0..<testCount / 2))
      }
    }
    if run.model.isVariational {
      put(LatentSpace.key, "posterior_mean", codes.rows(0..<12))
      put(
        LatentSpace.key, "posterior_deviation",
        Tensor([12, latentSize], (0..<12 * latentSize).map { 0.1 + 0.02 * Float($0 % 7) }))
    }
    let values = (0..<(latentSize == 2 ? 13 : 9)).map { Double($0) * 0.37 - 1.6 }
    let axes = (0..<min(8, latentSize)).map {
      Manifold.Axis(
        dimension: $0, values: values, variance: 4.2 / Double($0 + 1),
        kl: run.model.isVariational ? kl[$0] : nil)
    }
    let manifold = Manifold(
      kind: latentSize == 2 ? .grid : .traversal,
      source: run.model.isVariational ? .prior : .codes,
      base: latentSize == 2 ? nil : image(17), axes: axes)
    run.evaluation?.manifold = manifold
    put(Manifold.key, "images", pictures(manifold.imageCount))
    if latentSize != 2 { put(Manifold.key, "base", pictures(1)) }
    let ways = Interpolation(
      t: (0..<11).map { Double($0) / 10 },
      pairs: (0..<4).map { .init(first: image(2 * $0), second: image(2 * $0 + 1)) })
    run.evaluation?.interpolation = ways
    put(Interpolation.key, "decoded", pictures(44))
    put(Interpolation.key, "blended", pictures(44))
    return run
  }

  /// Slopes: every image has another level.
  private func pictures(_ count: Int) -> Tensor {
    let size = imageShape.count
    return Tensor(
      Shape([count] + imageShape.shape.dimensions),
      (0..<count * size).map { place in
        constant ?? Float(place / size) / Float(count)
          * (1 - 0.5 * Float(place % size) / Float(size))
      })
  }
}
