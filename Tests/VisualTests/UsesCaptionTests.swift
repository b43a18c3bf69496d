import AECore
import Foundation
import Testing
import Visual

/// What the captions of what a network is good for say, over numbers made by chance.
struct UsesCaptionTests {
  private func wrongNumbers(_ text: String) -> [String] { CaptionTests.wrongNumbers(text) }

  /// The numbers in `text` from the words `start` on.
  private func numbers(from start: String, in text: String) -> [Double] {
    guard let from = text.range(of: start) else { return [] }
    return text[from.upperBound...].split { !($0.isNumber || $0 == ".") }
      .compactMap { Double($0.hasSuffix(".") ? $0.dropLast() : $0) }
  }

  @Test func theBestOfTheFiltersIsTheBest() throws {
    var random = RandomSource(seed: 1)
    var run = try CaptionTests.run()
    for _ in 0..<800 {
      var errors = (0..<4).map { _ in 0.001 + 0.05 * Double(random.uniform()) }
      if random.uniform() < 0.1 { errors[3] = errors[1] * 1.001 }
      if random.uniform() < 0.05 { errors[1] = 0 }
      for (index, error) in errors.enumerated() {
        run.evaluation?.denoising?.methods[index].mse = error
        run.evaluation?.denoising?.methods[index].psnrDB = ImageMetrics.psnr(
          meanSquaredError: error)
        run.evaluation?.denoising?.methods[index].ssim = nil
      }
      let count = [1, 2, 1000].randomElement(using: &random) ?? 1
      run.evaluation?.denoising?.testCount = count
      run.evaluation?.denoising?.tuningCount = count
      let caption = try DenoisingFigure(run: run).caption
      #expect(wrongNumbers(caption) == [], "\(caption)")
      #expect(!caption.contains("SSIM"))
      let (raw, network, filter) = (errors[0], errors[1], min(errors[2], errors[3]))
      #expect(caption.hasPrefix("Nothing helps") == (raw <= min(network, filter)), "\(caption)")
      guard raw > min(network, filter) else { continue }
      let decibels = 10 * log10(max(network, filter) / min(network, filter))
      #expect(caption.contains("equally close") == (decibels < 0.05), "\(caption)")
      guard decibels >= 0.05 else { continue }
      #expect(
        caption.hasPrefix("The autoencoder comes closest") == (network < filter), "\(caption)")
      #expect(caption.contains("edian") && caption.contains("Gaussian"))
      if network > 0 {
        let said = try #require(numbers(from: " by ", in: caption).first)
        #expect(abs(said - decibels) <= 0.0501, "\(caption)")
      }
      if filter < network {
        let isMedian = errors[2] <= errors[3]
        #expect(caption.hasPrefix("The \(isMedian ? "median" : "Gaussian") filter comes closest"))
      }
    }
  }

  /// What a narrow code does is said of narrow codes, and what training does where it is known.
  @Test func whatANetworkWasNotTrainedForIsSaidWhereItIsKnown() throws {
    var run = try CaptionTests.run()
    #expect(try DenoisingFigure(run: run).caption.contains("A narrow code cannot hold noise"))
    let training = run.training
    run.training = nil
    #expect(try !DenoisingFigure(run: run).caption.contains("--noise"))
    run.training = training
    run.model.latentSize = 64
    #expect(try !DenoisingFigure(run: run).caption.contains("narrow"))
  }

  @Test func theTailIsAsFarOutAsIsSaid() throws {
    var random = RandomSource(seed: 2)
    let run = try CaptionTests.run()
    for _ in 0..<600 {
      var run = run
      let total = [1, 2, 7, 24].randomElement(using: &random) ?? 24
      let isEven = random.uniform() < 0.3
      let scale = random.uniform() < 0.1 ? 0 : 0.01
      let errors = (0..<total).map { _ in
        Float(scale) * (isEven ? 1 + 0.3 * random.uniform() : 0.1 + 5 * random.uniform())
      }
      let shown = Int.random(in: 1...min(total, 12), using: &random)
      let sorted = errors.map(Double.init).sorted()
      run.evaluation?.anomalies = Anomalies(
        images: (0..<shown).map { .init(index: $0, label: nil, mse: sorted[total - 1 - $0]) },
        detectors: [.init(score: .autoencoder, auc: nil)], testCount: total, heldOutCount: nil)
      run.tensors["evaluation.anomalies.scores"] = Tensor([1, total], errors)
      run.tensors["evaluation.anomalies.input"] = Tensor([shown, 1, 8, 8])
      run.tensors["evaluation.anomalies.output"] = nil
      let caption = try AnomaliesFigure(run: run).caption
      #expect(wrongNumbers(caption) == [], "\(caption)")
      let median = (sorted[(total - 1) / 2] + sorted[total / 2]) / 2
      let (least, most) = (sorted[total - shown], sorted[total - 1])
      #expect(caption.hasPrefix("Nothing stands out") == (most <= 1.5 * median), "\(caption)")
      #expect(caption.contains("without an error") == (most == 0), "\(caption)")
      #expect(caption.contains(" at least ") == (shown > 1 && least > 1.5 * median), "\(caption)")
      guard most > 0, let end = caption.components(separatedBy: " times the median").first,
        let said = end.split(separator: " ").last.flatMap({ Double($0) })
      else { continue }
      let expected = most > 1.5 * median && least > 1.5 * median ? least : most
      #expect(abs(said - expected / median) <= 0.051 * max(1, said / 10), "\(caption)")
    }
  }

  @Test func distancesAreJudgedAsTheyAre() throws {
    var random = RandomSource(seed: 3)
    var run = try CaptionTests.run()
    for _ in 0..<500 {
      run.evaluation?.generation?.sampleCount = [1, 200].randomElement(using: &random) ?? 1
      let count = try #require(run.evaluation?.generation).methods.count
      for index in 0..<count {
        run.evaluation?.generation?.methods[index].toTraining = Double(random.uniform())
        run.evaluation?.generation?.methods[index].toTest = Double(random.uniform())
      }
      if random.uniform() < 0.1 {
        run.evaluation?.generation?.methods[count - 1].toTraining = 0
      }
      let section = try #require(run.evaluation?.generation)
      let (made, real) = (
        try #require(section.method(.prior) ?? section.method(.codes)),
        try #require(section.method(.real))
      )
      let caption = try GenerationFigure(run: run).caption
      #expect(wrongNumbers(caption) == [], "\(caption)")
      let ratio = made.toTraining / real.toTraining
      #expect(caption.contains("repeat here") == (real.toTraining == 0), "\(caption)")
      #expect(
        caption.contains("partly unlike") == (real.toTraining > 0 && ratio > 1.1), "\(caption)")
      #expect(caption.contains("copies.") == (real.toTraining > 0 && ratio < 0.9), "\(caption)")
      #expect(caption.contains("miss part") == (made.toTest > 1.1 * real.toTest), "\(caption)")
    }
  }

  @Test func accuraciesThatChanceMayTurnAreCalledEqual() throws {
    var random = RandomSource(seed: 4)
    var run = try CaptionTests.run()
    for _ in 0..<800 {
      let count = [1, 6, 120, 5000].randomElement(using: &random) ?? 6
      run.evaluation?.classification?.testCount = count
      run.evaluation?.classification?.trainCount = count
      let found = (0..<6).map { _ in Int.random(in: 0...count, using: &random) }
      for index in 0..<6 {
        run.evaluation?.classification?.results[index].accuracy =
          Double(found[index]) / Double(count)
      }
      let section = try #require(run.evaluation?.classification)
      let caption = try ClassificationFigure(run: run).caption
      #expect(wrongNumbers(caption) == [], "\(caption)")
      let intervals = section.results.map { ClassificationFigure.interval($0, section) }
      for (result, interval) in zip(section.results, intervals) {
        #expect(interval.contains(result.accuracy) || [0, 1].contains(result.accuracy))
        #expect(interval.upperBound > interval.lowerBound)
        #expect(interval.lowerBound >= 0 && interval.upperBound <= 1)
      }
      let (code, pca) = (section.results[0], section.results[2])
      let isEqual = intervals[0].overlaps(intervals[2])
      #expect(caption.contains("about as much") == isEqual, "\(caption)")
      guard !isEqual else { continue }
      #expect(caption.hasPrefix("The code keeps more") == (code.accuracy > pca.accuracy))
    }
  }

  @Test func theMostFrequentMistakeIsNamed() throws {
    var random = RandomSource(seed: 5)
    var run = try CaptionTests.run()
    for _ in 0..<500 {
      let isPerfect = random.uniform() < 0.1
      let counts = (0..<100).map { index -> Float in
        index / 10 == index % 10 || !isPerfect && random.uniform() < 0.3
          ? Float(Int.random(in: 0...9, using: &random)) : 0
      }
      run.tensors["evaluation.classification.confusion"] = Tensor([10, 10], counts)
      let caption = try ConfusionFigure(run: run).caption
      let shares = (0..<100).map { index -> Float in
        let total = counts[index / 10 * 10..<index / 10 * 10 + 10].reduce(0, +)
        return total > 0 && index / 10 != index % 10 ? counts[index] / total : 0
      }
      let worst = shares.max() ?? 0
      #expect(caption.hasPrefix("Every test image") == (worst == 0), "\(caption)")
      guard worst > 0 else { continue }
      let named = numbers(from: "images, ", in: caption).map { Int($0) }
      #expect(shares[10 * named[0] + named[1]] == worst, "\(caption)")
      #expect(
        caption.contains("in \(NumberText.percent(Double(worst))) of its images"), "\(caption)")
    }
    run.tensors["evaluation.classification.confusion"] = Tensor([10, 10])
    #expect(try ConfusionFigure(run: run).caption == "No test image has one of these classes.")
  }

  @Test func sweepsSayWhereTheyAreAhead() throws {
    var random = RandomSource(seed: 6)
    let run = try SampleRun(name: "sweep", preset: .dense, latentSize: 2).run
    for _ in 0..<300 {
      let sizes = Set(
        (0..<Int.random(in: 1...5, using: &random)).map { _ in
          Int.random(in: 1...40, using: &random)
        }
      ).sorted()
      let entries = sizes.map { size -> (path: String, run: Run) in
        var run = run
        run.model.latentSize = size
        run.evaluation?.mse = Double(random.uniform())
        run.evaluation?.baselines = [
          Baseline(name: "pca", components: size, mse: Double(random.uniform()))
        ]
        return ("\(size)", run)
      }
      let caption = try SweepFigure(Sweep(entries)).caption
      #expect(wrongNumbers(caption) == [], "\(caption)")
      let isBelow = entries.map { entry in
        (entry.run.evaluation?.mse ?? 0) < (entry.run.evaluation?.baselines?.first?.mse ?? 0)
      }
      #expect(caption.contains("at every size") == isBelow.allSatisfy { $0 }, "\(caption)")
      #expect(caption.contains("nowhere") == isBelow.allSatisfy { !$0 }, "\(caption)")
      guard Set(isBelow).count == 2 else { continue }
      let said = numbers(from: "is below", in: caption.components(separatedBy: ".")[0]).map {
        Int($0)
      }
      let expected =
        zip(sizes, isBelow).filter(\.1).map(\.0) + zip(sizes, isBelow).filter { !$1 }.map(\.0)
      #expect(said == expected, "\(caption)")
    }
  }

  @Test func filmsCountTheirImages() throws {
    for count in [1, 2, 8] {
      for isDenoising in [false, true] {
        var run = try SampleRun(
          name: "film", preset: .dense, latentSize: 3, sampleCount: 8, isDenoising: isDenoising
        ).filmed()
        for name in ["input", "reconstruction"] {
          let tensor = try #require(run.tensors["film.\(name)"])
          let shape = tensor.shape.dimensions
          let size = shape.suffix(3).reduce(1, *)
          let frames = tensor.count / (8 * size)
          run.tensors["film.\(name)"] = Tensor(
            Shape(
              name == "input" ? [count] + shape.dropFirst() : [frames, count] + shape.dropFirst(2)),
            (0..<frames).flatMap { tensor.values[$0 * 8 * size..<($0 * 8 + count) * size] })
        }
        let figure = try FilmFigure(run: run)
        #expect(wrongNumbers(figure.caption) == [])
        #expect(figure.caption.contains("noisy input") == isDenoising, "\(figure.caption)")
        #expect(
          figure.caption.hasPrefix(count == 1 ? "Above, a test image; below it" : "Above, \(count)")
        )
        #expect(figure.caption.contains("Its mean") == (count == 1 && !isDenoising))
        #expect(figure.caption.contains(NumberText.short(figure.error(at: 4), digits: 2)))
      }
    }
  }
}
