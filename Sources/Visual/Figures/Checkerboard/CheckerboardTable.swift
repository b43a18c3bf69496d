import AECore
import Foundation

/// Columns for the overlap and for each kind of image; for one run a row of pictures above the row
/// of spectra, for two a row of spectra each.
struct CheckerboardTable {
  let sides: [CheckerboardSide]
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var bold: Font { Font(size: font.size, isBold: true) }
  private var line: Double { style.lineHeight(font) }
  private var isPair: Bool { sides.count > 1 }

  /// The kinds that any of the runs has.
  private var kinds: [Checkerboard.Kind] {
    Checkerboard.Kind.allCases.filter { kind in
      sides.contains { $0.spectra[kind] != nil || $0.images[kind] != nil }
    }
  }

  /// All spectra share it: powers of ten of the share of a frequency.
  private var limits: ClosedRange<Double> {
    let values = sides.flatMap { $0.spectra.values.flatMap(\.values) }.filter { $0 > 0 }
    guard let range = Measure.limits(values) else { return -6...0 }
    let high = ceil(log10(range.upperBound))
    // More than seven powers are only rounding.
    return max(high - 7, min(high - 1, floor(log10(range.lowerBound))))...high
  }

  func marks(in frame: Rect) -> [Mark] {
    let heads =
      [["overlap of the decoder", "decoder's overlap", "overlap"]]
      + kinds.map { kind in
        switch kind {
        case .untrained: ["before training", "before"]
        case .trained: ["after training", "after"]
        case .real: ["real images", "real"]
        }
      }
    let columns = frame.columns(heads.map { _ in 1 }, gap: 2 * style.gap)
    var marks = zip(heads, columns).map { head, column in
      Mark.text(
        style.text(
          style.firstFitting(head, bold, width: column.width), bold,
          at: Point(column.x, frame.y), .leading, .top))
    }
    let foot = line + 0.6 * style.gap
    let body = frame.inset(top: line + 0.4 * style.gap, bottom: foot)
    let aspect = sides.first.map { Double($0.size.width) / Double($0.size.height) } ?? 1
    // What stands above and below each row of maps.
    let above = isPair ? line : 0
    let below = style.lineHeight(style.font(.heading)) + 0.4 * style.gap
    let gap = style.gap
    let room = (body.height - gap) / 2 - above - below
    let width = columns.first?.width ?? 1
    let height = max(1, min(room, width / aspect))
    let map = Size(height * aspect, height)
    let rowHeight = above + height + below
    var bottom = body.y
    for row in 0..<2 {
      let top = body.y + Double(row) * (rowHeight + gap)
      let side = isPair ? sides[row] : sides[0]
      if isPair {
        marks.append(
          .text(
            style.text(
              style.truncated(side.name, font, width: frame.width), font, at: Point(frame.x, top),
              .leading, .top, color: theme.mutedText, id: "checkerboard/run/\(row)")))
      }
      let places = columns.map {
        Rect(x: $0.x, y: top + above, width: map.width, height: map.height)
      }
      if isPair || row == 0 { marks += overlap(side, in: places[0], width: width) }
      for (kind, place) in zip(kinds, places.dropFirst()) {
        marks +=
          isPair || row == 1
          ? spectrum(side, kind, in: place, width: width)
          : picture(side, kind, in: place, width: width)
      }
      bottom = top + rowHeight
    }
    // The scale of all spectra, below them.
    let bar = Rect(
      x: columns.count > 1 ? columns[1].x : frame.x, y: min(frame.maxY - line, bottom + 0.2 * gap),
      width: (columns.last?.maxX ?? frame.maxX) - (columns.count > 1 ? columns[1].x : frame.x),
      height: line)
    marks += scale(in: bar)
    return marks
  }

  private func outlined(_ raster: Raster, _ rect: Rect, id: String) -> [Mark] {
    [
      .image(ImageMark(id: id, raster, rect: rect)),
      .path(PathMark(.rect(rect), stroke: Stroke(theme.line, width: style.thinLine))),
    ]
  }

  private func below(
    _ texts: [String], _ rect: Rect, width: Double, font: Font, color: Color? = nil, id: String
  ) -> Mark {
    .text(
      style.text(
        style.firstFitting(texts, font, width: width), font,
        at: Point(rect.x, rect.maxY + 0.2 * style.gap), .leading, .top, color: color, id: id))
  }

  private func overlap(_ side: CheckerboardSide, in rect: Rect, width: Double) -> [Mark] {
    let stage = side.overlap
    let area = rect.fitting(aspect: Double(stage.size.width) / Double(stage.size.height))
    let values = stage.rows.flatMap { row in stage.columns.map { Float(row * $0) } }
    let (low, high) = (
      DecoderOverlapMaps.number(stage.limits.lowerBound),
      DecoderOverlapMaps.number(stage.limits.upperBound)
    )
    return outlined(
      .map(
        values, height: stage.size.height, width: stage.size.width,
        scale: .sequential(0...max(1, stage.limits.upperBound))), area, id: "checkerboard/overlap")
      + [
        below(
          ["\(low) (dark) to \(high) ways", "\(low) to \(high) ways", "\(low) to \(high)"], rect,
          width: width, font: font, id: "checkerboard/ways")
      ]
  }

