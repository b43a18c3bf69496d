import AECore
import Foundation
import Testing

/// What is measured of the codes, against the network that they come from.
@Suite struct LatentStepsTests {
  private func variational(epochs: Int = 2, latent: Int = 3) throws -> EvaluationSubject {
    var dataset = try DatasetCatalog.load("digits")
    dataset.train = dataset.train.prefix(200)
    dataset.test = dataset.test.prefix(50)
    let model = try Preset.vae.model(imageShape: dataset.imageShape, latentSize: latent)
    var options = TrainingOptions(epochs: epochs, batchSize: 50, seed: 5)
    options.objective.loss = .bce
    let outcome = try Trainer(model: model, dataset: dataset, options: options).train()
    return outcome.subject(created: "2026-01-01T00:00:00Z")
  }

  @Test func halvesOnTheirOwnAreTheWholeNetwork() throws {
    for preset in [Preset.conv, .dense, .vae] {
      let subject = try EvaluatorTests.subject(preset: preset)
      let images = subject.dataset.test.images(0..<60)
      let whole = subject.autoencoder.reconstructions(of: images)
      #expect(subject.autoencoder.decoded(subject.testCodes) == whole)
      let posterior = subject.autoencoder.posterior(of: images)
      #expect((posterior == nil) == (preset != .vae))
      #expect(posterior.map { $0.mean == subject.testCodes } ?? true)
    }
  }

