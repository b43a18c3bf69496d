import AECore
import Foundation
import Visual

/// Trains and writes the run, showing how far it is: what `train` and `demo` share.
struct Training {
  /// Which network is trained.
  enum Network {
    case preset(Preset, latentSize: Int?)
    /// A file with a user's own layers; a code size that is asked for has to be theirs.
    case file(URL, latentSize: Int?)

    /// - Parameter usual: the size of a preset's code when none is asked for.
    /// - Throws: ``Failure``, or ``ArchitectureError``.
    func model(_ image: ImageShape, usual: Int = 16) throws -> ModelDescription {
      switch self {
      case .preset(let preset, let latentSize):
        try preset.model(imageShape: image, latentSize: latentSize ?? usual)
      case .file(let url, let latentSize):
        try ArchitectureFile(url).model(imageShape: image, latentSize: latentSize)
      }
    }
  }

  private let session: TrainingSession
  private let output: TrainingProgress.Output

  /// A new training into `folder`.
  /// - Throws: ``Failure``; a folder that cannot be written is told of before the training.
  init(
    _ network: Network, data: String, limit: Int?, heldOutClass: String? = nil,
    options: (_ imageCount: Int) -> TrainingOptions, into folder: URL,
    output: TrainingProgress.Output = .text
  ) throws {
    var dataset = try DatasetCatalog.load(data)
    if let heldOutClass {
      dataset = try dataset.holdingOut(dataset.label(ofClass: heldOutClass))
    }
    if let limit { dataset.train = dataset.train.prefix(limit) }
    session = try TrainingSession(
      into: folder, data: data, limit: limit, dataset: dataset,
      model: network.model(dataset.imageShape), options: options(dataset.train.count))
    self.output = output
  }

  /// The training in `folder`, gone on with.
  /// - Throws: ``Failure`` when there is none, or `network` or `data` are not its own.
  init(
    resuming folder: URL, network: Network?, latentSize: Int?, data: String?,
    _ arguments: TrainingArguments, output: TrainingProgress.Output
  ) throws {
    session = try TrainingSession(
      resuming: folder, data: data, load: DatasetCatalog.load,
      change: { try arguments.change(&$0, of: folder.relativePath) })
    self.output = output
    let trained = session.checkpoint.model
    let wanted = try network?.model(
      session.checkpoint.dataset.imageShape, usual: trained.latentSize)
    if wanted.map({ $0 != trained }) ?? false
      || latentSize.map({ $0 != trained.latentSize }) ?? false
    {
      throw Failure(
        .badData, folder.relativePath,
        "was trained with another network: \(trained.name) with a code of \(trained.latentSize)",
        advice: "leave --preset, --architecture and --latent out, or train anew with -o")
    }
  }

  /// Trains what is left, and writes the run.
  /// - Returns: where run.json is.
  /// - Throws: ``Failure``, or ``Interrupted`` once all is saved.
  func run() throws -> URL {
    let created = try CreationTime.text()
    let checkpoint = session.checkpoint
    var progress = TrainingProgress(checkpoint, output)
    try progress.start(checkpoint)
    Interruption.waitForTheFirst()
    var broken: (any Error)?
    let (runFile, isComplete) = try session.run(
      created: created, isInterrupted: { broken != nil || Interruption.requested != nil },
      isEvaluationInterrupted: { Interruption.requested != nil }
    ) { event in
      do { try progress.show(event) } catch { broken = error }
    }
    progress.finish()
    if let broken { throw broken }
    guard isComplete else {
      throw Interrupted(signal: Interruption.requested ?? SIGINT, folder: session.folder)
    }
    try progress.end(runFile)
    return runFile
  }
}
