import AECore

/// How many test images plain classifiers get right: on the code, on PCA's of the same size, on the
/// pixels; beside chance.
public struct ClassificationFigure: Figure {
  /// `classification`.
  public let name = "classification"
  /// The heading on the page.
  public let title = "Is the class in the code?"
  /// What was counted, and how the code compares with PCA and the pixels.
  public let caption: String

  package let section: Classification
  /// One of each classifier and features, in the order of the figure.
  package let results: [Classification.Result]

  /// The classifiers of `run`.
  /// - Throws: ``Failure`` when none was trained.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.classification, !section.results.isEmpty else {
      throw Failure(
        .badData, nil, at: "evaluation.classification",
        "no classifier was trained on the codes, or the images have no labels",
        advice: "run `aeviz evaluate` on it")
    }
    self.section = section
    let features: [Classification.Features] = [.code, .pca, .pixels]
    let classifiers: [Classification.Classifier] = [.logisticRegression, .nearestNeighbours]
    results = features.flatMap { features in
      classifiers.compactMap { classifier in
        section.results.first { $0.features == features && $0.classifier == classifier }
      }
    }
    caption = Self.caption(section, results)
  }

  private static func caption(
    _ section: Classification, _ results: [Classification.Result]
  ) -> String {
    var text =
      "Share of \(NumberText.count(section.testCount)) test images whose class is found (whisker: 95 % "
      + "interval), learned from \(NumberText.count(section.trainCount)) labelled training images."
    func find(_ features: Classification.Features) -> Classification.Result? {
      results.first { $0.features == features && $0.classifier == .logisticRegression }
    }
    if let code = find(.code), let pca = find(.pca) {
      let margin = margin(code, section) + margin(pca, section)
      let difference = code.accuracy - pca.accuracy
      let verdict =
        abs(difference) < margin
        ? "The code keeps as much of the classes as PCA with \(pca.dimensions) components does."
        : difference > 0
          ? "The code keeps more of the classes than PCA with \(pca.dimensions) components."
          : "PCA with \(pca.dimensions) components keeps more of the classes than the code."
      text += " " + verdict
    }
    return text
  }

  /// Half of the 95 % interval of an accuracy, by the normal distribution.
  package static func margin(_ result: Classification.Result, _ section: Classification) -> Double {
    let p = result.accuracy
    return 1.96 * (max(0, p * (1 - p)) / Double(max(1, section.testCount))).squareRoot()
  }

  /// The section as it is stored.
  public var data: any Encodable & Sendable { section }

  /// A group of bars for each kind of features.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let bold = Font(size: font.size, isBold: true)
    let line = style.lineHeight(font)
    let groups = Dictionary(grouping: results, by: \.features)
    let order: [Classification.Features] = [.code, .pca, .pixels].filter { groups[$0] != nil }
    let lines = results.count + order.count
    let foot = 2.5 * line
    let pitch = min(
      (frame.height - foot - line) / (Double(lines) + 0.4 * Double(order.count - 1)), 1.9 * line)

    let names = results.map { name($0, in: frame, style) }
    let left =
      (names.map { style.measurer.measure($0, font: font).width }.max() ?? 0) + style.gap
    let right = style.measurer.measure("100.0 %", font: font).width + 2 * style.gap
    let height = pitch * (Double(lines) + 0.4 * Double(order.count - 1))
    let area = Rect(
      x: frame.x + left, y: frame.y + line / 2, width: max(1, frame.width - left - right),
      height: height + foot)
    let axisName = style.firstFitting(
      ["test images of which the class is found, in %", "test images found, in %", "found, in %"],
      font, width: area.width)
    let plot = PlotArea(
      x: Axis(axisName, domain: 0...100),
      y: Axis("", domain: 0...1, hasTicks: false), in: area, style: style)
    let step = plot.rect.height / (Double(lines) + 0.4 * Double(order.count - 1))

    var marks = plot.grid + plot.axes
    var y = plot.rect.y
    var bars: [Mark] = []
    // Headings stand beside the line of chance, not on it.
    let chance = plot.x(100 * section.chance)
    let start = (chance < plot.rect.center.x ? chance : plot.rect.x) + style.gap
    for features in order {
      let ofGroup = groups[features] ?? []
      marks.append(
        .text(
          style.text(
            style.firstFitting(
              Self.headings(features, ofGroup[0].dimensions), bold, width: frame.maxX - start),
            bold, at: Point(start, y + step / 2), .leading, .middle,
            color: Self.color(features, style.theme),
            halo: Stroke(style.theme.background, width: style.gap / 2))))
      y += step
      for result in ofGroup {
        bars += bar(result, at: y + step / 2, height: step, plot, style)
        marks.append(
          .text(
            style.text(
              name(result, in: frame, style), font, at: Point(area.x - style.gap, y + step / 2),
              .trailing, .middle)))
        y += step
      }
      y += 0.4 * step
    }
    return chanceMarks(plot, frame, style) + marks + bars
  }

  private func name(_ result: Classification.Result, in frame: Rect, _ style: Style) -> String {
    let k = result.neighbours ?? 1
    let variants =
      result.classifier == .logisticRegression
      ? ["logistic regression", "logistic"]
      : [k == 1 ? "nearest neighbour" : "\(k) nearest neighbours", "\(k)-NN"]
    return style.firstFitting(variants, style.font(.label), width: frame.width * 0.3)
  }

  private static func headings(
    _ features: Classification.Features, _ dimensions: Int
  ) -> [String] {
    let count = "\(NumberText.count(dimensions)) number\(dimensions == 1 ? "" : "s")"
    switch features {
    case .code: return ["on the code: \(count)", "code"]
    case .pca: return ["on PCA's components: \(count)", "PCA"]
    case .pixels: return ["on all pixels: \(count)", "pixels"]
    }
  }

  private static func color(_ features: Classification.Features, _ theme: Theme) -> Color {
    switch features {
    case .code: theme.small
    case .pca: theme.baseline
    case .pixels: theme.large
    }
  }

  private func bar(
    _ result: Classification.Result, at y: Double, height: Double, _ plot: PlotArea, _ style: Style
  ) -> [Mark] {
    let font = style.font(.label)
    let color = Self.color(result.features, style.theme)
    let thickness = height * 0.62
    let end = plot.x(100 * result.accuracy)
    let margin = Self.margin(result, section)
    let low = plot.x(100 * max(0, result.accuracy - margin))
    let high = plot.x(100 * min(1, result.accuracy + margin))
    let whisker = Stroke(style.theme.text, width: style.mediumLine)
    return [
      .path(
        PathMark(
          id: "classification/\(result.features)/\(result.classifier)",
          .rect(
            Rect(
              x: plot.rect.x, y: y - thickness / 2, width: end - plot.rect.x, height: thickness)),
          fill: color.opacity(result.classifier == .logisticRegression ? 0.9 : 0.55))),
      .path(PathMark(.line(Point(low, y), Point(high, y)), stroke: whisker)),
      .text(
        style.text(
          NumberText.fixed(100 * result.accuracy, decimals: 1) + " %", font,
          at: Point(high + style.gap, y), .leading, .middle,
          halo: Stroke(style.theme.background, width: style.gap / 2),
          id: "classification/\(result.features)/\(result.classifier)/number")),
    ]
  }

  private func chanceMarks(_ plot: PlotArea, _ frame: Rect, _ style: Style) -> [Mark] {
    let font = style.font(.label)
    let x = plot.x(100 * section.chance)
    let number = NumberText.fixed(100 * section.chance, decimals: 1) + " %"
    let text = style.firstFitting(
      ["most frequent class \(number)", "chance \(number)"], font, width: 0.5 * plot.rect.width)
    let half = style.measurer.measure(text, font: font).width / 2
    return [
      .text(
        style.text(
          text, font, at: Point(max(plot.rect.x + half, min(x, frame.maxX - half)), plot.rect.y),
          .center, .bottom, color: style.theme.baseline, id: "classification/chance")),
      .path(
        PathMark(
          .line(Point(x, plot.rect.y), Point(x, plot.rect.maxY)),
          stroke: Stroke(
            style.theme.baseline, width: style.mediumLine,
            dash: [3 * style.mediumLine, 2 * style.mediumLine]))),
    ]
  }
}
