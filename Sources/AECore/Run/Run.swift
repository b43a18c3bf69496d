import AEData
import AENetwork

/// A training run: everything that `run.json` and its tensors file hold, as values.
///
/// The trainer makes one, ``RunDirectory`` writes and reads it, figures draw from it. Parts that
/// a run may lack (a run that comes from elsewhere, say) are optional, or absent from `tensors`.
public struct Run: Hashable, Sendable {
  /// The version of the format that this code writes, and the newest that it reads.
  public static let schemaVersion = 1

  /// Which program wrote the run.
  public var generator: Generator
  /// When, in ISO 8601 and UTC.
  public var created: String
  /// What it was trained on.
  public var dataset: DatasetSummary
  /// The network, without its weights.
  public var model: ModelDescription
  /// How it was trained; nil when unknown.
  public var training: TrainingRecord?
  /// What was measured on the test images; nil when nothing was.
  public var evaluation: Evaluation?
  /// Weights, samples, latents, activations, by the names of `TensorName`.
  public var tensors: [String: Tensor]
  /// What else stands in its run.json; written again as it is.
  package var unknownFields: UnknownFields?

  /// A run of these parts.
  public init(
    generator: Generator, created: String, dataset: DatasetSummary, model: ModelDescription,
    training: TrainingRecord?, evaluation: Evaluation?, tensors: [String: Tensor]
  ) {
    self.generator = generator
    self.created = created
    self.dataset = dataset
    self.model = model
    self.training = training
    self.evaluation = evaluation
    self.tensors = tensors
  }
}

/// The program that wrote a run.
public struct Generator: Hashable, Sendable, Codable {
  /// `aeviz`, or whatever exported the run.
  public var name: String
  /// Its version.
  public var version: String

  /// A program's name and version.
  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }

  /// This program.
  public static let current = Generator(name: "aeviz", version: "0.3.0")
}
