import AECore

/// The figures that hold runs beside each other, by name: what `aeviz compare --figure` draws.
public enum ComparisonCatalog {
  /// One kind of figure: its name on the command line, what it shows in a few words, and the figure
  /// of a comparison, or why there is none.
  public typealias Entry = (
    name: String, summary: String, make: @Sendable (Comparison) throws(Failure) -> any Figure
  )

  /// Every figure, in the order of the document.
  public static let entries: [Entry] = [
    ("table", "what the runs are and what they reach", { ComparisonTableFigure($0) }),
    (
      "loss", "their test losses over the epochs",
      { comparison throws(Failure) in try ComparisonLossFigure(comparison) }
    ),
    (
      "error", "their errors on the test images, beside PCA's",
      { comparison throws(Failure) in try ComparisonErrorFigure(comparison) }
    ),
    (
      "reconstructions", "the same images rebuilt by all",
      { comparison throws(Failure) in try ComparisonReconstructionsFigure(comparison) }
    ),
  ]

  /// The figure called `name`; nil when there is none.
  public static func entry(_ name: String) -> Entry? { entries.first { $0.name == name } }
}
