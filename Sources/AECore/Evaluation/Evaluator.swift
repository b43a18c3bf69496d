import AEAnalysis
import AEData
import AENetwork
import Foundation

/// Takes all steps of an evaluation, beside each other: they are independent.
public struct Evaluator: Sendable {
  /// Every step, in the order in which `inspect` and the report tell of them.
  public static let steps: [any EvaluationStep] = [
    ReconstructionErrors(), ReconstructionExtremesStep(),
    LatentSpaceStep(), ManifoldStep(), InterpolationStep(), CheckerboardStep(), DenoisingStep(),
    ClassificationStep(), GenerationStep(), AnomaliesStep(),
  ]

  /// A step that had nothing to measure.
  public struct Omission: Hashable, Sendable {
    /// The step's name.
    public var step: String
    /// What was lacking.
    public var reason: String
    /// Whether nothing was lacking but time.
    var isInterruption: Bool { reason == EvaluationSubject.interrupted }
  }

  private let steps: [any EvaluationStep]

  /// The places of the steps in the order in which they are begun: those that take longest first,
  /// so that none of them is left for the end, when all other threads have nothing to do.
  private var longestFirst: [Int] {
    let long = [LatentSpace.key, Classification.key, Denoising.key, Generation.key]
    return steps.indices.sorted { first, second in
      let (a, b) = (long.firstIndex(of: steps[first].name), long.firstIndex(of: steps[second].name))
      return (a ?? long.count, first) < (b ?? long.count, second)
    }
  }

  /// An evaluation of these steps.
  public init(steps: [any EvaluationStep] = Self.steps) { self.steps = steps }

  /// The run of `subject` with a new section for each step, and what could not be measured.
  ///
  /// - Parameters:
  ///   - subject: the network, its data and its run.
  ///   - threads: steps at work at the same time; changes the speed, never a bit of the result.
  ///   - isInterrupted: asked between the parts of the steps, from any thread; when it says true,
  ///     the steps that have not ended are among those that could not be taken.
  ///   - onStep: called with each step's name and seconds as it ends, from any thread.
  public func evaluate(
    _ subject: EvaluationSubject, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    isInterrupted: @escaping @Sendable () -> Bool = { false },
    onStep: @Sendable (_ name: String, _ seconds: Double) -> Void = { _, _ in }
  ) -> (run: Run, omissions: [Omission]) {
    let steps = steps
    let order = longestFirst
    var subject = subject
    subject.isInterrupted = isInterrupted
    let asked = subject
    let taken = Parallel.map(steps.count, threads: threads) { place in
      let index = order[place]
      let clock = ContinuousClock()
      let start = clock.now
      let result = Result {
        try asked.checkInterruption()
        return try steps[index].evaluate(asked)
      }
      onStep(steps[index].name, start.duration(to: clock.now) / .seconds(1))
      return result
    }
    let results = zip(order, taken).sorted { $0.0 < $1.0 }.map(\.1)
    var run = subject.run
    var evaluation = run.evaluation ?? Evaluation()
    var omissions: [Omission] = []
    for (step, result) in zip(steps, results) {
      let prefix = TensorName.evaluation(step.name, "")
      for name in run.tensors.keys where name.hasPrefix(prefix) { run.tensors[name] = nil }
      step.clear(&evaluation)
      switch result {
      case .success(let part):
        part.store(&evaluation)
        for (name, tensor) in part.tensors { run.tensors[prefix + name] = tensor }
      case .failure(let error):
        omissions.append(
          Omission(step: step.name, reason: (error as? Failure)?.problem ?? "\(error)"))
      }
    }
    run.evaluation = evaluation
    return (run, omissions)
  }
}
