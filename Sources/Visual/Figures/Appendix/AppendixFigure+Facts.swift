import AECore

extension AppendixFigure {
  /// What somebody needs who wants to have the same run again, or to know that this is it. What the
  /// title page says as well has a rank above 1: it goes first where room is short.
  static func facts(_ run: Run, tensorsSHA256: String?) -> [FactTable.Fact] {
    var facts: [FactTable.Fact] = []
    func add(_ name: String, _ value: String?, rank: Int = 0) {
      if let value { facts.append(.init(name: name, value: value, rank: rank)) }
    }
    add("Written", "\(run.created) by \(run.generator.name) \(run.generator.version)")
    add("SHA-256, images", run.dataset.sha256 ?? "unknown")
    add("SHA-256, tensors", tensorsSHA256)
    add("Seeds", Self.seeds(run))
    add(
      "Data",
      "\(run.dataset.name): \(NumberText.count(run.dataset.trainCount)) training and "
        + "\(NumberText.count(run.dataset.testCount)) test images, \(run.dataset.imageShape)",
      rank: 3)
    add(
      "Network",
      "\(run.model.name), code of \(NumberText.count(run.model.latentSize)), "
        + "\(run.model.encoder.count) + \(run.model.decoder.count) layers, "
        + "\(NumberText.count(run.model.parameterCount)) parameters", rank: 3)
    return facts + (run.training.map { TrainingFacts($0).facts(rank: 2) } ?? [])
  }

  /// The training's seed, and every one that a section of the evaluation tells of.
  private static func seeds(_ run: Run) -> String? {
    var seeds: [(name: String, value: String)] = []
    if let training = run.training, !training.isHistoryAlone {
      seeds.append(("training", "\(training.seed)"))
    }
    for section in run.evaluation?.sections ?? [] {
      guard let seed = section.randomSeed else { continue }
      seeds.append((type(of: section).key.replacing("_", with: " "), "\(seed)"))
    }
    guard let first = seeds.first else { return nil }
    if seeds.allSatisfy({ $0.value == first.value }) {
      return seeds.count == 1
        ? "\(first.value), of the \(first.name)" : "\(first.value), of all that is drawn by lot"
    }
    return seeds.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
  }
}
