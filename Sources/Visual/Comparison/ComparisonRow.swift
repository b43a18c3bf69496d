import AECore

/// One line of the table that holds runs beside each other: a fact with its value in every run.
package struct ComparisonRow: Sendable {
  /// `Parameters`.
  package let name: String
  /// What each run has, from long to short; a dash where nothing is known.
  package let texts: [[String]]
  /// The same as thousandths, for columns that are too narrow: `MSE · 10³`.
  package var compact: (name: String, texts: [[String]])?
  /// The runs that are the best of all in this.
  package let best: Set<Int>

  /// Whether all runs have the same: it is said once.
  package var isShared: Bool { Set(texts.map(\.first)).count == 1 }

  private init(_ name: String, _ texts: [[String]?], best: Set<Int> = []) {
    self.name = name
    self.texts = texts.map { $0 ?? ["–"] }
    self.best = best
  }

  /// The lines for `comparison`; what no run knows is left out.
  package static func all(_ comparison: Comparison) -> [ComparisonRow] {
    let runs = comparison.runs
    func row(_ name: String, _ text: (ComparedRun) -> [String]?) -> ComparisonRow? {
      let texts = runs.map(text)
      return texts.contains { $0 != nil } ? ComparisonRow(name, texts) : nil
    }
    /// Marks the runs whose printed value is the best, when they can be compared and differ.
    func measured(
      _ name: String, isHigherBetter: Bool = false, _ value: (ComparedRun) -> Double?,
      _ text: (Double) -> String
    ) -> ComparisonRow? {
      let values = runs.map { value($0)?.finite }
      let known = values.compactMap { $0 }
      guard let best = isHigherBetter ? known.max() : known.min() else { return nil }
      let texts = values.map { $0.map(text) }
      let isContest = comparison.hasOneData && Set(texts.compactMap { $0 }).count > 1
      return ComparisonRow(
        name, texts.map { $0.map { [$0] } },
        best: isContest ? Set(texts.indices.filter { texts[$0] == text(best) }) : [])
    }
    let rows: [ComparisonRow?] = [
      row("Data") { [$0.run.dataset.name] },
      row("Model") { [$0.run.model.name] },
      row("Parameters") { count($0.run.model.parameterCount) },
      row("Code") { count($0.run.model.latentSize) },
      row("Compression") {
        let ratio = NumberText.ratio($0.run.dataset.imageShape.count, to: $0.run.model.latentSize)
        return [ratio, ratio.replacing(" ", with: "")]
      },
      row("Noise") { run in
        run.run.training?.corruption.map { noise in
          let amount = NumberText.setting(noise.amount)
          let letter = noise.name == "gaussian" ? "σ" : "p"
          return ["\(noise.name) \(amount)", "\(letter) = \(amount)", amount]
        }
      },
      row("Epochs") { $0.run.training.map { count($0.epochs) } },
      measured("MSE", { $0.mse }, { NumberText.short($0) })?.inThousandths(runs.map(\.mse)),
      measured(
        "PSNR in dB", isHigherBetter: true, { $0.run.psnrDB },
        { NumberText.fixed($0, decimals: 1) }),
      measured(
        "SSIM", isHigherBetter: true, { $0.run.evaluation?.ssim },
        { NumberText.fixed($0, decimals: 3) }),
      row("PCA’s MSE") { $0.run.pcaBaseline?.mse.map { [NumberText.short($0)] } }?
        .inThousandths(runs.map { $0.run.pcaBaseline?.mse }),
      row("Time") { $0.seconds.map { [time($0)] } },
    ]
    return rows.compactMap { $0 }
  }

  /// With its numbers once more as thousandths, where all are small enough to be shorter so.
  private func inThousandths(_ values: [Double?]) -> ComparisonRow {
    let known = values.compactMap { $0 }.filter(\.isFinite)
    guard known.allSatisfy({ (1e-4..<0.1).contains($0) }) else { return self }
    var row = self
    row.compact = (
      "\(name) · 10³",
      values.map { $0.map { $0.isFinite ? [NumberText.short(1000 * $0)] : ["–"] } ?? ["–"] }
    )
    return row
  }

  /// `105,000`, or `105 k` where there is no room for that.
  private static func count(_ value: Int) -> [String] {
    let full = NumberText.count(value)
    guard value >= 10_000 else { return [full] }
    let (unit, name) = value >= 1_000_000 ? (1e6, "M") : (1e3, "k")
    let scaled = Double(value) / unit
    return [full, "\(NumberText.fixed(scaled, decimals: scaled < 10 ? 1 : 0)) \(name)"]
  }

  /// `8.1 s`, `3 min`, `2.5 h`.
  static func time(_ seconds: Double) -> String {
    if seconds < 10 { return "\(NumberText.fixed(seconds, decimals: 1)) s" }
    if seconds < 120 { return "\(NumberText.fixed(seconds, decimals: 0)) s" }
    if seconds < 7200 { return "\(NumberText.fixed(seconds / 60, decimals: 0)) min" }
    return "\(NumberText.fixed(seconds / 3600, decimals: 1)) h"
  }
}
