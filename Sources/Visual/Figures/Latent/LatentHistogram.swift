/// Codes of one value: how many images have which, a row for each class.
struct LatentHistogram {
  let map: LatentMap
  let groupNames: [Int: String]

  /// One row of bars for each class when there is room for its name, else one for all together.
  func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let values = map.cloud.points.map(\.x)
    var groups = groupNames.sorted { $0.key < $1.key }.map { key, name in
      (name, style.theme.classColor(key), (map.members[key] ?? []).map { values[$0] })
    }
    if groups.isEmpty || Double(groups.count) * style.line > frame.height - 4 * style.line {
      groups = [("all", style.theme.small, values)]
    }
    let font = style.font(.label)
    let names = groups.map { style.truncated($0.0, font, width: frame.width * 0.25) }
    let chart = RowChart(
      Axis(map.axisNames[0], domain: map.cloud.x), names: names,
      in: frame, style: style)
    draw.add(chart.axes)
    for (index, (_, color, values)) in groups.enumerated() {
      let counts = chart.x.counts(of: values, bins: 60)
      let most = max(1, counts.max() ?? 1)
      let width = chart.rect.width / Double(counts.count)
      let bottom = chart.middle(Double(index) + 0.5)
      let bars = counts.enumerated().filter { $0.element > 0 }.reduce(into: Path()) { path, bin in
        let height = bin.element / most * chart.step * 0.88
        let x = chart.rect.x + Double(bin.offset) * width
        path = path + .rect(Rect(x: x, y: bottom - height, width: width, height: height))
      }
      draw.path(bars, fill: color, id: "latent/histogram/\(index)")
      chart.name(Double(index), names[index], on: &draw)
    }
  }
}
