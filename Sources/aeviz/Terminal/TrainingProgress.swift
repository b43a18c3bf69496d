import AECore
import Foundation
import Visual

/// Shows how a training goes: a bar on a terminal's stderr, a line for each epoch elsewhere; or,
/// for programs, JSON on stdout, an object a line.
struct TrainingProgress {
  /// What is shown.
  enum Output {
    /// A bar or lines.
    case text
    /// An object a line: `start`, `step` (at most one a second), `epoch`, then `measuring` for each
    /// step of the evaluation, `end`.
    case json
    /// Nothing but what goes wrong.
    case quiet
  }

  private let output: Output
  private let epochs: Int
  private let imageCount: Int
  private let loss: String
  private let terminal = Terminal.standardError
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  private var lastDrawn: ContinuousClock.Instant?
  private var last: EpochRecord?
  /// Epochs, and batches of the next one, that were done before.
  private let before: (epochs: Int, batches: Int)

  /// - Parameter checkpoint: what is trained, and where it begins.
  init(_ checkpoint: Checkpoint, _ output: Output) {
    self.output = output
    epochs = checkpoint.options.epochs
    imageCount = checkpoint.dataset.trainCount
    loss = checkpoint.options.loss.rawValue
    started = clock.now
    before = (checkpoint.state.epoch, checkpoint.state.batch)
  }

  /// What is going to be trained.
  /// - Throws: ``Failure`` or ``ClosedPipe`` when stdout takes no JSON; so do the others.
  func start(_ checkpoint: Checkpoint) throws {
    let (model, state) = (checkpoint.model, checkpoint.state)
    switch output {
    case .quiet: break
    case .json:
      try write(
        Start(
          model: model.name, latentSize: model.latentSize, parameters: model.parameterCount,
          dataset: checkpoint.dataset.name, images: imageCount, epochs: epochs,
          epochsDone: state.epoch))
    case .text:
      let goesOn =
        state.epoch > 0 || state.batch > 0 ? ", going on in epoch \(state.epoch + 1)" : ""
      StandardError.line(
        "\(model.name), code of \(model.latentSize), "
          + "\(NumberText.count(model.parameterCount)) parameters, "
          + "on \(NumberText.count(imageCount)) images of \(checkpoint.dataset.name)\(goesOn)")
    }
  }

  /// A batch or an epoch is done.
  mutating func show(_ event: TrainingEvent) throws {
    switch output {
    case .quiet: break
    case .json: try showJSON(event)
    case .text: showText(event)
    }
  }

  private mutating func showJSON(_ event: TrainingEvent) throws {
    switch event {
    case .step(let step):
      if let lastDrawn, lastDrawn.duration(to: clock.now) < .seconds(1) { return }
      lastDrawn = clock.now
      try write(Step(step, secondsLeft: bar(step).secondsLeft))
    case .epoch(let record): try write(Epoch(record: record))
    }
  }

  /// Where the run is.
  func end(_ runFile: URL) throws {
    if output == .json { try write(End(run: PathText.shown(runFile))) }
  }

  private func write(_ object: some Encodable) throws {
    try StandardOutput.write(JSONValue(encoding: object).line + "\n")
  }

  private mutating func showText(_ event: TrainingEvent) {
    switch event {
    case .step(let step):
      guard terminal.isInteractive, isTimeToDraw(step) else { return }
      lastDrawn = clock.now
      StandardError.write(Terminal.lineStart + bar(step).line(terminal))
    case .epoch(let record):
      last = record
      if !terminal.isInteractive { StandardError.write(line(record) + "\n") }
    }
  }

  /// The bar makes room for what came out.
  mutating func finish() {
    guard output == .text, terminal.isInteractive, let last else { return }
    self.last = nil
    StandardError.write(Terminal.lineStart + line(last) + ", \(ProgressBar.time(elapsed)) in all\n")
  }

  private func bar(_ step: TrainingStep) -> ProgressBar {
    ProgressBar(
      step, elapsed, loss, batchesBefore: before.epochs * step.batches + before.batches)
  }

  private var elapsed: Double { started.duration(to: clock.now) / .seconds(1) }

