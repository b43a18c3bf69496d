import AECore

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
}
