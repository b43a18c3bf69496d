import AECore

/// Which pixels of an image a cell is joined with, twice: framed on the image, and as the number of
/// ways to each pixel.
struct ReachPanel {
  /// Names the panel in ids.
  let id: String
  /// From long to short.
  let titles: [String]
  /// The second line, from long to short.
  let subtitles: [String]
  /// Below the panel, each from long to short.
  let notes: [[String]]
  let reach: CellReach
  /// What the cell's neighbour is joined with.
  let neighbour: CellReach?
  /// `(C, H, W)`; nil when the run holds no images.
  let image: Tensor?

  /// Panels beside each other on a slide, in two columns on paper; the first and the last ones when
  /// there is no room for all.
  static func draw(_ panels: [ReachPanel], color: Color, in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let grid = PanelGrid(
      panels.count, leastWidth: 9.5 * style.font(.label).size,
      atMost: frame.height > frame.width ? 6 : .max, headFirst: false, in: frame, style)
    draw.panels(grid, names: panels.map { $0.titles[0] }) { draw, index, box in
      var inner = Canvas(style)
      panels[index].draw(in: box, color: color, on: &inner)
      // One panel alone stands in the middle.
      let alone = grid.shown.count == 1 ? inner.marks.bounds : nil
      let dx = alone.map { frame.center.x - $0.center.x }
      draw.add(dx.map { dx in inner.marks.map { $0.moved(dx: dx, dy: 0) } } ?? inner.marks)
    }
  }

  /// The panel inside `frame`; `color` is the cell's.
  private func draw(in frame: Rect, color: Color, on draw: inout Canvas) {
    let (style, line) = (draw.style, draw.style.line)
    let top = draw.lines([Words(titles, isBold: true), Words(subtitles, isQuiet: true)], in: frame)
    let room = frame.inset(
      top: top + style.gap / 2 - frame.y, bottom: Double(notes.count + 1) * line + style.gap)
    // Beside each other where the panel is wide, above each other where it is high.
    let aspect = Double(reach.size.width) / Double(reach.size.height)
    let besideWidth = min((room.width - style.gap) / 2, max(1, room.height) * aspect)
    let aboveWidth = min(room.width, (max(1, room.height) - style.gap) / 2 * aspect)
    let width = max(besideWidth, aboveWidth, 1)
    let first = Rect(x: room.x, y: room.y, width: width, height: width / aspect)
    let second =
      besideWidth >= aboveWidth
      ? first.moved(dx: width + style.gap, dy: 0) : first.moved(dx: 0, dy: first.height + style.gap)
    picture(in: first, color, &draw)
    let ways = Tensor([reach.size.height, reach.size.width], cells { Float($0) })
    let scale = ColorScale.sequential(0...Double(max(1, ways.values.max() ?? 0)))
    draw.image(.map(ways, scale: scale), in: second, framed: true, id: "\(id)/ways")
    var foot = Rect(
      x: frame.x, y: second.maxY + style.gap / 2,
      width: min(frame.width, max(width, 9 * style.font(.label).size)), height: line)
    draw.add(ColorBar(scale, style: style).level(in: foot))
    (foot.y, foot.width) = (foot.y + line, frame.width)
    draw.lines(notes.map { Words($0) }, in: foot)
  }

  /// A value for the ways of each cell, row by row.
  private func cells<Value>(_ value: (_ ways: Double) -> Value) -> [Value] {
    reach.rows.flatMap { row in reach.columns.map { value(row * $0) } }
  }

  private func picture(in rect: Rect, _ color: Color, _ draw: inout Canvas) {
    let theme = draw.style.theme
    if let image { draw.image(.image(image), in: rect) }
    // What is not reached is veiled.
    let veil = theme.background.opacity(image == nil ? 0 : 0.62).bytes
    let pixels = cells { $0 > 0 ? SIMD4<UInt8>.zero : veil }
    draw.image(
      Raster(width: reach.size.width, height: reach.size.height, pixels: pixels), in: rect,
      framed: true, id: "\(id)/veil")
    let frames = [
      (neighbour, theme.second, draw.style.mediumLine, "neighbour"),
      (reach, color, draw.style.heavyLine, "cell"),
    ]
    for (reach, color, width, name) in frames {
      guard let reach, let frame = Self.frame(reach, in: rect) else { continue }
      draw.path(
        .rect(frame.inset(width / 2)), stroke: Stroke(color, width: width), id: "\(id)/\(name)")
    }
  }

  /// The rectangle around what is reached, on an image drawn in `rect`.
  static func frame(_ reach: CellReach, in rect: Rect) -> Rect? {
    guard let rows = reach.rowRange, let columns = reach.columnRange else { return nil }
    return CellGrid(filling: rect, rows: reach.size.height, columns: reach.size.width)
      .rect(rows: Range(rows), columns: Range(columns))
  }
}

extension CellReach {
  /// What `--format json` gives of it.
  var ways: [String: [Double]] { ["rows": rows, "columns": columns] }
}

extension Run {
  /// The image of sample `index`, as the encoder saw it; nil when the run holds no samples.
  /// - Throws: `Failure` of kind `usage` when there are samples, but not this one.
  func sampleImage(_ index: Int) throws(Failure) -> Tensor? {
    let shape = dataset.imageShape.shape
    guard let images = try? examples(encoderInput, of: shape) else { return nil }
    guard (0..<images.shape[0]).contains(index) else {
      throw Failure(
        .usage, nil, "there is no sample \(index)",
        advice: "the run holds \(images.shape[0]), counted from 0")
    }
    return images[index]
  }
}
