import AECore
import Foundation

/// Columns for the overlap and for each kind of image; for one run a row of pictures above the row
/// of spectra, for two a row of spectra each.
struct CheckerboardTable {
  let sides: [CheckerboardSide]
  let style: Style

  private var font: Font { style.font(.label) }
  private var line: Double { style.lineHeight(font) }
  private var isPair: Bool { sides.count > 1 }

  /// The kinds that any of the runs has.
  private var kinds: [Checkerboard.Kind] {
    Checkerboard.Kind.allCases.filter { kind in
      sides.contains { $0.spectra[kind] != nil || $0.images[kind] != nil }
    }
  }

  /// All spectra share it: powers of ten of the share of a frequency.
  private var scale: ColorScale {
    let values = sides.flatMap { $0.spectra.values.flatMap(\.values) }.filter { $0 > 0 }
    var limits = -6.0...0
    if let range = Measure.limits(values) {
      let high = ceil(log10(range.upperBound))
      // More than seven powers are only rounding.
      limits = max(high - 7, min(high - 1, floor(log10(range.lowerBound))))...high
    }
    return ColorScale(limits: limits, colormap: .viridis)
  }

  func marks(in frame: Rect) -> [Mark] {
    var draw = Canvas(style)
    let gap = style.gap
    let heads =
      [["overlap of the decoder", "decoder's overlap", "overlap"]]
      + kinds.map { kind in
        switch kind {
        case .untrained: ["before training", "before"]
        case .trained: ["after training", "after"]
        case .real: ["real images", "real"]
        }
      }
    let columns = Stack(.across, equal: heads.count, gap: 2 * gap).pieces(of: frame)
    for (head, column) in zip(heads, columns) {
      draw.lines([Words(head, isBold: true)], in: column)
    }
    let body = frame.inset(top: line + 0.4 * gap, bottom: line + 0.6 * gap)
    let aspect = sides.first.map { Double($0.size.width) / Double($0.size.height) } ?? 1
    // What stands above and below each row of maps.
    let above = isPair ? line : 0
    let below = style.lineHeight(style.font(.heading)) + 0.4 * gap
    let width = columns.first?.width ?? 1
    let height = max(1, min((body.height - gap) / 2 - above - below, width / aspect))
    let pitch = above + height + below + gap
    for row in 0..<2 {
      let top = body.y + Double(row) * pitch
      let side = isPair ? sides[row] : sides[0]
      if isPair {
        draw.words(
          Words(side.name, isQuiet: true, id: "checkerboard/run/\(row)"), width: frame.width,
          at: Point(frame.x, top))
      }
      let places = columns.map {
        Rect(x: $0.x, y: top + above, width: height * aspect, height: height)
      }
      if isPair || row == 0 { overlap(side, in: places[0], width: width, &draw) }
      for (kind, place) in zip(kinds, places.dropFirst()) {
        if isPair || row == 1 {
          spectrum(side, kind, in: place, width: width, &draw)
        } else {
          picture(side, kind, in: place, width: width, &draw)
        }
      }
    }
    // The scale of all spectra, below them.
    let left = columns.count > 1 ? columns[1].x : frame.x
    let bottom = min(frame.maxY - line, body.y + 2 * pitch - 0.8 * gap)
    scale(
      in: Rect(x: left, y: bottom, width: (columns.last?.maxX ?? frame.maxX) - left, height: line),
      &draw)
    return draw.marks
  }

  /// What is said under a map.
  private func note(_ words: Words, _ rect: Rect, width: Double, _ draw: inout Canvas) {
    draw.words(words, width: width, at: Point(rect.x, rect.maxY + 0.2 * style.gap))
  }

  private func overlap(
    _ side: CheckerboardSide, in rect: Rect, width: Double, _ draw: inout Canvas
  ) {
    let stage = side.overlap
    let area = rect.fitting(aspect: Double(stage.size.width) / Double(stage.size.height))
    let values = stage.rows.flatMap { row in stage.columns.map { Float(row * $0) } }
    let (low, high) = (
      DecoderOverlapMaps.number(stage.limits.lowerBound),
      DecoderOverlapMaps.number(stage.limits.upperBound)
    )
    draw.image(
      .map(
        values, height: stage.size.height, width: stage.size.width,
        scale: .sequential(0...max(1, stage.limits.upperBound))), in: area, framed: true,
      id: "checkerboard/overlap")
    note(
      Words(
        ["\(low) (dark) to \(high) ways", "\(low) to \(high) ways", "\(low) to \(high)"],
        id: "checkerboard/ways"), rect, width: width, &draw)
  }

