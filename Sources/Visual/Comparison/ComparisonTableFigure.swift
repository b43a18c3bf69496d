import AECore

/// What the runs are and what they reach, a column each; what is the same in all is said once.
public struct ComparisonTableFigure: Figure {
  /// Its name and its title.
  public var heading: Heading { ("table", "\(comparison.runs.count) runs side by side") }

  private let comparison: Comparison
  package let rows: [ComparisonRow]

  /// The table of `comparison`.
  public init(_ comparison: Comparison) {
    self.comparison = comparison
    rows = ComparisonRow.all(comparison)
  }

  /// Which run has the smallest error, or why none can be named.
  public var caption: String {
    guard comparison.hasOneData else {
      return "The runs were not tested on the same images: their errors do not compare."
    }
    let known = comparison.runs.compactMap { run in run.mse.map { (run: run, value: $0) } }
    guard let best = Comparison.least(known) else {
      return "No run knows its error on the test images: `aeviz evaluate` measures it."
    }
    guard best.isOne, let run = best.runs.first, let mse = run.mse else {
      return
        "\(best.who) come equally close to the test images, MSE \(best.text); bold is the best in "
        + "its line."
    }
    var text =
      "\(best.who) comes closest to the test images, MSE \(best.text); bold is the best in its line."
    if let pca = run.run.pcaBaseline?.mse {
      let relation = mse < pca ? "below" : "not below"
      text +=
        " PCA with as many components reaches \(NumberText.short(pca)): \(best.who) is \(relation) "
        + "that."
    }
    return text
  }

  /// A line for each run: its facts as numbers.
  public var data: any Encodable & Sendable {
    comparison.runs.map { compared in
      let run = compared.run
      return [
        "name": compared.name, "dataset": run.dataset.name, "model": run.model.name,
        "parameters": run.model.parameterCount, "latentSize": run.model.latentSize,
        "imageValues": run.dataset.imageShape.count, "noise": run.training?.corruption,
        "epochs": run.training?.epochs, "mse": compared.mse, "psnrDB": run.psnrDB,
        "ssim": run.evaluation?.ssim, "pcaMSE": run.pcaBaseline?.mse, "seconds": compared.seconds,
      ] as Fields
    }
  }

  /// A column for each run, under its letter and name; below the table what is the same in all.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    draw.main { draw in
      ComparisonTable(runs: comparison.runs, rows: rows, style: draw.style).draw(
        in: frame, on: &draw)
    }
  }
}
