import AECore

/// The view `sides`, laid out in a frame.
struct SidesDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  func draw(on draw: inout Canvas) {
    let rows = Sides.all(pair, Sides.axis(of: figure))
    let plan = SidesPlan(rows, in: frame, style: style)
    for (index, sides) in rows.enumerated() {
      words(sides, in: plan.box(index), isFormulaBelow: plan.isFormulaBelow, &draw)
      let strip = plan.strip(index)
      draw.main { draw in
        for (place, part) in strip.parts.enumerated() {
          let windows = plan.windows(sides, in: part, isFirst: place == 0)
          // The first window leads the eye: there the conventions part.
          let lit = place == 0 ? windows.first : nil
          self.windows(windows, lit: lit, of: sides, part, strip, &draw)
          cells(of: sides, part, lit: lit, &draw)
        }
      }
      ends(of: sides, strip, in: plan.box(index), &draw)
    }
  }

  private func id(_ sides: Sides, _ name: String) -> String {
    "sides/\(sides.convention.rawValue)/\(name)"
  }

  /// Whose padding it is, how one asks for it, and the size that it leads to.
  private func words(
    _ sides: Sides, in box: Rect, isFormulaBelow: Bool, _ draw: inout Canvas
  ) {
    let name = sides.convention == .keras ? "Keras" : "PyTorch"
    let formula = sides.formula(theme)
    let highest = style.extents(of: formula, style.mathFace).height
    let line = style.lineHeight(heading)
    let middle = box.y + (isFormulaBelow ? line : max(line, highest)) / 2
    let text = draw.text(
      ["\(name): \(sides.option)", name], heading, width: box.width, at: Point(box.x, middle),
      .leading, .middle, id: id(sides, "heading"))
    let left = isFormulaBelow ? box.x : text.bounds.maxX + 3 * style.gap
    let font = style.mathFont(for: [formula], width: box.maxX - left)
    let extents = style.extents(of: formula, font)
    guard extents.width <= box.maxX - left else { return }
    let top = isFormulaBelow ? box.y + line : middle - extents.height / 2
    draw.group(id: id(sides, "formula")) { $0.formula(formula, font, at: Point(left, top)) }
  }

  /// Each window with the small cell that it makes.
  private func windows(
    _ windows: [Int], lit: Int?, of sides: Sides, _ part: CellGrid, _ strip: SidesPlan.Strip,
    _ draw: inout Canvas
  ) {
    for s in windows {
      let window = sides.pair.geometry.window(of: s, sides.axis)
      guard let box = part.visible(rows: 0..<1, columns: window) else { continue }
      let small = CellGrid(
        origin: Point(box.center.x - part.cell / 2, strip.top), cell: part.cell, rows: 0..<1,
        columns: s..<s + 1)
      let from = small.bounds
      let color = theme.kernel.opacity(s == lit ? 0.34 : 0.12)
      draw.path(
        .polyline(
          [
            Point(from.x, from.maxY), Point(from.maxX, from.maxY), Point(box.maxX, box.y),
            Point(box.x, box.y),
          ], closed: true), fill: color,
        stroke: Stroke(theme.kernel.opacity(s == lit ? 1 : 0.4), width: style.thinLine),
        id: id(sides, "window/\(s)"))
      draw.cell(
        small, Cell(channel: 0, y: 0, x: s),
        s == lit ? style.litCell(theme.small) : style.quietCell(theme.small),
        id: id(sides, "small/\(s)"))
    }
  }

  /// The map, the zeros around it, and a cross on what no window reads.
  private func cells(of sides: Sides, _ part: CellGrid, lit: Int?, _ draw: inout Canvas) {
    let firstUnread = sides.large + sides.padding.after - sides.unread
    draw.numbers(NumberGrid(part, font)) { _, x in
      guard sides.cells.contains(x) else { return nil }
      let isTap =
        lit.map { sides.pair.geometry.tap(large: x, small: $0, sides.axis) != nil } ?? false
      guard !(0..<sides.large).contains(x) else {
        let look = isTap ? style.litCell(theme.large) : style.quietCell(theme.large)
        return .init(look, id: id(sides, "map/\(x)"))
      }
      return .init(x < firstUnread ? "0" : "", style.emptyCell(), id: id(sides, "zero/\(x)"))
    }
    for x in part.columns where x >= firstUnread && sides.cells.contains(x) {
      let box = part.rect(y: 0, x: x).inset(0.18 * part.cell)
      draw.path(
        .line(Point(box.x, box.y), Point(box.maxX, box.maxY))
          + .line(Point(box.x, box.maxY), Point(box.maxX, box.y)),
        stroke: Stroke(theme.text, width: style.thinLine), id: id(sides, "unread/\(x)"))
    }
  }

  /// How many zeros lie at either end, below them, and dots where a long map is cut.
  private func ends(
    of sides: Sides, _ strip: SidesPlan.Strip, in box: Rect, _ draw: inout Canvas
  ) {
    guard let first = strip.parts.first, let last = strip.parts.last else { return }
    let y = first.bounds.maxY + 0.5 * style.gap
    if strip.parts.count > 1 {
      draw.text(
        "…", font, at: Point((first.bounds.maxX + last.bounds.x) / 2, first.bounds.center.y),
        .center, .middle, color: theme.mutedText, id: id(sides, "cut"))
    }
    let (padding, unread) = (sides.padding, sides.unread)
    func words(_ count: Int, _ end: String) -> [String] {
      ["\(count == 0 ? "no zeros" : count.counted("zero")) \(end)", "\(count) \(end)", "\(count)"]
    }
    let right = last.rect(y: 0, x: sides.cells.upperBound - 1).maxX
    let left = first.rect(y: 0, x: sides.cells.lowerBound).x
    let before = draw.text(
      words(padding.before, "before"), font, width: 0.4 * (box.maxX - left), at: Point(left, y),
      color: theme.mutedText, id: id(sides, "before"))
    let after = words(padding.after, "after")
    let texts = (unread > 0 ? after.prefix(2).map { "\($0), \(unread) not read" } : []) + after
    // Under the last cell; a long one reaches beyond it.
    func end(_ text: String) -> Double {
      max(right, before.bounds.maxX + 2 * style.gap + style.width(text))
    }
    guard let text = texts.first(where: { end($0) <= box.maxX + 0.5 }) else { return }
    draw.text(
      text, font, at: Point(end(text), y), .trailing, .top, color: theme.mutedText,
      id: id(sides, "after"))
  }
}
