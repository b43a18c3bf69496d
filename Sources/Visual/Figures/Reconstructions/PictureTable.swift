import AECore

/// Images, what the network was given of them, what came out, and the signed difference: a row
/// each, a column for each image, the mean squared error below it.
struct PictureTable: Sendable {
  /// Images that stand together under a heading.
  struct Part: Hashable, Sendable {
    /// Which of its images stay where there is not room for all.
    enum Kept: Hashable, Sendable { case first, middle, last }

    /// From long to short; empty for none.
    var headings: [String]
    /// Rows of the tensors.
    var images: [Int]
    var kept: Kept

    /// At most `count` of the images, in order.
    func images(atMost count: Int) -> ArraySlice<Int> {
      switch kept {
      case .first: return images.prefix(count)
      case .last: return images.suffix(count)
      case .middle:
        let shown = min(count, images.count)
        let first = (images.count - shown) / 2
        return images[first..<first + shown]
      }
    }
  }

  /// `reconstructions`: what the marks' names begin with.
  let id: String
  /// `(n, C, H, W)`.
  let input: Tensor
  /// What the encoder was given instead, when it was.
  let corrupted: Tensor?
  let output: Tensor
  /// `(n, H, W)`: output − input, the mean over the channels.
  let difference: Tensor
  /// The mean squared error of each image, over all its values.
  let errors: [Double]
  /// The greatest finite magnitude in ``difference``.
  let limit: Double
  let parts: [Part]

  /// A table of tensors `(n, C, H, W)` with as many rows; `parts` names rows of them.
  init(id: String, input: Tensor, corrupted: Tensor?, output: Tensor, parts: [Part]) {
    self.id = id
    self.input = input
    self.corrupted = corrupted
    self.output = output
    self.parts = parts
    difference = Self.difference(output, input)
    errors = (0..<input.shape[0]).map { Measure.meanSquaredError(output[$0], input[$0]) }
    limit = Measure.limits(difference.values.lazy.map(abs))?.upperBound ?? 0
  }

  private static func difference(_ output: Tensor, _ input: Tensor) -> Tensor {
    let (n, c, h, w) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3])
    var result = Tensor([n, h, w])
    for image in 0..<n {
      for pixel in 0..<h * w {
        var sum: Float = 0
        for channel in 0..<c {
          let offset = (image * c + channel) * h * w + pixel
          sum += output.values[offset] - input.values[offset]
        }
        result.values[image * h * w + pixel] = sum / Float(c)
      }
    }
    return result
  }

  /// What the colours of the error mean, for a caption: `Error = output − input: blue is …`.
  var legend: String {
    let channels = input.shape[1] > 1 ? " (channel mean)" : ""
    return "Error = output − \(corrupted == nil ? "input" : "clean")\(channels): blue is too dark, "
      + "orange too bright; one scale for all, ±\(NumberText.short(limit, digits: 2))."
  }

  private enum Row {
    case picture(name: String, Tensor)
    case error

    var name: String {
      switch self {
      case .picture(let name, _): name
      case .error: "error"
      }
    }
  }

  private var rows: [Row] {
    var rows = [Row.picture(name: corrupted == nil ? "input" : "clean", input)]
    if let corrupted { rows.append(.picture(name: "corrupted", corrupted)) }
    return rows + [.picture(name: "output", output), .error]
  }

  /// Bands of rows, as many columns and bands as fill the frame best.
  func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    func width(_ text: String) -> Double { style.measurer.measure(text, font: font).width }
    let rows = rows
    let left = ((rows.map(\.name) + ["MSE"]).map(width).max() ?? 0) + style.gap
    let bar = ColorBar(.diverging(limit, style.theme), style: style)
    let area = frame.inset(left: left, right: bar.uprightWidth + 1.5 * style.gap)
    let texts = errors.map { NumberText.short($0) }
    let plan = PictureTablePlan(
      parts, rows: rows.count, aspect: Double(input.shape[3]) / Double(input.shape[2]),
      // The numbers stand apart by more than the pictures do.
      leastWidth: (texts.map(width).max() ?? 0) + 0.4 * style.gap, line: style.lineHeight(font),
      gap: style.gap,
      in: area.size)

    var marks: [Mark] = []
    for (band, columns) in plan.bands.enumerated() {
      let top = frame.y + Double(band) * (plan.bandHeight + 2 * style.gap)
      marks += headings(plan, band, at: Point(area.x, top), style)
      for (index, row) in rows.enumerated() {
        let y = top + plan.heading + Double(index) * (plan.rowHeight + plan.gap)
        marks.append(
          .text(
            style.text(
              row.name, font, at: Point(frame.x, y + plan.rowHeight / 2), .leading, .middle,
              color: style.theme.mutedText)))
        for column in columns {
          let cell = Rect(
            x: area.x + column.x + (plan.columnWidth - plan.cell.width) / 2,
            y: y + (plan.rowHeight - plan.cell.height) / 2,
            width: plan.cell.width, height: plan.cell.height)
          marks += picture(row, column.image, in: cell, style)
        }
        if case .error = row, band == 0 {
          marks += bar.upright(
            in: Rect(
              x: area.x + plan.width + 1.5 * style.gap, y: y, width: bar.uprightWidth,
              height: plan.rowHeight))
        }
      }
      let y = top + plan.bandHeight - style.lineHeight(font) / 2
      marks.append(
        .text(
          style.text(
            "MSE", font, at: Point(frame.x, y), .leading, .middle, color: style.theme.mutedText)))
      marks += columns.map { column in
        .text(
          style.text(
            texts[column.image], font,
            at: Point(area.x + column.x + plan.columnWidth / 2, y), .center, .middle,
            id: "\(id)/mse/\(column.image)"))
      }
    }
    return marks
  }

  private func headings(
    _ plan: PictureTablePlan, _ band: Int, at corner: Point, _ style: Style
  ) -> [Mark] {
    let font = Font(size: style.font(.label).size, isBold: true)
    let line = style.lineHeight(font)
    return plan.headings[band].flatMap { heading -> [Mark] in
      let (from, to) = (corner.x + heading.from, corner.x + heading.to)
      let text = style.firstFitting(parts[heading.part].headings, font, width: to - from)
      return [
        .text(style.text(text, font, at: Point((from + to) / 2, corner.y), .center, .top)),
        .path(
          PathMark(
            .line(Point(from, corner.y + line), Point(to, corner.y + line)),
            stroke: Stroke(style.theme.line, width: style.mediumLine))),
      ]
    }
  }

  private func picture(_ row: Row, _ image: Int, in cell: Rect, _ style: Style) -> [Mark] {
    let raster: Raster
    switch row {
    case .picture(_, let tensor): raster = .image(tensor[image])
    case .error:
      raster = .map(
        difference[image].values, height: difference.shape[1], width: difference.shape[2],
        scale: .diverging(limit, style.theme))
    }
    return [
      .image(ImageMark(id: "\(id)/\(row.name)/\(image)", raster, rect: cell)),
      .path(PathMark(.rect(cell), stroke: Stroke(style.theme.line, width: style.thinLine))),
    ]
  }
}
