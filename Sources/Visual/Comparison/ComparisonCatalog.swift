import AECore

/// The figures that hold runs beside each other, by name: what `aeviz compare --figure` draws.
public enum ComparisonCatalog {
  /// One kind of figure.
  public struct Entry: Sendable {
    /// Its name on the command line.
    public let name: String
    /// What it shows, in a few words.
    public let summary: String
    /// The figure of a comparison, or why there is none.
    public let make: @Sendable (Comparison) throws(Failure) -> any Figure

    init(
      _ name: String, _ summary: String,
      _ make: @escaping @Sendable (Comparison) throws(Failure) -> any Figure
    ) {
      self.name = name
      self.summary = summary
      self.make = make
    }
  }

  /// Every figure, in the order of the document.
  public static let entries: [Entry] = [
    Entry("table", "what the runs are and what they reach") { ComparisonTableFigure($0) },
    Entry("loss", "their test losses over the epochs") { comparison throws(Failure) in
      try ComparisonLossFigure(comparison)
    },
    Entry("error", "their errors on the test images, beside PCA's") { comparison throws(Failure) in
      try ComparisonErrorFigure(comparison)
    },
    Entry("reconstructions", "the same images rebuilt by all") { comparison throws(Failure) in
      try ComparisonReconstructionsFigure(comparison)
    },
  ]

  /// The figure called `name`; nil when there is none.
  public static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}