  /// Ten times a second at most, and always at the end.
  private func isTimeToDraw(_ step: TrainingStep) -> Bool {
    guard let lastDrawn else { return true }
    if step.epoch == step.epochs && step.batch == step.batches { return true }
    return lastDrawn.duration(to: clock.now) >= .milliseconds(100)
  }

  private func line(_ record: EpochRecord) -> String {
    var parts = ["epoch \(record.epoch)/\(epochs)"]
    if let loss = record.trainLoss {
      parts.append("train \(self.loss) \(NumberText.short(loss, digits: 4))")
    }
    if let loss = record.testLoss {
      parts.append("test \(self.loss) \(NumberText.short(loss, digits: 4))")
    }
    if let seconds = record.seconds, seconds > 0 {
      parts.append(
        "\(NumberText.count(Int(clamping: (Double(imageCount) / seconds).rounded()))) images/s")
    }
    return parts.joined(separator: ", ")
  }
}

// MARK: For programs

extension TrainingProgress {
  private struct Start: Encodable {
    var event = "start"
    var model: String
    var latentSize: Int
    var parameters: Int
    var dataset: String
    var images: Int
    var epochs: Int
    var epochsDone: Int
  }

  private struct Step: Encodable {
    var event = "step"
    var epoch: Int
    var batch: Int
    var batches: Int
    var loss: Double
    var imagesPerSecond: Double
    var secondsLeft: Double

    init(_ step: TrainingStep, secondsLeft: Double) {
      (epoch, batch, batches) = (step.epoch, step.batch, step.batches)
      (loss, imagesPerSecond) = (step.loss, step.imagesPerSecond)
      self.secondsLeft = secondsLeft
    }
  }

  /// The entry of `training.history` in run.json.
  private struct Epoch: Encodable {
    var record: EpochRecord

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode("epoch", forKey: .event)
      try container.encode(record, forKey: .record)
    }

    private enum Key: String, CodingKey { case event, record }
  }

  private struct End: Encodable {
    var event = "end"
    var run: String
  }
}

/// One line: how far, the loss, the speed, the time left.
struct ProgressBar {
  private let step: TrainingStep
  private let elapsed: Double
  private let loss: String
  private let batchesBefore: Int

  /// - Parameter batchesBefore: done when the clock began.
  init(_ step: TrainingStep, _ elapsed: Double, _ loss: String, batchesBefore: Int) {
    self.step = step
    self.elapsed = elapsed
    self.loss = loss
    self.batchesBefore = batchesBefore
  }

  private var batches: Int { (step.epoch - 1) * step.batches + step.batch }
  private var allBatches: Int { step.epochs * step.batches }

  /// From 0 to 1.
  private var fraction: Double {
    Double(batches) / Double(allBatches)
  }

  /// At the speed so far.
  var secondsLeft: Double {
    let done = batches - batchesBefore
    return done > 0 ? elapsed * Double(allBatches - batches) / Double(done) : 0
  }

  /// The line, no longer than the terminal is wide.
  func line(_ terminal: Terminal) -> String {
    let width = terminal.width
    let before = "epoch \(step.epoch)/\(step.epochs) "
    let after =
      " \(loss) \(NumberText.short(step.loss, digits: 4))  "
      + "\(NumberText.count(Int(clamping: step.imagesPerSecond.rounded()))) images/s  \(Self.time(secondsLeft)) left"
    let room = min(40, width - 1 - before.count - after.count)
    // Escape sequences take no columns, so only a line without a bar is cut by its length.
    guard room >= 5 else { return String((before + after).prefix(max(1, width - 1))) }
    return before + terminal.bar(fraction, width: room) + after
  }

  /// `0:07`, `1:02:03`.
  static func time(_ seconds: Double) -> String {
    let whole = Int(clamping: min(max(seconds, 0), 1e9).rounded())
    let (h, m, s) = (whole / 3600, whole / 60 % 60, whole % 60)
    return h > 0 ? String(format: "%d:%02d:%02d", h, m, s) : String(format: "%d:%02d", m, s)
  }
}
