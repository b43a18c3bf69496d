import AECore

extension VerdictRow {
  /// How well the error tells a class that was left out of the training, beside PCA's error and the
  /// distance from the mean image.
  static func anomalies(_ run: Run) -> VerdictRow? {
    let detectors = (run.evaluation?.anomalies?.detectors ?? []).compactMap { detector in
      detector.auc.flatMap { $0.isFinite ? (score: detector.score, auc: $0) : nil }
    }
    guard let ours = detectors.first(where: { $0.score == .autoencoder }),
      let best = detectors.filter({ $0.score != .autoencoder }).max(by: { $0.auc < $1.auc })
    else { return nil }
    let left = run.dataset.heldOutClass.map { ", for \(run.className($0).shortened)" } ?? ""
    return VerdictRow(
      quantity: ["area under the ROC curve\(left)", "area under the ROC", "ROC area"],
      measure: .area, autoencoder: ours.auc, means: ["its error"], baseline: best.auc,
      rival: best.score == .pca ? ["PCA’s error"] : ["distance from the mean image", "mean image"])
  }
}
