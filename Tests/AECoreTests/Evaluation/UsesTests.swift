import AECore
import Foundation
import Testing

/// Denoising, generation and checkerboard, each measured a second time here from what is stored.
@Suite struct UsesTests {
  private func meanSquaredError(_ a: Tensor, _ b: Tensor) -> Double {
    let squared = zip(a.values, b.values).map { Double($0 - $1) * Double($0 - $1) }
    return squared.reduce(0, +) / Double(max(1, squared.count))
  }

  /// A run that was trained for a moment.
  private func subject(
    _ preset: Preset = .conv, corruption: Corruption? = nil
  ) throws -> EvaluationSubject {
    var dataset = try DatasetCatalog.load("digits")
    dataset.train = dataset.train.prefix(150)
    dataset.test = dataset.test.prefix(41)
    let model = try preset.model(imageShape: dataset.imageShape, latentSize: 3)
    var options = TrainingOptions(epochs: 1, batchSize: 50, seed: 5)
    options.corruption = corruption
    return try Trainer(model: model, dataset: dataset, options: options).train()
      .subject(created: "2026-01-01T00:00:00Z")
  }

  @Test(arguments: Preset.allCases)
  func theDecoderAloneGivesTheReconstruction(preset: Preset) throws {
    let dataset = try DatasetCatalog.load("digits")
    let model = try preset.model(imageShape: dataset.imageShape, latentSize: 5)
    let network = try Autoencoder(model, imageShape: dataset.imageShape, seed: 2)
    let set = dataset.test.prefix(300)  // more than one part
    let images = set.images(0..<300)
    #expect(network.decoded(network.codes(of: set)) == network.reconstructions(of: images))
  }

  @Test func denoisingIsMeasuredOnTheNoiseOfTheTraining() throws {
    let subject = try subject(corruption: .saltPepper(0.2))
    let (section, tensors) = try DenoisingStep().measure(subject)
    #expect(section.isTrainedFor && section.corruption.name == "salt-pepper")
    #expect(section.testCount == 41 && section.tuningCount == 150 && section.images.count == 8)
    #expect(section.methods.map(\.name) == Denoising.Method.Name.allCases)
    // All test images again, by hand.
    let all = Array(0..<41)
    let (clean, seen) = (subject.dataset.test.images(all), subject.seen(all))
    #expect(close(section.methods[0].mse, meanSquaredError(seen, clean), 1e-9))
    let output = subject.autoencoder.reconstructions(of: seen)
    #expect(close(section.methods[1].mse, meanSquaredError(output, clean), 1e-9))
    let size = Int(section.methods[2].amount ?? 0)
    let median = ImageFilter.median(size: size).filtered(seen)
    #expect(close(section.methods[2].mse, meanSquaredError(median, clean), 1e-9))
    let sigma = section.methods[3].amount ?? 0
    let gaussian = ImageFilter.gaussian(sigma: sigma).filtered(seen)
    #expect(close(section.methods[3].mse, meanSquaredError(gaussian, clean), 1e-9))
    for method in section.methods {
      #expect(close(method.psnrDB ?? 0, -10 * log10(method.mse), 1e-9))
      #expect(method.ssim != nil)
    }
    // The sizes are the best that were tried.
    for (name, chosen) in [(Denoising.Method.Name.median, Double(size)), (.gaussian, sigma)] {
      let tried = section.candidates.filter { $0.name == name }
      #expect(tried.count == (name == .median ? 3 : 8))
      #expect(tried.min { $0.mse < $1.mse }?.amount == chosen)
    }
    // The examples are the images that they say.
    for (row, index) in section.images.enumerated() {
      #expect(tensors["clean"]?[row] == clean[index])
      #expect(tensors["corrupted"]?[row] == seen[index])
      #expect(tensors["autoencoder"]?[row] == output[index])
      #expect(tensors["median"]?[row] == median[index])
      #expect(tensors["gaussian"]?[row] == gaussian[index])
    }
  }

  @Test func aRunWithoutNoiseIsGivenSome() throws {
    let (section, tensors) = try DenoisingStep().measure(try subject())
    #expect(!section.isTrainedFor)
    #expect(section.corruption == CorruptionDescription(name: "gaussian", amount: 0.3))
    let (clean, corrupted) = (
      try #require(tensors["clean"]), try #require(tensors["corrupted"])
    )
    // Held to [0, 1], the noise is a little smaller than 0.3 on average.
    let noise = meanSquaredError(clean, corrupted).squareRoot()
    #expect((0.15...0.3).contains(noise), "\(noise)")
  }

