import AECore

/// The view `sides`, laid out in a frame.
struct SidesDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  var marks: [Mark] {
    var draw = Canvas(style)
    let rows = Sides.all(pair, Sides.axis(of: figure))
    let plan = SidesPlan(rows, in: frame, style: style)
    for (index, sides) in rows.enumerated() {
      heading(sides, at: plan.heading(index), &draw)
      let strip = plan.strip(index)
      for (place, part) in strip.parts.enumerated() {
        let windows = plan.windows(sides, in: part, isFirst: place == 0)
        // The first window leads the eye: there the conventions part.
        let lit = place == 0 ? windows.first : nil
        self.windows(windows, lit: lit, of: sides, part, strip, &draw)
        cells(of: sides, part, lit: lit, &draw)
      }
      ends(of: sides, strip, &draw)
    }
    return draw.marks
  }

  private func id(_ sides: Sides, _ name: String) -> String {
    "sides/\(sides.convention.rawValue)/\(name)"
  }

  /// Whose padding it is, how one asks for it, and the size that it leads to.
  private func heading(_ sides: Sides, at point: Point, _ draw: inout Canvas) {
    let name =
      switch sides.convention {
      case .keras: "Keras"
      case .pytorch: "PyTorch"
      case .own: figure.layer ?? "This geometry"
      }
    let width = frame.maxX - point.x
    let text = draw.text(
      ["\(name): \(sides.option)", name], heading, width: width, at: point,
      id: id(sides, "heading"))
    let left = text.bounds.maxX + 3 * style.gap
    let formula = SizeFormula(pair: sides.pair, axis: sides.axis, theme: theme)
      .formula(.convolution)
    let font = style.mathFont(for: [formula], width: frame.maxX - left)
    let extents = style.extents(of: formula, font)
    guard extents.width <= frame.maxX - left, extents.height <= text.bounds.height + style.gap
    else { return }
    draw.group(id: id(sides, "formula")) {
      $0.formula(formula, font, at: Point(left, text.bounds.center.y - extents.height / 2))
    }
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
      return .init("0", style.emptyCell(), id: id(sides, "zero/\(x)"))
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
  private func ends(of sides: Sides, _ strip: SidesPlan.Strip, _ draw: inout Canvas) {
    guard let first = strip.parts.first, let last = strip.parts.last else { return }
    let y = first.bounds.maxY + 0.5 * style.gap
    if strip.parts.count > 1 {
      draw.text(
        "…", font, at: Point((first.bounds.maxX + last.bounds.x) / 2, first.bounds.center.y),
        .center, .middle, color: theme.mutedText, id: id(sides, "cut"))
    }
    let before = draw.text(
      ["\(sides.padding.before) before"], font, width: frame.width,
      at: Point(first.rect(y: 0, x: sides.cells.lowerBound).x, y), color: theme.mutedText,
      id: id(sides, "before"))
    let notRead =
      sides.unread == 0 ? [] : ["\(sides.padding.after) after, \(sides.unread) not read"]
    let right = last.rect(y: 0, x: sides.cells.upperBound - 1).maxX
    let texts = notRead + ["\(sides.padding.after) after", "\(sides.padding.after)"]
    let room = right - before.bounds.maxX - style.gap
    guard let text = texts.first(where: { style.width($0) <= room }) else { return }
    draw.text(
      text, font, at: Point(right, y), .trailing, .top, color: theme.mutedText,
      id: id(sides, "after"))
  }
}
