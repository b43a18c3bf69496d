import AECore
import Foundation

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
    func images(atMost count: Int) -> [Int] {
      let others = max(0, images.count - count)
      let first = kept == .first ? 0 : kept == .last ? others : others / 2
      return Array(images.dropFirst(first).prefix(count))
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
  /// Where the colours of ``difference`` end: at the magnitude that 99 of 100 pixels stay below, so
  /// that a few do not make all others pale.
  let limit: Double
  /// The greatest finite magnitude in ``difference``.
  private let greatest: Double
  let parts: [Part]

  /// A table of tensors `(n, C, H, W)` with as many rows; `parts` names rows of them.
  init(id: String, input: Tensor, corrupted: Tensor?, output: Tensor, parts: [Part]) {
    self.id = id
    self.input = input
    self.corrupted = corrupted
    self.output = output
    self.parts = parts
    difference = Measure.channelMeanDifference(output, input)
    errors = (0..<input.shape[0]).map { Measure.meanSquaredError(output[$0], input[$0]) }
    let (most, greatest) = Measure.magnitude(difference.values, share: 0.99)
    self.greatest = greatest
    limit = most > 0 ? most : greatest
  }

  /// What the colours of the error mean, for a caption: `Error = output − input: blue is …`.
  var legend: String {
    let channels = input.shape[1] > 1 ? " (channel mean)" : ""
    let error = "Error = output − \(corrupted == nil ? "input" : "clean")\(channels)"
    guard limit > 0 || !errors.allSatisfy(\.isFinite) else {
      return "\(error): it is 0 everywhere."
    }
    let scale = NumberText.short(limit, digits: 2)
    let beyond = greatest > limit && scale != NumberText.short(greatest, digits: 2)
    return "\(error): blue is too dark, warm colours too bright; one scale, ±\(scale)"
      + (beyond ? " and beyond." : ".")
  }

  private func rows(_ theme: Theme) -> [(name: String, images: [Raster])] {
    let images = errors.indices
    let named = [
      (corrupted == nil ? "input" : "clean", input), ("corrupted", corrupted), ("output", output),
    ]
    let error = images.map { Raster.map(difference[$0], scale: .diverging(limit, theme)) }
    return named.compactMap { name, tensor in
      tensor.map { tensor in (name, images.map { .image(tensor[$0]) }) }
    } + [("error", error)]
  }

  /// Bands of rows, as many columns and bands as fill the frame best: one part may be broken into
  /// bands; several stand beside each other or below each other.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let (gap, line) = (style.gap / 2, style.line)
    let rows = rows(style.theme)
    let left = style.widest(rows.map(\.name) + ["MSE"]) + style.gap
    let bar = ColorBar(.diverging(limit, style.theme), style: style)
    // The colours of the error are told at the foot.
    let foot = line + style.gap
    let area = frame.inset(left: left, bottom: foot)
    let heading = parts.contains { !$0.headings.isEmpty } ? line + style.gap : 0
    // Two digits of the errors are enough where an image would else stand alone.
    let choices = [3, 2].map { digits in
      let texts = errors.map { NumberText.short($0, digits: digits) }
      // The numbers stand apart by more than the pictures do.
      let least = style.widest(texts, isBold: true) + 0.4 * style.gap
      let (fit, widest) = self.fit(
        rows: rows.count, leastWidth: least, heading: heading, line: line, style.gap, in: area.size)
      return (texts: texts, least: least, fit: fit, widest: widest)
    }
    let isShort = choices[0].fit.columns == 1 && choices[1].fit.columns > 1
    let (texts, least, fit, widest) = choices[isShort ? 1 : 0]

    var sheet = PictureSheet(
      fit, gap: gap, slot: max(fit.cell.width, min(least, widest)),
      rowHeight: max(fit.cell.height, line), frame: frame, area: area)
    let (step, partGap) = (sheet.slot + gap, 2.5 * style.gap)
    let bandHeight = heading + Double(rows.count) * sheet.pitch + line
    let bands = bands(fit)
    let used = Double(bands.count) * (bandHeight + 2 * style.gap) - 2 * style.gap + foot
    // A low table stands in the middle of a slide.
    let first = frame.y + (style.page.isSlide ? max(0, frame.height - used) / 2 : 0)
    for (band, parts) in bands.enumerated() {
      let top = first + Double(band) * (bandHeight + 2 * style.gap)
      let middle = top + bandHeight - line / 2
      (sheet.area.x, sheet.area.y) = (area.x, top + heading)
      // A sheet for each part, beside each other.
      let sheets = parts.map { part in
        sheet.starts = part.images.indices.map { Double($0) * step }
        defer { sheet.area.x = sheet.maxX + partGap }
        return sheet
      }
      if heading > 0 { drawHeadings(zip(parts, sheets).map { ($0.part, $1) }, top: top, &draw) }
      for (index, row) in rows.enumerated() {
        for (place, (part, sheet)) in zip(parts, sheets).enumerated() {
          draw.row(
            .init(names: place == 0 ? [Words(row.name, isQuiet: true)] : []) {
              .init(row.images[part.images[$0]], id: "\(id)/\(row.name)/\(part.images[$0])")
            }, index, of: sheet)
        }
      }
      if band == bands.count - 1 {
        let place = Rect(
          x: area.x, y: top + bandHeight + style.gap, width: min(area.width, 22 * style.gap),
          height: line)
        draw.words(
          Words("scale", isQuiet: true), at: Point(frame.x, place.center.y), .leading, .middle)
        bar.level(in: place, on: &draw)
      }
      draw.words(Words("MSE", isQuiet: true), at: Point(frame.x, middle), .leading, .middle)
      for (part, sheet) in zip(parts, sheets) {
        for (column, image) in part.images.enumerated() {
          draw.words(
            Words(texts[image], isBold: true, id: "\(id)/mse/\(image)"),
            at: Point(sheet.box(0, column).center.x, middle), .center, .middle)
        }
      }
    }
  }

  /// How large the pictures are, and how wide a column may be.
  private func fit(
    rows: Int, leastWidth: Double, heading: Double, line: Double, _ gap: Double, in room: Size
  ) -> (PictureFit, widest: Double) {
    let most = max(1, parts.map(\.images.count).max() ?? 0)
    let isOne = parts.count == 1
    func widest(_ columns: Int, _ bands: Int) -> Double {
      let across = isOne ? 1 : parts.count / bands
      let gaps = gap / 2 * Double(across * (columns - 1)) + 2.5 * gap * Double(across - 1)
      return (room.width - gaps) / Double(across * columns)
    }
    let fit = PictureFit.best(
      columns: 1...most, bands: { isOne ? Array(1...(most + $0 - 1) / $0) : [1, parts.count] },
      aspect: input.pictureAspect
    ) { columns, bands in
      let height = (room.height - 2 * gap * Double(bands - 1)) / Double(bands)
      let tallest = (height - heading - line - gap / 2 * Double(rows)) / Double(rows)
      let size = Size(widest(columns, bands), tallest)
      // Rows hold their names, and columns their numbers, unless not even one picture does.
      let isSmall = columns > 1 && size.width < leastWidth || tallest < line
      return isSmall && columns * bands > 1 ? nil : size
    } score: { fit in
      // Area seen, with more images preferred to ever larger ones.
      let places = isOne ? fit.columns * fit.bands : fit.columns
      let shown = parts.reduce(0) { $0 + min($1.images.count, places) }
      return Double(shown) * pow(fit.cell.width, isOne ? 1.2 : 1)
    }
    return (fit, widest(fit.columns, fit.bands))
  }

  /// The images of each part in each band.
  private func bands(_ fit: PictureFit) -> [[(part: Part, images: [Int])]] {
    if parts.count == 1 {
      let images = parts[0].images(atMost: fit.columns * fit.bands)
      return stride(from: 0, to: images.count, by: fit.columns).map {
        [(parts[0], Array(images.dropFirst($0).prefix(fit.columns)))]
      }
    }
    let chosen = parts.map { ($0, $0.images(atMost: fit.columns)) }
    return fit.bands == 1 ? [chosen] : chosen.map { [$0] }
  }

  /// Each part's heading over its columns, all in one form, underlined as far as they reach.
  private func drawHeadings(
    _ parts: [(part: Part, sheet: PictureSheet)], top: Double, _ draw: inout Canvas
  ) {
    let style = draw.style
    let headings = style.firstFitting(
      alike: parts.map { ("heading", $0.part.headings, $0.sheet.maxX - $0.sheet.area.x) },
      style.font(.label, isBold: true))
    for ((_, sheet), heading) in zip(parts, headings) {
      let (from, to, foot) = (sheet.area.x, sheet.maxX, top + style.line)
      draw.words(Words(heading, isBold: true), at: Point((from + to) / 2, top), .center)
      draw.line(Point(from, foot), Point(to, foot), style.medium(style.theme.line))
    }
  }
}
