import AECore

/// What leads to the output of maps of one row, drawn right above its cells.
extension ThreeWaysParts {
  /// Of maps of one row, a row for each input cell: its value, and its products above the cells of
  /// the output that they are added to. False without room for all of them.
  func drawStacked(in area: Rect, over output: CellGrid, on draw: inout Canvas) -> Bool {
    let count = pair.smallShape.width
    let pitch = min(
      ThreeWaysOperation.room(in: area, style).height / Double(count), 1.6 * fit.height)
    let times = style.width("· k")
    let left = output.bounds.x - cell - times - style.gap
    guard isFlat, fit.showsDigits, pitch >= fit.height,
      left >= area.x - 0.5, output.columns.count == pair.restoredShape.width
    else { return false }
    for s in 0..<count {
      let y = area.maxY - Double(count) * pitch + Double(s) * pitch
      let chip = self.row(CellBlock(rows: 0..<1, columns: s..<s + 1), at: Point(left, y))
      draw.number(inputEntry(0, s), of: NumberGrid(chip, font), y: 0, x: s)
      draw.text(
        "· k", font, at: Point(chip.bounds.maxX + 0.4 * style.gap, chip.bounds.center.y),
        .leading, .middle, color: theme.kernel)
      let row = self.row(
        CellBlock(rows: 0..<1, columns: output.columns), at: Point(output.bounds.x, y))
      let value = WorkedExample.value(example.small, focus.channel, 0, s)
      for tap in 0..<pair.geometry.kernel.width {
        let x = pair.geometry.large(small: s, tap: tap, .horizontal)
        draw.number(
          .init(
            ExampleText.cell(weight(0, tap) * value),
            style.numberCell(theme.large, isLit: s == focus.x),
            id: "three-ways/scatter/product/\(s).\(x)"), of: NumberGrid(row, font), y: 0, x: x)
      }
    }
    let kernel = (0..<pair.geometry.kernel.width).map { ExampleText.cell(weight(0, $0)) }
    let words = "k = " + kernel.joined(separator: ", ")
    draw.text(
      [words + ": each cell · k, added", words, "cell · k"], font, width: area.width,
      at: Point(area.x, area.y), color: theme.mutedText, id: "three-ways/scatter/label")
    return true
  }

  /// Of maps of one row, the input spread out with zeros, and the flipped kernel under the window
  /// that it is multiplied with. False without room for all of them.
  func drawSlid(in area: Rect, over output: CellGrid, on draw: inout Canvas) -> Bool {
    let (g, axis) = (pair.geometry, Size2D.Axis.horizontal)
    let low = g.padding[axis].before - g.dilation[axis] * (g.kernel[axis] - 1)
    let whole = low..<pair.restoredShape.width + g.padding[axis].before
    guard isFlat, fit.showsDigits, Double(whole.count) * cell <= area.width,
      ThreeWaysOperation.room(in: area, style).height >= 4 * fit.height
    else { return false }
    let middle = area.y + lineHeight + (area.height - lineHeight) / 2
    let spread = row(
      CellBlock(rows: 0..<1, columns: whole),
      at: Point(area.center.x - Double(whole.count) * cell / 2, middle - 1.6 * fit.height))
    draw.numbers(NumberGrid(spread, font)) { _, x in
      let s = x / max(1, g.stride[axis])
      guard x >= 0, x % g.stride[axis] == 0, s < pair.smallShape.width else {
        return .init("0", style.emptyCell(), id: "three-ways/gather/zero/0.\(x)")
      }
      let cell = Cell(channel: focus.channel, y: 0, x: s)
      return .init(
        ExampleText.cell(example.small.value(at: cell)),
        style.numberCell(theme.small, isLit: pair.tap(small: cell, large: target) != nil),
        id: "three-ways/gather/input/0.\(x)")
    }
    let end = target.x + g.padding[axis].before
    let taps = (0..<g.kernel.width).map { end - ($0 * g.dilation[axis]) }
    draw.outline(
      spread, rows: 0..<1, columns: end + 1 - g.span(axis)..<end + 1, id: "three-ways/gather/window"
    )
    var kernel = spread
    kernel.origin.y = middle + 0.2 * fit.height
    for (tap, x) in taps.enumerated() {
      draw.number(
        .init(
          ExampleText.cell(weight(0, tap)), style.numberCell(theme.kernel, isLit: true),
          id: "three-ways/gather/kernel/0.\(g.kernel.width - 1 - tap)"),
        of: NumberGrid(kernel, font), y: 0, x: x)
    }
    draw.text(
      [
        "zeros put between and around, stride 1", "zeros put between, stride 1",
        "zeros put between",
      ], font, width: area.width, at: Point(area.x, area.y), color: theme.mutedText,
      id: "three-ways/gather/label")
    return true
  }
}
