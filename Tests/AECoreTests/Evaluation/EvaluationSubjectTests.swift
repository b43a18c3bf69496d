import AECore
import Testing

struct EvaluationSubjectTests {
  @Test func aRunsNumbersFollowFromItsTensorsAndItsData() throws {
    let dataset = try DatasetCatalog.load("digits")
    let model = try Preset.conv.model(imageShape: dataset.imageShape, latentSize: 5)
    let outcome = try Trainer(
      model: model, dataset: dataset, options: TrainingOptions(epochs: 1)
    ).train()
    let run = Evaluator().evaluate(outcome.subject(created: "2026-01-01T00:00:00Z")).run

    let input = try #require(run.tensors[TensorName.sampleInput])
    let output = try #require(run.tensors[TensorName.sampleReconstruction])
    #expect(input.shape == [16, 1, 8, 8] && output.shape == input.shape)
    // Ten classes, sixteen samples: every class once, six of them twice.
    let labels = try #require(run.tensors[TensorName.sampleLabel])
    #expect(labels.values == (0..<16).map { Float($0 % 10) })

    // The stored weights, built up again, give the stored reconstruction and the stored codes.
    let again = try Autoencoder(
      run.model, imageShape: run.dataset.imageShape, tensors: run.tensors)
    let activations = again.activations(of: input)
    #expect(activations.last?.2 == output)
    for (half, index, tensor) in activations {
      #expect(run.tensors[TensorName.activation(half, index)] == tensor)
    }
    let latents = try #require(run.tensors[TensorName.testLatents])
    #expect(latents.shape == [dataset.test.count, 5])
    let first = again.activations(of: dataset.test.images(0..<3))
    #expect(close(first[model.encoder.count - 1].2, latents.rows(0..<3), 1e-5))

    // The error over the test images, one image at a time.
    let all = dataset.test.images(0..<dataset.test.count)
    let restored = try #require(again.activations(of: all).last?.2)
    let squared = zip(all.values, restored.values).map { Double(($0 - $1) * ($0 - $1)) }
    let mse = squared.reduce(0, +) / Double(squared.count)
    let evaluation = try #require(run.evaluation)
    #expect(close(evaluation.mse ?? .nan, mse, 1e-6))
    #expect(close(run.training?.history.last?.testLoss ?? .nan, mse, 1e-6))
    let perClass = try #require(evaluation.perClass)
    #expect(perClass.map(\.count).reduce(0, +) == dataset.test.count)
    let mean = perClass.reduce(0.0) { $0 + ($1.mse ?? .nan) * Double($1.count) }
    #expect(close(mean / Double(dataset.test.count), mse, 1e-6))
    #expect(evaluation.baselines?.map(\.name) == ["mean image", "pca"])
  }
}
