import AECore

/// What a run is, as a table of names and values, the most important first.
package struct RunFacts: Hashable, Sendable, Encodable {
  /// In the order in which they are read.
  package let facts: [FactTable.Fact]
  /// The most important ones, the loss without its definition: what a slide has room for.
  let short: [FactTable.Fact]
  /// The test error in one sentence, beside PCA's.
  package let result: String

  /// The facts of `run`; what it does not say is left out.
  package init(_ run: Run) {
    let data = run.dataset
    let model = run.model
    var facts: [FactTable.Fact] = []
    func add(_ name: String, _ value: String?, rank: Int = 0) {
      if let value { facts.append(.init(name: name, value: value, rank: rank)) }
    }
    let classes = data.classNames.map { ", " + $0.count.counted("class", "classes") } ?? ""
    add(
      "Data",
      "\(data.name): \(NumberText.count(data.trainCount)) training and "
        + "\(NumberText.count(data.testCount)) test images\(classes)")
    add(
      "Left out",
      data.heldOutClass.map { "class \(data.className($0).shortened): only test images of it" })
    add("Source", data.source, rank: 3)
    // Goes with the pictures wherever they are shown.
    add("Licence", data.license)
    add(
      "Image", "\(data.imageShape), \(NumberText.count(data.imageShape.count)) values in [0, 1]",
      rank: 1)
    add("Pixels", data.pixelRange.map { "errors of [0, 1]; the network has them in \($0)" })
    add("Model", "\(model.name), \(NumberText.count(model.parameterCount)) parameters")
    add(
      "Code",
      "\(data.imageShape.count.counted("value")) → \(NumberText.count(model.latentSize)) "
        + "(\(NumberText.ratio(data.imageShape.count, to: model.latentSize)))")
    let training = run.training.map { TrainingFacts($0) }
    self.facts = facts + (training?.facts(rank: 0) ?? [])
    short = self.facts.filter { $0.rank == 0 }.map { fact in
      fact.name == "Loss" ? .init(name: fact.name, value: training?.shortLoss ?? "") : fact
    }
    result = Self.result(run)
  }

  private enum CodingKeys: CodingKey { case facts, result }

  /// `MSE 0.0146 (PSNR 18.4 dB) on 1,000 test images: 29 % lower than the 0.0207 of PCA …`
  private static func result(_ run: Run) -> String {
    guard let mse = run.evaluation?.mse, mse.isFinite else {
      return "The error on the test images is not known."
    }
    let psnr = run.psnrDB.map { " (PSNR \(NumberText.fixed($0, decimals: 1)) dB)" } ?? ""
    var text =
      "Test MSE \(NumberText.short(mse))\(psnr) on \(NumberText.count(run.dataset.testCount)) images"
    if let pca = run.pcaBaseline?.mse, pca > 0 {
      let share = abs(mse - pca) / pca
      let components = run.model.latentSize.counted("component")
      let pcaText = "\(NumberText.short(pca)) of PCA with \(components)"
      if share < 0.005 {
        text += ", as good as the \(pcaText)"
      } else {
        text +=
          mse < 2 * pca
          ? ", \(NumberText.relation(mse, to: pca)) than the \(pcaText)"
          : ", \(NumberText.short(mse / pca, digits: 2)) times the \(pcaText)"
      }
    }
    return text + "."
  }
}
