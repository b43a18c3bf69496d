import AECore

/// Which kernels go with which strides: the contributions along one axis to a cell far from the
/// borders, for small kernels and strides, computed from the geometry.
struct OverlapTable: ConnectivityPart {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  /// Up to 6, or as far as the figure's own kernel when it is not much larger; where there is no
  /// room for all of them, as many as there is for, the own one among them.
  private var kernels: Range<Int> {
    let own = [geometry.kernel.width, geometry.kernel.height].filter { $0 <= 8 }.max() ?? 1
    let last = max(6, own)
    let room = frame.width - style.width("stride 4") - style.gap
    let most = max(1, Int(clamping: room / (style.width("1–2") + 0.6 * style.gap)))
    guard last > most else { return 1..<last + 1 }
    let end = max(own, most)
    return end - most + 1..<end + 1
  }

  /// Up to 4; where there is no room for all of them, as many as there is for, the own one among
  /// them.
  private var strides: Range<Int> {
    let most = max(1, Int(clamping: rowsRoom / lineHeight))
    guard most < 4 else { return 1..<5 }
    let end = max(most, min(4, geometry.stride.width))
    return end - most + 1..<end + 1
  }

  private var top: Double { frame.y + style.lineHeight(heading) + 0.6 * style.gap }
  /// The height that the rows have between the kernels and the key.
  private var rowsRoom: Double { frame.maxY - top - 2 * lineHeight - 1.5 * style.gap }

  /// The table's heading, its grid and the key to it.
  func draw(on draw: inout Canvas) {
    let (top, strides) = (top, strides)
    draw.text(
      [
        "Even or not: contributions along an axis", "Contributions along an axis",
        "Along an axis",
      ], heading, width: frame.width, at: Point(frame.x, frame.y), id: "overlap/table/heading")
    let left = style.width("stride 4") + style.gap
    let grid = CellGrid(
      origin: Point(frame.x + left, top + lineHeight + 0.3 * style.gap),
      size: Size(
        min((frame.width - left) / Double(kernels.count), 6 * style.gap),
        min(rowsRoom / Double(strides.count), 4.5 * style.gap)),
      rows: strides, columns: kernels, inset: 0.08 * style.gap, radius: style.cornerRadius)
    draw.text("kernel", font, at: Point(frame.x, top), .leading, .top, color: theme.kernel)
    for kernel in kernels {
      draw.text(
        "\(kernel)", font, at: Point(grid.middle(ofColumn: kernel), top), .center, .top,
        color: theme.kernel)
    }
    for stride in strides {
      draw.text(
        "stride \(stride)", font, at: Point(frame.x, grid.middle(ofRow: stride)), .leading, .middle)
      for kernel in kernels { entry(kernel: kernel, stride: stride, in: grid, &draw) }
    }
    let dilation = geometry.dilation.width
    draw.text(
      [
        "filled: even; 1–2: uneven, a checkerboard"
          + (dilation > 1 ? "; dilation \(dilation)" : ""),
        "filled: even; 1–2: uneven", "filled: even",
      ], font, width: frame.width, at: Point(frame.x, grid.bounds.maxY + 0.5 * style.gap),
      color: theme.mutedText, id: "overlap/table/key")
  }

  private func entry(kernel: Int, stride: Int, in grid: CellGrid, _ draw: inout Canvas) {
    let own = geometry
    let entry = try? ConvGeometry(
      kernel: Size2D(kernel), stride: Size2D(stride), dilation: Size2D(own.dilation.width))
    guard let counts = entry?.innerContributions(.horizontal) else { return }
    let isEven = counts.lowerBound == counts.upperBound
    let isOwn = own.kernel.width == kernel && own.stride.width == stride
    draw.path(
      grid.outline(y: stride, x: kernel), fill: isEven ? theme.small.opacity(0.28) : nil,
      stroke: isOwn
        ? Stroke(theme.text, width: style.mediumLine) : Stroke(theme.line, width: style.thinLine),
      id: "overlap/table/\(kernel).\(stride)")
    let text = isEven ? "\(counts.lowerBound)" : "\(counts.lowerBound)–\(counts.upperBound)"
    let isReadable = theme.second.contrast(with: theme.background) >= 3
    let box = grid.rect(y: stride, x: kernel).inset(grid.inset)
    draw.text(
      [text], style.font(.label, isBold: isOwn), width: box.width,
      at: box.center, .center, .middle, color: isReadable && !isEven ? theme.second : theme.text,
      id: "overlap/table-digit/\(kernel).\(stride)")
  }
}
