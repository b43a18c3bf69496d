import AENetwork

/// One independent measurement of a trained autoencoder, taken once and kept in the run: figures
/// only draw it.
///
/// To add one, write
///
/// 1. its section, in Run/Sections: a struct that is an ``EvaluationSection``. It is the value of
///    one key of `evaluation` in run.json, in snake case, and holds numbers that people read:
///    counts, scores, seeds, the settings that the numbers depend on, and of what they are compared
///    with;
/// 2. its tensors: whatever figures draw and nobody reads, under `evaluation.<key>.<name>`
///    (`TensorName.evaluation(_:_:)`). The section names their shapes;
/// 3. its step, in this folder: a struct that is a ``SectionStep``. `measure` computes both from
///    the ``EvaluationSubject``: the network, the data, the run so far and the seed. It takes all
///    randomness from `subject.random(for:)`, gives the same bits with any number of threads, takes
///    no result of another step (the order does not matter), and throws a `Failure` whose problem
///    says in a few words what the subject lacks (`the images have no labels`). `memory` adds up
///    what `measure` holds at the same time: nothing is begun that there is no memory for.
///
/// Then a line each in `Evaluation` (the property, its key, `sections`), in ``Evaluator/steps``,
/// and in `Schemas/run-1.schema.json`. `RunCheck`, `aeviz inspect --json` and `aeviz evaluate`
/// follow from these. The figure that draws the section throws a `Failure` when it is absent:
/// `aeviz report` then leaves the page out and names it, with `aeviz evaluate` as advice.
///
/// All steps together take less than ten seconds on two cores for the demo's run (1,000 test
/// images, 6,000 training images, 16 values in the code). What grows faster than its data looks at
/// a part of it, chosen by the seed, and the section says how many.
public protocol EvaluationStep: Sendable {
  /// The key of its section: `latent_space`.
  var name: String { get }
  /// Measures the subject.
  /// - Throws: `Failure` whose problem says what the subject lacks.
  func evaluate(_ subject: EvaluationSubject) throws -> EvaluationPart
  /// About how many bytes ``evaluate(_:)`` takes at most, beside what the subject has.
  func memory(_ sizes: EvaluationSizes) -> Double
  /// Takes out what an earlier evaluation has put into `evaluation`.
  func clear(_ evaluation: inout Evaluation)
}

/// What one step adds to a run.
public struct EvaluationPart: Sendable {
  /// Puts the numbers in their place.
  var store: @Sendable (inout Evaluation) -> Void
  /// By their last names.
  var tensors: [String: Tensor]
}

/// A step that fills one section.
public protocol SectionStep: EvaluationStep {
  /// What it measures.
  associatedtype Section: EvaluationSection
  /// Where the section is kept.
  static var section: WritableKeyPath<Evaluation, Section?> { get }
  /// The section, and its tensors by the last part of their names.
  /// - Throws: `Failure` whose problem says what the subject lacks.
  func measure(_ subject: EvaluationSubject) throws -> (Section, tensors: [String: Tensor])
}

extension SectionStep {
  /// The key of the section.
  public var name: String { Section.key }

  /// The section and its tensors.
  public func evaluate(_ subject: EvaluationSubject) throws -> EvaluationPart {
    let (section, tensors) = try measure(subject)
    return EvaluationPart(store: { $0[keyPath: Self.section] = section }, tensors: tensors)
  }

  /// Takes the section out.
  public func clear(_ evaluation: inout Evaluation) { evaluation[keyPath: Self.section] = nil }
}
