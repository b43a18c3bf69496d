import AEData
import AENetwork
import Foundation

/// What a run directory already holds of a training that is asked for.
public enum TrainingStanding: Sendable {
  /// Nothing: it can begin.
  case absent
  /// A checkpoint of this very training: it can be gone on with.
  case interrupted
  /// All of it, trained and evaluated.
  case complete(Run)

  /// What `folder` holds of the training of `model` on `dataset` with `options`; the number of
  /// threads does not matter.
  /// - Throws: `Failure` of kind `badData` when it holds another training, or a run whose
  ///   training nobody can tell.
  public init(
    of model: ModelDescription, on dataset: DatasetSummary, _ options: TrainingOptions,
    in folder: URL
  ) throws {
    let last = TrainingSession.lastCheckpoint(in: folder)
    let runFile = folder.appendingPathComponent(RunDirectory.fileName)
    guard FileManager.default.fileExists(atPath: last.path) else {
      guard !FileManager.default.fileExists(atPath: runFile.path) || Self.isUntrained(runFile)
      else {
        throw Failure(
          .badData, folder.relativePath,
          "holds a run without the checkpoints that tell how it was trained", advice: Self.advice)
      }
      self = .absent
      return
    }
    let checkpoint = try Checkpoint(reading: last)
    let others = Self.differences(checkpoint, model, dataset, options)
    guard others.isEmpty else {
      // Where nothing was trained nothing is lost, whatever it was to become.
      if checkpoint.state.isUntrained, Self.isUntrained(runFile) {
        self = .absent
        return
      }
      throw Failure(
        .badData, folder.relativePath, "was trained with another \(others.joined(separator: ", "))",
        advice: Self.advice)
    }
    let state = checkpoint.state
    let isTrained = state.epoch >= options.epochs || state.stopping?.isOver == true
    guard isTrained, let run = try? RunDirectory.read(runFile), run.evaluation != nil,
      run.training?.history.count == state.epoch
    else {
      self = .interrupted
      return
    }
    self = .complete(run)
  }

  /// What `folder` holds that a new training would replace: a run, or a training on its way there.
  ///
  /// What was saved before the first step counts as nothing: a full disk or a signal may have left
  /// it.
  /// - Returns: what it is, as in `a run of 20 epochs`; nil for nothing.
  public static func found(in folder: URL) -> String? {
    let manager = FileManager.default
    let last = TrainingSession.lastCheckpoint(in: folder)
    let runFile = folder.appendingPathComponent(RunDirectory.fileName)
    var planned: Int?
    if manager.fileExists(atPath: last.path) {
      guard let checkpoint = try? Checkpoint(reading: last) else {
        return "a checkpoint that cannot be read"
      }
      if !checkpoint.state.isUntrained { planned = checkpoint.options.epochs }
      if let planned, checkpoint.state.epoch < planned, checkpoint.state.stopping?.isOver != true {
        return "a training that has come to epoch \(checkpoint.state.epoch) of \(planned)"
      }
    }
    guard manager.fileExists(atPath: runFile.path), !isUntrained(runFile) else {
      return planned.map { "a training of \($0) epochs" }
    }
    guard let run = try? RunDirectory.read(runFile) else { return "a run that cannot be read" }
    guard let epochs = run.training?.history.count else { return "a run" }
    return "a run of \(epochs) epoch\(epochs == 1 ? "" : "s")"
  }

  /// That nothing in `folder` would be replaced by a run.
  ///
  /// - Parameters:
  ///   - folder: the run directory.
  ///   - canResume: whether a training that is there could be gone on with instead.
  /// - Throws: `Failure` of kind `cannotCreate` that says what is there.
  public static func requireVacant(_ folder: URL, canResume: Bool) throws {
    guard let found = found(in: folder) else { return }
    let way =
      canResume ? "go on with it by --resume \(ShellWord.quoted(folder.relativePath)), " : ""
    throw Failure(
      .cannotCreate, folder.relativePath, "holds \(found)", advice: way + replacingAdvice)
  }

  /// What to do about a run that is in the way.
  public static let replacingAdvice = "replace it by --overwrite, or choose another folder with -o"

  /// Whether `runFile` is what aeviz saves before the first step of a training.
  private static func isUntrained(_ runFile: URL) -> Bool {
    guard let run = try? RunDirectory.read(runFile) else { return false }
    return run.generator.name == Generator.current.name && run.training?.history.isEmpty == true
  }

  private static let advice = "give the same options again, another -o, or remove the folder"

  /// The options in which a training differs from the one that is asked for.
  private static func differences(
    _ found: Checkpoint, _ model: ModelDescription, _ dataset: DatasetSummary,
    _ options: TrainingOptions
  ) -> [String] {
    var result: [String] = []
    var (a, b) = (found.dataset, dataset)
    // Fewer images may also be for want of a class.
    if a.trainCount != b.trainCount, a.heldOutClass == b.heldOutClass { result.append("--limit") }
    (a.trainCount, b.trainCount) = (0, 0)
    if a.heldOutClass != b.heldOutClass { result.append("--hold-out-class") }
    (a.heldOutClass, b.heldOutClass) = (nil, nil)
    if a != b { result.append("--data") }
    if found.model != model { result.append("network") }
    func check<T: Equatable>(_ name: String, _ path: KeyPath<TrainingOptions, T>) {
      if found.options[keyPath: path] != options[keyPath: path] { result.append(name) }
    }
    check("--epochs", \.epochs)
    check("--batch-size", \.batchSize)
    check("--learning-rate", \.learningRate)
    check("--loss", \.objective.loss)
    check("--beta", \.objective.beta)
    check("--beta-warmup", \.objective.betaWarmup)
    check("--sparsity", \.objective.sparsity)
    check("--optimizer", \.optimizer)
    check("--schedule", \.schedule)
    check("--clip-norm", \.clipNorm)
    check("--patience", \.earlyStopping)
    check("--noise", \.corruption)
    check("--seed", \.seed)
    check("--initialization", \.initialization)
    // What is asked for after this list was written still counts.
    var same = found.options
    same.threads = options.threads
    if result.isEmpty, same != options { result.append("option") }
    return result
  }
}

extension TrainingState {
  /// Whether not even a batch was trained.
  fileprivate var isUntrained: Bool { epoch == 0 && batch == 0 }
}