  @Test func divergencesAddUpToTheLosss() throws {
    let subject = try variational()
    let (section, tensors) = try LatentSpaceStep().measure(subject)
    let posterior = try #require(section.posterior)
    let loss = try #require(subject.run.training?.history.last?.testParts?.kl)
    #expect(close(posterior.kl.reduce(0, +), loss, 1e-4))
    #expect(posterior.collapsed == posterior.kl.indices.filter { posterior.kl[$0] < 0.01 })
    // The kept distributions are those of their images.
    let images = subject.dataset.test.images(posterior.images.map(\.index))
    let (mean, logVariance) = try #require(subject.autoencoder.posterior(of: images))
    #expect(tensors["posterior_mean"] == mean)
    let deviation = try #require(tensors["posterior_deviation"])
    #expect(
      zip(deviation.values, logVariance.values).allSatisfy { close($0 * $0, exp($1), 1e-5) })
  }

  @Test func anUntrainedDimensionThatTellsNothingHasCollapsed() throws {
    let subject = try EvaluatorTests.subject(preset: .vae)
    var autoencoder = subject.autoencoder
    // The weights and biases of the head: dimension 1's mean and log-variance become 0.
    var tensors = autoencoder.tensors
    let head = subject.run.model.encoder.count - 2
    for (name, tensor) in tensors where name.hasPrefix("encoder.\(head).") {
      var values = tensor.values
      let row = tensor.count / 8
      for unit in [1, 5] { for k in 0..<row { values[unit * row + k] = 0 } }
      tensors[name] = Tensor(tensor.shape, values)
    }
    autoencoder = try Autoencoder(
      subject.run.model, imageShape: subject.dataset.imageShape, tensors: tensors)
    let altered = EvaluationSubject(
      autoencoder: autoencoder, dataset: subject.dataset, run: subject.run, seed: 1)
    let section = try LatentSpaceStep().measure(altered).0
    let posterior = try #require(section.posterior)
    #expect(posterior.kl[1] == 0 && posterior.collapsed.contains(1))
    #expect(section.variance[1] == 0 && section.variance[0] > 0)
  }

  @Test func aMapHasThePartOfThePointsThatTheSectionSays() throws {
    let subject = try EvaluatorTests.subject()
    let (section, tensors) = try LatentSpaceStep(mapLimit: 30).measure(subject)
    let map = try #require(section.tsne)
    #expect(map.points == 30 && map.seed == 7 && section.codes == 60)
    let index = try #require(tensors["tsne_index"])
    #expect(index.values == index.values.sorted() && Set(index.values).count == 30)
    let labels = try #require(subject.dataset.test.labels)
    #expect(tensors["tsne_label"]?.values == index.values.map { Float(labels[Int($0)]) })
    // The trustworthiness is that of the points and maps that are kept.
    let codes = Tensor([30, 4], index.values.flatMap { subject.testCodes[Int($0)].values })
    let points = try #require(tensors["tsne"])
    #expect(section.trustworthiness?.tsne == Trustworthiness.of(points, data: codes))
    #expect(
      section.trustworthiness?.pca
        == Trustworthiness.of(PCA.fit(codes, components: 2).transform(codes), data: codes))
    // Two values are a map already.
    #expect(try LatentSpaceStep().measure(EvaluatorTests.subject(latent: 2)).0.tsne == nil)
  }

  @Test func aGridHoldsTheCodes() throws {
    let subject = try EvaluatorTests.subject(latent: 2)
    let (section, tensors) = try ManifoldStep(gridCount: 20).measure(subject)
    #expect(section.kind == .grid && section.source == .codes)
    // Slides are wide, and so is the grid.
    #expect(section.axes.map(\.values.count) == [5, 4])
    for (offset, axis) in section.axes.enumerated() {
      let column = (0..<60).map { Double(subject.testCodes.values[2 * $0 + offset]) }
      let (low, high) = (try #require(axis.values.first), try #require(axis.values.last))
      // The middle 96 hundredths: of 60 codes two lie beyond each end.
      #expect(column.count { $0 < low } == 2 && column.count { $0 > high } == 2)
      let step = (high - low) / Double(axis.values.count - 1)
      for (k, value) in axis.values.enumerated() {
        #expect(close(value, low + Double(k) * step, 1e-9 * max(1, abs(high))))
      }
    }
    let images = try #require(tensors["images"])
    let code = [Float(section.axes[0].values[3]), Float(section.axes[1].values[1])]
    #expect(images[1 * 5 + 3] == subject.autoencoder.decoded(Tensor([1, 2], code))[0])
    // Of a variational code as well: the prior has codes that no image has.
    let variational = try ManifoldStep(gridCount: 9).measure(
      EvaluatorTests.subject(latent: 2, preset: .vae)
    ).0
    #expect(variational.kind == .grid && variational.source == .codes)
    #expect(variational.axes.allSatisfy { $0.kl != nil })
  }

  @Test func traversalsChangeOneValueOfOneCode() throws {
    let subject = try EvaluatorTests.subject(latent: 6)
    let (section, tensors) = try ManifoldStep(dimensions: 4, steps: 3).measure(subject)
    let variances = section.axes.map(\.variance)
    #expect(section.axes.count == 4 && variances == variances.sorted(by: >))
    let base = try #require(section.base)
    var code = subject.testCodes[base.index].values
    #expect(tensors["base"] == subject.autoencoder.decoded(Tensor([1, 6], code)))
    let axis = section.axes[2]
    code[axis.dimension] = Float(axis.values[1])
    let images = try #require(tensors["images"])
    #expect(images[2 * 3 + 1] == subject.autoencoder.decoded(Tensor([1, 6], code))[0])
    // Even steps between the outer twentieths.
    #expect(close(axis.values[1] - axis.values[0], axis.values[2] - axis.values[1], 1e-9))
    let column = (0..<60).map { Double(subject.testCodes.values[6 * $0 + axis.dimension]) }
    #expect(column.filter { $0 < axis.values[0] }.count == 3)
    let ranked = try ManifoldStep().measure(variational(latent: 5)).0
    let divergences = ranked.axes.compactMap(\.kl)
    #expect(divergences.count == 5 && divergences == divergences.sorted(by: >))
  }

  @Test func waysBeginAndEndAtTheImages() throws {
    let subject = try EvaluatorTests.subject()
    let (section, tensors) = try InterpolationStep(pairs: 3, steps: 5).measure(subject)
    #expect(section.t == [0, 0.25, 0.5, 0.75, 1] && section.pairs.count == 3)
    let decoded = try #require(tensors["decoded"])
    let blended = try #require(tensors["blended"])
    for (row, pair) in section.pairs.enumerated() {
      #expect(pair.first.label != pair.second.label)
      let ends = subject.dataset.test.images([pair.first.index, pair.second.index])
      let restored = subject.autoencoder.reconstructions(of: ends)
      for (end, step) in [0, 4].enumerated() {
        #expect(blended[row * 5 + step] == ends[end])
        #expect(close(decoded[row * 5 + step], restored[end], 1e-5))
      }
      let middle = zip(ends[0].values, ends[1].values).map { 0.5 * $0 + 0.5 * $1 }
      #expect(close(blended[row * 5 + 2], Tensor(ends[0].shape, middle), 1e-6))
    }
  }

  @Test func noReconstructionHasLessCrossEntropyThanTheImages() throws {
    // ln 2 for grey, 0 for black and white: 16 is white.
    let shape = ImageShape(channels: 1, height: 1, width: 4)
    let images = ImageSet(shape: shape, pixels: [0, 8, 16, 8], white: 16, labels: nil)
    #expect(close(images.meanEntropy, Foundation.log(2.0) / 2, 1e-12))
    let subject = try variational()
    let (run, _) = Evaluator().evaluate(subject)
    let entropy = try #require(run.evaluation?.pixelEntropy)
    let loss = try #require(run.training?.history.last?.testParts?.reconstruction)
    #expect(entropy > 0 && entropy < loss)
  }
}
