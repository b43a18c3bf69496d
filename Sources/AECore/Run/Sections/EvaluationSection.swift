import AEData
import AENetwork

/// What one step of the evaluation has measured: the value of one key of `evaluation` in run.json.
public protocol EvaluationSection: Codable, Hashable, Sendable {
  /// The key: `latent_space`.
  static var key: String { get }
  /// The seed that its numbers depend on, which the appendix of a report tells; nil when the
  /// section says none.
  var randomSeed: UInt64? { get }
  /// Holds values that came from a file against the run that they are in. Types are right already
  /// and numbers finite; ranges, labels and the lengths of lists are not.
  /// - Throws: `Failure`, made by `check`, that names the field.
  func check(_ check: SectionCheck) throws
  /// The shapes of the tensors that belong to it, by the last part of their names. A tensor may be
  /// absent; when it is there, it has this shape.
  func tensorShapes(dataset: DatasetSummary, model: ModelDescription) -> [String: Shape]
}

extension EvaluationSection {
  /// None.
  public var randomSeed: UInt64? { nil }
}
