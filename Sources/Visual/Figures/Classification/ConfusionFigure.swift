import AECore

/// Which classes the logistic regression on the code takes for which: true classes as rows, each
/// row's shares adding up to one.
public struct ConfusionFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "confusion", title: "Which classes the code confuses")

  /// A mistake.
  package struct Mistake: Hashable, Sendable, Encodable {
    package var truth: String
    package var taken: String
    /// Of the test images of the true class.
    package var share: Double
    var row: Int
    var column: Int

    enum CodingKeys: String, CodingKey { case truth, taken, share }
  }

  /// The names of the classes.
  let names: [String]
  /// Their labels.
  let labels: [Int]
  /// Shares of each row, row by row; a class without test images has zeros.
  package let shares: [Double]
  /// The share of a mistake that is drawn in full colour.
  package let mistakeLimit: Double
  /// Below this a mistake is a small one, even if it is the most frequent.
  private static let leastLimit = 0.2
  /// From the most frequent mistake on; no zeros.
  package let mistakes: [Mistake]

  /// The confusion matrix of `run`.
  /// - Throws: `Failure` when there is none.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.classification, section.labels.count > 1,
      let counts = run.tensor(
        of: Classification.self, "confusion", [section.labels.count, section.labels.count]),
      counts.values.allSatisfy({ $0.isFinite && $0 >= 0 })
    else {
      throw Failure.unmeasured(
        "evaluation.classification",
        "no classifier was trained on the codes, or the images have no labels")
    }
    let k = section.labels.count
    labels = section.labels
    let names = section.labels.map(run.className)
    self.names = names
    var shares: [Double] = []
    for row in 0..<k {
      let values = counts.values[row * k..<(row + 1) * k].map(Double.init)
      let total = values.reduce(0, +)
      shares += values.map { total > 0 ? $0 / total : 0 }
    }
    self.shares = shares
    mistakes = (0..<k * k).filter { $0 / k != $0 % k && shares[$0] > 0 }.map {
      Mistake(
        truth: names[$0 / k], taken: names[$0 % k], share: shares[$0], row: $0 / k, column: $0 % k)
    }.sorted { ($0.share, $1.row, $1.column) > ($1.share, $0.row, $0.column) }
    mistakeLimit = max(mistakes.first?.share ?? 0, Self.leastLimit)
  }

  /// How to read a row, and the most frequent mistake.
  public var caption: String {
    guard let worst = mistakes.first else {
      return shares.contains { $0 > 0 }
        ? "Every test image is recognised: all shares stand on the diagonal."
        : "No test image has one of these classes."
    }
    return
      "A row is a true class; blue is the share recognised, orange what it is taken for instead "
      + "(full colour: \(NumberText.percent(mistakeLimit))). Most often, in "
      + "\(NumberText.percent(worst.share)) of its images, “\(worst.truth.shortened)” is taken for "
      + "“\(worst.taken.shortened)”."
  }

  /// Class names, shares by row, and the mistakes.
  public var data: any Encodable & Sendable {
    let k = names.count
    return [
      "classNames": names, "labels": labels,
      "shares": (0..<k).map { Array(shares[$0 * k..<($0 + 1) * k]) }, "mistakes": mistakes,
    ] as Fields
  }

  /// The matrix, and the most frequent mistakes at its right (on a wide page) or below it.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    var rest = frame
    if frame.width > 1.2 * frame.height {
      let room = frame.inset(right: frame.width * 0.36)
      let matrix = ConfusionMatrix(self, in: room, style: style)
      let grid = matrix.cells.bounds
      rest = rest.inset(left: grid.maxX + 3 * style.gap - frame.x)
      (rest.y, rest.height) = (grid.y, grid.height)
      draw.main { matrix.draw(on: &$0) }
      return drawMistakes(in: rest, fills: true, &draw)
    }
    let room = frame.inset(bottom: min(frame.height * 0.3, 6 * style.line) + 3 * style.gap)
    let matrix = ConfusionMatrix(self, in: room, style: style)
    rest = rest.inset(top: matrix.frame.maxY + 3 * style.gap - frame.y)
    draw.main { matrix.draw(on: &$0) }
    drawMistakes(in: rest, fills: false, &draw)
  }

  /// The most frequent mistakes below each other, each with a bar as long as it is frequent: where
  /// they have a column for themselves they fill it, each over its bar; else the bars stand behind.
  private func drawMistakes(in frame: Rect, fills: Bool, _ draw: inout Canvas) {
    let style = draw.style
    guard !mistakes.isEmpty, frame.width > 0 else { return }
    let (font, line) = (style.font(.label), style.line)
    // In a narrow place each mistake takes two lines.
    let isNarrow = frame.width < 20 * font.size
    let lines = isNarrow ? 2.0 : 1
    let least = (fills ? lines + 0.8 : 1.15 * lines) * line
    let height = frame.height - 1.3 * line
    let count = min(mistakes.count, 5, max(0, Int(clamping: height / least)))
    guard count > 0 else { return }
    let pitch = fills ? min(height / Double(count), (lines + 2) * line) : least
    draw.lines([Words(["most frequent mistakes", "mistakes"], isBold: true)], in: frame)
    let number = frame.x + style.width("100 %")
    let left = number + style.gap
    let room = max(0, frame.maxX - left)
    let words = style.widest(mistakes.prefix(count).map { "\($0.truth) → \($0.taken)" }, font)
    for (index, mistake) in mistakes.prefix(count).enumerated() {
      let y = frame.y + 1.3 * line + Double(index) * pitch
      draw.words(
        Words(NumberText.percent(mistake.share), id: "confusion/mistake/\(index)"),
        at: Point(number, y), .trailing)
      if isNarrow { draw.words(Words(mistake.truth), width: room, at: Point(left, y)) }
      draw.names(
        from: isNarrow ? "" : mistake.truth, to: mistake.taken, font,
        at: Point(left, isNarrow ? y + line : y), width: room,
        color: isNarrow ? style.theme.mutedText : nil)
      let beside = left + words + 1.5 * style.gap
      guard fills || !isNarrow && frame.maxX - beside > 0.3 * frame.width else { continue }
      let place =
        fills
        ? Rect(x: left, y: y + (lines + 0.1) * line, width: room, height: 0.4 * line)
        : Rect(x: beside, y: y + 0.2 * line, width: frame.maxX - beside, height: 0.6 * line)
      var bar = place
      bar.width *= mistake.share / mistakeLimit
      let color = Colormap.diverging(style.theme).color(
        at: 0.5 + mistake.share / (2 * mistakeLimit))
      draw.path(.rect(bar), fill: color, id: "confusion/bar/\(index)")
    }
  }
}
