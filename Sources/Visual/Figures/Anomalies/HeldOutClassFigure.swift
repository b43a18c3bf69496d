import AECore

/// How well the reconstruction error tells a class that was left out of the training from the
/// others: the ROC curve beside those of plain baselines, and both groups' errors.
public struct HeldOutClassFigure: Figure {
  /// Its name and its title.
  public var heading: Heading {
    ("held-out-class", "“\(className.shortened)” was left out: does the error tell?")
  }

  let className: String
  let components: Int
  /// Each score's curve, the network's first.
  package let curves: [(score: Anomalies.Score, roc: ROCCurve)]
  let known: [Double]
  let strange: [Double]

  /// The curves of `run`.
  /// - Throws: `Failure` when no class was left out, or it was not measured.
  public init(run: Run) throws(Failure) {
    guard let label = run.dataset.heldOutClass else {
      throw Failure(
        .badData, at: "dataset.held_out_class", "no class was left out of the training",
        advice: "train with --hold-out-class")
    }
    let name = TensorName.evaluation(Anomalies.key, "is_held_out")
    guard let section = run.evaluation?.anomalies, let flags = run.tensors[name],
      flags.shape == [section.testCount]
    else {
      throw .unmeasured(name, "it was not measured how well the error tells the class left out")
    }
    let scores = try run.anomalyScores(section)
    let isStrange = flags.values.map { $0 == 1 }
    curves = zip(section.detectors, scores).compactMap { detector, scores in
      ROCCurve(scores: scores, isPositive: isStrange).map { (detector.score, $0) }
    }
    guard !curves.isEmpty else {
      throw Failure(
        .badData, at: name, "the test images have no image of the class left out, or no other",
        advice: "leave out a class that they have")
    }
    known = zip(scores[0], isStrange).filter { !$1 }.map(\.0)
    strange = zip(scores[0], isStrange).filter(\.1).map(\.0)
    className = run.className(label)
    components = run.model.latentSize
  }

  /// How to read the curve, and how the network compares with PCA.
  public var caption: String {
    let others = curves.dropFirst().map {
      "\($0.score == .pca ? "PCA" : "mean image") \(NumberText.percent($0.roc.area))"
    }
    return
      "In \(NumberText.percent(curves[0].roc.area)) of all pairs “\(className.shortened)” has a "
      + "larger error than the known image"
      + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))")
      + "; guessing: 50 %. That is the area under the curve, on which each point is a threshold on "
      + "the error."
  }

  /// Every curve with its area.
  public var data: any Encodable & Sendable {
    curves.map { curve in
      // False and true positive rates.
      let points = curve.roc.points.map { [$0.falsePositiveRate, $0.truePositiveRate] }
      return ["score": curve.score, "auc": curve.roc.area, "curve": points] as Fields
    }
  }

  /// The curves at the left or above, the errors at the right or below.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    draw.main { draw in
      let gap = 3 * draw.style.gap
      if frame.width > frame.height {
        let side = min(frame.height * 1.08, (frame.width - gap) / 2)
        let parts = Stack(.across, [.fixed(side), .flexible(1)], gap: gap).pieces(of: frame)
        drawCurves(in: parts[0], &draw)
        return drawSide(in: parts[1], &draw)
      }
      let side = min(frame.width * 0.8, frame.height * 0.5)
      let lengths: [Stack.Length] = [.fixed(side), .natural(frame.width * 0.6)]
      let parts = Stack(.down, lengths, gap: gap).pieces(of: frame)
      drawCurves(in: parts[0].inset(right: frame.width - side), &draw)
      drawSide(in: parts[1], &draw)
    }
  }

  private func drawCurves(in frame: Rect, _ draw: inout Canvas) {
    let style = draw.style
    let names = ["false alarms (known images)", "false alarms"]
    let axis = style.firstFitting(names, width: frame.width * 0.8)
    let plot = PlotArea(
      x: Axis(axis, domain: 0...1), y: Axis("found (left-out images)", domain: 0...1), in: frame,
      style: style)
    draw.add(plot.grid + plot.axes)
    draw.line(
      Point(plot.x(0), plot.y(0)), Point(plot.x(1), plot.y(1)), style.medium(style.theme.line),
      id: "roc/chance")
    for curve in curves.reversed() {
      let corners = curve.roc.corners.map {
        Point(plot.x($0.falsePositiveRate), plot.y($0.truePositiveRate))
      }
      draw.path(.polyline(corners), stroke: stroke(curve.score, style), id: "roc/\(curve.score)")
    }
  }

  private func stroke(_ score: Anomalies.Score, _ style: Style) -> Stroke {
    let unit = style.mediumLine
    switch score {
    case .autoencoder: return Stroke(style.theme.test, width: style.heavyLine, isRound: true)
    case .pca: return Stroke(style.theme.baseline, width: unit, dash: [4 * unit, 2 * unit])
    case .meanImage: return Stroke(style.theme.baseline, width: unit, dash: [unit, 1.5 * unit])
    }
  }

  /// The areas under the curves, and below them the errors of both groups.
  private func drawSide(in frame: Rect, _ draw: inout Canvas) {
    let style = draw.style
    let line = style.line
    var y = draw.lines([Words(["area under the curve", "area"], isBold: true)], in: frame)
    let swatch = 3 * style.gap
    for curve in curves {
      draw.line(
        Point(frame.x, y + line / 2), Point(frame.x + swatch, y + line / 2),
        stroke(curve.score, style))
      let area = NumberText.fixed(curve.roc.area, decimals: 3)
      let number = draw.words(
        Words(area, id: "roc/auc/\(curve.score)"), at: Point(frame.x + swatch + style.gap, y))
      let left = number.bounds.maxX + style.gap
      draw.words(Words(labels(curve.score)), width: frame.maxX - left, at: Point(left, y))
      y += line
    }
    y += style.gap
    let groups = [
      (name: "known", errors: known, color: style.theme.train),
      (name: "strange", errors: strange, color: style.theme.test),
    ]
    for (group, name) in zip(groups, ["known classes", "left out: \(className)"]) {
      let title = "\(name), \(NumberText.count(group.errors.count)) images"
      let size = 0.6 * line
      draw.path(
        .rect(Rect(x: frame.x, y: y + (line - size) / 2, width: size, height: size)),
        fill: group.color.opacity(0.5), stroke: style.thin(group.color))
      let left = frame.x + size + style.gap
      draw.words(Words(title), width: frame.maxX - left, at: Point(left, y))
      y += line
    }
    ErrorHistogram(groups: groups).draw(in: frame.inset(top: y - frame.y), on: &draw)
  }

  private func labels(_ score: Anomalies.Score) -> [String] {
    switch score {
    case .autoencoder: ["autoencoder's error", "autoencoder"]
    case .pca: ["PCA's error, \(components.counted("component"))", "PCA"]
    case .meanImage: ["distance to the mean image", "mean image"]
    }
  }
}