  @Test(arguments: [Preset.conv, .vae])
  func samplesAreComparedWithTheTrainingImages(preset: Preset) throws {
    let subject = try subject(preset)
    let (section, tensors) = try GenerationStep().measure(subject)
    let expected: [Generation.Method.Name] =
      preset == .vae ? [.prior, .codes, .pca, .real] : [.codes, .pca, .real]
    #expect(section.methods.map(\.name) == expected)
    #expect(section.sampleCount == 20 && section.testCount == 21 && section.trainCount == 150)
    for method in section.methods {
      let images = try #require(tensors[method.name.rawValue])
      let nearest = try #require(tensors["\(method.name.rawValue)_nearest"])
      let matches = NearestImages.search(images, in: subject.dataset.train)
      #expect(
        method.examples == matches.map { .init(index: $0.index, distance: $0.distance) })
      for (row, match) in matches.enumerated() {
        #expect(nearest[row] == subject.dataset.train.images([match.index])[0])
        let distance = meanSquaredError(images[row], nearest[row]).squareRoot()
        #expect(close(distance, match.distance, 1e-9))
      }
      #expect(method.toTraining > 0 && method.toTest > 0)
      #expect(images.values.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func copiesOfTrainingImagesAreFoundOut() throws {
    var subject = try subject()
    var dataset = subject.dataset
    dataset.test = dataset.train.prefix(30)
    subject = EvaluationSubject(
      autoencoder: subject.autoencoder, dataset: dataset, run: subject.run, seed: 7)
    let (section, _) = try GenerationStep().measure(subject)
    #expect(section.method(.real)?.toTraining == 0)
    #expect((section.method(.codes)?.toTraining ?? 0) > 0)
  }

  @Test func theCheckerboardOfTheFirstWeightsFollowsFromTheSeed() throws {
    let subject = try subject()
    let (section, tensors) = try CheckerboardStep().measure(subject)
    #expect(section.period == Size2D(2) && section.testCount == 41)
    let images = subject.dataset.test.images(0..<41)
    let first = try Autoencoder(
      subject.run.model, imageShape: subject.dataset.imageShape, seed: 5)
    for (kind, outputs) in [
      (Checkerboard.Kind.untrained, first.reconstructions(of: images)),
      (.trained, subject.autoencoder.reconstructions(of: images)), (.real, images),
    ] {
      let shares = (0..<41).compactMap {
        Periodicity.share(of: outputs[$0], period: Size2D(2))
      }
      let mean = shares.reduce(0, +) / Double(shares.count)
      #expect(close(section.share(kind) ?? -1, mean, 1e-9))
      #expect(tensors[kind.rawValue] == outputs[section.image])
      let spectrum = try #require(tensors["spectrum_\(kind.rawValue)"])
      #expect(close(spectrum.values.reduce(0) { $0 + Double($1) }, 1, 1e-4))
      // The mean share is the energy at the mean spectrum's three frequencies.
      let energy = [0, 4, 4 * 8].reduce(0.0) { $0 + Double(spectrum.values[$1]) }
      #expect(close(energy, mean, 1e-4))
    }
    // Nobody knows which weights another program began with.
    var elsewhere = subject.run
    elsewhere.generator = Generator(name: "pytorch", version: "2")
    let other = EvaluationSubject(
      autoencoder: subject.autoencoder, dataset: subject.dataset, run: elsewhere, seed: 7)
    let (known, kept) = try CheckerboardStep().measure(other)
    #expect(known.untrained == nil && kept["spectrum_untrained"] == nil)
    #expect(known.trained != nil)
  }

  @Test func aDecoderWithoutConvolutionsHasNoCheckerboard() throws {
    let (_, omissions) = Evaluator(steps: [CheckerboardStep()]).evaluate(try subject(.dense))
    #expect(omissions.map(\.reason) == ["the decoder has no convolution"])
    let upsampling = try CheckerboardStep().measure(try subject(.convUpsample)).0
    #expect(upsampling.period == Size2D(2))
  }
}
