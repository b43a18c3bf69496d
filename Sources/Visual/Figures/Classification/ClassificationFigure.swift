import AECore

/// How many test images plain classifiers get right: on the code, on PCA's of the same size, on the
/// pixels; beside chance.
public struct ClassificationFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "classification", title: "Is the class in the code?")

  package let section: Classification
  /// One of each classifier and features, in the order of the figure.
  package let results: [Classification.Result]

  /// The classifiers of `run`.
  /// - Throws: `Failure` when none was trained.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.classification, !section.results.isEmpty else {
      throw Failure.unmeasured(
        "evaluation.classification",
        "no classifier was trained on the codes, or the images have no labels")
    }
    self.section = section
    let features: [Classification.Features] = [.code, .pca, .pixels]
    let classifiers: [Classification.Classifier] = [.logisticRegression, .nearestNeighbours]
    results = features.flatMap { features in
      classifiers.compactMap { classifier in
        section.results.first { $0.features == features && $0.classifier == classifier }
      }
    }
  }

  /// What was counted, and how the code compares with PCA and the pixels.
  public var caption: String {
    let counted =
      "Share of \(section.testCount.counted("test image")) whose class is found (whisker: 95 % "
      + "interval), learned from \(section.trainCount.counted("labelled image"))."
    return [besidePCA, counted].sentences
  }

  /// Whether the code tells more of the classes than as many principal components.
  private var besidePCA: String? {
    func find(_ features: Classification.Features) -> Classification.Result? {
      results.first { $0.features == features && $0.classifier == .logisticRegression }
    }
    guard let code = find(.code), let pca = find(.pca) else { return nil }
    let components = "PCA with \(pca.dimensions.counted("component"))"
    if Self.interval(code, section).overlaps(Self.interval(pca, section)) {
      return
        "The code keeps about as much of the classes as \(components): the intervals overlap."
    }
    return code.accuracy > pca.accuracy
      ? "The code keeps more of the classes than \(components)."
      : "\(components) keeps more of the classes than the code."
  }

  /// The 95 % interval of an accuracy (Wilson, Journal of the American Statistical Association 22,
  /// 1927), which has a length even where none or all of the images are found.
  package static func interval(
    _ result: Classification.Result, _ section: Classification
  ) -> ClosedRange<Double> {
    let (p, n, z) = (result.accuracy, Double(max(1, section.testCount)), 1.96)
    let middle = p + z * z / (2 * n)
    let reach = z * (max(0, p * (1 - p)) / n + z * z / (4 * n * n)).squareRoot()
    let whole = 1 + z * z / n
    return max(0, (middle - reach) / whole)...min(1, (middle + reach) / whole)
  }

  /// The section as it is stored.
  public var data: any Encodable & Sendable { section }

  /// A group of bars for each kind of features.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let bold = style.font(.label, isBold: true)
    let line = style.line
    let groups = Double(Set(results.map(\.features)).count)
    // Each group has a heading, and some room before the next one.
    let rows = Double(results.count) + groups + 0.4 * (groups - 1)
    let foot = 2.5 * line
    let pitch = min((frame.height - foot - line) / rows, 1.9 * line)
    func name(_ result: Classification.Result) -> String {
      style.firstFitting(Self.names(result), width: frame.width * 0.3)
    }
    let chart = RowChart(
      Axis(
        "test images of which the class is found, in %", domain: 0...100,
        shorterNames: ["test images found, in %", "found, in %"]), names: results.map(name),
      rows: rows, numberRoom: style.width("100.0 %") + 2 * style.gap,
      in: Rect(x: frame.x, y: frame.y + line / 2, width: frame.width, height: pitch * rows + foot),
      style: style)

    let number = NumberText.fixed(100 * section.chance, decimals: 1) + " %"
    let chance = chart.reference(
      at: 100 * section.chance, ["most frequent class \(number)", "chance \(number)"],
      width: 0.5 * chart.rect.width, upTo: frame.maxX, bottom: chart.rect.y,
      id: "classification/chance", style: style)
    var bars = Canvas(style)
    draw.main { draw in
      draw.add([chance.label, chance.line] + chart.axes)
      // Headings stand beside the line of chance, not on it.
      let place = chart.x(100 * section.chance)
      let start = (place < chart.rect.center.x ? place : chart.rect.x) + style.gap
      var row = -1.4
      var last: Classification.Features?
      for result in results {
        if result.features != last {
          row += 1.4
          let headings = Self.headings(result.features, result.dimensions)
          draw.text(
            style.firstFitting(headings, bold, width: frame.maxX - start), bold,
            at: Point(start, chart.middle(row)), .leading, .middle,
            color: Self.color(result.features, style.theme), halo: style.halo)
        }
        last = result.features
        row += 1
        self.draw(result, at: row, chart, &bars)
        chart.name(row, name(result), on: &draw)
      }
      draw.add(bars.marks)
    }
  }

  /// From long to short.
  private static func names(_ result: Classification.Result) -> [String] {
    let k = result.neighbours ?? 1
    return result.classifier == .logisticRegression
      ? ["logistic regression", "logistic"]
      : [k == 1 ? "nearest neighbour" : "\(k) nearest neighbours", "\(k)-NN"]
  }

  private static func headings(_ features: Classification.Features, _ dimensions: Int) -> [String] {
    let count = dimensions.counted("number")
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

  private func draw(
    _ result: Classification.Result, at row: Double, _ chart: RowChart, _ draw: inout Canvas
  ) {
    let style = draw.style
    let id = "classification/\(result.features)/\(result.classifier)"
    let opacity = result.classifier == .logisticRegression ? 0.9 : 0.55
    draw.path(
      .rect(chart.bar(row, to: 100 * result.accuracy, thickness: 0.62 * chart.step)),
      fill: Self.color(result.features, style.theme).opacity(opacity), id: id)
    let interval = Self.interval(result, section)
    let low = Point(chart.x(100 * interval.lowerBound), chart.middle(row))
    let high = Point(chart.x(100 * interval.upperBound), chart.middle(row))
    draw.line(low, high, style.medium(style.theme.text))
    draw.text(
      NumberText.fixed(100 * result.accuracy, decimals: 1) + " %", style.font(.label),
      at: Point(high.x + style.gap, high.y), .leading, .middle, halo: style.halo,
      id: "\(id)/number")
  }
}
