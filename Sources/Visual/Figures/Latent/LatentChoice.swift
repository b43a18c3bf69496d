/// How the codes become a plane.
public enum LatentProjection: String, CaseIterable, Hashable, Sendable {
  /// Onto their first two principal components.
  case pca
  /// By t-SNE, when the evaluation has made such a map.
  case tsne

  /// What it is called in a sentence.
  package var title: String {
    switch self {
    case .pca: "PCA"
    case .tsne: "t-SNE"
    }
  }
}

/// What a map of the codes shows, where it may be chosen.
public struct LatentChoice: Hashable, Sendable {
  /// How codes of more than two values become a plane; nil for t-SNE where there is such a map,
  /// with PCA below it on paper.
  public var projection: LatentProjection?
  /// How many test images stand at their codes, at most; nil for one of each class that is named,
  /// or a few where there are no classes.
  public var thumbnails: Int?

  /// A map; without any choice what suits the codes and the page.
  public init(projection: LatentProjection? = nil, thumbnails: Int? = nil) {
    self.projection = projection
    self.thumbnails = thumbnails
  }
}
