import AECore

/// The blocks of a network on one scale, in a row or in two.
struct ShapePlan: Styled {
  let style: Style
  /// Points a value is high and wide.
  let scale: Double
  private let rows: [[ShapeBlock]]
  private let frames: [Rect]
  /// Whether names and factors have room beside each other.
  let isLabelled: Bool

  /// Nil when the blocks have no room.
  init?(_ rows: [[ShapeBlock]], in frame: Rect, _ style: Style) {
    self.style = style
    self.rows = rows
    frames = Stack(.down, equal: rows.count, gap: 1.5 * style.gap).pieces(of: frame)
    for isLabelled in [true, false] {
      var scale = frame.height
      for _ in 0..<160 {
        let height = Self.body(frames[0], style).height
        let fits = rows.allSatisfy {
          Self.width($0, scale, height, isLabelled: isLabelled, style) <= frame.width
            && $0.allSatisfy { Double($0.maps.height) * scale <= height }
        }
        if fits {
          self.scale = scale
          self.isLabelled = isLabelled
          return
        }
        scale *= 0.94
      }
    }
    return nil
  }

  /// What the blocks have, under the halves' names and over two lines of numbers.
  private static func body(_ frame: Rect, _ style: Style) -> Rect {
    frame.inset(
      top: style.lineHeight(style.font(.heading)) + style.gap,
      bottom: 2 * style.line + style.gap / 2)
  }

  private static func labels(_ block: ShapeBlock) -> [String] {
    block.shape.rank == 3 && block.shape.count > block.shape[0] * 1
      ? [block.shape.compact, "= " + NumberText.count(block.shape.count)]
      : [NumberText.count(block.shape.count)]
  }

  /// How wide a block's place is: its own width, or its labels'.
  private static func slot(
    _ block: ShapeBlock, _ scale: Double, _ height: Double, isLabelled: Bool, _ style: Style
  ) -> Double {
    let columns = block.columns(scale: scale, height: height)
    let own = Double(block.extents(columns: columns).width) * scale
    return isLabelled ? max(own, style.widest(labels(block), isBold: true)) : own
  }

  private static func factor(_ a: ShapeBlock, _ b: ShapeBlock) -> String {
    let (before, after) = (Double(a.shape.count), Double(b.shape.count))
    guard before != after, before > 0, after > 0 else { return "=" }
    let ratio = max(before, after) / min(before, after)
    let text = ratio >= 1000 ? NumberText.count(Int(clamping: ratio)) : NumberText.setting(ratio)
    return (after > before ? "×" : "÷") + text
  }

  private static func gap(_ a: ShapeBlock, _ b: ShapeBlock, isLabelled: Bool, _ style: Style)
    -> Double
  {
    isLabelled ? style.width(factor(a, b)) + style.gap : style.gap
  }

  private static func width(
    _ row: [ShapeBlock], _ scale: Double, _ height: Double, isLabelled: Bool, _ style: Style
  ) -> Double {
    let slots = row.reduce(0) {
      $0 + slot($1, scale, height, isLabelled: isLabelled, style)
    }
    return zip(row, row.dropFirst()).reduce(slots) {
      $0 + gap($1.0, $1.1, isLabelled: isLabelled, style)
    }
  }

  func draw(on draw: inout Canvas) {
    for (row, frame) in zip(rows, frames) { self.row(row, in: frame, &draw) }
  }

  private func row(_ row: [ShapeBlock], in frame: Rect, _ draw: inout Canvas) {
    let body = Self.body(frame, style)
    let slots = row.map { Self.slot($0, scale, body.height, isLabelled: isLabelled, style) }
    let gaps = zip(row, row.dropFirst()).map { Self.gap($0, $1, isLabelled: isLabelled, style) }
    let spare = max(0, frame.width - slots.reduce(0, +) - gaps.reduce(0, +))
    let extra = gaps.isEmpty ? 0 : spare / Double(gaps.count)
    var x = frame.x
    var boxes: [Rect] = []
    for (index, block) in row.enumerated() {
      let columns = block.columns(scale: scale, height: body.height)
      let extents = block.extents(columns: columns)
      let size = Size(Double(extents.width) * scale, Double(extents.height) * scale)
      let box = Rect(
        x: x + (slots[index] - size.width) / 2, y: body.center.y - size.height / 2,
        width: size.width, height: size.height)
      boxes.append(box)
      self.block(block, columns: columns, in: box, &draw)
      if index < gaps.count { x += slots[index] + gaps[index] + extra }
    }
    labels(row, boxes, in: frame, body, &draw)
    if isLabelled { factors(row, boxes, slots, middle: body.center.y, &draw) }
    halves(row, boxes, in: frame, &draw)
  }

