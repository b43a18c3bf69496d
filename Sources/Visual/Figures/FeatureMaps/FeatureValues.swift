import AECore
import Foundation

/// The outputs of a fully connected layer: each number in a cell of its colour, as long as there is
/// room for the numbers; else cells alone.
struct FeatureValues: Styled {
  let style: Style
  /// How wide it is, in points.
  let width: Double
  private let panel: FeaturePanel
  private let columns: Int
  private let rows: Int
  private let cell: Size
  private let texts: [String]

  /// The values of `panel` in columns as high as `height`.
  init(_ panel: FeaturePanel, height: Double, style: Style) {
    self.style = style
    self.panel = panel
    let count = max(1, panel.tensor.count)
    let texts = count <= 96 ? Self.texts(panel) : []
    let fitting = max(1, Int(clamping: height / (0.98 * style.line)))
    let columns = (count + fitting - 1) / fitting
    let wide = style.widest(texts) + style.gap
    if !texts.isEmpty, columns <= 3 {
      (self.columns, self.texts) = (columns, texts)
      rows = (count + columns - 1) / columns
      cell = Size(max(wide, 2 * style.line), min(height / Double(rows), 2 * style.line))
    } else {
      // About square cells in a block that is half as wide as it is high.
      let across = (Double(count) / 2).squareRoot().rounded(.up)
      self.columns = max(1, Int(clamping: across))
      self.texts = []
      rows = (count + self.columns - 1) / self.columns
      let side = height / Double(rows)
      cell = Size(side, side)
    }
    width = Double(self.columns) * cell.width
  }

  /// Whether every value is written, so that no scale is needed.
  var hasNumbers: Bool { !texts.isEmpty }

  /// Every value with the decimals that give the largest one two digits.
  private static func texts(_ panel: FeaturePanel) -> [String] {
    let most = Measure.magnitudes(panel.tensor.values)?.upperBound ?? 0
    guard most > 0, most < 1e5, most >= 1e-3 else {
      return panel.tensor.values.map { NumberText.short(Double($0), digits: 2) }
    }
    let decimals = (0...4).first { most * pow(10, Double($0)) >= 9.5 } ?? 4
    return panel.tensor.values.map { NumberText.fixed(Double($0), decimals: decimals) }
  }

  /// Column by column where they have numbers, else row by row.
  func draw(_ scale: ColorScale, in frame: Rect, on draw: inout Canvas) {
    let top = frame.center.y - Double(rows) * cell.height / 2
    guard !texts.isEmpty else {
      let whole = panel.tensor.count / columns
      for (first, height, width) in [(0, whole, columns), (whole, 1, panel.tensor.count % columns)]
      where height * width > 0 {
        let start = first * columns
        draw.image(
          .map(
            panel.tensor.values[start..<start + height * width], height: height, width: width,
            scale: scale),
          in: Rect(
            x: frame.x, y: top + Double(first) * cell.height, width: Double(width) * cell.width,
            height: Double(height) * cell.height))
      }
      return
    }
    let edge = style.medium(theme.background)
    for (index, value) in panel.tensor.values.enumerated() {
      let rect = Rect(
        x: frame.x + Double(index / rows) * cell.width, y: top + Double(index % rows) * cell.height,
        width: cell.width, height: cell.height)
      let (low, high) = (scale.limits.lowerBound, scale.limits.upperBound)
      let share = high > low ? (Double(value) - low) / (high - low) : 0.5
      let fill = value.isNaN ? Raster.notANumber : scale.colormap.color(at: share)
      draw.path(.rect(rect), fill: fill, stroke: edge, id: "feature-maps/value/\(index)")
      draw.text(texts[index], at: rect.center, .center, .middle, color: theme.ink(on: fill))
    }
  }
}