  /// One image; what hardly varies is shown with all the contrast that there is.
  private func picture(
    _ side: CheckerboardSide, _ kind: Checkerboard.Kind, in rect: Rect, width: Double
  ) -> [Mark] {
    guard let image = side.images[kind] else { return [] }
    var limits: ClosedRange<Float> = 0...1
    var note = ["one image"]
    if let range = Measure.limits(image.values), range.upperBound - range.lowerBound < 0.5 {
      limits = Float(range.lowerBound)...Float(range.upperBound)
      let ends =
        "\(NumberText.fixed(range.lowerBound, decimals: 3)) to "
        + NumberText.fixed(range.upperBound, decimals: 3)
      note = ["one image, \(ends) only", "\(ends) only", ends]
    }
    let raster = Raster(
      image: image.values, channels: image.shape[0], width: image.shape[2],
      height: image.shape[1], limits: limits)
    return outlined(raster, rect, id: "checkerboard/image/\(kind.rawValue)")
      + [
        below(
          note, rect, width: width, font: font, color: theme.mutedText,
          id: "checkerboard/limits/\(kind.rawValue)")
      ]
  }

  private func spectrum(
    _ side: CheckerboardSide, _ kind: Checkerboard.Kind, in rect: Rect, width: Double
  ) -> [Mark] {
    let share = side.section.share(kind).map { CheckerboardFigure.percent($0) }
    let number = below(
      share.map { ["\($0) repeats", $0] } ?? ["no variation", "–"], rect, width: width,
      font: style.font(.heading),
      id: "checkerboard/\(side.name)/\(kind.rawValue)")
    guard let spectrum = side.spectra[kind] else { return [number] }
    let limits = limits
    let values = spectrum.values.map { Float(log10(max(Double($0), 1e-30))) }
    let raster = Raster.map(
      values, height: side.size.height, width: side.size.width,
      scale: ColorScale(limits: limits, colormap: .viridis))
    var marks = outlined(
      raster, rect, id: "checkerboard/spectrum/\(side.name)/\(kind.rawValue)")
    let cell = Size(
      rect.width / Double(side.size.width), rect.height / Double(side.size.height))
    let cells = side.patternCells
    guard cells.count <= 24 else { return marks + [number] }
    for place in cells {
      // A cell is small: its frame is at least as large as can be seen, and stays on the map.
      let reach = Size(max(cell.width, 0.6 * style.gap), max(cell.height, 0.6 * style.gap))
      let middle = Point(
        rect.x + (Double(place.x) + 0.5) * cell.width,
        rect.y + (Double(place.y) + 0.5) * cell.height)
      let box = Rect(
        x: min(max(middle.x - reach.width / 2, rect.x), max(rect.x, rect.maxX - reach.width)),
        y: min(max(middle.y - reach.height / 2, rect.y), max(rect.y, rect.maxY - reach.height)),
        width: reach.width, height: reach.height)
      marks.append(
        .path(
          PathMark(
            id: "checkerboard/pattern", .rect(box),
            stroke: Stroke(theme.second, width: style.mediumLine))))
    }
    return marks + [number]
  }

  private func scale(in rect: Rect) -> [Mark] {
    let limits = limits
    func power(_ exponent: Double) -> String {
      exponent == 0 ? "1" : "10" + NumberText.superscript(Int(exponent))
    }
    let title = style.firstFitting(
      ["share of each frequency:", "share:"], font, width: 0.5 * rect.width)
    let head = style.text(
      title, font, at: Point(rect.x, rect.center.y), .leading, .middle, color: theme.mutedText)
    let low = style.text(
      power(limits.lowerBound), font, at: Point(head.bounds.maxX + style.gap, rect.center.y),
      .leading, .middle, id: "checkerboard/scale/low")
    let width = min(
      14 * style.gap,
      max(style.gap, rect.maxX - low.bounds.maxX - style.gap - 4 * font.size))
    let bar = Rect(
      x: low.bounds.maxX + style.gap / 2, y: rect.center.y - style.gap / 2, width: width,
      height: style.gap)
    let ramp = (0..<64).map {
      Float(limits.lowerBound + (limits.upperBound - limits.lowerBound) * Double($0) / 63)
    }
    return [
      .text(head), .text(low),
      .image(
        ImageMark(
          .map(ramp, height: 1, width: 64, scale: ColorScale(limits: limits, colormap: .viridis)),
          rect: bar)),
      .path(PathMark(.rect(bar), stroke: Stroke(theme.line, width: style.thinLine))),
      .text(
        style.text(
          power(limits.upperBound), font, at: Point(bar.maxX + style.gap / 2, rect.center.y),
          .leading, .middle, id: "checkerboard/scale/high")),
    ]
  }
}
