import AEData
import AENetwork
import Foundation

/// Trains into a run directory, so that nothing is lost whatever happens: checkpoints after every
/// epoch, a run that can be opened from the start, and a lock against a second process.
///
/// Beside the run lie `checkpoints/last.safetensors`, with which the training goes on, and
/// `checkpoints/best.safetensors`, the epoch with the lowest test loss (``Checkpoint``).
public struct TrainingSession {
  /// The folder of the checkpoints in a run directory.
  public static let checkpointFolder = "checkpoints"

  /// The checkpoint in a run directory with which its training goes on.
  static func lastCheckpoint(in folder: URL) -> URL {
    folder.appendingPathComponent(checkpointFolder).appendingPathComponent("last.safetensors")
  }

  /// What the training of `run` in `folder` was given as its images; nil when that is not known.
  package static func data(in folder: URL, of run: Run) -> String? {
    guard let checkpoint = try? Checkpoint(reading: lastCheckpoint(in: folder)),
      checkpoint.dataset.sha256 == run.dataset.sha256
    else { return nil }
    return checkpoint.data
  }

  /// Where the images of `checkpoint` are: where they were said to be, or, seen from another folder
  /// than that of the training, where the run in `folder` has them.
  private static func place(of checkpoint: Checkpoint, in folder: URL) -> String {
    guard !DatasetCatalog.isThere(checkpoint.data),
      let run = try? RunDirectory.read(folder.appendingPathComponent(RunDirectory.fileName)),
      let path = run.dataset.path, run.dataset.sha256 == checkpoint.dataset.sha256
    else { return checkpoint.data }
    return path
  }

  /// The run directory.
  public let folder: URL
  /// What the training was started with; its state is where it begins now.
  public let checkpoint: Checkpoint
  private let dataset: Dataset
  private let trainer: Trainer
  private let lock: FolderLock
  /// Whether it begins anew: what lies in the folder is of another training.
  private let isNew: Bool
  /// What others have written into the run that is gone on with.
  private let unknownFields: UnknownFields?
  /// Looks at some images after each epoch; nil when nobody asked for it.
  private let recorder: FilmRecorder?

  /// A new training into `folder`, which is made when it is missing.
  ///
  /// - Parameters:
  ///   - folder: where the run is going to be.
  ///   - data: the images' name or folder, as it was given: the checkpoint repeats it.
  ///   - limit: how many of the training images are used; nil for all.
  ///   - dataset: these images.
  ///   - model: the layers.
  ///   - options: how to train.
  ///   - overwrites: whether a run that is in the folder may be replaced.
  ///   - isFilmed: whether the run keeps what becomes of a few images, epoch by epoch
  ///     (``TrainingFilm``).
  /// - Throws: `Failure` for what cannot be trained, a folder that cannot be written to, one that
  ///   another process is writing into, and one that holds a run.
  public init(
    into folder: URL, data: String, limit: Int?, dataset: Dataset, model: ModelDescription,
    options: TrainingOptions, overwrites: Bool = false, isFilmed: Bool = false
  ) throws {
    let trainer = try Trainer(model: model, dataset: dataset, options: options)
    try Self.checkMemory(model, dataset, options)
    try RunDirectory.checkApart(folder, fromImages: data)
    try RunDirectory.checkWritable(folder)
    lock = try FolderLock(folder)
    if !overwrites { try TrainingStanding.requireVacant(folder, canResume: true) }
    isNew = true
    self.folder = folder
    self.dataset = dataset
    self.trainer = trainer
    unknownFields = nil
    recorder = isFilmed ? FilmRecorder(dataset, options, after: nil) : nil
    checkpoint = Checkpoint(
      data: data, limit: limit, dataset: dataset.summary, model: model, options: options,
      state: trainer.start)
  }

