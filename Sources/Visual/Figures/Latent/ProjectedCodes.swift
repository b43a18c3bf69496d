import AECore

/// Codes as positions on a plane (or a line), and what the axes are.
struct ProjectedCodes: Sendable {
  /// `(N, 2)`, or `(N, 1)` for codes of one value.
  let points: Tensor
  /// A name for each axis, with what it is worth: `PC 1 (31 % of variance)`.
  let axisNames: [String]
  /// Of the whole variance, for each axis; empty where that means nothing.
  let shares: [Double]

  /// The codes `(N, L)` as they are, when L is 1 or 2; otherwise their first two principal
  /// components.
  init(_ latents: Tensor) {
    let size = latents.shape[1]
    guard size > 2 else {
      (points, shares) = (latents, [])
      axisNames = (1...size).map { "code value \($0)" }
      return
    }
    let pca = PCA.fit(latents, components: 2)
    (points, shares) = (pca.transform(latents), pca.explainedVarianceRatio)
    axisNames = shares.enumerated().map {
      "PC \($0.offset + 1) (\(NumberText.percent($0.element)) of variance)"
    }
  }
}
