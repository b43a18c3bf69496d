import AECore

/// The maps of a stage that are not drawn large: small, pale and side by side; those that there is
/// no room for are counted.
struct FeatureStrip: Styled {
  let style: Style
  /// What it takes up, in points.
  let size: Size
  /// How many of them are drawn.
  let shown: Int
  private let count: Int
  private let columns: Int
  private let cell: Size
  private static let gap = 1.5

  /// A strip of `count` maps beside the large ones, as high as `height` and, where that does for
  /// all, no wider than `most`.
  init(count: Int, aspect: Double, height: Double, most: Double, style: Style) {
    self.style = style
    self.count = count
    let gap = Self.gap
    let least = 0.8 * style.font(.label).size
    func fit(_ cell: Size, _ height: Double) -> (rows: Int, columns: Int) {
      let rows = max(1, Int(clamping: (height + gap) / (cell.height + gap) + 1e-9))
      return (rows, (count + rows - 1) / rows)
    }
    // The largest cells with which all of them fit.
    var cell = Size(1.7 * least * aspect, 1.7 * least)
    func isTooWide(_ fit: (rows: Int, columns: Int)) -> Bool {
      Double(fit.columns) * (cell.width + gap) - gap > most
    }
    while cell.height > least, isTooWide(fit(cell, height)) {
      cell = Size(cell.width * 0.94, cell.height * 0.94)
    }
    let all = fit(cell, height)
    if isTooWide(all) {
      columns = max(1, Int(clamping: (most + gap) / (cell.width + gap) + 1e-9))
      shown = min(count, columns * fit(cell, height - style.line).rows)
    } else {
      columns = all.columns
      shown = count
    }
    self.cell = cell
    let grid = Double(columns) * (cell.width + gap) - gap
    size = Size(
      shown < count ? max(grid, style.width("+ \(count - shown)")) : max(0, grid), height)
  }

  /// A strip of `count` maps below the large ones, as wide as they are and no higher than `height`;
  /// nil where they would become too small to be told apart.
  init?(count: Int, aspect: Double, width: Double, height: Double, style: Style) {
    let fit = PictureFit.grid(count, aspect: aspect, gap: Self.gap, in: Size(width, height))
    guard fit.cell.height >= 0.4 * style.font(.label).size else { return nil }
    self.style = style
    (self.count, shown, columns, cell) = (count, count, fit.columns, fit.cell)
    size = Size(width, height)
  }

  /// The maps of `panel` but for the `chosen` ones, in their order.
  func draw(
    _ panel: FeaturePanel, without chosen: [Int], _ scale: ColorScale, in frame: Rect,
    on draw: inout Canvas
  ) {
    let others = (0..<panel.mapCount).filter { !chosen.contains($0) }
    let rows = (shown + columns - 1) / max(1, columns)
    let used = Double(rows) * (cell.height + Self.gap) - Self.gap
    let rest = shown < count ? lineHeight : 0
    let top = frame.center.y - (used + rest) / 2
    let left = frame.center.x - (Double(columns) * (cell.width + Self.gap) - Self.gap) / 2
    for (place, map) in others.prefix(shown).enumerated() {
      let rect = Rect(
        x: left + Double(place / rows) * (cell.width + Self.gap),
        y: top + Double(place % rows) * (cell.height + Self.gap), width: cell.width,
        height: cell.height)
      draw.group(opacity: 0.55) { draw in
        draw.image(.map(panel.tensor[map], scale: scale), in: rect)
        draw.path(.rect(rect), stroke: draw.style.thin(draw.theme.line))
      }
      Self.stroke(panel, map, over: rect, on: &draw)
    }
    guard shown < count else { return }
    draw.words(
      Words("+ \(count - shown)", isQuiet: true), at: Point(frame.center.x, top + used), .center)
  }

  /// Two strokes over a dead map, one over a silent one, with edges that show on any colour.
  static func stroke(_ panel: FeaturePanel, _ map: Int, over cell: Rect, on draw: inout Canvas) {
    let isCrossed = panel.deadMaps.contains(map)
    guard isCrossed || panel.silentMaps.contains(map) else { return }
    let inner = cell.inset(0.12 * min(cell.width, cell.height))
    var path = Path.line(Point(inner.x, inner.maxY), Point(inner.maxX, inner.y))
    if isCrossed { path = path + .line(Point(inner.x, inner.y), Point(inner.maxX, inner.maxY)) }
    let width = min(draw.style.mediumLine, 0.09 * min(cell.width, cell.height))
    draw.path(
      path, stroke: Stroke(draw.theme.background, width: 2 * width, isRound: true))
    draw.path(
      path, stroke: Stroke(draw.theme.mutedText, width: width, isRound: true),
      id: isCrossed ? "feature-maps/dead" : "feature-maps/silent")
  }
}
