/// The frame of the view `planes` cut into bands: a direction, the sheets, the words under them,
/// the other direction.
struct PlanesBands {
  let frame: Rect
  /// The convolution's arrow.
  let top: Rect
  let sheets: Rect
  /// The maps' numbers, and how many are left out.
  let numbers: Rect
  /// Colour scales; empty without any.
  let scales: Rect
  /// How many maps of which size.
  let sizes: Rect
  /// The transposed convolution's arrow.
  let bottom: Rect

  init(frame: Rect, hasScales: Bool, style: Style) {
    let line = style.lineHeight(style.font(.label))
    let heading = style.lineHeight(style.font(.heading))
    let scaleHeight = hasScales ? line : 0
    let words = 2 * heading + 2 * line + scaleHeight + 2.6 * style.gap
    // A tall page is not filled: sheets much higher than wide would stand far apart.
    let high = min(frame.height, words + max(0.52 * frame.width, 12 * style.gap))
    var y = frame.y + 0.05 * (frame.height - high)
    func band(_ height: Double, gap: Double) -> Rect {
      defer { y += height + gap }
      return Rect(x: frame.x, y: y, width: frame.width, height: max(1, height))
    }
    self.frame = frame
    top = band(heading, gap: 0.6 * style.gap)
    sheets = band(max(1, high - words), gap: 0.5 * style.gap)
    numbers = band(line, gap: 0.3 * style.gap)
    sizes = band(line, gap: hasScales ? 0.2 * style.gap : 0)
    scales = band(scaleHeight, gap: style.gap)
    bottom = band(heading, gap: 0)
  }
}