  /// One block: what its maps hold in the colours of one scale, or a plain area.
  private func block(_ block: ShapeBlock, columns: Int, in box: Rect, _ draw: inout Canvas) {
    let (count, height, width) = block.maps
    let color = theme.large.mixed(with: theme.small, block.depth)
    let rows = (count + columns - 1) / columns
    let id = "shapes/\(block.name)"
    let whole = count / columns
    let cells = CellGrid(filling: box, rows: rows, columns: columns)
    // The last row of maps may be shorter.
    var outline = cells.rect(rows: 0..<whole, columns: 0..<columns)
    if whole == 0 { outline = cells.rect(rows: 0..<1, columns: 0..<count) }
    if let values = block.values {
      let parts = values.reshaped([count, height, width])
      let range = Measure.limits(values.values) ?? 0...0
      let scale = ColorScale.fitting(range, theme)
      draw.image(
        .mosaic(rows: rows, columns: columns, width: width, height: height) { row, column in
          let map = row * columns + column
          guard map < count else { return nil }
          return block.isImage
            ? Raster.image(parts[map].reshaped([1, height, width]))
            : Raster.map(parts[map], scale: scale)
        }, in: box, id: id)
    } else {
      draw.path(.rect(outline), fill: color.opacity(0.35), id: id)
      if count % columns != 0, whole > 0 {
        draw.path(
          .rect(cells.rect(rows: whole..<rows, columns: 0..<count % columns)),
          fill: color.opacity(0.35))
      }
    }
    let edge = Stroke(
      color, width: min(style.mediumLine, max(0.8 * style.thinLine, 0.2 * box.width)))
    let isDense = min(cells.size.width, cells.size.height) < 4 * style.thinLine
    if !isDense {
      let line = Stroke(theme.background, width: style.thinLine)
      for map in 0..<count where count > 1 {
        draw.path(.rect(cells.rect(y: map / columns, x: map % columns)), stroke: line)
      }
    }
    draw.path(.rect(outline), stroke: edge)
  }

  /// The shape and the number of values under each block; the code's, then the image's first.
  private func labels(
    _ row: [ShapeBlock], _ boxes: [Rect], in frame: Rect, _ body: Rect, _ draw: inout Canvas
  ) {
    let ends = row.indices.sorted { a, b in
      func rank(_ index: Int) -> Int { row[index].isCode ? 0 : row[index].isImage ? 1 : 2 }
      return rank(a) == rank(b) ? a < b : rank(a) < rank(b)
    }
    var taken: [Rect] = []
    for index in ends {
      let texts = Self.labels(row[index])
      let half = style.widest(texts, isBold: true) / 2
      let x = min(max(boxes[index].center.x, frame.x + half), frame.maxX - half)
      let box = Rect(x: x - half, y: 0, width: 2 * half, height: 1)
      if taken.contains(where: { $0.inset(dx: -style.gap / 2, dy: 0).overlaps(box) }) { continue }
      taken.append(box)
      let color = row[index].isCode ? theme.small : row[index].isImage ? theme.large : nil
      for (line, text) in texts.enumerated() {
        draw.words(
          Words(
            text, isBold: line == 0, isQuiet: line > 0, color: line == 0 ? color : nil,
            id: "shapes/\(row[index].name)/\(line)"),
          at: Point(x, body.maxY + style.gap / 2 + Double(line) * style.line), .center)
      }
    }
  }

  /// Between two blocks how many times more or fewer values there are.
  private func factors(
    _ row: [ShapeBlock], _ boxes: [Rect], _ slots: [Double], middle: Double, _ draw: inout Canvas
  ) {
    for index in row.indices.dropLast() {
      let (a, b) = (boxes[index], boxes[index + 1])
      let text = Self.factor(row[index], row[index + 1])
      let x = (a.maxX + b.x) / 2
      draw.words(
        Words(text, isBold: true, color: theme.kernel), at: Point(x, middle - style.gap / 3),
        .center, .bottom)
      let half = min((b.x - a.maxX) / 2 - style.gap / 2, style.width(text, isBold: true) / 2)
      draw.path(
        .arrow(
          from: Point(x - half, middle + style.gap / 2),
          to: Point(x + half, middle + style.gap / 2),
          width: style.mediumLine), fill: theme.mutedText)
    }
  }

  /// A name and a line over the blocks of each half.
  private func halves(
    _ row: [ShapeBlock], _ boxes: [Rect], in frame: Rect, _ draw: inout Canvas
  ) {
    let middle = row.lastIndex { $0.isCode } ?? 0
    let first = row.first?.isCode == true && row.count > 1
    let edge = boxes[middle].center.x
    let spans =
      first
      ? [("decoder", boxes[0].x, frame.maxX)]
      : middle == row.count - 1
        ? [("encoder", frame.x, boxes[middle].maxX)]
        : [("encoder", frame.x, edge - style.gap), ("decoder", edge + style.gap, frame.maxX)]
    let height = style.lineHeight(heading)
    for (name, from, to) in spans {
      draw.text(
        [name], heading, width: max(0, to - from), at: Point((from + to) / 2, frame.y), .center)
      draw.line(
        Point(from, frame.y + height), Point(to, frame.y + height), style.medium(theme.line))
    }
  }
}
