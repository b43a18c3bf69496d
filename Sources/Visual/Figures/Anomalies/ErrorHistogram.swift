import AECore

/// How errors are spread: for each group the share of its images in each of some bins, one axis for
/// all.
struct ErrorHistogram {
  /// Images that belong together.
  struct Group {
    var name: String
    var errors: [Double]
    var color: Color
  }

  /// From the first drawn to the last.
  let groups: [Group]
  /// Errors from here on are painted in this colour, whatever their group.
  var tail: (from: Double, color: Color)?

  /// Bins, all of them as wide on the axis.
  static let bins = 36

  /// Logarithmic when no error is 0 and the greatest is more than five times the least.
  var axis: Axis {
    let all = groups.flatMap(\.errors).filter(\.isFinite)
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    if low > 0, high / low > 5 {
      return Axis("error (log scale)", domain: low...high, kind: .logarithmic)
    }
    return Axis("error", domain: min(0, low)...max(high, low + 1e-12))
  }

  func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let axis = axis
    let scale = Scale(axis.kind, domain: axis.domain, from: 0, to: 1)
    let shares = groups.map { group in
      scale.counts(of: group.errors, bins: Self.bins).map {
        $0 / Double(max(1, group.errors.count))
      }
    }
    let most = max(1.05 * (shares.joined().max() ?? 0), 1e-9)
    let plot = PlotArea(
      x: axis, y: Axis("images", domain: 0...most, hasTicks: false), in: frame, style: style)
    let bins = Stack(.across, equal: Self.bins).pieces(of: plot.rect)
    draw.add(plot.grid)
    for (group, shares) in zip(groups, shares) {
      var tails: [Rect] = []
      var outline = [Point(plot.rect.x, plot.rect.maxY)]
      for (bin, share) in zip(bins, shares) {
        let y = plot.y(share)
        outline += [Point(bin.x, y), Point(bin.maxX, y)]
        guard let tail, share > 0 else { continue }
        // The bin that the tail begins in is cut where it begins.
        let cut = max(0, plot.x(tail.from) - bin.x)
        if cut < bin.width { tails.append(bin.inset(left: cut, top: y - bin.y)) }
      }
      outline.append(Point(plot.rect.maxX, plot.rect.maxY))
      draw.path(
        .polyline(outline), fill: group.color.opacity(0.3), stroke: style.medium(group.color),
        id: "histogram/\(group.name)")
      for bar in tails { draw.path(.rect(bar), fill: tail?.color) }
    }
    draw.add(plot.axes)
  }
}
