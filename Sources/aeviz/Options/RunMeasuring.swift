import AECore
import ArgumentParser
import Foundation

/// Measures a network and writes its run, showing how far it is: `evaluate` and `import` share it.
struct RunMeasuring {
  /// What is measured.
  let steps: [any EvaluationStep]
  /// Threads at work.
  let threads: Int

  /// - Parameters:
  ///   - steps: what is measured.
  ///   - threads: what `--threads` says; nil for one per processor.
  init(_ steps: [any EvaluationStep] = Evaluator.steps, threads: Int?) {
    self.steps = steps
    self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// - Throws: `ValidationError` for a number of threads, or a folder, that cannot be.
  static func check(threads: Int?, output: String?) throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): give a number from 1 to 1024.")
    }
    if output == "" { throw ValidationError("-o is empty: give a folder.") }
    if output == "-" { throw ValidationError("-o - is no folder: a run is several files.") }
  }

  /// - Throws: ``Failure`` when there is no memory to measure `model` on `dataset`.
  func checkMemory(_ model: ModelDescription, _ dataset: Dataset) throws {
    try EvaluationMemory(model, dataset: dataset, steps: steps, threads: threads).check()
  }

  /// Measures `subject`, tells of what could not be measured and of errors that may be in another
  /// range, writes the run into `folder` and prints where it is.
  /// - Parameter farewell: what an interruption says, behind `aeviz: interrupted; `.
  /// - Throws: ``Failure``, ``ClosedPipe``.
  func write(_ subject: EvaluationSubject, to folder: URL, farewell: String) throws {
    Interruption.endAtOnce(farewell: "aeviz: interrupted; \(farewell)")
    let progress = MeasuringProgress()
    progress.begin(steps.map(\.name))
    let (run, omissions) = Evaluator(steps: steps).evaluate(
      subject, threads: threads, onStep: { step, _ in progress.ended(step) })
    progress.clear()
    for omission in omissions {
      StandardError.line("aeviz: not measured: \(omission.step): \(omission.reason)")
    }
    if let warning = run.rangeWarning {
      StandardError.line("aeviz: \(PathText.shown(folder)): \(warning)")
    }
    let url = try RunDirectory.write(run, to: folder)
    try StandardOutput.write(PathText.shown(url) + "\n")
  }
}
