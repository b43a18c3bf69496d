import AECore

/// One stage's output for one image: its title, its maps on one scale, and the scale's limits.
struct FeaturePanel: Hashable, Sendable {
  /// What is shown.
  enum Kind: Hashable, Sendable {
    /// An image `(C, H, W)` in [0, 1], as it is.
    case image
    /// Feature maps `(C, H, W)`.
    case maps
    /// The outputs of a fully connected layer, `(N)`.
    case vector
    /// Stages that there is no room for; without numbers.
    case omission
  }

  /// `decoder.3`; nil for what is no layer's: the image, the code.
  var layer: String?
  /// What the layer is, from long to short.
  let titles: [String]
  let kind: Kind
  let tensor: Tensor
  /// The maps of all the run's samples, (n, C, H, W), to tell dead maps from silent ones.
  var samples: Tensor?

  /// The least and the greatest finite value.
  var range: ClosedRange<Double>? { Measure.limits(tensor.values) }

  private var isFlat: Bool { tensor.shape[1] * tensor.shape[2] > 1 }

  /// The maps that say nothing: 0 everywhere in every sample of the run. A map of a single cell is
  /// often 0; only many samples show it dead.
  var deadMaps: [Int] {
    stillMaps.filter { map in
      guard let samples, samples.shape[0] > 1 else { return isFlat }
      return (0..<samples.shape[0]).allSatisfy { Self.isZero(samples[$0][map]) }
    }
  }

  /// Those that are 0 everywhere in this sample, and not in others.
  var silentMaps: [Int] {
    let dead = deadMaps
    return stillMaps.filter { isFlat && !dead.contains($0) }
  }

  private var stillMaps: [Int] {
    kind == .maps ? (0..<tensor.shape[0]).filter { Self.isZero(tensor[$0]) } : []
  }

  private static func isZero(_ map: Tensor) -> Bool { map.values.allSatisfy { $0 == 0 } }

  /// A panel that names stages without room.
  static func omission(_ title: String) -> FeaturePanel {
    FeaturePanel(titles: [title], kind: .omission, tensor: Tensor([0]))
  }

  /// From long to short: `decoder.3: ConvTranspose 3×3, stride 2` … `decoder.3`.
  var headings: [String] {
    guard let layer else { return titles }
    return titles.map { "\(layer): \($0)" } + [layer]
  }

  /// How much of the line's width it wants.
  var weight: Double {
    switch kind {
    case .image: 1
    case .maps: tensor.shape[0] > 4 ? 1.7 : 1.2
    case .vector: tensor.count > 64 ? 1.1 : 0.8
    case .omission: 0.6
    }
  }

  /// The panel inside `frame`: title and shape above, limits below.
  /// - Parameter title: one of ``headings``, chosen to fit.
  func draw(in frame: Rect, title: String, on draw: inout Canvas) {
    let (style, line, shape) = (draw.style, draw.style.line, tensor.shape)
    guard kind != .omission else {
      draw.words(
        Words([titles[0] + " stages", titles[0], "⋯"], isQuiet: true), width: frame.width,
        at: frame.center, .center, .middle)
      return
    }
    let sizes =
      shape.rank == 3 ? [shape.description, shape.compact] : ["\(shape) values", "\(shape)"]
    draw.words(Words(title, isBold: true), at: Point(frame.center.x, frame.y), .center)
    draw.lines([Words(sizes, isQuiet: true)], in: frame.inset(top: line), .center)
    let body = frame.inset(top: 2 * line + style.gap / 2, bottom: line + style.gap / 2)
    let scale = ColorScale.fitting(range ?? 0...0, style.theme)
    if kind == .image {
      let aspect = Double(shape[2]) / Double(shape[1])
      let width = min(body.width, body.height * aspect)
      let corner = Point(body.center.x - width / 2, body.y)
      draw.image(.image(tensor), in: Rect(corner, Size(width, width / aspect)), framed: true)
      return
    }
    let used = kind == .maps ? maps(scale, in: body, &draw) : vector(scale, in: body, &draw)
    guard range != nil else { return }
    let width = min(frame.width, max(used.width, 7 * style.font(.label).size))
    let corner = Point(frame.center.x - width / 2, used.maxY + style.gap / 2)
    draw.add(ColorBar(scale, style: style).level(in: Rect(corner, Size(width, line))))
  }

