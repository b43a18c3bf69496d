import AECore

/// Where the parts of the view `maps` lie.
struct MapsLayout {
  let plan: MapsPlan
  /// The large maps' grids, by map.
  let large: [Int: CellGrid]
  /// The small maps' grids, by map.
  let small: [Int: CellGrid]
  /// The band between the margins' arrows, from the first label to the last.
  let body: Rect

  init(_ figure: ConnectivityFigure, in frame: Rect, style: Style) {
    let pair = figure.pair
    // An arrow and its two lines of words on either side.
    let margin = 2 * style.lineHeight(style.font(.heading)) + 2.6 * style.gap
    let inner = frame.inset(dx: margin + 1.5 * style.gap, dy: 0)
    let font = style.font(.label)
    let reserve = style.measurer.measure(MapsLabels.more(1000), font: font).width
    plan = MapsPlan(figure, width: inner.width, reserve: reserve, style: style)
    let labels = 2 * (2 * style.lineHeight(font) + style.gap)
    // Lines are read best when they are not much longer than the row is wide.
    let height = min(frame.height, labels + 2 * plan.cell + max(0.62 * inner.width, 150))
    // On paper it follows the title, as all figures do.
    let drop = style.page.isSlide ? 0.4 * (frame.height - height) : 0
    body = Rect(x: inner.x, y: frame.y + drop, width: inner.width, height: height)
    let band = body.inset(dx: 0, dy: labels / 2)
    let isCounted =
      plan.largeMaps.count < pair.largeShape.channels
      || plan.smallMaps.count < pair.smallShape.channels
    let right = isCounted ? reserve : 0
    let foot = Rect(x: band.x, y: band.maxY - plan.cell, width: band.width, height: plan.cell)
    large = plan.grids(plan.largeMaps, plan.columns.large, in: foot, reserve: right)
    small = plan.grids(plan.smallMaps, plan.columns.small, in: band, reserve: right)
  }
}
