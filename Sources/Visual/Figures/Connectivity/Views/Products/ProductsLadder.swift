import AECore

/// The view `products` of maps of one row: a row for each cell of the input, its products with the
/// kernel standing over the cells of the output that they are added to, and the sums at the foot.
struct ProductsLadder: ConnectivityPart {
  let figure: ConnectivityFigure
  let style: Style
  private let example: WorkedExample
  private let frame: Rect
  private let channel: Int
  /// The cells of the input that have a row.
  private let inputs: Range<Int>
  /// The cells of the output that have a column, each with its sum.
  private let outputs: [(x: Int, sum: ExampleSum)]
  /// Whether a product shows its two factors, not only itself.
  private let showsFactors: Bool
  /// Whether other maps or a bias add to some of the sums.
  private let hasRest: Bool

  /// Which part of the input has rows; nil where all of it has.
  var part: String? {
    inputs.count < pair.smallShape.width
      ? "input \(inputs.count) of \(pair.smallShape.width) cells" : nil
  }

  /// Nil of maps with more than one row, and where not even one cell's products have room.
  init?(figure: ConnectivityFigure, example: WorkedExample, frame: Rect, style: Style) {
    let pair = example.pair
    guard pair.restoredShape.height == 1, pair.smallShape.height == 1,
      pair.geometry.kernel.height == 1
    else { return nil }
    let focus = figure.exampleFocus(example)
    let target = figure.exampleTarget(example)
    let font = style.font(.label)
    let line = style.lineHeight(font)
    // A row for the kernel above, one for the sums and perhaps one for what others add.
    let most = max(1, Int(clamping: (frame.height - 2 * line) / (1.15 * line)) - 3)
    let room = frame.width - Self.left(style)
    func sum(_ x: Int) -> ExampleSum {
      ExampleSum(
        .transposed, example, Cell(channel: target.channel, y: 0, x: x), fromMap: focus.channel,
        style.theme)
    }
    var count = min(most, pair.smallShape.width)
    while count > 0 {
      let inputs = Range.part(of: pair.smallShape.width, most: count, around: focus.x)
      let outputs = Self.outputs(of: inputs, pair).map { (x: $0, sum: sum($0)) }
      let pitch = room / Double(max(1, outputs.count))
      let factors = style.widest(
        outputs.flatMap { $0.sum.products.map(Self.factors) }, font)
      let numbers = style.widest(
        outputs.flatMap { output in
          output.sum.products.map { ExampleText.short($0.value * $0.weight) }
            + [ExampleText.short(output.sum.result)]
        }, style.font(.label, isBold: true))
      if !outputs.isEmpty, pitch >= numbers + 0.3 * style.gap {
        self.figure = figure
        self.style = style
        self.example = example
        self.frame = frame
        self.inputs = inputs
        self.outputs = outputs
        channel = focus.channel
        showsFactors = pitch >= factors + 0.6 * style.gap
        hasRest = outputs.contains { ($0.sum.others?.sum ?? 0) + $0.sum.bias != 0 }
        return
      }
      count -= 1
    }
    return nil
  }

  /// The cells of the output all of whose products stand in the rows of `inputs`.
  private static func outputs(of inputs: Range<Int>, _ pair: ConvolutionPair) -> [Int] {
    let geometry = pair.geometry
    let isWhole = inputs.count == pair.smallShape.width
    let first = geometry.window(of: inputs.lowerBound, .horizontal).lowerBound
    let end = geometry.window(of: inputs.upperBound - 1, .horizontal).upperBound
    let near = isWhole ? 0..<pair.restoredShape.width : first..<end
    return near.clamped(to: 0..<pair.restoredShape.width).filter { x in
      // Neighbours whose window comes as far as this.
      let reach = geometry.span(.horizontal) / geometry.stride.width + 1
      let others = (inputs.lowerBound - reach..<inputs.upperBound + reach)
        .clamped(to: 0..<pair.smallShape.width)
      return others.allSatisfy { s in
        inputs.contains(s) || geometry.tap(large: x, small: s, .horizontal) == nil
      }
    }
  }

  /// What the names of the rows take.
  private static func left(_ style: Style) -> Double {
    style.widest(["input", "output"]) + 2 * style.gap
  }

  private static func factors(_ product: WorkedExample.Product) -> String {
    "\(ExampleText.factor(product.value, as: ExampleText.short))·"
      + ExampleText.factor(product.weight, as: ExampleText.short)
  }

