import AECore
import Foundation

/// Columns for the overlap and for each kind of image, a row for each run: an image of each kind,
/// or the spectra.
struct CheckerboardTable: Styled {
  let sides: [CheckerboardSide]
  let showsSpectra: Bool
  let style: Style

  private var isPair: Bool { sides.count > 1 }

  /// The kinds that any of the runs has.
  private var kinds: [Checkerboard.Kind] {
    Checkerboard.Kind.allCases.filter { kind in
      sides.contains { $0.spectrum(kind) != nil || $0.image(kind) != nil }
    }
  }

  /// All spectra share it: powers of ten of the share of a frequency.
  private var scale: ColorScale {
    let spectra = sides.flatMap { Checkerboard.Kind.allCases.compactMap($0.spectrum) }
    let values = spectra.flatMap(\.values).filter { $0 > 0 }
    var limits = -6.0...0
    if let range = Measure.limits(values) {
      let high = ceil(log10(range.upperBound))
      // More than seven powers are only rounding.
      limits = max(high - 7, min(high - 1, floor(log10(range.lowerBound))))...high
    }
    return ColorScale(limits: limits, colormap: .viridis)
  }

  func draw(in frame: Rect, on draw: inout Canvas) {
    let gap = style.gap
    // What the pattern would look like, where there is room beside the pictures.
    let showsOverlap = isPair || frame.width > 2.2 * frame.height
    let heads =
      (showsOverlap ? [["overlap of the decoder", "decoder's overlap", "overlap"]] : [])
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
    let aspect = sides.first.map { Double($0.size.width) / Double($0.size.height) } ?? 1
    let foot = showsSpectra ? lineHeight + gap : 0
    let body = frame.inset(top: lineHeight + 0.4 * gap, bottom: foot)
    // What stands above and below each row of maps.
    let above = isPair ? lineHeight : 0
    let below = style.lineHeight(style.font(.heading)) + lineHeight + 0.4 * gap
    let width = columns.first?.width ?? 1
    let rows = Double(sides.count)
    let height = max(
      1, min((body.height - (rows - 1) * gap) / rows - above - below, width / aspect))
    let pitch = above + height + below + gap
    draw.main { draw in
      for (row, side) in sides.enumerated() {
        let top = body.y + Double(row) * pitch
        if isPair {
          draw.words(
            Words(side.name, isQuiet: true, id: "checkerboard/run/\(row)"), width: frame.width,
            at: Point(frame.x, top))
        }
        let places = columns.map {
          Rect(x: $0.x, y: top + above, width: height * aspect, height: height)
        }
        if showsOverlap { overlap(side, in: places[0], width: width, &draw) }
        for (kind, place) in zip(kinds, places.dropFirst(showsOverlap ? 1 : 0)) {
          if showsSpectra {
            spectrum(side, kind, in: place, &draw)
          } else {
            picture(side, kind, in: place, width: width, &draw)
          }
          share(side, kind, under: place, width: width, &draw)
        }
      }
    }
    guard showsSpectra else { return }
    // The scale of all spectra, below them.
    let left = showsOverlap && columns.count > 1 ? columns[1].x : frame.x
    let bottom = min(frame.maxY - lineHeight, body.y + rows * pitch - 0.8 * gap)
    scale(
      in: Rect(
        x: left, y: bottom, width: (columns.last?.maxX ?? frame.maxX) - left, height: lineHeight),
      &draw)
  }

  private func overlap(
    _ side: CheckerboardSide, in rect: Rect, width: Double, _ draw: inout Canvas
  ) {
    let (stage, size) = (side.overlap, side.overlap.size)
    let most = stage.limits.upperBound
    let pixels = stage.rows.flatMap { row in
      stage.columns.map { theme.shade(row * $0, of: most, theme.large).bytes }
    }
    let low = DecoderStory.number(stage.limits.lowerBound)
    let high = DecoderStory.number(stage.limits.upperBound)
    let ways = ["\(low) to \(high) ways", "\(low) to \(high)"]
    draw.image(
      Raster(width: size.width, height: size.height, pixels: pixels),
      in: rect.fitting(aspect: Double(size.width) / Double(size.height)), framed: true,
      id: "checkerboard/overlap")
    draw.text(
      ways, style.font(.heading), width: width, at: Point(rect.x, rect.maxY + 0.2 * style.gap),
      id: "checkerboard/ways")
  }

