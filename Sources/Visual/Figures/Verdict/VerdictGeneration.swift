import AECore

extension VerdictRow {
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
}