  func draw(on draw: inout Canvas) {
    let left = frame.x + Self.left(style)
    let rows = inputs.count + (hasRest ? 1 : 0)
    let kernelHeight = 1.5 * lineHeight
    let pitch = min((frame.height - kernelHeight) / (Double(rows) + 1.3), 5.6 * style.gap)
    let width = (frame.maxX - left) / Double(outputs.count)
    let top = frame.y + kernelHeight
    func box(_ column: Int, _ row: Double) -> Rect {
      Rect(
        x: left + Double(column) * width, y: top + row * pitch, width: width, height: pitch)
    }
    drawKernel(&draw)
    for (row, s) in inputs.enumerated() {
      drawInput(s, in: box(0, Double(row)), &draw)
      for (column, output) in outputs.enumerated() {
        guard let product = output.sum.products.first(where: { $0.cell.x == s }) else { continue }
        drawProduct(product, of: output.x, in: box(column, Double(row)), &draw)
      }
    }
    if hasRest { drawRest(box, row: Double(inputs.count), &draw) }
    let sums = Double(rows) + 0.3
    let rule = top + (sums - 0.15) * pitch
    draw.line(
      Point(left + style.mediumLine, rule), Point(frame.maxX - style.mediumLine, rule),
      Stroke(theme.mutedText, width: style.mediumLine))
    draw.text(
      "output", font, at: Point(frame.x, box(0, sums).center.y), .leading, .middle,
      color: theme.large, id: "products/label/output")
    for (column, output) in outputs.enumerated() {
      drawSum(output.sum, of: output.x, in: box(column, sums), &draw)
    }
  }

  /// The kernel's weights in a line above, and which part of the maps is shown.
  private func drawKernel(_ draw: inout Canvas) {
    let weights = (0..<geometry.kernel.width).map {
      ExampleText.short(example.weight(small: channel, large: figure.largeChannel, 0, $0))
    }
    let kernel = "kernel: " + weights.joined(separator: "  ")
    let shown = [
      inputs.count < pair.smallShape.width
        ? "input \(inputs.count) of \(pair.smallShape.width)" : nil,
      outputs.count < pair.restoredShape.width
        ? "output \(outputs.count) of \(pair.restoredShape.width)" : nil,
    ].compactMap { $0 }.joined(separator: ", ")
    let part = shown.isEmpty ? 0 : style.width(shown) + 2 * style.gap
    draw.text(
      [kernel, "kernel \(figure.words(geometry.kernel))", "kernel"], font,
      width: frame.width - part, at: Point(frame.x, frame.y), color: theme.kernel,
      id: "products/label/kernel")
    guard !shown.isEmpty else { return }
    draw.text(
      [shown, ""], font, width: frame.width, at: Point(frame.maxX, frame.y), .trailing, .top,
      color: theme.mutedText, id: "products/part")
  }

  /// The value of a cell of the input, before its products.
  private func drawInput(_ s: Int, in box: Rect, _ draw: inout Canvas) {
    let side = min(box.height * 0.92, box.x - frame.x - 0.6 * style.gap)
    let text = ExampleText.cell(WorkedExample.value(example.small, channel, 0, s))
    let cell = CellGrid(
      origin: Point(frame.x, box.center.y - side / 2), cell: side, rows: 0..<1, columns: s..<s + 1)
    draw.number(
      .init(text, style.numberCell(theme.small, isLit: true), id: "products/input/0.\(s)"),
      of: NumberGrid(cell, font), y: 0, x: s)
  }

  private func drawProduct(
    _ product: WorkedExample.Product, of x: Int, in box: Rect, _ draw: inout Canvas
  ) {
    let id = "products/\(figure.largeChannel).0.\(x)/\(product.cell.x)"
    draw.path(
      .roundedRect(box.inset(0.12 * style.gap), radius: style.cornerRadius),
      fill: theme.large.opacity(0.5 * theme.unfocused),
      stroke: Stroke(theme.kernel.opacity(0.6), width: style.thinLine), id: "\(id)/cell")
    let short = ExampleText.short
    let formula =
      showsFactors
      ? Formula([
        .symbol(ExampleText.factor(product.value, as: short), theme.small), .tight("·"),
        .symbol(ExampleText.factor(product.weight, as: short), theme.kernel),
      ]) : Formula([.symbol(short(product.value * product.weight), nil)])
    draw.group(id: id) {
      $0.formula(formula, font, at: Point(box.center.x, box.center.y - lineHeight / 2), .center)
    }
  }

  /// What the other maps and the bias add.
  private func drawRest(_ box: (Int, Double) -> Rect, row: Double, _ draw: inout Canvas) {
    draw.text(
      ["others", "+"], font, width: Self.left(style), at: Point(frame.x, box(0, row).center.y),
      .leading, .middle, color: theme.mutedText, id: "products/label/others")
    for (column, output) in outputs.enumerated() {
      let rest = (output.sum.others?.sum ?? 0) + output.sum.bias
      draw.text(
        ExampleText.short(rest), font, at: box(column, row).center, .center, .middle,
        color: theme.mutedText, id: "products/\(figure.largeChannel).0.\(output.x)/rest")
    }
  }

  private func drawSum(_ sum: ExampleSum, of x: Int, in box: Rect, _ draw: inout Canvas) {
    let id = "products/\(figure.largeChannel).0.\(x)/sum"
    let look = style.numberCell(theme.large, isLit: true)
    draw.path(
      .roundedRect(box.inset(0.12 * style.gap), radius: style.cornerRadius), fill: look.fill,
      stroke: look.stroke, id: "\(id)/cell")
    draw.text(
      ExampleText.short(sum.result), bold, at: box.center, .center, .middle,
      color: theme.ink(on: theme.large), id: id)
  }
}
