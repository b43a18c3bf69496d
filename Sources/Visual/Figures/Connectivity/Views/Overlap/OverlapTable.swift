import AECore

/// Which kernels go with which strides: the contributions along one axis to a cell far from the
/// borders, for small kernels and strides, computed from the geometry.
struct OverlapTable {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var lineHeight: Double { style.lineHeight(font) }

  /// Up to 6, or as far as the figure's own kernel when it is not much larger.
  private var kernels: [Int] {
    let own = figure.pair.geometry.kernel
    return Array(1...([own.width, own.height].filter { $0 <= 8 }.reduce(6, max)))
  }
  private static let strides = Array(1...4)

  /// The table's heading, its grid and the key to it.
  var marks: [Mark] {
    let heading = style.font(.heading)
    let top = frame.y + style.lineHeight(heading) + 0.6 * style.gap
    let dilation = figure.pair.geometry.dilation.width
    var marks: [Mark] = [
      .text(
        style.text(
          style.firstFitting(
            [
              "Even or not: contributions along an axis", "Contributions along an axis",
              "Along an axis",
            ], heading, width: frame.width), heading, at: Point(frame.x, frame.y), .leading, .top,
          id: "overlap/table/heading"))
    ]
    let left = style.measurer.measure("stride 4", font: font).width + style.gap
    let width = min((frame.width - left) / Double(kernels.count), 6 * style.gap)
    let height = min(
      (frame.maxY - top - 2 * lineHeight - 1.5 * style.gap) / Double(Self.strides.count),
      4.5 * style.gap)
    let origin = Point(frame.x + left, top + lineHeight + 0.3 * style.gap)
    marks.append(
      .text(
        style.text(
          "kernel", font, at: Point(frame.x, top), .leading, .top, color: theme.kernel)))
    for (j, kernel) in kernels.enumerated() {
      let x = origin.x + (Double(j) + 0.5) * width
      marks.append(
        .text(
          style.text("\(kernel)", font, at: Point(x, top), .center, .top, color: theme.kernel)))
    }
    for (i, stride) in Self.strides.enumerated() {
      let y = origin.y + (Double(i) + 0.5) * height
      marks.append(
        .text(style.text("stride \(stride)", font, at: Point(frame.x, y), .leading, .middle)))
      for (j, kernel) in kernels.enumerated() {
        let box = Rect(
          x: origin.x + Double(j) * width, y: origin.y + Double(i) * height, width: width,
          height: height
        ).inset(0.08 * style.gap)
        marks += entry(kernel: kernel, stride: stride, dilation: dilation, in: box)
      }
    }
    let foot = origin.y + Double(Self.strides.count) * height + 0.5 * style.gap
    let words = style.firstFitting(
      [
        "filled: even; 1–2: uneven, a checkerboard"
          + (dilation > 1 ? "; dilation \(dilation)" : ""),
        "filled: even; 1–2: uneven", "filled: even",
      ], font, width: frame.width)
    marks.append(
      .text(
        style.text(
          words, font, at: Point(frame.x, foot), .leading, .top, color: theme.mutedText,
          id: "overlap/table/key")))
    return marks
  }

  private func entry(kernel: Int, stride: Int, dilation: Int, in box: Rect) -> [Mark] {
    guard
      let geometry = try? ConvGeometry(
        kernel: Size2D(kernel), stride: Size2D(stride), dilation: Size2D(dilation))
    else { return [] }
    let counts = geometry.innerContributions(.horizontal)
    let isEven = counts.lowerBound == counts.upperBound
    let own = figure.pair.geometry
    let isOwn = own.kernel.width == kernel && own.stride.width == stride
    let fill = isEven ? theme.small.opacity(0.28) : nil
    let ground = isEven ? theme.background.mixed(with: theme.small, 0.28) : theme.background
    let text = isEven ? "\(counts.lowerBound)" : "\(counts.lowerBound)–\(counts.upperBound)"
    let color = theme.second.contrast(with: ground) >= 3 && !isEven ? theme.second : theme.text
    var bold = font
    bold.isBold = isOwn
    return [
      .path(
        PathMark(
          id: "overlap/table/\(kernel).\(stride)", .roundedRect(box, radius: style.cornerRadius),
          fill: fill,
          stroke: Stroke(
            isOwn ? theme.text : theme.line, width: isOwn ? style.mediumLine : style.thinLine))),
      .text(
        style.text(
          style.firstFitting([text, "\(counts.upperBound)"], bold, width: box.width), bold,
          at: box.center, .center, .middle, color: color,
          id: "overlap/table-digit/\(kernel).\(stride)")),
    ]
  }
}
