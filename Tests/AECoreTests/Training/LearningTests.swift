import AECore
import Testing

/// What the lecture claims, held on real images.
struct LearningTests {
  @Test func aLinearAutoencoderReachesPCAsErrorWithAsManyComponents() throws {
    let digits = try DatasetCatalog.load("digits")
    let model = try Preset.linear.model(imageShape: digits.imageShape, latentSize: 8)
    let outcome = try Trainer(
      model: model, dataset: digits,
      options: TrainingOptions(epochs: 200, batchSize: 64, learningRate: 0.003)
    ).train()
    let error = try #require(outcome.record.history.last?.testLoss)
    let pca = PCA.fit(digits.train, components: 8).meanSquaredError(of: digits.test)
    #expect(abs(error / pca - 1) < 0.02, "linear \(error), PCA \(pca)")
  }

  /// Conv with 16 latents on fashion ends below 0.016.
  @Test(.enabled(if: isOptimised))
  func convOnFashionEndsBelowALimit() throws {
    let fashion = try DatasetCatalog.load("fashion")
    let model = try Preset.conv.model(imageShape: fashion.imageShape, latentSize: 16)
    let outcome = try Trainer(
      model: model, dataset: fashion, options: TrainingOptions(epochs: 40, batchSize: 128)
    ).train()
    let run = Evaluator().evaluate(outcome.subject(created: "2026-01-01T00:00:00Z")).run
    let error = try #require(run.evaluation?.mse)
    let pca = try #require(run.evaluation?.baselines?.first { $0.name == "pca" }?.mse)
    #expect(error < 0.016, "conv \(error)")
    #expect(error < pca, "conv \(error), PCA \(pca)")
    #expect(abs(pca - 0.0207) < 0.0005, "PCA \(pca)")
  }
}
