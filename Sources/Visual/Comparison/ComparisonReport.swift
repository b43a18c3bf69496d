import AECore

/// Runs side by side as a document: a page for each figure that they have the data for.
public struct ComparisonReport: PagedReport {
  /// The figures in order.
  public let figures: [any Figure]
  /// What was left out; named on the last page.
  public let omissions: [Report.Omission]
  /// What stands at the foot of each page.
  public let name: String
  private let comparison: Comparison

  /// The pages of `comparison`.
  public init(_ comparison: Comparison) {
    self.comparison = comparison
    var figures: [any Figure] = []
    var omissions: [Report.Omission] = []
    for entry in ComparisonCatalog.entries {
      figures.add(entry.name, or: &omissions) { () throws(Failure) in try entry.make(comparison) }
    }
    if !omissions.isEmpty {
      figures.append(OmissionsFigure(omissions: omissions, of: "these runs"))
    }
    self.figures = figures
    self.omissions = omissions
    name = comparison.runs.map { "\($0.letter) \($0.name)" }.joined(separator: ", ")
  }

  /// The numbers behind every page, by the names of the figures.
  public var data: any Encodable & Sendable {
    [
      "schemaVersion": 1, "runs": ComparisonTableFigure(comparison).data,
      "loss": (try? ComparisonLossFigure(comparison))?.data,
      "reconstructions": (try? ComparisonReconstructionsFigure(comparison))?.data,
    ] as Fields
  }
}