  /// One image; what hardly varies is shown with all the contrast that there is.
  private func picture(
    _ side: CheckerboardSide, _ kind: Checkerboard.Kind, in rect: Rect, width: Double,
    _ draw: inout Canvas
  ) {
    guard let image = side.image(kind) else { return }
    var limits: ClosedRange<Float> = 0...1
    if let range = Measure.limits(image.values), range.upperBound - range.lowerBound < 0.5 {
      limits = Float(range.lowerBound)...Float(range.upperBound)
      let ends = [range.lowerBound, range.upperBound].map { NumberText.fixed($0, decimals: 3) }
        .joined(separator: " to ")
      draw.words(
        Words(
          ["from \(ends)", ends], isQuiet: true, id: "checkerboard/limits/\(kind.rawValue)"),
        width: width,
        at: Point(rect.x, rect.maxY + style.lineHeight(style.font(.heading)) + 0.2 * style.gap))
    }
    draw.image(
      .image(image, limits: limits), in: rect, framed: true,
      id: "checkerboard/image/\(kind.rawValue)")
  }

  /// How much repeats, under what shows it.
  private func share(
    _ side: CheckerboardSide, _ kind: Checkerboard.Kind, under rect: Rect, width: Double,
    _ draw: inout Canvas
  ) {
    let share = side.section.share(kind).map { CheckerboardFigure.percent($0) }
    draw.text(
      share.map { ["\($0) repeats", $0] } ?? ["no variation", "–"], style.font(.heading),
      width: width, at: Point(rect.x, rect.maxY + 0.2 * style.gap),
      id: "checkerboard/\(side.name)/\(kind.rawValue)")
  }

  private func spectrum(
    _ side: CheckerboardSide, _ kind: Checkerboard.Kind, in rect: Rect, _ draw: inout Canvas
  ) {
    guard let spectrum = side.spectrum(kind) else { return }
    let values = spectrum.values.map { Float(log10(max(Double($0), 1e-30))) }
    draw.image(
      .map(Tensor(spectrum.shape, values), scale: scale), in: rect, framed: true,
      id: "checkerboard/spectrum/\(side.name)/\(kind.rawValue)")
    frames(side, in: rect, &draw)
  }

  /// Frames the pattern's frequencies, where they are few.
  private func frames(_ side: CheckerboardSide, in rect: Rect, _ draw: inout Canvas) {
    let grid = CellGrid(filling: rect, rows: side.size.height, columns: side.size.width)
    // A cell is small: its frame is at least as large as can be seen, and stays on the map.
    let reach = Size(max(grid.size.width, 0.6 * style.gap), max(grid.size.height, 0.6 * style.gap))
    let cells = side.patternCells
    for place in cells where cells.count <= 24 {
      let center = grid.rect(y: place.y, x: place.x).center
      let (x, y) = (center.x - reach.width / 2, center.y - reach.height / 2)
      let corner = Point(
        min(max(x, rect.x), max(rect.x, rect.maxX - reach.width)),
        min(max(y, rect.y), max(rect.y, rect.maxY - reach.height)))
      draw.path(
        .rect(Rect(corner, reach)), stroke: style.medium(style.theme.second),
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
    ColorBar(scale, style: style).ramp(bar, on: &draw)
    draw.words(
      Words(power(scale.limits.upperBound), id: "checkerboard/scale/high"),
      at: Point(bar.maxX + gap / 2, y), .leading, .middle)
  }
}
