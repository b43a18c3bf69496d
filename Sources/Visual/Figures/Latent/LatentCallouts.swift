import AECore
import Foundation

/// The names of the classes in two columns beside a cloud of points, each with a test image of its
/// class, and lines that lead into the cloud; further images stand in the cloud itself.
struct LatentCallouts {
  private let plot: ScatterPlot
  private let style: Style
  /// The classes that are named, the largest first.
  private let groups: [Int]
  /// The names in one or two lines, by class.
  private let names: [Int: [String]]
  /// The side of an image beside a name; 0 without images.
  private let side: Double
  /// How many images are shown at most.
  private let images: Int
  private let rowHeight: Double
  private let textWidth: Double

  /// So many classes are named at most.
  static let most = 20
  /// So many images stand among points without classes, unless others are asked for.
  private static let fewImages = 8

  private var map: LatentMap { plot.map }
  private var line: Double { style.line }

  /// What is said beside the points of `plot` in `frame`.
  init(plot: ScatterPlot, in frame: Rect, style: Style) {
    self.plot = plot
    self.style = style
    let ordered = plot.map.members.mapValues(\.count)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    // Below a map with values stand these and the axis's name.
    let height = max(style.line, frame.height - (plot.map.hasTicks ? 3 * style.line : 0))
    let fitting = 2 * max(1, Int(clamping: height / (style.line * 1.2)))
    groups = Array(ordered.prefix(min(Self.most, fitting)))
    images = min(
      plot.map.pictures.count,
      plot.thumbnails ?? (groups.isEmpty ? Self.fewImages : groups.count))
    let bold = style.font(.label, isBold: true)
    let widest = min(0.17 * frame.width, 12 * bold.size)
    // One row more than half of the names take, so that a column may hold more than the other.
    let half = (groups.count + 1) / 2
    let rows = max(1, groups.count > 4 ? half + 1 : half)
    let pitch = height / Double(rows)
    // Two lines where there is room for them.
    let lines = pitch >= 2.3 * style.line ? 2 : 1
    names = Dictionary(
      uniqueKeysWithValues: groups.map { group in
        let name = plot.groupNames[group] ?? "\(group)"
        return (group, style.clampedLines(name, bold, width: widest, limit: lines))
      })
    textWidth = style.widest(names.values.joined(), isBold: true)
    let largest = min(3.4 * style.line, 0.08 * frame.width, pitch - style.gap)
    // Where two columns with images would leave less than half to the cloud, they stand in it.
    let isWide = textWidth + largest + 3 * style.gap < 0.25 * frame.width
    side = images > 0 && !groups.isEmpty && isWide && largest > 1.2 * style.line ? largest : 0
    rowHeight =
      max(side, Double(names.values.map(\.count).max() ?? 1) * style.line) + 0.7 * style.gap
  }

  /// What a column takes, with what stays free between it and the cloud.
  var room: Double { groups.isEmpty ? 0 : width + 2.5 * style.gap }
  /// How high the columns are at least.
  var height: Double { Double((groups.count + 1) / 2) * rowHeight }

  private var width: Double { textWidth + side + (side > 0 ? style.gap / 2 : 0) }

  private struct Callout {
    var group: Int
    var picture: LatentMap.Picture?
    /// Where its line leads to.
    var target: Point
  }

