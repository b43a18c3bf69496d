import AECore
import Testing

@Suite struct AnomaliesStepTests {
  private func subject(holdingOut label: Int?) throws -> EvaluationSubject {
    let whole = try EvaluatorTests.subject()
    guard let label else { return whole }
    let dataset = try whole.dataset.holdingOut(label)
    var run = whole.run
    run.dataset = dataset.summary
    return EvaluationSubject(autoencoder: whole.autoencoder, dataset: dataset, run: run, seed: 7)
  }

  @Test func theLargestErrorsComeFirst() throws {
    let subject = try subject(holdingOut: nil)
    let (section, tensors) = try AnomaliesStep(count: 5).measure(subject)
    #expect(section.images.map(\.mse) == subject.testErrors.sorted(by: >).prefix(5).map { $0 })
    #expect(section.images.allSatisfy { subject.testErrors[$0.index] == $0.mse })
    #expect(section.detectors == [.init(score: .autoencoder, auc: nil)])
    #expect(section.heldOutCount == nil && tensors["is_held_out"] == nil)
    #expect(tensors["input"] == subject.dataset.test.images(section.images.map(\.index)))
    #expect(tensors["scores"]?.values == subject.testErrors.map(Float.init))
  }

  @Test func areasAreThoseOfTheScores() throws {
    let subject = try subject(holdingOut: 0)
    let (section, tensors) = try AnomaliesStep().measure(subject)
    let labels = (subject.dataset.test.labels ?? []).map(Int.init)
    let strange = labels.map { $0 == 0 }
    #expect(section.heldOutCount == strange.count { $0 })
    #expect(tensors["is_held_out"]?.values == strange.map { $0 ? 1 : 0 })
    #expect(section.detectors.map(\.score) == [.autoencoder, .pca, .meanImage])
    let scores = try #require(tensors["scores"])
    #expect(scores.shape == [3, 60])
    for (row, detector) in section.detectors.enumerated() {
      let curve = ROCCurve(scores: scores[row].values.map(Double.init), isPositive: strange)
      #expect(detector.auc == curve?.area)
    }
    // The baselines know nothing of the class either.
    let pca = PCA.fit(subject.dataset.train, components: 4)
    let images = subject.dataset.test.images(0..<60).reshaped([60, 64])
    let restored = pca.inverseTransform(pca.transform(images))
    let mean = PCA.fit(subject.dataset.train, components: 0).mean
    for row in 0..<60 {
      func error(_ other: (Int) -> Float) -> Double {
        (0..<64).reduce(0.0) {
          let difference = Double(images.values[row * 64 + $1]) - Double(other($1))
          return $0 + difference * difference
        } / 64
      }
      #expect(
        close(Double(scores.values[60 + row]), error { restored.values[row * 64 + $0] }, 1e-5))
      #expect(close(Double(scores.values[120 + row]), error { mean.values[$0] }, 1e-5))
    }
  }
}
