import AECore

/// What the runs are and what they reach, a column each; what is the same in all is said once.
public struct ComparisonTableFigure: Figure {
  /// `table`.
  public let name = "table"
  /// The heading on the page.
  public let title: String
  /// Which run has the smallest error, or why none can be named.
  public let caption: String

  private let comparison: Comparison
  package let rows: [ComparisonRow]

  /// The table of `comparison`.
  public init(_ comparison: Comparison) {
    self.comparison = comparison
    rows = ComparisonRow.all(comparison)
    title = "\(comparison.runs.count) runs side by side"
    caption = Self.caption(comparison)
  }

  private static func caption(_ comparison: Comparison) -> String {
    guard comparison.hasOneData else {
      return "The runs were not tested on the same images: their errors do not compare."
    }
    let known = comparison.runs.compactMap { run in run.mse.map { (run: run, mse: $0) } }
    guard let best = known.min(by: { $0.mse < $1.mse }) else {
      return "Nothing was measured on the test images: `aeviz evaluate` does."
    }
    var text =
      "\(best.run.letter) comes closest to the test images, MSE \(NumberText.short(best.mse)); bold is "
      + "the best in its line."
    if let pca = best.run.run.pcaBaseline?.mse {
      let relation = best.mse < pca ? "below" : "not below"
      text +=
        " PCA with as many components as the code has values reaches \(NumberText.short(pca)): "
        + "\(best.run.letter) is \(relation) that."
    }
    return text
  }

  /// A line for each run: its facts as numbers.
  public var data: any Encodable & Sendable { comparison.runs.map(Values.init) }

  private struct Values: Encodable {
    var name: String
    var dataset: String
    var model: String
    var parameters: Int
    var latentSize: Int
    var imageValues: Int
    var noise: CorruptionDescription?
    var epochs: Int?
    var mse: Double?
    var psnrDB: Double?
    var ssim: Double?
    var pcaMSE: Double?
    var seconds: Double?

    enum CodingKeys: String, CodingKey {
      case name, dataset, model, parameters, noise, epochs, mse, ssim, seconds
      case latentSize = "latent_size"
      case imageValues = "image_values"
      case psnrDB = "psnr_db"
      case pcaMSE = "pca_mse"
    }

    init(_ compared: ComparedRun) {
      let run = compared.run
      name = compared.name
      dataset = run.dataset.name
      model = run.model.name
      parameters = run.model.parameterCount
      latentSize = run.model.latentSize
      imageValues = run.dataset.imageShape.count
      noise = run.training?.corruption
      epochs = run.training?.epochs
      mse = compared.mse
      psnrDB = run.psnrDB
      ssim = run.evaluation?.ssim
      pcaMSE = run.pcaBaseline?.mse
      seconds = compared.seconds
    }
  }

  /// A column for each run, under its letter and name.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let runs = comparison.runs
    let font = style.font(.label)
    let bold = style.font(.label, isBold: true)
    let line = style.lineHeight(font)
    let left =
      (rows.map { style.measurer.measure($0.name, font: font).width }.max() ?? 0) + style.gap
    let inner = style.gap / 2
    let widest = (frame.width - left) / Double(runs.count)
    // Two columns far apart are hard to read across.
    let column = min(widest, style.page.isSlide ? 18 * font.size : 20 * font.size)
    func box(_ index: Int) -> Rect {
      Rect(
        x: frame.x + left + Double(index) * column, y: frame.y, width: column - inner, height: line)
    }
    func width(_ text: String, _ font: Font) -> Double {
      style.measurer.measure(text, font: font).width
    }

    // The heads: letter and name in the run's colour, the name below where it is long.
    let heads = runs.map { run -> [String] in
      let one = "\(run.letter) \(run.name)"
      if width(one, bold) <= column - inner { return [one] }
      return [run.letter, style.middleTruncated(run.name, bold, width: column - inner)]
    }
    let headLines = heads.contains { $0.count > 1 } ? 2 : 1
    var marks: [Mark] = []
    for (run, head) in zip(runs, heads) {
      for (row, text) in head.enumerated() {
        marks.append(
          .text(
            style.text(
              text, bold, at: Point(box(run.index).x, frame.y + Double(row) * line), .leading, .top,
              color: run.color(style.theme), id: "table/head/\(run.index)/\(row)")))
      }
    }
    let top = frame.y + Double(headLines) * line + inner
    let end = frame.x + left + Double(runs.count) * column - inner
    marks.append(
      .path(
        PathMark(
          .line(Point(frame.x, top), Point(end, top)),
          stroke: Stroke(style.theme.line, width: style.thinLine))))

    // A value that is wider than its column takes a second line where there is room for it.
    var room = frame.maxY - top - inner
    var shown = rows
    while Double(shown.count) * line > room, let last = shown.popLast() { _ = last }
    room -= Double(shown.count) * line
    let space = min(
      style.page.isSlide ? 0.35 * style.gap : style.gap, room / Double(max(1, rows.count)))
    var spare = Int((room - space * Double(shown.count)) / line)
    var y = top + inner
    for row in shown {
      marks.append(
        .text(
          style.text(
            row.name, font, at: Point(frame.x, y), .leading, .top, color: style.theme.mutedText)))
      if row.isShared, let text = row.texts[0].first {
        let wide = end - box(0).x
        let said = text == "–" ? text : "\(text) (all)"
        marks.append(
          .text(
            style.text(
              width(said, font) <= wide ? said : style.middleTruncated(text, font, width: wide),
              font, at: Point(box(0).x, y), .leading, .top, id: "table/\(row.name)")))
        y += line + space
        continue
      }
      let cells = row.texts.enumerated().map { index, texts -> [String] in
        let face = row.best.contains(index) ? bold : font
        if let text = texts.first(where: { width($0, face) <= column - inner }) { return [text] }
        let text = texts.last ?? ""
        let lines = style.lines(
          of: text.replacingOccurrences(of: "-", with: "- "), face, width: column - inner
        ).map { $0.replacingOccurrences(of: "- ", with: "-") }
        if lines.count == 2, spare > 0 { return lines }
        return [style.middleTruncated(text, face, width: column - inner)]
      }
      let height = cells.map(\.count).max() ?? 1
      if height > 1 { spare -= 1 }
      for (index, lines) in cells.enumerated() {
        for (offset, text) in lines.enumerated() {
          marks.append(
            .text(
              style.text(
                text, row.best.contains(index) ? bold : font,
                at: Point(box(index).x, y + Double(offset) * line), .leading, .top,
                id: "table/\(row.name)/\(index)")))
        }
      }
      y += Double(height) * line + space
    }
    return marks
  }
}
