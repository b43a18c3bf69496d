import AECore

/// Codes as positions on a plane (or a line), and what the axes are.
struct LatentProjection: Sendable {
  /// `(N, 2)`, or `(N, 1)` for codes of one value.
  var points: Tensor
  /// A name for each axis, with what it is worth: `PC 1 (31 % of variance)`.
  var axisNames: [String]
  /// How they came about, for the caption: one sentence.
  var method: String
  /// Of the whole variance, for each axis; empty where that means nothing.
  var shares: [Double] = []

  /// The codes `(N, L)` as they are, when L is 1 or 2; otherwise their first two principal
  /// components.
  static func principal(_ latents: Tensor) -> LatentProjection {
    let size = latents.shape[1]
    if size <= 2 {
      return LatentProjection(
        points: latents, axisNames: (1...size).map { "code value \($0)" },
        method: size == 1 ? "The code is one number" : "The two values of the code, as they are")
    }
    let pca = PCA.fit(latents, components: 2)
    let shares = pca.explainedVarianceRatio
    return LatentProjection(
      points: pca.transform(latents),
      axisNames: shares.enumerated().map {
        "PC \($0.offset + 1) (\(NumberText.percent($0.element)) of variance)"
      },
      method: "The \(size) values of the code, projected onto their first two principal components",
      shares: shares)
  }
}
