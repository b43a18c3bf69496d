import AECore

/// Codes as positions on a plane (or a line), and what the axes are.
public struct LatentProjection: Sendable {
  /// `(N, 2)`, or `(N, 1)` for codes of one value.
  public var points: Tensor
  /// A name for each axis, with what it is worth: `PC 1 (31 % of variance)`.
  public var axisNames: [String]
  /// How they came about, for the caption: one sentence.
  public var method: String
  /// Of the whole variance, for each axis; empty where that means nothing.
  public var shares: [Double] = []

  /// Positions with named axes.
  public init(points: Tensor, axisNames: [String], method: String) {
    precondition(
      points.shape.rank == 2 && points.shape[1] == axisNames.count, "an axis without a name")
    self.points = points
    self.axisNames = axisNames
    self.method = method
  }

  /// The codes `(N, L)` as they are, when L is 1 or 2; otherwise their first two principal
  /// components.
  public static func principal(_ latents: Tensor) -> LatentProjection {
    let size = latents.shape[1]
    if size <= 2 {
      return LatentProjection(
        points: latents, axisNames: (1...size).map { "code value \($0)" },
        method: size == 1 ? "The code is one number" : "The two values of the code, as they are")
    }
    let pca = PCA.fit(latents, components: 2)
    let shares = pca.explainedVarianceRatio
    var projection = LatentProjection(
      points: pca.transform(latents),
      axisNames: shares.enumerated().map {
        "PC \($0.offset + 1) (\(NumberText.percent($0.element)) of variance)"
      },
      method: "The \(size) values of the code, projected onto their first two principal components")
    projection.shares = shares
    return projection
  }
}
