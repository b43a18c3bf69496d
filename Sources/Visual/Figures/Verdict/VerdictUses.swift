import AECore

/// What an autoencoder may be used for, each beside the best plain method.
extension VerdictRow {
  /// The test images' error beside the best of what the run was compared with: PCA with as many
  /// numbers, the mean image, and for a denoising run the corrupted image itself.
  static func reconstruction(_ run: Run) -> VerdictRow? {
    let baselines = (run.evaluation?.baselines ?? []).compactMap { baseline in
      baseline.mse.flatMap { mse in mse.isFinite ? (baseline: baseline, mse: mse) : nil }
    }
    guard let mse = run.evaluation?.mse, mse.isFinite,
      let best = baselines.min(by: { $0.mse < $1.mse })
    else { return nil }
    let components = best.baseline.components ?? 0
    let name = best.baseline.name.lowercased() == "pca" ? "PCA" : best.baseline.name
    return VerdictRow(
      quantity: run.training?.corruption == nil
        ? ["mean squared error", "MSE"]
        : ["mean squared error, from noisy images", "MSE, from noise"],
      measure: .error, autoencoder: mse,
      means: ["code of \(NumberText.count(run.model.latentSize))"], baseline: best.mse,
      rival: components > 0
        ? [
          "\(name), \(components.counted("component"))",
          "\(name) of \(NumberText.count(components))", name,
        ] : [name])
  }

  /// What is left of the noise, beside the best of two filters and of doing nothing.
  static func denoising(_ run: Run) -> VerdictRow? {
    guard let section = run.evaluation?.denoising,
      let ours = section.method(.autoencoder), ours.mse.isFinite,
      let best = section.methods.filter({ $0.name != .autoencoder && $0.mse.isFinite })
        .min(by: { $0.mse < $1.mse })
    else { return nil }
    let noise = "\(section.corruption.name) \(NumberText.setting(section.corruption.amount))"
    let amount = best.amount.map { " \(NumberText.setting($0))" } ?? ""
    return VerdictRow(
      quantity: ["mean squared error, \(noise)", "MSE, \(noise)", "MSE"], measure: .error,
      autoencoder: ours.mse,
      means: section.isTrainedFor
        ? ["trained for it"]
        : run.isTrainingKnown
          ? ["not trained for it", "untrained"] : ["its training is unknown", "unknown"],
      baseline: best.mse,
      rival: best.name == .corrupted
        ? ["leaving the noise", "nothing"]
        : ["\(best.name.rawValue) filter\(amount)", best.name.rawValue])
  }

  /// The best plain classifier on the code beside the best one on the pixels or on PCA's code.
  static func classification(_ run: Run) -> VerdictRow? {
    let results = run.evaluation?.classification?.results ?? []
    func best(_ isOurs: Bool) -> Classification.Result? {
      results.filter { ($0.features == .code) == isOurs && $0.accuracy.isFinite }
        .max { $0.accuracy < $1.accuracy }
    }
    guard let code = best(true), let other = best(false) else { return nil }
    let features = other.features == .pixels ? "pixels" : "PCA"
    return VerdictRow(
      quantity: ["test images put in their class", "test accuracy", "accuracy"], measure: .accuracy,
      autoencoder: code.accuracy, means: ["code, \(name(code.classifier))", name(code.classifier)],
      baseline: other.accuracy, rival: ["\(features), \(name(other.classifier))", features])
  }

  private static func name(_ classifier: Classification.Classifier) -> String {
    switch classifier {
    case .logisticRegression: "linear"
    case .nearestNeighbours: "nearest neighbours"
    }
  }

  /// How near real images come to the generated ones, beside samples of a Gaussian in PCA's space.
  /// A variational network draws from its prior, any other from a Gaussian fitted to its codes.
  static func generation(_ run: Run) -> VerdictRow? {
    guard let section = run.evaluation?.generation,
      let ours = section.method(.prior) ?? section.method(.codes), ours.toTest.isFinite,
      let plain = section.method(.pca), plain.toTest.isFinite
    else { return nil }
    return VerdictRow(
      quantity: ["distance, real to nearest made", "distance to real ones", "distance"],
      measure: .error, autoencoder: ours.toTest,
      means: ours.name == .prior
        ? ["codes from the prior", "from the prior"]
        : ["codes from a Gaussian", "from a Gaussian"],
      baseline: plain.toTest, rival: ["Gaussian in PCA’s space", "Gaussian in PCA", "PCA"])
  }

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
