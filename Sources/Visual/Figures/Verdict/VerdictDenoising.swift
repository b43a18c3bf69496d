import AECore

extension VerdictRow {
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
      means: section.isTrainedFor ? ["trained for it"] : ["not trained for it", "untrained"],
      baseline: best.mse,
      rival: best.name == .corrupted
        ? ["leaving the noise", "nothing"]
        : ["\(best.name.rawValue) filter\(amount)", best.name.rawValue])
  }
}
