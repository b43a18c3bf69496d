/// A chapter of the report in a page: figures that answer one question.
struct ReportChapter {
  let title: String
  let figures: [FigureMarkup]

  /// Figures by their names, in the order in which they are read.
  private static let contents: [(title: String, names: [String])] = [
    ("The run", ["title", "architecture", "loss", "film"]),
    ("What comes out", ["reconstructions", "class-errors"]),
    ("The codes", ["latent", "kl", "manifold", "interpolation"]),
    (
      "Inside the network",
      ["filters", "receptive-field", "footprint", "checkerboard", "spectra"]
    ),
    (
      "What it is good for",
      ["denoising", "classification", "confusion", "generation", "anomalies", "held-out-class"]
    ),
  ]

  /// Puts figures into chapters; those that no chapter names come last, with the verdict.
  static func chapters(of figures: [FigureMarkup]) -> [ReportChapter] {
    let named = contents.map { title, names in
      ReportChapter(
        title: title, figures: names.flatMap { name in figures.filter { $0.name == name } })
    }
    let known = Set(contents.flatMap { $0.names })
    let rest = ReportChapter(
      title: "The verdict", figures: figures.filter { !known.contains($0.name) })
    return (named + [rest]).filter { !$0.figures.isEmpty }
  }
}