  /// Goes on with the training in `folder`.
  ///
  /// - Parameters:
  ///   - folder: a run's folder with its checkpoints.
  ///   - data: where the images are now, when they are no longer where they were.
  ///   - load: gives the images of a name or a path, read as they were.
  ///   - change: may ask for more epochs and another number of threads; anything else is refused.
  /// - Throws: `Failure` when there is nothing to go on with, or with other images.
  public init(
    resuming folder: URL, data: String? = nil,
    load: (String, ImageReading) throws -> Dataset,
    change: (inout TrainingOptions) throws -> Void = { _ in }
  ) throws {
    var checkpoint = try Checkpoint(reading: Self.lastCheckpoint(in: folder))
    checkpoint.data = data ?? Self.place(of: checkpoint, in: folder)
    var dataset = try load(checkpoint.data, checkpoint.dataset.reading ?? ImageReading())
    if let label = checkpoint.dataset.heldOutClass { dataset = try dataset.holdingOut(label) }
    if let limit = checkpoint.limit { dataset.train = dataset.train.prefix(limit) }
    try Self.compare(dataset.summary, checkpoint.dataset, folder: folder)
    try change(&checkpoint.options)
    if let stopping = checkpoint.options.earlyStopping, checkpoint.state.stopping != nil {
      checkpoint.state.stopping?.patience = stopping.patience
    }
    try Self.checkMemory(checkpoint.model, dataset, checkpoint.options)
    trainer = try Trainer(
      Autoencoder(checkpoint.model, imageShape: dataset.imageShape, seed: checkpoint.options.seed),
      dataset: dataset, options: checkpoint.options, from: checkpoint.state)
    try RunDirectory.checkWritable(folder)
    lock = try FolderLock(folder)
    isNew = false
    let runFile = folder.appendingPathComponent(RunDirectory.fileName)
    unknownFields = RunDirectory.unknownFields(in: runFile)
    // What was filmed is filmed on.
    let film = (try? RunDirectory.read(runFile)).flatMap { try? TrainingFilm(of: $0) }
    let epoch = checkpoint.state.epoch
    recorder = film.flatMap {
      FilmRecorder(dataset, checkpoint.options, after: $0.upTo(epoch))
    }
    self.folder = folder
    self.dataset = dataset
    self.checkpoint = checkpoint
  }

  /// That there is memory for the whole of a training: for its steps, and for measuring what comes
  /// of it.
  /// - Throws: `Failure` that says how much it would take.
  package static func checkMemory(
    _ model: ModelDescription, _ dataset: Dataset, _ options: TrainingOptions
  ) throws {
    try MemoryEstimate(model, dataset: dataset, options: options).check()
    try EvaluationMemory(model, dataset: dataset, threads: options.threads).check()
  }

  /// Trains what is left, and writes the run.
  ///
  /// - Parameters:
  ///   - created: when, in ISO 8601 and UTC, for the run.
  ///   - isInterrupted: asked after every batch; when it says true, the state is saved, and the run
  ///     as it stands, with its errors alone.
  ///   - isEvaluationInterrupted: asked between the parts of the evaluation, from any thread; when
  ///     it says true, the run is written with what was measured so far.
  ///   - beforeMeasuring: called with the names of the evaluation's steps when nothing else is
  ///     left; all that was trained is on the disk.
  ///   - onMeasured: called with the name of each step as it ends, from any thread.
  ///   - onEvent: called after every batch and every epoch.
  /// - Returns: where run.json is, and whether all epochs are done.
  /// - Throws: `Failure`; the last checkpoint and the last run then stay as they are.
  public func run(
    created: String, isInterrupted: () -> Bool = { false },
    isEvaluationInterrupted: @escaping @Sendable () -> Bool = { false },
    beforeMeasuring: (_ steps: [String]) -> Void = { _ in },
    onMeasured: @escaping @Sendable (_ step: String) -> Void = { _ in },
    onEvent: (TrainingEvent) -> Void = { _ in }
  ) throws -> (runFile: URL, isComplete: Bool) {
    let runFile = folder.appendingPathComponent(RunDirectory.fileName)
    let checkpoints = folder.appendingPathComponent(Self.checkpointFolder)
    AtomicFile.removeLeftovers(in: folder)
    AtomicFile.removeLeftovers(in: checkpoints)
    var snapshots = Snapshots()
    var recorder = recorder
    if checkpoint.state.epoch == 0 {
      recorder?.take(trainer.autoencoder(at: checkpoint.state), epoch: 0)
    }
    // First the run: where there is something to go on with, there is something to open.
    if isNew || !FileManager.default.fileExists(atPath: runFile.path) {
      try snapshots.take { try write(checkpoint.state, created, recorder) }
    }
    try save(checkpoint.state, as: "last")
    if isNew { unlink(checkpoints.appendingPathComponent("best.safetensors").path) }
    var hasTrained = false
    let outcome = try trainer.train(
      onEvent: {
        hasTrained = true
        onEvent($0)
      }, isInterrupted: isInterrupted,
      onProgress: { progress in
        if progress.state.batch == 0 {
          recorder?.take(
            trainer.autoencoder(at: progress.state), epoch: progress.state.epoch,
            isLast: progress.state.epoch == checkpoint.options.epochs
              || progress.state.stopping?.isOver == true)
        }
        if progress.isBest { try save(progress.state, as: "best") }
        try save(progress.state, as: "last")
        if snapshots.isTime, progress.state.epoch < checkpoint.options.epochs {
          try snapshots.take { try write(progress.state, created, recorder) }
        }
      })
    let subject = outcome.subject(created: created)
    // Who does not want to wait for the measurements has the network all the same. Where nothing
    // was trained, the run that is there may have been measured, and stays until it is anew.
    if hasTrained { try write(subject, recorder) }
    // What does not apply (classes, where there are no labels) the report names.
    // Who does not wait for the training does not wait for all that could be measured either.
    let steps = outcome.isComplete ? Evaluator.steps : [ReconstructionErrors()]
    beforeMeasuring(steps.map(\.name))
    let (evaluated, omissions) = Evaluator(steps: steps).evaluate(
      subject, threads: checkpoint.options.threads,
      isInterrupted: { outcome.isComplete && isEvaluationInterrupted() },
      onStep: { step, _ in onMeasured(step) })
    var run = evaluated
    run.unknownFields = unknownFields
    run.tensors.merge(recorder?.film.tensors ?? [:]) { $1 }
    _ = try RunDirectory.write(run, to: folder)
    return (runFile, outcome.isComplete && !omissions.contains { $0.isInterruption })
  }

