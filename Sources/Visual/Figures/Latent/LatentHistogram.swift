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
    let left = (names.map { style.measurer.measure($0, font: font).width }.max() ?? 0) + style.gap
    let low = points.map(\.x).min() ?? 0
    let high = points.map(\.x).max() ?? 1
    let plot = PlotArea(
      x: Axis(axisName, domain: low...high),
      y: Axis("", domain: 0...Double(groups.count), hasTicks: false),
      in: frame.inset(left: left), style: style)
    var marks = plot.grid + plot.axes
    let bins = 60
    let span = plot.x.domain
    let row = plot.rect.height / Double(groups.count)
    for (index, group) in groups.enumerated() {
      var counts = [Int](repeating: 0, count: bins)
      for value in group.values {
        let t = (value - span.lowerBound) / (span.upperBound - span.lowerBound)
        counts[min(bins - 1, max(0, Int(t * Double(bins))))] += 1
      }
      let most = Double(max(1, counts.max() ?? 1))
      let bottom = plot.rect.y + Double(index + 1) * row
      let width = plot.rect.width / Double(bins)
      let bars = counts.enumerated().filter { $0.element > 0 }.reduce(into: Path()) { path, bin in
        let height = Double(bin.element) / most * row * 0.88
        path =
          path
          + .rect(
            Rect(
              x: plot.rect.x + Double(bin.offset) * width, y: bottom - height, width: width,
              height: height))
      }
      marks.append(.path(PathMark(id: "latent/histogram/\(index)", bars, fill: group.color)))
      marks.append(
        .text(
          style.text(
            names[index], font, at: Point(plot.rect.x - style.gap, bottom - row / 2), .trailing,
            .middle)))
    }
    return marks
  }
}
