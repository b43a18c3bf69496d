import AECore

/// The input and the kernel beside the view `products`.
struct ProductsInputs: ConnectivityPart {
  let style: Style
  let figure: ConnectivityFigure
  private let example: WorkedExample
  private let focus: Cell
  /// The grids of both, not yet in their places.
  private let input: CellGrid
  private let kernel: CellGrid
  private let isTall: Bool

  /// A label and the gap below it.
  private var line: Double { lineHeight + 0.4 * style.gap }

  /// The kernel as a whole where it has room, and as much of the input as is left.
  ///
  /// - Parameter frame: the page's room, in points.
  init(figure: ConnectivityFigure, example: WorkedExample, in frame: Size, style: Style) {
    self.style = style
    self.figure = figure
    self.example = example
    isTall = frame.height > frame.width
    focus = figure.exampleFocus(example)
    let font = style.font(.label)
    let cell = style.cellWidth(for: [example.small, example.weights], font)
    // On a slide both grids lie below each other, with their labels and two lines for the output's.
    let line = style.lineHeight(font) + 0.4 * style.gap
    let labels = 2 * line + 3 * style.gap + 2.2 * style.lineHeight(font)
    let height = isTall ? 0.3 * frame.height - line : frame.height - labels
    let rows = max(2, Int(clamping: height / cell))
    let columns = max(2, Int(clamping: (isTall ? 0.38 : 0.28) * frame.width / cell))
    let (size, taps) = (example.pair.smallShape.size, example.pair.geometry.kernel)
    let kernelRows = min(taps.height, isTall ? rows : rows - 1)
    kernel = CellGrid(cell: cell, rows: 0..<kernelRows, columns: 0..<min(taps.width, columns))
    let shown = Size2D(height: isTall ? rows : rows - kernelRows, width: columns)
    input = CellGrid(cell: cell, .part(of: size, most: shown, around: focus, lead: 1))
  }

  /// What torn edges take at each side of a grid.
  private var tear: Double {
    let isWhole =
      input.block.size == pair.smallShape.size
      && kernel.block.size == example.pair.geometry.kernel
    return isWhole ? 0 : 0.7 * style.gap
  }

  /// Which part of the input or the kernel it is; nil where both are whole.
  var part: String? {
    part(input.block.size, of: pair.smallShape.size).map { "input \($0)" }
      ?? part(kernel.block.size, of: geometry.kernel).map { "kernel \($0)" }
  }

  /// How much room both take.
  var size: Size {
    let (a, b) = (input.bounds.size, kernel.bounds.size)
    let output = "output \(figure.words(pair.restoredShape.size))"
    return isTall
      ? Size(
        a.width + b.width + 2 * tear + 9 * style.gap, line + max(a.height, b.height) + style.gap)
      : Size(
        max(a.width + 2 * tear, b.width + 2 * tear, style.width(output)),
        2 * line + a.height + b.height + 2 * style.gap)
  }

  /// Input, then kernel: below each other on a slide, beside each other on paper.
  func draw(at origin: Point, _ draw: inout Canvas) {
    var (input, kernel) = (input, kernel)
    let words = figure.words(input.block.size, of: pair.smallShape.size)
    let taps = figure.words(kernel.block.size, of: geometry.kernel)
    input.origin = Point(origin.x + tear, origin.y + line)
    let label = draw.text(
      ["input \(words)", words, "input"], font,
      width: isTall ? input.bounds.width + 3 * style.gap : size.width, at: origin,
      color: theme.small, id: "products/label/input")
    let second =
      isTall
      ? Point(max(input.bounds.maxX, label.bounds.maxX) + 3 * style.gap, origin.y)
      : Point(origin.x, input.bounds.maxY + 1.8 * style.gap)
    kernel.origin = Point(second.x + tear, second.y + line)
    draw.text(
      ["kernel \(taps)", taps, "kernel"], font,
      width: isTall ? kernel.bounds.width + 6 * style.gap : size.width, at: second,
      color: theme.kernel, id: "products/label/kernel")
    draw.numbers(NumberGrid(input, font)) { y, x in
      .init(
        ExampleText.cell(WorkedExample.value(example.small, focus.channel, y, x)),
        style.quietCell(theme.small), id: "products/input/\(y).\(x)")
    }
    draw.tear(
      input, whole: CellBlock(pair.smallShape.size), theme.small,
      id: "products/input-torn")
    draw.numbers(NumberGrid(kernel, font)) { y, x in
      .init(
        ExampleText.cell(example.weight(small: focus.channel, large: figure.largeChannel, y, x)),
        style.quietCell(theme.kernel), id: "products/kernel/\(y).\(x)")
    }
    draw.tear(
      kernel, whole: CellBlock(geometry.kernel), theme.kernel, id: "products/kernel-torn")
  }
}