  /// One image; what hardly varies is shown with all the contrast that there is.
  private func picture(
    _ side: CheckerboardSide, _ kind: Checkerboard.Kind, in rect: Rect, width: Double,
    _ draw: inout Canvas
  ) {
    guard let image = side.images[kind] else { return }
    var limits: ClosedRange<Float> = 0...1
    var texts = ["one image"]
    if let range = Measure.limits(image.values), range.upperBound - range.lowerBound < 0.5 {
      limits = Float(range.lowerBound)...Float(range.upperBound)
      let ends =
        "\(NumberText.fixed(range.lowerBound, decimals: 3)) to "
        + NumberText.fixed(range.upperBound, decimals: 3)
      texts = ["one image, \(ends) only", "\(ends) only", ends]
    }
    draw.image(
      Raster(
        image: image.values, channels: image.shape[0], width: image.shape[2],
        height: image.shape[1], limits: limits), in: rect, framed: true,
      id: "checkerboard/image/\(kind.rawValue)")
    note(
      Words(texts, isQuiet: true, id: "checkerboard/limits/\(kind.rawValue)"), rect, width: width,
      &draw)
  }

  private func spectrum(
    _ side: CheckerboardSide, _ kind: Checkerboard.Kind, in rect: Rect, width: Double,
    _ draw: inout Canvas
  ) {
    if let spectrum = side.spectra[kind] {
      let values = spectrum.values.map { Float(log10(max(Double($0), 1e-30))) }
      draw.image(
        .map(values, height: side.size.height, width: side.size.width, scale: scale), in: rect,
        framed: true, id: "checkerboard/spectrum/\(side.name)/\(kind.rawValue)")
      frames(side, in: rect, &draw)
    }
    let share = side.section.share(kind).map { CheckerboardFigure.percent($0) }
    let heading = style.font(.heading)
    let text = style.firstFitting(
      share.map { ["\($0) repeats", $0] } ?? ["no variation", "–"], heading, width: width)
    draw.text(
      text, heading, at: Point(rect.x, rect.maxY + 0.2 * style.gap), .leading, .top,
      id: "checkerboard/\(side.name)/\(kind.rawValue)")
  }

  /// Frames the pattern's frequencies, where they are few.
  private func frames(_ side: CheckerboardSide, in rect: Rect, _ draw: inout Canvas) {
    let cell = Size(
      rect.width / Double(side.size.width), rect.height / Double(side.size.height))
    // A cell is small: its frame is at least as large as can be seen, and stays on the map.
    let reach = Size(max(cell.width, 0.6 * style.gap), max(cell.height, 0.6 * style.gap))
    let cells = side.patternCells
    for place in cells where cells.count <= 24 {
      let x = rect.x + (Double(place.x) + 0.5) * cell.width - reach.width / 2
      let y = rect.y + (Double(place.y) + 0.5) * cell.height - reach.height / 2
      let box = Rect(
        x: min(max(x, rect.x), max(rect.x, rect.maxX - reach.width)),
        y: min(max(y, rect.y), max(rect.y, rect.maxY - reach.height)), width: reach.width,
        height: reach.height)
      draw.path(
        .rect(box), stroke: Stroke(style.theme.second, width: style.mediumLine),
        id: "checkerboard/pattern")
    }
  }

  private func scale(in rect: Rect, _ draw: inout Canvas) {
    func power(_ exponent: Double) -> String {
      exponent == 0 ? "1" : "10" + NumberText.superscript(Int(clamping: exponent))
    }
    let (gap, y, scale) = (style.gap, rect.center.y, scale)
    let head = draw.words(
      Words(["share of each frequency:", "share:"], isQuiet: true), width: 0.5 * rect.width,
      at: Point(rect.x, y), .leading, .middle)
    let low = draw.words(
      Words(power(scale.limits.lowerBound), id: "checkerboard/scale/low"),
      at: Point(head.bounds.maxX + gap, y), .leading, .middle)
    let room = rect.maxX - low.bounds.maxX - gap - 4 * font.size
    let bar = Rect(
      x: low.bounds.maxX + gap / 2, y: y - gap / 2, width: min(14 * gap, max(gap, room)),
      height: gap)
    draw.add(ColorBar(scale, style: style).ramp(bar))
    draw.words(
      Words(power(scale.limits.upperBound), id: "checkerboard/scale/high"),
      at: Point(bar.maxX + gap / 2, y), .leading, .middle)
  }
}