  /// Names, images and lines for points at `places` on the page.
  func draw(_ places: PointCloud, in rect: Rect, on draw: inout Canvas) {
    let chosen = chosen(places)
    let cloud = places.box
    let (left, right) = columns(chosen, most: Int(clamping: rect.height / rowHeight + 1e-6))
    // As near to the cloud as it is to the edge.
    let slack = { (free: Double) in max(0, free - room) * 0.4 }
    let inner = [
      max(rect.x + width, cloud.x - 2.5 * style.gap - slack(cloud.x - rect.x)),
      min(
        rect.maxX - width,
        cloud.maxX + 2.5 * style.gap + slack(rect.maxX - cloud.maxX)),
    ]
    var taken: [Rect] = []
    for (column, callouts) in [left, right].enumerated() {
      let rows = rows(callouts, in: rect, from: inner[column])
      func isQuiet(_ callout: Callout) -> Bool {
        plot.focus.map { $0 != callout.group } ?? false
      }
      for (callout, y) in rows {
        draw.group(opacity: isQuiet(callout) ? style.theme.unfocused : 1) {
          lead(from: Point(edge(column, inner[column]), y), to: callout, &$0)
        }
        let target = Rect(x: callout.target.x, y: callout.target.y, width: 0, height: 0)
        taken.append(target.inset(-line / 2))
      }
      for (callout, y) in rows {
        draw.group(opacity: isQuiet(callout) ? 2 * style.theme.unfocused : 1) {
          self.draw(callout, at: Point(inner[column], y), isLeft: column == 0, &$0)
        }
      }
    }
    drawImages(places.points, besides: chosen.compactMap(\.picture?.point), taken, in: rect, &draw)
  }

  /// Where a line begins: at the image, or a little beside the name.
  private func edge(_ column: Int, _ inner: Double) -> Double {
    side > 0 ? inner : inner + (column == 0 ? 1 : -1) * style.gap / 3
  }

  /// A callout for each class that is named, with the image that lies nearest to the middle of the
  /// class, as far as there are images.
  private func chosen(_ places: PointCloud) -> [Callout] {
    var left = side > 0 ? images : 0
    return groups.map { group in
      let middle = places.part(map.members[group] ?? []).densest
      func distance(_ picture: LatentMap.Picture) -> Double {
        let place = places.points[picture.point]
        return hypot(place.x - middle.x, place.y - middle.y)
      }
      let picture = map.pictures.filter { map.groups[$0.point] == group }
        .min { distance($0) < distance($1) }
      guard let picture, left > 0 else { return Callout(group: group, target: middle) }
      left -= 1
      return Callout(group: group, picture: picture, target: places.points[picture.point])
    }
  }

  /// The targets at the left and those at the right, at most so many of either: the lines part
  /// where two targets lie farthest from each other, near the middle.
  private func columns(_ callouts: [Callout], most: Int) -> ([Callout], [Callout]) {
    let sorted = callouts.enumerated().sorted {
      ($0.element.target.x, $0.offset) < ($1.element.target.x, $1.offset)
    }.map(\.element)
    let half = sorted.count / 2
    let reach = max(0, most - (sorted.count + 1) / 2)
    let splits = max(0, half - reach)...min(sorted.count, half + reach)
    func gap(_ split: Int) -> Double {
      guard split > 0, split < sorted.count else { return 0 }
      return sorted[split].target.x - sorted[split - 1].target.x
    }
    let split = splits.max { (gap($0), abs($1 - half)) < (gap($1), abs($0 - half)) } ?? half
    return (Array(sorted.prefix(split)), Array(sorted.dropFirst(split)))
  }

  /// The heights of a column's callouts: each near to its target, none over another, and no two
  /// lines across each other.
  private func rows(
    _ callouts: [Callout], in rect: Rect, from x: Double
  ) -> [(callout: Callout, y: Double)] {
    var order = callouts.sorted { $0.target.y < $1.target.y }
    // A column that is spread a little wider than its targets keeps the lines apart.
    let wanted = order.map { rect.center.y + 1.25 * ($0.target.y - rect.center.y) }
    let heights = LabelPlacement.spread(
      wanted, distance: rowHeight,
      within: (rect.y + rowHeight / 2)...max(rect.y + rowHeight / 2, rect.maxY - rowHeight / 2))
    var isCrossed = true
    for _ in order.indices where isCrossed {
      isCrossed = false
      for a in order.indices {
        for b in order.indices.dropFirst(a + 1)
        where Self.cross(
          Point(x, heights[a]), order[a].target, Point(x, heights[b]), order[b].target)
        {
          order.swapAt(a, b)
          isCrossed = true
        }
      }
    }
    return Array(zip(order, heights)).map { (callout: $0.0, y: $0.1) }
  }