  /// Wrapped like a text into rows, as many as make the cells about square.
  private func vector(_ scale: ColorScale, in body: Rect, _ draw: inout Canvas) -> Rect {
    let count = tensor.count
    let columns =
      count <= 32
      ? (count <= 8 ? 1 : count <= 16 ? 2 : 4)
      : max(
        1,
        Int(clamping: (Double(count) * body.width / max(1, body.height)).squareRoot().rounded(.up)))
    let rows = (count + columns - 1) / columns
    let cell = min(body.width / Double(columns), body.height / Double(rows))
    let grid = CellGrid(
      origin: Point(body.center.x - cell * Double(columns) / 2, body.y), cell: cell,
      rows: 0..<rows, columns: 0..<columns)
    // Whole rows in one picture, what is left over in another.
    let whole = count / columns
    for (first, height, width) in [(0, whole, columns), (whole, 1, count % columns)]
    where height * width > 0 {
      let values = tensor.values[first * columns..<first * columns + height * width]
      draw.image(
        .map(values, height: height, width: width, scale: scale),
        in: grid.rect(rows: first..<first + height, columns: 0..<width))
    }
    if count <= 64 {
      let line = draw.style.medium(draw.style.theme.background)
      for index in 0..<count {
        draw.path(.rect(grid.rect(y: index / columns, x: index % columns)), stroke: line)
      }
    }
    return grid.bounds
  }

  private func maps(_ scale: ColorScale, in body: Rect, _ draw: inout Canvas) -> Rect {
    let style = draw.style
    let count = tensor.shape[0]
    let aspect = Double(tensor.shape[2]) / Double(tensor.shape[1])
    let gap = style.gap / 4
    // A map smaller than a letter shows nothing: then fewer maps, and the rest counted.
    let least = style.font(.label).size * 1.1
    var shown = count
    var fit = PictureFit.grid(count, aspect: aspect, gap: gap, in: body.size)
    if min(fit.cell.width, fit.cell.height) < least {
      let area = body.inset(bottom: style.line)
      let columns = max(1, Int(clamping: (area.width + gap) / (least * max(1, aspect) + gap)))
      let rows = max(1, Int(clamping: (area.height + gap) / (least / min(1, aspect) + gap)))
      shown = min(count, columns * rows)
      fit = .grid(shown, aspect: aspect, gap: gap, in: area.size)
    }
    let across = fit.width(gap: gap)
    var used = Rect(
      x: body.center.x - across / 2, y: body.y, width: across, height: fit.height(gap: gap))
    let sheet = PictureSheet(fit, gap: gap, frame: body, area: used)
    let (deadMaps, silentMaps) = (deadMaps, silentMaps)
    for index in 0..<shown {
      let cell = sheet.box(index / fit.columns, index % fit.columns)
      draw.image(.map(tensor[index], scale: scale), in: cell)
      let isDead = deadMaps.contains(index)
      if isDead || silentMaps.contains(index) { strokes(over: cell, isCrossed: isDead, &draw) }
    }
    if shown < count {
      let rest = Words(["+ \(count - shown) more maps", "+ \(count - shown)"], isQuiet: true)
      draw.words(rest, width: body.width, at: Point(body.center.x, used.maxY), .center)
      used.height += style.line
    }
    return used
  }

  /// One stroke over a silent map, two over a dead one, with edges that show on any colour.
  private func strokes(over cell: Rect, isCrossed: Bool, _ draw: inout Canvas) {
    let inner = cell.inset(0.12 * min(cell.width, cell.height))
    var path = Path.line(Point(inner.x, inner.maxY), Point(inner.maxX, inner.y))
    if isCrossed { path = path + .line(Point(inner.x, inner.y), Point(inner.maxX, inner.maxY)) }
    let width = min(draw.style.mediumLine, 0.09 * min(cell.width, cell.height))
    draw.path(path, stroke: Stroke(Color(0x000000), width: 2 * width, isRound: true))
    draw.path(
      path, stroke: Stroke(Color(0xFFFFFF), width: width, isRound: true),
      id: isCrossed ? "feature-maps/dead" : "feature-maps/silent")
  }
}
