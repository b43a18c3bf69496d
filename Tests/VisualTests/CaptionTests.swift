import AECore
import Foundation
import Testing
import Visual

/// What the captions of a run's figures say, over runs made by chance, against the numbers in them.
struct CaptionTests {
  /// A small run in which everything was measured; the tests change its numbers.
  static func run() throws -> Run {
    try SampleRun(
      name: "captions", preset: .dense, imageShape: ImageShape(channels: 1, height: 8, width: 8),
      latentSize: 3, testCount: 24, sampleCount: 6
    ).judged(testCount: 24).withUses()
  }

  /// Counts in `text` whose noun has the wrong number: one is a thing, two are things.
  static func wrongNumbers(_ text: String) -> [String] {
    let nouns = [
      "image", "epoch", "value", "map", "unit", "filter", "component", "size", "number", "cell",
      "parameter",
    ]
    let words = text.split { " \u{A0}\n".contains($0) }.map {
      String($0).trimmingCharacters(in: CharacterSet(charactersIn: ".,;:()?“”"))
    }
    return words.indices.compactMap { index in
      guard let noun = nouns.first(where: { words[index] == $0 || words[index] == $0 + "s" }) else {
        return nil
      }
      var before = index - 1
      while before > 0, ["test", "training", "labelled"].contains(words[before]) { before -= 1 }
      guard before >= 0, let count = Int(words[before].filter { $0 != "," }),
        words[before].allSatisfy({ $0.isNumber || $0 == "," })
      else { return nil }
      return (count == 1) == (words[index] == noun) ? nil : "\(words[before]) … \(words[index])"
    }
  }

  private func number(behind words: String, in text: String) -> Double? {
    text.range(of: words).flatMap {
      Double(text[$0.upperBound...].prefix { "0123456789.".contains($0) })
    }
  }

  /// A history by chance: losses that fall, rise, or are missing in some epochs.
  private func training(
    _ old: TrainingRecord, _ random: inout RandomSource, values: Int
  ) -> TrainingRecord {
    var training = old
    let epochs = Int.random(in: 1...12, using: &random)
    let isVariational = random.uniform() < 0.3
    (training.loss.beta, training.loss.betaWarmup) = (nil, nil)
    if isVariational {
      training.loss.beta = [0.5, 1, 4].randomElement(using: &random)
      training.loss.betaWarmup = [nil, 2, 5, 20].randomElement(using: &random) ?? nil
    }
    let scale = random.uniform() < 0.2 ? 30.0 : 1
    let falls = Double(random.uniform())
    training.history = (1...epochs).map { epoch in
      func loss() -> Double? {
        random.uniform() < 0.08
          ? nil : scale * (0.01 + 0.1 * falls / Double(epoch) + 0.02 * Double(random.uniform()))
      }
      var record = EpochRecord(
        epoch: epoch, trainLoss: loss(), testLoss: loss(), learningRate: 0.1, seconds: 1)
      if let beta = training.loss.beta, let test = record.testLoss {
        let weight = beta * min(1, Double(epoch) / Double(training.loss.betaWarmup ?? 1))
        let kl = 5 * Double(random.uniform())
        record.beta = weight
        record.testParts = LossParts(reconstruction: test, kl: kl, sparsity: 0)
        record.testLoss = test + weight * kl / Double(values)
      }
      return record
    }
    training.earlyStopping =
      random.uniform() < 0.3
      ? EarlyStoppingDescription(
        patience: Int.random(in: 1...3, using: &random), minDelta: 0.01,
        bestEpoch: Int.random(in: 1...epochs, using: &random)) : nil
    return training
  }