  /// Whether the line from `a` to `b` crosses the one from `c` to `d`.
  private static func cross(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Bool {
    func side(_ p: Point, _ q: Point, _ r: Point) -> Double {
      (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)
    }
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
  }

  /// A line to a target, which is ringed.
  private func lead(from start: Point, to callout: Callout, _ draw: inout Canvas) {
    let color = plot.ink(callout.group, style.theme)
    let (target, ring) = (callout.target, 1.5 * plot.radius(style))
    let length = max(hypot(target.x - start.x, target.y - start.y), 1e-9)
    let end = Point(
      target.x - (target.x - start.x) * ring / length,
      target.y - (target.y - start.y) * ring / length)
    draw.line(start, end, Stroke(style.theme.background, width: 2.2 * style.mediumLine))
    draw.line(
      start, end, Stroke(color, width: 0.7 * style.mediumLine),
      id: "\(map.id)/leader/\(callout.group)")
    draw.path(
      .circle(center: target, radius: ring),
      fill: callout.picture == nil ? nil : style.theme.classColor(callout.group),
      stroke: Stroke(color, width: 0.7 * style.mediumLine))
  }

  /// A name with its image, whose inner edge is at `point`.
  private func draw(
    _ callout: Callout, at point: Point, isLeft: Bool, _ draw: inout Canvas
  ) {
    let aspect = callout.picture.map { Double($0.image.shape[2]) / Double($0.image.shape[1]) } ?? 1
    let direction = isLeft ? -1.0 : 1.0
    if let picture = callout.picture {
      let size = Size(min(side, side * aspect), min(side, side / aspect))
      let box = Rect(
        x: isLeft ? point.x - side + (side - size.width) / 2 : point.x + (side - size.width) / 2,
        y: point.y - size.height / 2, width: size.width, height: size.height)
      frame(picture, callout.group, in: box, id: "\(map.id)/image/\(callout.group)", &draw)
    }
    let lines = names[callout.group] ?? []
    let font = style.font(.label, isBold: true)
    let x = point.x + direction * (side + (side > 0 ? style.gap / 2 : 0))
    for (index, name) in lines.enumerated() {
      let y = point.y + (Double(index) - Double(lines.count - 1) / 2) * line
      draw.text(
        name, font, at: Point(x, y), isLeft ? .trailing : .leading, .middle,
        color: plot.ink(callout.group, style.theme), id: "\(map.id)/label/\(callout.group)")
    }
  }

  private func frame(
    _ picture: LatentMap.Picture, _ group: Int?, in box: Rect, id: String, _ draw: inout Canvas
  ) {
    draw.image(.image(picture.image), in: box, id: id)
    let color = group.map(style.theme.classColor) ?? style.theme.small
    draw.path(.rect(box), stroke: style.medium(color))
  }

  /// The images that stand beside no name, at their points, as far as they do not cover each other.
  private func drawImages(
    _ places: [Point], besides shown: [Int], _ taken: [Rect], in rect: Rect, _ draw: inout Canvas
  ) {
    var (taken, left) = (taken, images - shown.count)
    let size = (groups.isEmpty ? 2.6 : 1.6) * line
    for picture in map.pictures where left > 0 && !shown.contains(picture.point) {
      let aspect = Double(picture.image.shape[2]) / Double(picture.image.shape[1])
      let (width, height) = (min(size, size * aspect), min(size, size / aspect))
      let place = places[picture.point]
      let box = Rect(
        x: place.x - width / 2, y: place.y - height / 2, width: width, height: height)
      let room = box.inset(-style.gap / 4)
      guard rect.contains(room), !taken.contains(where: { room.overlaps($0) }) else { continue }
      taken.append(room)
      left -= 1
      frame(
        picture, map.groups[picture.point], in: box,
        id: "\(map.id)/image/at/\(picture.point)", &draw)
    }
  }
}
