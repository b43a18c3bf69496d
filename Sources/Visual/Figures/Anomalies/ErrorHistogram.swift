import AECore
import Foundation

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

  /// The share of `errors` in each bin of `axis`.
  static func shares(_ errors: [Double], _ axis: Axis) -> [Double] {
    let place = Scale(axis.kind, domain: axis.domain, from: 0, to: Double(bins))
    var counts = [Double](repeating: 0, count: bins)
    for error in errors where error.isFinite {
      counts[min(bins - 1, max(0, Int(clamping: place(error))))] += 1
    }
    return counts.map { $0 / Double(max(1, errors.count)) }
  }

  func marks(in frame: Rect, style: Style) -> [Mark] {
    var draw = Canvas(style)
    let axis = axis
    let shares = groups.map { Self.shares($0.errors, axis) }
    let most = shares.flatMap { $0 }.max() ?? 0
    let plot = PlotArea(
      x: axis, y: Axis("images", domain: 0...max(most * 1.05, 1e-9), hasTicks: false), in: frame,
      style: style)
    let edges = Scale(
      .linear, domain: 0...Double(Self.bins), from: plot.rect.x, to: plot.rect.maxX)
    let foot = plot.rect.maxY
    draw.add(plot.grid)
    for (group, shares) in zip(groups, shares) {
      var tails: [Rect] = []
      var outline = [Point(plot.rect.x, foot)]
      for (bin, share) in shares.enumerated() {
        let (from, to) = (edges(Double(bin)), edges(Double(bin + 1)))
        let y = plot.y(share)
        outline += [Point(from, y), Point(to, y)]
        guard let tail, share > 0 else { continue }
        // The bin that the tail begins in is cut where it begins.
        let start = max(from, min(to, plot.x(tail.from)))
        if start < to { tails.append(Rect(x: start, y: y, width: to - start, height: foot - y)) }
      }
      outline.append(Point(plot.rect.maxX, foot))
      draw.path(
        .polyline(outline), fill: group.color.opacity(0.3),
        stroke: Stroke(group.color, width: style.mediumLine), id: "histogram/\(group.name)")
      for bar in tails { draw.path(.rect(bar), fill: tail?.color) }
    }
    draw.add(plot.axes)
    return draw.marks
  }
}
