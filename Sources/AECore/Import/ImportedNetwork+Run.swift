import AEData
import AENetwork

extension ImportedNetwork {
  /// What is to be measured: the network on the images of `dataset`, in a run that does not know
  /// how it was trained, but for `history`.
  ///
  /// - Parameters:
  ///   - pixelRange: in which numbers the network has its pixels; nil for [0, 1].
  ///   - created: when, in ISO 8601 and UTC.
  ///   - seed: of all that is drawn by lot while it is measured.
  /// - Throws: `Failure` when the weights do not fit.
  package func subject(
    on dataset: Dataset, history: TrainingRecord?, pixelRange: PixelRange? = nil, created: String,
    seed: UInt64
  ) throws -> EvaluationSubject {
    var summary = dataset.summary
    summary.path = dataset.path
    summary.pixelRange = pixelRange
    let run = Run(
      generator: generator, created: created, dataset: summary, model: model,
      training: history, evaluation: nil, tensors: tensors)
    return EvaluationSubject(
      autoencoder: try Autoencoder(model, imageShape: dataset.imageShape, tensors: tensors),
      dataset: dataset, run: run, seed: seed)
  }
}
