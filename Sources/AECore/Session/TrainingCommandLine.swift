import AEData
import AENetwork
import Foundation

/// The `aeviz train` that comes to the same weights as a run.
package struct TrainingCommandLine: Hashable, Sendable {
  /// `train`, `--data`, `fashion` …: what matters, whether it is the default or not.
  package let arguments: [String]
  /// What has to be in place before it works, or may make a difference; sentences.
  package let notes: [String]

  /// The command for `run`.
  /// - Throws: `Failure` whose problem says why there is none.
  package init(_ run: Run) throws(Failure) {
    func none(_ reason: String) -> Failure { Failure(.badData, nil, reason) }
    guard run.generator.name == Generator.current.name else {
      throw none("the run was made by \(run.generator.name), not by aeviz")
    }
    guard let training = run.training, !training.history.isEmpty else {
      throw none("the run does not say how it was trained")
    }
    var notes: [String] = []
    var arguments = ["train"]
    func add(_ option: String, _ value: some CustomStringConvertible) {
      arguments += [option, value.description]
    }
    arguments += Self.data(run.trainingDataset, &notes)
    let network = Self.network(run, &notes)
    arguments += network
    add("--epochs", try Self.epochs(training))
    add("--batch-size", training.batchSize)
    add("--learning-rate", training.optimizer.learningRate)
    guard let loss = Loss(rawValue: training.loss.name) else {
      throw none("aeviz has no loss \(training.loss.name)")
    }
    add("--loss", loss.rawValue)
    if let beta = training.loss.beta { add("--beta", beta) }
    if let warmup = training.loss.betaWarmup { add("--beta-warmup", warmup) }
    if let sparsity = training.loss.sparsity { add("--sparsity", sparsity) }
    // A preset may have another schedule where none is given.
    let usual = TrainingOptions(
      preset: network.contains("--preset") ? Preset(rawValue: run.model.name) : nil)
    arguments += try Self.optimizer(training.optimizer, usual: usual.schedule)
    if let noise = training.corruption {
      let text = "\(noise.name):\(noise.amount)"
      guard Corruption(noise) != nil else { throw none("aeviz has no noise \(text)") }
      add("--noise", text)
    }
    if let stopping = training.earlyStopping {
      add("--patience", stopping.patience)
      if stopping.minDelta != 0 { add("--min-delta", stopping.minDelta) }
    }
    add("--seed", training.seed)
    guard let initialization = training.knownInitialization else {
      throw none("aeviz does not draw weights by \(training.initialization ?? "")")
    }
    if initialization != .byActivation { add("--initialization", initialization.rawValue) }
    if run.generator.version != Generator.current.version {
      notes.append("It was trained by version \(run.generator.version); another may differ.")
    }
    self.arguments = arguments
    self.notes = notes
  }

  /// The set by its name; a folder by its own, which the reader has to find.
  private static func data(_ dataset: DatasetSummary, _ notes: inout [String]) -> [String] {
    let isKnown = DatasetCatalog.trainCount(dataset.name) != nil
    let name = dataset.name.hasPrefix("-") ? "./\(dataset.name)" : dataset.name
    var arguments = ["--data", name] + (dataset.reading?.arguments ?? [])
    if !isKnown {
      notes.append("After --data comes the folder or file with the images of this SHA-256.")
    }
    if let label = dataset.heldOutClass {
      let names = dataset.classNames ?? []
      let isNamed = names.indices.contains(label) && names.firstIndex(of: names[label]) == label
      arguments += ["--hold-out-class", isNamed ? names[label] : "\(label)"]
    }
    // The catalogue knows how many images its own sets have, but not a folder's, and not how many
    // are left without a class. There the number that was used is given, even if it was all of
    // them.
    if dataset.heldOutClass != nil || DatasetCatalog.trainCount(dataset.name) != dataset.trainCount
    {
      arguments += ["--limit", "\(dataset.trainCount)"]
    }
    return arguments
  }

  private static func network(_ run: Run, _ notes: inout [String]) -> [String] {
    let (model, image) = (run.model, run.dataset.imageShape)
    if let preset = Preset(rawValue: model.name),
      (try? preset.model(imageShape: image, latentSize: model.latentSize)) == model
    {
      return ["--preset", preset.rawValue, "--latent", "\(model.latentSize)"]
    }
    notes.append("model.json is what run.json holds under model: a network of its own.")
    return ["--architecture", "model.json", "--latent", "\(model.latentSize)"]
  }

  /// As many as were trained. A cosine depends on how many were planned, so when it ended early it
  /// is these; whichever number it is, the learning rates of the history have to follow from it.
  private static func epochs(_ training: TrainingRecord) throws(Failure) -> Int {
    let done = training.history.count
    guard let schedule = LearningRateSchedule(training.optimizer.schedule ?? "constant") else {
      throw Failure(.badData, nil, "aeviz has no schedule \(training.optimizer.schedule ?? "")")
    }
    let base = training.optimizer.learningRate
    let planned = schedule == .cosine ? training.plannedEpochs : nil
    let fitting = [done, planned].compactMap { $0 }.first { epochs in
      training.history.allSatisfy { record in
        guard let rate = record.learningRate else { return true }
        return abs(schedule.rate(base, epoch: record.epoch, of: epochs) - rate) <= 1e-9 * base
      }
    }
    guard let fitting else {
      throw Failure(
        .badData, nil,
        "its learning rates follow no single schedule: it was gone on with, or does not say how "
          + "many epochs were planned")
    }
    return fitting
  }

  private static func optimizer(
    _ optimizer: OptimizerDescription, usual: LearningRateSchedule
  ) throws(Failure) -> [String] {
    let betas = OptimizerMethod.Betas()
    guard (optimizer.betas ?? [betas.first, betas.second]) == [betas.first, betas.second],
      (optimizer.epsilon ?? 1e-8) == 1e-8
    else { throw Failure(.badData, nil, "its optimiser has numbers that aeviz has no option for") }
    var arguments: [String] = []
    switch optimizer.name {
    case "adam": break
    case "adamw":
      arguments = ["--optimizer", "adamw", "--weight-decay", "\(optimizer.weightDecay ?? 0.01)"]
    case "sgd":
      arguments = ["--optimizer", "sgd"]
      for (option, value) in [
        ("--momentum", optimizer.momentum), ("--weight-decay", optimizer.weightDecay),
      ] {
        if let value, value != 0 { arguments += [option, "\(value)"] }
      }
    default: throw Failure(.badData, nil, "aeviz has no optimiser \(optimizer.name)")
    }
    let schedule = optimizer.schedule ?? "constant"
    if schedule != "constant" || usual != .constant { arguments += ["--schedule", schedule] }
    if let clipNorm = optimizer.clipNorm { arguments += ["--clip-norm", "\(clipNorm)"] }
    return arguments
  }

  /// The command as a shell takes it, cut where a line may end: an option stays with its value.
  package var words: [String] {
    var words = ["aeviz train"]
    for argument in arguments.dropFirst() {
      if argument.hasPrefix("--") {
        words.append(argument)
      } else {
        words[words.count - 1] += " " + ShellWord.quoted(argument)
      }
    }
    return words
  }

  /// The whole command in one line.
  package var text: String { words.joined(separator: " ") }
}
