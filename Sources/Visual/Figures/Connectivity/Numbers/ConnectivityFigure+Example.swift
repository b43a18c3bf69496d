import AECore

extension ConnectivityFigure {
  /// The small cell that the example's eye is led to.
  func exampleFocus(_ example: WorkedExample) -> Cell { exampleCell(focus, example) }

  /// The cell that the layout is made for, wherever a moving window stands.
  func exampleStage(_ example: WorkedExample) -> Cell { exampleCell(stage, example) }

  private func exampleCell(_ focus: ConnectivityFocus, _ example: WorkedExample) -> Cell {
    let shape = example.pair.smallShape
    let cell = focus.first
    return cell.y < shape.height && cell.x < shape.width
      ? cell : ConnectivityFocus(for: example.pair).first
  }

  /// A cell of the transposed convolution's output that the focus cell adds to, of them one to
  /// which the most small cells contribute.
  func exampleTarget(_ example: WorkedExample) -> Cell {
    let pair = example.pair
    let focus = exampleFocus(example)
    func best(_ axis: Size2D.Axis, _ small: Int) -> Int {
      let size = pair.restoredShape.size[axis]
      let taps = 0..<min(pair.geometry.kernel[axis], 64)
      let cells = taps.map { pair.geometry.large(small: small, tap: $0, axis) }
        .filter { (0..<size).contains($0) }
      func count(_ cell: Int) -> Int { pair.contributions(axis, to: cell..<cell + 1)[0] }
      // With all of its taps cut off, the cell nearest to the window.
      let nearest = max(0, min(pair.geometry.large(small: small, tap: 0, axis), size - 1))
      return cells.max { count($0) < count($1) } ?? nearest
    }
    return Cell(channel: largeChannel, y: best(.vertical, focus.y), x: best(.horizontal, focus.x))
  }

  /// The numbers behind the worked example, as the layers computed them: tensors row by row, the
  /// kernel's (O, C/groups, KH, KW).
  var exampleData: Fields {
    func array(_ tensor: Tensor) -> Fields {
      ["shape": tensor.shape.dimensions, "values": tensor.values]
    }
    func direction(_ input: Tensor, _ bias: [Float], _ output: Tensor) -> Fields {
      ["input": array(input), "bias": bias, "output": array(output)]
    }
    let values = example.map {
      [
        "kernel": array($0.weights),
        "convolution": direction($0.large, $0.convolutionBias, $0.convolved),
        "transposedConvolution": direction($0.small, $0.transposedBias, $0.restored),
      ] as Fields
    }
    return ["schemaVersion": 1, "example": values]
  }

  /// What the maps that are not shown add.
  func otherMaps(_ example: WorkedExample) -> String {
    let groups = example.pair.geometry.groups
    let large = example.pair.largeShape.channels / groups
    let small = example.pair.smallShape.channels / groups
    guard large > 1 || small > 1 else { return "" }
    return "Sums run over \(large.counted("input map")) and \(small.counted("output map")), one of "
      + "each shown. "
  }

  /// What a view of numbers shows when there are too many of them.
  func tooLarge(in frame: Rect, _ style: Style) -> [Mark] {
    style.block(
      style.lines(
        of: "These maps and kernels are too large to be worked in numbers.", style.font(.body),
        width: frame.width), style.font(.body), in: frame, color: style.theme.mutedText)
  }
}
