import AECore

/// Each class's reconstruction error: its mean, and between which errors the middle half of its
/// images lie; the class that comes back worst first.
public struct ClassErrorsFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "class-errors", title: "Reconstruction error of each class")

  /// A class.
  package struct Row: Hashable, Sendable, Encodable {
    package var name: String
    package var count: Int
    package var mse: Double
    /// A quarter, a half and three quarters of its images stay below; nil when unknown.
    package var quartiles: [Double]?
  }

  /// From the largest mean error to the smallest.
  package let rows: [Row]
  /// The mean over all test images; nil when unknown.
  package let overall: Double?

  /// The classes of `run`.
  /// - Throws: `Failure` when no class's error was measured.
  public init(run: Run) throws(Failure) {
    let rows = (run.evaluation?.perClass ?? []).compactMap { part in
      part.mse.flatMap { mse in
        mse.isFinite && mse >= 0
          ? Row(
            name: run.className(part.label), count: part.count, mse: mse,
            quartiles: Self.ordered(part.mseQuartiles)) : nil
      }
    }
    guard !rows.isEmpty else {
      throw Failure.unmeasured(
        "evaluation.per_class", "no class's error was measured, or the images have no labels")
    }
    self.rows = rows.enumerated()
      .sorted { ($0.element.mse, $1.offset) > ($1.element.mse, $0.offset) }.map(\.element)
    overall = run.evaluation?.mse.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
  }

  /// Quartiles that are three, finite and in order.
  private static func ordered(_ quartiles: [Double]?) -> [Double]? {
    quartiles.flatMap {
      $0.count == 3 && $0.allSatisfy { $0.isFinite && $0 >= 0 } && $0 == $0.sorted() ? $0 : nil
    }
  }

  /// What dot, bar and tick are, and how far the classes lie apart.
  public var caption: String {
    var text = "Dot: the mean over the class's test images."
    if rows.contains(where: { $0.quartiles != nil }) {
      text = "Dot: mean over the class's test images; bar: the middle half of them; tick: median."
    }
    guard let worst = rows.first, let best = rows.last, rows.count > 1 else { return text }
    guard worst.mse > 1.05 * best.mse else { return "\(text) All classes come back equally well." }
    let lead = "“\(worst.name.shortened)” comes back worst"
    guard best.mse > 0 else {
      return "\(text) \(lead), “\(best.name.shortened)” without an error."
    }
    let ratio = NumberText.short(worst.mse / best.mse, digits: 2)
    return "\(text) \(lead), with \(ratio) times the error of “\(best.name.shortened)”."
  }

  /// The classes in the order of the figure, and the mean over all.
  public var data: any Encodable & Sendable { ["mse": overall, "classes": rows] as Fields }

  /// A line for each class: its name, its errors on the common axis, its mean. Where there is not
  /// room for all, the middle ones are counted.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let font = style.font(.label)
    let line = style.line
    let foot = (style.page.isSlide ? 2.2 : 2.5) * line
    let head = line
    let room = max(line, frame.height - foot - head)
    // Ten classes, the usual number, all stand on a slide.
    let least = line * (style.page.isSlide ? 0.98 : 1.25)
    let shown = RankedRows(rows.count, atMost: max(1, Int(clamping: room / least)))
    let pitch = min(room / Double(shown.places.count), 2.4 * line)

    let names = shown.places.map { place in
      style.truncated(place.map { rows[$0].name } ?? shown.gapText, font, width: frame.width * 0.3)
    }
    let numbers = shown.places.map { $0.map { NumberText.short(rows[$0].mse) } ?? "" }
    let high = rows.flatMap { [$0.mse, $0.quartiles?[2] ?? 0] }.max() ?? 0
    let chart = RowChart(
      Axis("mean squared error", domain: 0...max(high, overall ?? 0, 1e-12) * 1.04), names: names,
      numberRoom: style.widest(numbers + ["mean"]) + 1.5 * style.gap,
      in: Rect(
        x: frame.x, y: frame.y + head, width: frame.width,
        height: pitch * Double(shown.places.count) + foot), style: style)

    draw.main { draw in
      draw.add(chart.axes)
      if let overall {
        let number = NumberText.short(overall)
        let mean = chart.reference(
          at: overall, ["all images \(number)", "all \(number)"], width: chart.rect.width,
          upTo: chart.rect.maxX, bottom: chart.rect.y - style.gap / 4, id: "class-errors/overall",
          style: style)
        draw.add([mean.line, mean.label])
      }
      draw.text(
        "mean", at: Point(frame.maxX, chart.rect.y), .trailing, .bottom,
        color: style.theme.mutedText)
      for (index, place) in shown.places.enumerated() {
        let row = Double(index)
        chart.name(row, names[index], color: place == nil ? style.theme.mutedText : nil, on: &draw)
        guard let place else { continue }
        self.draw(rows[place], at: row, chart, &draw)
        draw.text(
          numbers[index], at: Point(frame.maxX, chart.middle(row)), .trailing, .middle,
          id: "class-errors/mse/\(place)")
      }
    }
  }

  private func draw(_ row: Row, at place: Double, _ chart: RowChart, _ draw: inout Canvas) {
    let style = draw.style
    let color = style.theme.test
    if let quartiles = row.quartiles {
      let thickness = min(chart.step * 0.5, 1.4 * style.gap)
      let half = chart.bar(place, from: quartiles[0], to: quartiles[2], thickness: thickness)
      draw.path(.roundedRect(half, radius: style.cornerRadius / 2), fill: color.opacity(0.3))
      draw.path(chart.tick(place, at: quartiles[1], height: thickness), stroke: style.medium(color))
    }
    draw.path(
      .circle(
        center: Point(chart.x(row.mse), chart.middle(place)),
        radius: min(chart.step * 0.3, 0.5 * style.gap)), fill: color)
  }
}
