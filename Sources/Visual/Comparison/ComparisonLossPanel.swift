import AECore

/// The curves of the runs that minimise the same loss on the same data.
package struct ComparisonLossPanel: Sendable {
  /// What has to be equal for two curves to share an axis.
  package struct Kind: Hashable, Sendable {
    /// Without what does not change the quantity: the warm-up.
    package let loss: LossDescription
    private let data: String
    private let dataName: String

    init(_ run: ComparedRun) {
      var loss =
        run.run.training?.loss ?? LossDescription(name: "loss", definition: "unknown")
      loss.betaWarmup = nil
      self.loss = loss
      data = run.dataIdentity
      dataName = run.run.dataset.name
    }

    /// `MSE + 0.5 · KL`.
    package var shortName: String {
      var text = LossFigure.display(loss.name)
      if let beta = loss.beta {
        text += beta == 1 ? " + KL" : " + \(NumberText.setting(beta)) · KL"
      }
      if let sparsity = loss.sparsity { text += " + \(NumberText.setting(sparsity)) · Σ|z|" }
      return text
    }

    /// From long to short.
    var headings: [String] { ["\(shortName), \(dataName)", shortName] }
  }

  package let index: Int
  package let kind: Kind
  package var runs: [ComparedRun]

  /// The last test loss of a run and its epoch; the training loss where nothing was tested.
  package static func end(_ run: ComparedRun) -> (epoch: Int, value: Double)? {
    points(run, value(run)).last
  }

  /// Whether the run knows a test loss.
  package static func isTested(_ run: ComparedRun) -> Bool {
    run.run.training?.history.contains { $0.testLoss?.isFinite == true } ?? false
  }

  /// The test loss, or the training loss where there is no other.
  private static func value(_ run: ComparedRun) -> KeyPath<EpochRecord, Double?> {
    isTested(run) ? \.testLoss : \.trainLoss
  }

  private static func points(
    _ run: ComparedRun, _ value: KeyPath<EpochRecord, Double?>
  ) -> [(epoch: Int, value: Double)] {
    history(run).compactMap { record in
      record[keyPath: value].flatMap { $0.isFinite ? (record.epoch, $0) : nil }
    }
  }

  private static func history(_ run: ComparedRun) -> [EpochRecord] {
    (run.run.training?.history ?? []).sorted { $0.epoch < $1.epoch }
  }

  func marks(in frame: Rect, style: Style, hasHeading: Bool) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    var frame = frame
    var marks: [Mark] = []
    if hasHeading {
      let heading = style.font(.heading)
      marks.append(
        .text(
          style.text(
            style.firstFitting(kind.headings, heading, width: frame.width), heading,
            at: Point(frame.x, frame.y), .leading, .top)))
      frame = frame.inset(top: style.lineHeight(heading) + style.gap / 2)
    }
    let curves = runs.map { (run: $0, points: Self.points($0, Self.value($0))) }
    let ends = curves.compactMap { curve in
      curve.points.last.map { (run: curve.run, epoch: $0.epoch, value: $0.value) }
    }
    func width(_ text: String) -> Double { style.measurer.measure(text, font: font).width }
    // The name, and its last value where there is room for both.
    let names = ends.map { width("\($0.run.letter) \($0.run.name)") }
    let whole =
      zip(ends, names).map { $1 + width(" " + Self.valueText($0.run, $0.value)) }.max() ?? 0
    let most = frame.width * 0.36
    let room = whole <= most ? whole : min(names.max() ?? 0, most)
    let plot = PlotArea(
      x: .epochs(curves.flatMap { $0.points.map(\.epoch) }),
      y: .measured(kind.shortName, curves.flatMap { $0.points.map(\.value) }),
      in: frame.inset(right: room + 2 * style.gap), style: style)
    marks += plot.grid + plot.axes
    for curve in curves { marks += draw(curve.run, plot, style) }

    let spread = LabelPlacement.spread(
      ends.map { plot.y($0.value) }, distance: line,
      within: (plot.rect.y + line / 2)...max(plot.rect.y + line / 2, plot.rect.maxY - line / 2))
    for (end, y) in zip(ends, spread) {
      let color = end.run.color(style.theme)
      let from = Point(plot.x(Double(end.epoch)), plot.y(end.value))
      let x = plot.rect.maxX + 2 * style.gap
      let joint = Point(plot.rect.maxX + style.gap / 3, from.y)
      // A run of fewer epochs ends inside of the plot: the line leads out to its name.
      if joint.x - from.x > style.gap || abs(y - from.y) > line / 6 {
        marks.append(
          .path(
            PathMark(
              .polyline([from, joint, Point(x - style.gap / 3, y)]),
              stroke: Stroke(
                color, width: style.thinLine, dash: [2 * style.thinLine, 2 * style.thinLine]))))
      }
      marks.append(
        .path(
          PathMark(
            id: "loss/end/\(end.run.index)", .circle(center: from, radius: 1.4 * style.mediumLine),
            fill: color)))
      let value = " " + Self.valueText(end.run, end.value)
      let nameWidth = room - width(value)
      let isRoomy = nameWidth >= min(5 * font.size, width("\(end.run.letter) \(end.run.name)"))
      let name = end.run.label(style, font, width: isRoomy ? nameWidth : room)
      marks.append(
        .text(
          style.text(
            isRoomy ? name + value : name, font, at: Point(x, y), .leading, .middle, color: color,
            id: "loss/label/\(end.run.index)")))
    }
    return marks
  }

  /// Broken where a loss was not a finite number; an epoch between two such gaps is a dot.
  private func draw(_ run: ComparedRun, _ plot: PlotArea, _ style: Style) -> [Mark] {
    let value = Self.value(run)
    var parts: [[Point]] = [[]]
    for record in Self.history(run) {
      if let y = record[keyPath: value], y.isFinite {
        parts[parts.count - 1].append(Point(plot.x(Double(record.epoch)), plot.y(y)))
      } else {
        parts.append([])
      }
    }
    let color = run.color(style.theme)
    return parts.filter { !$0.isEmpty }.map { points in
      points.count == 1
        ? .path(
          PathMark(
            id: "loss/curve/\(run.index)",
            .circle(center: points[0], radius: 1.4 * style.mediumLine), fill: color))
        : .path(
          PathMark(
            id: "loss/curve/\(run.index)", .polyline(points),
            stroke: Self.isTested(run)
              ? Stroke(color, width: style.heavyLine * 0.8, isRound: true)
              : Stroke(
                color, width: style.mediumLine, dash: [4 * style.mediumLine, 3 * style.mediumLine]))
        )
    }
  }

  /// The number at a curve's end, with a word where it is of the training images.
  private static func valueText(_ run: ComparedRun, _ value: Double) -> String {
    (isTested(run) ? "" : "training ") + NumberText.short(value)
  }
}