  @Test func lossesAreWhatTheHistorySays() throws {
    var random = RandomSource(seed: 1)
    let run = try Self.run()
    let old = try #require(run.training)
    for _ in 0..<1500 {
      var run = run
      let training = training(old, &random, values: 64)
      run.training = training
      let tests = training.history.compactMap(\.testLoss)
      let pca = Double(random.uniform()) * 0.06
      run.evaluation?.baselines = [Baseline(name: "pca", components: 3, mse: pca)]
      // As it was measured, as another scale has it, or not at all.
      run.evaluation?.mse = (tests.last ?? 0.05) / ([1, 64].randomElement(using: &random) ?? 1)
      if random.uniform() < 0.3 { run.evaluation = nil }
      guard let figure = try? LossFigure(run: run) else {
        #expect(training.history.allSatisfy { $0.trainLoss == nil && $0.testLoss == nil })
        continue
      }
      let caption = figure.caption
      #expect(Self.wrongNumbers(caption) == [], "\(caption)")
      if let epoch = number(behind: "the test loss is lowest in epoch ", in: caption.lowercased()) {
        let value = try #require(training.history[Int(epoch) - 1].testLoss)
        let from =
          caption.contains("Since β has its full weight") ? training.loss.betaWarmup ?? 0 : 0
        let rivals = training.history.filter { $0.epoch >= from }.compactMap(\.testLoss)
        #expect(value == rivals.min(), "\(caption)")
        #expect(from == 0 || value > (tests.min() ?? value), "\(caption)")
        #expect(caption.contains(NumberText.short(value)))
        if caption.contains("below PCA's") {
          #expect(caption.contains("not below") == (value >= pca), "\(caption)")
        }
      }
      try checkParts(caption, training)
      checkEnds(caption, training)
      let isMean = run.lossIsMeasuredError
      #expect(figure.title.contains("(MSE)") == isMean, "\(figure.title)")
      #expect(
        caption.contains("no mean over") == (!isMean && run.evaluation != nil && !tests.isEmpty))
      #expect(isMean || !caption.contains("below PCA"), "\(caption)")
    }
  }

  /// ` = 0.02 of reconstruction + 0.5 · 3.1 nats / 64 values` is what was lost in that epoch.
  private func checkParts(_ caption: String, _ training: TrainingRecord) throws {
    guard let reconstruction = number(behind: " = ", in: caption),
      let sum = caption.components(separatedBy: "reconstruction + ").last,
      let epoch = number(behind: "poch ", in: caption)
    else {
      #expect(!caption.contains("nats"))
      return
    }
    let factors = sum.components(separatedBy: " nats")[0].components(separatedBy: "\u{A0}·\u{A0}")
      .compactMap(Double.init)
    let total = reconstruction + factors.reduce(1, *) / 64
    let value = try #require(training.history[Int(epoch) - 1].testLoss)
    #expect(abs(total - value) < 0.01 * value + 0.002, "\(caption)")
  }

  private func checkEnds(_ caption: String, _ training: TrainingRecord) {
    let end = training.history.last { $0.trainLoss != nil && $0.testLoss != nil }
    if let train = end?.trainLoss, let test = end?.testLoss {
      #expect(caption.contains("above the training loss") == (test > 1.1 * train), "\(caption)")
      #expect(caption.contains("below the training loss") == (test < 0.9 * train), "\(caption)")
    } else {
      #expect(!caption.contains("learned by heart") && !caption.contains("above the training"))
    }
    if let warmup = training.loss.betaWarmup, caption.contains("β of the divergence") {
      #expect(caption.contains("grew to") == (training.history.count >= warmup), "\(caption)")
    }
    let curves = [\EpochRecord.trainLoss, \.testLoss].filter { curve in
      training.history.contains { $0[keyPath: curve] != nil }
    }
    let gaps = training.history.count { record in curves.contains { record[keyPath: $0] == nil } }
    #expect(caption.contains("a loss is missing") == (gaps > 0))
    #expect(gaps == 0 || caption.contains("In \(gaps) of \(training.history.count) epochs"))
  }

  /// Before anything was measured, the definition decides, and no mean over [0, 1] is above 1.
  @Test(arguments: [
    ("mean of (x̂ − x)² over all pixels", 0.02, true),
    ("sum over pixels, mean over images", 2, false),
    ("sum over pixels, mean over images", 0.02, false), ("as Keras has it", 2.5, false),
    ("half the squared error", 0.02, false), ("0.5 · (x̂ − x)²; mean", 0.02, true),
    ("mean of squares; plus λ times the sum of the code's magnitudes", 0.02, true),
  ])
  func aLossThatIsNoMeanIsNotCalledOne(_ definition: String, _ loss: Double, _ isMean: Bool) throws
  {
    var run = try Self.run()
    run.evaluation = nil
    run.training?.loss.definition = definition
    run.training?.history = [
      EpochRecord(epoch: 1, trainLoss: loss, testLoss: loss, learningRate: 0.1, seconds: 1)
    ]
    let figure = try LossFigure(run: run)
    #expect(figure.title.contains("(MSE)") == isMean, "\(figure.title)")
    #expect(figure.panels[0].axisName == (isMean ? "MSE" : "loss"))
  }

  @Test func classesAreAsFarApartAsIsSaid() throws {
    var random = RandomSource(seed: 2)
    var run = try Self.run()
    for _ in 0..<500 {
      let count = Int.random(in: 1...5, using: &random)
      let spread = random.uniform() < 0.3 ? 0.03 : 1.0
      let errors = (0..<count).map { _ in
        random.uniform() < 0.1 ? 0 : 0.01 * (1 + spread * Double(random.uniform()))
      }
      run.evaluation?.perClass = errors.enumerated().map {
        ClassEvaluation(label: $0, count: 3, mse: $1, mseQuartiles: nil)
      }
      let caption = try ClassErrorsFigure(run: run).caption
      let (least, most) = (errors.min() ?? 0, errors.max() ?? 0)
      #expect(caption.contains("equally well") == (count > 1 && most <= 1.05 * least), "\(caption)")
      guard count > 1, most > 1.05 * least else { continue }
      let worst = errors.firstIndex(of: most) ?? 0
      #expect(caption.contains("“class \(worst)” comes back worst"), "\(caption)")
      if least > 0 {
        let ratio = try #require(number(behind: "worst, with ", in: caption))
        #expect(abs(ratio - most / least) <= 0.051, "\(caption)")
      } else {
        #expect(caption.contains("without an error"), "\(caption)")
      }
    }
  }

  @Test func reconstructionsAreRankedAsIsSaid() throws {
    var random = RandomSource(seed: 3)
    let run = try Self.run()
    for _ in 0..<100 {
      var run = run
      run.dataset.testCount = [1, 24, 1000].randomElement(using: &random) ?? 24
      let input = try #require(run.tensors["evaluation.reconstructions.input"])
      let scale = random.uniform() < 0.1 ? 0 : random.uniform()
      let output = Tensor(input.shape, input.values.map { $0 + scale * (random.uniform() - 0.5) })
      run.tensors["evaluation.reconstructions.output"] = output
      let figure = try ReconstructionsFigure(run: run)
      let caption = figure.caption
      #expect(Self.wrongNumbers(caption) == [], "\(caption)")
      #expect(caption.contains("it is 0 everywhere") == (scale == 0), "\(caption)")
      let (low, high) = (figure.errors.min() ?? 0, figure.errors.max() ?? 0)
      if run.dataset.testCount > 1 {
        #expect(
          caption.contains("error of \(NumberText.short(low)), the worst \(NumberText.short(high))")
        )
        #expect(caption.contains("times as large") == (low > 0 && high >= 1.5 * low), "\(caption)")
      }
    }
    let one = SampleRun(
      name: "1", imageShape: ImageShape(channels: 1, height: 8, width: 8), sampleCount: 1)
    let caption = try SamplesFigure(run: one.run).caption
    #expect(caption.contains("The mean squared error is "), "\(caption)")
  }

  /// The first sentence of a report, whatever the network and PCA reach.
  @Test func resultsAreComparedAsTheyAre() throws {
    var random = RandomSource(seed: 4)
    var run = try Self.run()
    for _ in 0..<500 {
      let (mse, pca) = (0.001 + Double(random.uniform()), 0.001 + Double(random.uniform()))
      run.evaluation?.mse = mse
      run.evaluation?.baselines = [Baseline(name: "pca", components: 3, mse: pca)]
      let caption = TitleFigure(run: run).caption
      #expect(Self.wrongNumbers(caption) == [], "\(caption)")
      if let times = number(behind: "images, ", in: caption), caption.contains(" times the ") {
        #expect(abs(times - mse / pca) <= 0.05 * times && mse >= 2 * pca, "\(caption)")
      } else if !caption.contains("as good as") {
        #expect(caption.contains("% lower than the") == (mse < pca), "\(caption)")
        #expect(caption.contains("% higher than the") == (mse > pca), "\(caption)")
      } else {
        #expect(abs(mse - pca) < 0.006 * pca)
      }
    }
  }
}