  /// The run as it stands while the training still goes on.
  private func write(
    _ state: TrainingState, _ created: String, _ recorder: FilmRecorder?
  ) throws {
    try write(trainer.outcome(of: state, isComplete: false).subject(created: created), recorder)
  }

  /// The run with its samples, but without an evaluation.
  private func write(_ subject: EvaluationSubject, _ recorder: FilmRecorder?) throws {
    var run = subject.run
    run.tensors.merge(recorder?.film.tensors ?? [:]) { $1 }
    run.unknownFields = unknownFields
    _ = try RunDirectory.write(run, to: folder)
  }

  private func save(_ state: TrainingState, as name: String) throws {
    var checkpoint = checkpoint
    checkpoint.state = state
    // The run's own folder is not made again: if it is gone, somebody has removed it on purpose.
    let checkpoints = folder.appendingPathComponent(Self.checkpointFolder)
    if mkdir(checkpoints.path, 0o777) != 0, errno != EEXIST {
      throw Failure(
        .cannotCreate, checkpoints.relativePath,
        "the checkpoint cannot be saved: \(String(cString: strerror(errno)))",
        advice: "see that \(folder.relativePath) is there and can be written to")
    }
    try AtomicFile.write(
      checkpoint.encoded(), to: checkpoints.appendingPathComponent("\(name).safetensors"))
  }

  /// - Throws: `Failure` of kind `badData` when the images are not those of the training.
  private static func compare(
    _ found: DatasetSummary, _ wanted: DatasetSummary, folder: URL
  ) throws {
    func check<T: Equatable>(_ what: String, _ path: KeyPath<DatasetSummary, T>) throws {
      guard found[keyPath: path] != wanted[keyPath: path] else { return }
      throw Failure(
        .badData, folder.relativePath,
        "trained on other images: \(what) \(wanted[keyPath: path]) then, \(found[keyPath: path]) now",
        advice: "give the same data again with --data, or train anew with -o")
    }
    try check("the shape was", \.imageShape)
    try check("training images:", \.trainCount)
    try check("test images:", \.testCount)
    guard found.sha256 == wanted.sha256 else {
      throw Failure(
        .badData, folder.relativePath,
        "trained on other images: their SHA-256 was \(wanted.sha256?.prefix(12) ?? "unknown"), "
          + "and is \(found.sha256?.prefix(12) ?? "unknown") now",
        advice: "give the same data again with --data, or train anew with -o")
    }
  }

  /// When to write the run as it stands: so seldom that it takes a twentieth of the time at most.
  private struct Snapshots {
    private let clock = ContinuousClock()
    private var next: ContinuousClock.Instant

    init() { next = ContinuousClock().now }

    var isTime: Bool { clock.now >= next }

    mutating func take(_ write: () throws -> Void) rethrows {
      let start = clock.now
      try write()
      next = clock.now + start.duration(to: clock.now) * 19
    }
  }
}
