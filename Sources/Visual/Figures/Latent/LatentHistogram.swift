import Foundation

/// Codes of one value: how many images have which, a row for each class.
struct LatentHistogram {
  let points: [(x: Double, y: Double, group: Int?)]
  let axisName: String
  let groupNames: [Int: String]

  /// One row of bars for each class when there is room for its name, else one for all together.
  func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    var groups = groupNames.keys.sorted().map { key in
      (
        name: groupNames[key] ?? "\(key)", color: style.theme.classColor(key),
        values: points.filter { $0.group == key }.map(\.x)
      )
    }
    if groups.isEmpty || Double(groups.count) * line > frame.height - 4 * line {
      groups = [(name: "all", color: style.theme.small, values: points.map(\.x))]
    }
    let names = groups.map { style.truncated($0.name, font, width: frame.width * 0.25) }
    let low = points.map(\.x).min() ?? 0
    let high = points.map(\.x).max() ?? 1
    let chart = RowChart(
      Axis(axisName, domain: low...high), names: names, in: frame, style: style)
    var draw = Canvas(style)
    draw.add(chart.axes)
    let bins = 60
    let span = chart.x.domain
    let width = chart.rect.width / Double(bins)
    for (index, group) in groups.enumerated() {
      var counts = [Int](repeating: 0, count: bins)
      for value in group.values {
        let t = (value - span.lowerBound) / (span.upperBound - span.lowerBound)
        counts[min(bins - 1, max(0, Int(clamping: t * Double(bins))))] += 1
      }
      let most = Double(max(1, counts.max() ?? 1))
      let bottom = chart.middle(Double(index) + 0.5)
      let bars = counts.enumerated().filter { $0.element > 0 }.reduce(into: Path()) { path, bin in
        let height = Double(bin.element) / most * chart.step * 0.88
        path =
          path
          + .rect(
            Rect(
              x: chart.rect.x + Double(bin.offset) * width, y: bottom - height, width: width,
              height: height))
      }
      draw.path(bars, fill: group.color, id: "latent/histogram/\(index)")
      chart.name(Double(index), names[index], on: &draw)
    }
    return draw.marks
  }
}
