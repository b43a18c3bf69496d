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

  /// Where a new run goes.
  enum Place {
    /// A folder; a run that is in it is only replaced where `overwrites` says so.
    case folder(URL, overwrites: Bool)
    /// A folder of this name that nobody has chosen, with the first number that is free.
    case numbered(URL)

    /// The folder.
    fileprivate var folder: URL {
      switch self {
      case .folder(let url, _): return url
      case .numbered(let url):
        var (folder, number) = (url, 1)
        while TrainingStanding.found(in: folder) != nil || FolderLock.isHeld(folder) {
          number += 1
          folder = URL(fileURLWithPath: "\(url.relativePath)-\(number)", isDirectory: true)
        }
        return folder
      }
    }

    fileprivate var overwrites: Bool {
      if case .folder(_, let overwrites) = self { overwrites } else { false }
    }
  }

  private let session: TrainingSession
  private let output: TrainingProgress.Output
  /// How to go on after an interruption; nil for `train --resume`.
  var advice: String?

  /// A new training.
  /// - Throws: ``Failure``; a folder that cannot be written is told of before the training.
  init(
    _ network: Network, data: String, _ images: ImageArguments, limit: Int?,
    heldOutClass: String? = nil,
    options: (_ imageCount: Int) -> TrainingOptions, into place: Place, isFilmed: Bool = false,
    output: TrainingProgress.Output = .text
  ) throws {
    var dataset = try images.load(data, isShown: output == .text)
    if let heldOutClass {
      dataset = try dataset.holdingOut(dataset.label(ofClass: heldOutClass))
    }
    if let limit { dataset.train = dataset.train.prefix(limit) }
    let (model, folder) = (try network.model(dataset.imageShape), place.folder)
    if case .file(let architecture, _) = network {
      try InputFiles.files([architecture.path])
        .check(folder.appendingPathComponent(RunDirectory.fileName))
    }
    session = try TrainingSession(
      into: folder, data: data, limit: limit, dataset: dataset, model: model,
      options: options(dataset.train.count), overwrites: place.overwrites, isFilmed: isFilmed)
    self.output = output
  }

  /// The training in `folder`, gone on with.
  /// - Throws: ``Failure`` when there is none, or `network` or `data` are not its own.
  init(
    resuming folder: URL, network: Network?, latentSize: Int?, data: String?,
    _ arguments: TrainingArguments, output: TrainingProgress.Output
  ) throws {
    session = try TrainingSession(
      resuming: folder, data: data,
      load: { try ImageArguments.load($0, $1, isShown: output == .text) },
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

  /// The run of a preset in `folder`, of which `standing` says what is there: kept, gone on with,
  /// or trained.
  /// - Returns: where run.json is.
  static func complete(
    _ preset: Preset, latentSize: Int, data: String, _ images: ImageArguments, limit: Int? = nil,
    heldOutClass: String? = nil, _ arguments: TrainingArguments, in folder: URL,
    _ standing: TrainingStanding,
    overwrites: Bool = false, output: TrainingProgress.Output
  ) throws -> URL {
    let network = Network.preset(preset, latentSize: latentSize)
    var training: Training
    switch standing {
    case .complete:
      if output == .text { StandardError.line("\(PathText.shown(folder)): kept") }
      return folder.appendingPathComponent(RunDirectory.fileName)
    case .interrupted:
      training = try Training(
        resuming: folder, network: network, latentSize: latentSize, data: data, arguments,
        output: output)
    case .absent:
      training = try Training(
        network, data: data, images, limit: limit, heldOutClass: heldOutClass,
        options: { arguments.options(preset, imageCount: $0) },
        into: .folder(folder, overwrites: overwrites), output: output)
    }
    training.advice = "give the same command again to go on"
    return try training.run()
  }

  /// Trains what is left, and writes the run.
  /// - Returns: where run.json is.
  /// - Throws: ``Failure``, or ``Interrupted`` once all is saved.
  func run() throws -> URL {
    let created = try CreationTime.text()
    let checkpoint = session.checkpoint
    var progress = TrainingProgress(checkpoint, output)
    let measuring = MeasuringProgress(output)
    let path = ShellWord.quoted(session.folder.relativePath)
    let advice = self.advice ?? "go on with: aeviz train --resume \(path)"
    try progress.start(checkpoint)
    Interruption.waitForTheFirst(
      notice: "aeviz: interrupted: finishing the batch, then saving and measuring; "
        + "interrupt again to stop now",
      farewell: "aeviz: stopped; what was trained up to the last epoch is saved; \(advice)")
    defer {
      measuring.clear()
      Interruption.endAtOnce(farewell: nil)
    }
    var broken: (any Error)?
    let (runFile, isComplete) = try session.run(
      created: created, isInterrupted: { broken != nil || Interruption.requested != nil },
      isEvaluationInterrupted: { measuring.error != nil || Interruption.requested != nil },
      beforeMeasuring: { steps in
        Interruption.waitForTheFirst(
          notice:
            "aeviz: interrupted: finishing what is being measured; interrupt again to stop now",
          farewell: "aeviz: stopped, all saved but not measured; \(advice)")
        progress.finish()
        measuring.begin(steps)
      }, onMeasured: measuring.ended
    ) { event in
      do { try progress.show(event) } catch { broken = error }
    }
    if let broken = broken ?? measuring.error { throw broken }
    guard isComplete else {
      throw Interrupted(signal: Interruption.requested ?? SIGINT, advice: advice)
    }
    try progress.end(runFile)
    return runFile
  }
}
