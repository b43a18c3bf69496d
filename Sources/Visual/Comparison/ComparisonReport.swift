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
      do {
        figures.append(try entry.make(comparison))
      } catch {
        omissions.append(Report.Omission(figure: entry.name, reason: error.problem))
      }
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
    Values(
      runs: ComparisonTableFigure(comparison).data,
      loss: (try? ComparisonLossFigure(comparison))?.data,
      reconstructions: (try? ComparisonReconstructionsFigure(comparison))?.data)
  }

  private struct Values: Encodable, Sendable {
    var schemaVersion = 1
    var runs: any Encodable & Sendable
    var loss: (any Encodable & Sendable)?
    var reconstructions: (any Encodable & Sendable)?

    enum CodingKeys: CodingKey {
      case schemaVersion, runs, loss, reconstructions
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(schemaVersion, forKey: .schemaVersion)
      try container.encode(runs, forKey: .runs)
      if let loss { try container.encode(loss, forKey: .loss) }
      if let reconstructions { try container.encode(reconstructions, forKey: .reconstructions) }
    }
  }
}
