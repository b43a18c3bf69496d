import AEData
import AENetwork

/// `run.json`: a run without its tensors, and where these are. The order of the properties is the
/// order in the file.
struct RunDocument: Codable, Sendable {
  /// Always ``formatName``.
  var format: String
  var schemaVersion: Int
  var generator: Generator
  var created: String
  var dataset: DatasetSummary
  var model: ModelDescription
  var training: TrainingRecord?
  var evaluation: Evaluation?
  var tensors: TensorsFile

  /// The tensors file beside `run.json`.
  struct TensorsFile: Codable, Sendable {
    /// A plain name, without a folder.
    var file: String
    /// Of its bytes: 64 hexadecimal digits in lower case.
    var sha256: String
  }

  static let formatName = "aeviz-run"

  /// The document of `run`, whose tensors are in `file`.
  init(_ run: Run, tensors: TensorsFile) {
    format = Self.formatName
    schemaVersion = Run.schemaVersion
    generator = run.generator
    created = run.created
    dataset = run.dataset
    model = run.model
    training = run.training
    evaluation = run.evaluation
    self.tensors = tensors
  }

  /// The run with these tensors.
  func run(tensors: [String: Tensor]) -> Run {
    Run(
      generator: generator, created: created, dataset: dataset, model: model,
      training: training, evaluation: evaluation, tensors: tensors)
  }
}
