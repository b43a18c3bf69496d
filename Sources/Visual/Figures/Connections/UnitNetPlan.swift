import AECore

/// Where the units of a ``UnitNet`` lie, and how their lines look.
struct UnitNetPlan: Styled {
  let style: Style
  private let net: UnitNet
  private let frame: Rect
  /// The middle of each column, from the left edge of the page.
  private let places: [Double]
  private let radius: Double
  /// What the units have, between the names above and the counts below.
  private let body: Rect
  private let pictures: (input: Rect, output: Rect)?

  init(_ net: UnitNet, in frame: Rect, _ style: Style) {
    self.style = style
    self.net = net
    self.frame = frame
    let gap = style.gap
    body = frame.inset(top: style.line + gap / 2, bottom: style.line + gap / 2)
    let most = Double(net.columns.map(\.shown.count).max() ?? 1)
    radius = min(body.height / most * 0.36, 1.6 * gap)
    var inner = frame
    if let image = net.pictures?.input {
      let aspect = image.shape.rank == 3 ? Double(image.shape[2]) / Double(image.shape[1]) : 1
      let room = Rect(
        x: frame.x, y: body.y, width: (style.page.isSlide ? 0.17 : 0.14) * frame.width,
        height: body.height)
      let box = room.fitting(aspect: aspect)
      let left = Rect(x: frame.x, y: box.y, width: box.width, height: box.height)
      pictures = (left, left.moved(dx: frame.width - box.width, dy: 0))
      inner = frame.inset(dx: box.width + 2.2 * gap, dy: 0)
    } else {
      pictures = nil
    }
    let label = style.width(net.columns.map { NumberText.count($0.count) }.first ?? "") / 2
    let edge = max(radius, pictures == nil ? label : radius)
    let span = inner.inset(dx: edge, dy: 0)
    let step = span.width / Double(max(1, net.columns.count - 1))
    places = net.columns.indices.map { span.x + Double($0) * step }
  }

  func draw(on draw: inout Canvas) {
    drawPictures(&draw)
    for index in net.links.indices { lines(index, &draw) }
    for index in net.columns.indices { units(index, &draw) }
    labels(&draw)
  }

  /// Where a unit lies: columns that show fewer units are as far apart, in the middle.
  private func center(_ column: Int, _ unit: Int) -> Point {
    let count = net.columns[column].shown.count
    let most = net.columns.map(\.shown.count).max() ?? 1
    let step = body.height / Double(most)
    return Point(
      places[column], body.center.y + (Double(unit) - Double(count - 1) / 2) * step)
  }

  private func drawPictures(_ draw: inout Canvas) {
    guard let pictures, let images = net.pictures else { return }
    draw.image(.image(images.input), in: pictures.input, id: "connections/input")
    draw.path(.rect(pictures.input), stroke: style.medium(theme.large))
    draw.image(.image(images.output), in: pictures.output, id: "connections/output")
    draw.path(.rect(pictures.output), stroke: style.medium(theme.small))
    let middle = body.center.y
    let (first, last) = (places[0] - radius, places[places.count - 1] + radius)
    for (from, to) in [(pictures.input.maxX, first), (last, pictures.output.x)] {
      let gap = style.gap / 3
      draw.path(
        .arrow(
          from: Point(from + gap, middle), to: Point(to - gap, middle), width: style.mediumLine),
        fill: theme.mutedText)
    }
  }

  /// The lines of one layer, the weakest first, so that the strong ones lie on top.
  private func lines(_ index: Int, _ draw: inout Canvas) {
    let link = net.links[index]
    guard link.limit > 0 else { return }
    let map = Colormap.diverging(theme)
    var all: [(weight: Float, from: Point, to: Point)] = []
    for (unit, row) in link.weights.enumerated() {
      for (input, weight) in row.enumerated() where weight.isFinite {
        all.append((weight, center(index, input), center(index + 1, unit)))
      }
    }
    draw.group(id: "connections/\(link.name)") { draw in
      for line in all.sorted(by: { abs($0.weight) < abs($1.weight) }) {
        let share = Double(abs(line.weight) / link.limit)
        // Colour alone would let weak lines be as black as strong ones on a dense ground.
        let color = map.color(at: line.weight < 0 ? 0 : 1).opacity(0.06 + 0.94 * share)
        draw.line(
          line.from, line.to,
          Stroke(color, width: style.thinLine * (0.35 + 2.9 * share), isRound: false))
      }
    }
  }

  /// The circles of one column, as light as the values of the sample.
  private func units(_ index: Int, _ draw: inout Canvas) {
    let column = net.columns[index]
    let isEnd = net.isWhole && (index == 0 || index == net.columns.count - 1)
    let largest = column.values.map { $0.largest } ?? 0
    let color = index == net.codeIndex ? theme.small : theme.large
    for (place, unit) in column.shown.enumerated() {
      let circle = Path.circle(center: center(index, place), radius: radius)
      let id = "connections/\(index)/\(unit)"
      if column.dead.contains(unit) {
        let dash = [2.4 * style.thinLine, 2.4 * style.thinLine]
        draw.path(
          circle, fill: theme.background,
          stroke: Stroke(theme.mutedText, width: 1.4 * style.thinLine, dash: dash), id: id)
        continue
      }
      var fill = theme.background.mixed(with: color, 0.3)
      if let value = column.values?[place], value.isFinite {
        let gray = min(max(Double(value), 0), 1)
        let share = largest > 0 ? Double(abs(value) / largest) : 0
        fill =
          isEnd
          ? Color(red: gray, green: gray, blue: gray)
          : theme.background.mixed(with: color, 0.08 + 0.92 * share)
      }
      draw.path(circle, fill: fill, stroke: Stroke(color, width: 1.4 * style.thinLine), id: id)
    }
  }

  /// What a column is, above it, and how many units it has, below; the code's first.
  private func labels(_ draw: inout Canvas) {
    let ends = [net.codeIndex, 0, net.columns.count - 1]
    let order = ends + net.columns.indices.filter { !ends.contains($0) }
    for isName in [true, false] {
      var taken: [Rect] = []
      for index in order where net.columns.indices.contains(index) {
        let column = net.columns[index]
        let text = isName ? column.name : NumberText.count(column.count)
        guard !text.isEmpty else { continue }
        let color = index == net.codeIndex ? theme.small : nil
        let half = style.width(text, isBold: true) / 2
        let x = min(max(places[index], frame.x + half), frame.maxX - half)
        let box = Rect(x: x - half, y: 0, width: 2 * half, height: 1)
        guard !taken.contains(where: { $0.inset(dx: -style.gap / 2, dy: 0).overlaps(box) }) else {
          continue
        }
        taken.append(box)
        draw.words(
          Words(text, isBold: true, color: color),
          at: Point(x, isName ? frame.y : frame.maxY), .center, isName ? .top : .bottom)
      }
    }
  }
}

extension [Float] {
  /// The largest magnitude that is finite.
  fileprivate var largest: Float { reduce(0) { $1.isFinite ? Swift.max($0, abs($1)) : $0 } }
}
