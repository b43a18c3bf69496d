import AECore

/// One use of an autoencoder, judged: its number beside the best plain method's.
package struct VerdictRow: Hashable, Sendable, Encodable {
  /// Who is better.
  package enum Winner: String, Hashable, Sendable, Encodable {
    case autoencoder, baseline
    /// Closer than the margin.
    case equal = "about equal"

    /// From long to short.
    var names: [String] {
      switch self {
      case .autoencoder: ["autoencoder"]
      case .baseline: ["plain method", "plain"]
      case .equal: ["about equal", "equal"]
      }
    }
  }

  /// In which unit a number is, and how far two may lie apart and still be called equal.
  package enum Measure: String, Hashable, Sendable, Encodable {
    /// Mean squared error or another distance; the less the better.
    case error
    /// A share of the test images; the more the better.
    case accuracy
    /// The area under a ROC curve; the more the better.
    case area

    /// Errors: 2 % of the baseline's. Accuracies: a percentage point. Areas: 0.01.
    package static let margins =
      "2 % of an error, one percentage point of an accuracy, 0.01 of an area"

    package func winner(_ autoencoder: Double, _ baseline: Double) -> Winner {
      let lead = self == .error ? baseline - autoencoder : autoencoder - baseline
      let margin = self == .error ? 0.02 * abs(baseline) : 0.01
      // What differs by rounding only does not decide.
      if abs(lead) <= margin * (1 + 1e-9) { return .equal }
      return lead > 0 ? .autoencoder : .baseline
    }

    func text(_ value: Double) -> String {
      switch self {
      case .error: NumberText.short(value)
      case .accuracy: "\(NumberText.fixed(100 * value, decimals: 1)) %"
      case .area: NumberText.fixed(value, decimals: 3)
      }
    }

    /// How the autoencoder's number lies to the plain method's, so that it cannot be read the other
    /// way round: `the autoencoder’s is 26 % lower`; from long to short, the last with a sign.
    package func lead(_ autoencoder: Double, _ baseline: Double) -> [String] {
      let difference = autoencoder - baseline
      let sign = difference < 0 ? "−" : "+"
      guard text(autoencoder) != text(baseline) else { return ["no difference", "±0"] }
      func said(_ relation: String, _ short: String) -> [String] {
        [
          "the autoencoder’s is \(relation)", "autoencoder: \(relation)", "ours: \(relation)",
          short,
        ]
      }
      switch self {
      case .error:
        guard baseline > 0 else { return said("higher", "higher") }
        let relation = NumberText.relation(autoencoder, to: baseline)
        guard autoencoder < 2 * baseline else {
          return said(relation, "× \(NumberText.short(autoencoder / baseline, digits: 2))")
        }
        return said(relation, sign + NumberText.percent(abs(difference) / baseline))
      case .accuracy:
        let points = NumberText.fixed(100 * abs(difference), decimals: 1)
        return said(
          "\(points) points \(difference > 0 ? "higher" : "lower")", "\(sign)\(points) points")
      case .area:
        let area = NumberText.fixed(abs(difference), decimals: 3)
        return said("\(area) \(difference > 0 ? "larger" : "smaller")", sign + area)
      }
    }
  }

  /// `Reconstruction`.
  package fileprivate(set) var use = ""
  /// What the numbers are, from long to short: `mean squared error`, `MSE`.
  package var quantity: [String]
  package var measure: Measure
  /// The autoencoder's number, and what was done with it, from long to short: `code of 16`.
  package var autoencoder: Double
  package var means: [String]
  /// The best plain method's, and its name, from long to short.
  package var baseline: Double
  package var rival: [String]

  package var winner: Winner { measure.winner(autoencoder, baseline) }

  package func encode(to encoder: any Encoder) throws {
    let fields: Fields = [
      "use": use, "quantity": quantity.first, "autoencoder": autoencoder, "means": means.first,
      "baseline": baseline, "rival": rival.first, "winner": winner,
    ]
    try fields.encode(to: encoder)
  }
}

/// A use with its row, or with the reason why nobody has measured it.
package struct VerdictEntry: Hashable, Sendable {
  /// `Reconstruction`.
  package var use: String
  package var row: VerdictRow?
  /// Without a row: why, in a few words.
  package var reason: String

  private init(_ use: String, _ row: VerdictRow?, without reason: String? = nil) {
    self.use = use
    self.row = row
    self.row?.use = use
    self.reason = reason ?? "not measured"
  }

  /// Every use of `run`, in the order of the page; to add one, add a function like these.
  static func all(of run: Run) -> [VerdictEntry] {
    [
      VerdictEntry("Reconstruction", .reconstruction(run)),
      VerdictEntry("Denoising", .denoising(run)),
      VerdictEntry(
        "Classification", .classification(run),
        without: run.dataset.classNames == nil ? "the images have no labels" : nil),
      VerdictEntry("Generation", .generation(run)),
      VerdictEntry(
        "Anomalies", .anomalies(run),
        without: run.dataset.heldOutClass != nil
          ? nil
          : run.isTrainingKnown
            ? "no class was left out of the training (--hold-out-class)"
            : "which classes the network was trained on is unknown"),
    ]
  }
}
