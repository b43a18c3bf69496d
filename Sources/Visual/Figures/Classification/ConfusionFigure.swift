import AECore

/// Which classes the logistic regression on the code takes for which: true classes as rows, each
/// row's shares adding up to one.
public struct ConfusionFigure: Figure {
  /// `confusion`.
  public let name = "confusion"
  /// The heading on the page.
  public let title = "Which classes the code confuses"
  /// How to read a row, and the most frequent mistake.
  public let caption: String

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
      let counts = run.tensors[TensorName.evaluation(Classification.key, "confusion")],
      counts.shape == [section.labels.count, section.labels.count],
      counts.values.allSatisfy({ $0.isFinite && $0 >= 0 })
    else {
      throw Failure(
        .badData, nil, at: "evaluation.classification",
        "no classifier was trained on the codes, or the images have no labels",
        advice: "run `aeviz evaluate` on it")
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
    mistakes = (0..<k * k).filter { $0 / k != $0 % k && shares[$0] > 0 }
      .map {
        Mistake(
          truth: names[$0 / k], taken: names[$0 % k], share: shares[$0], row: $0 / k,
          column: $0 % k)
      }
      .sorted { ($0.share, $1.row, $1.column) > ($1.share, $0.row, $0.column) }
    mistakeLimit = max(mistakes.first?.share ?? 0, Self.leastLimit)
    caption = Self.caption(mistakes, limit: mistakeLimit)
  }

  private static func caption(_ mistakes: [Mistake], limit: Double) -> String {
    guard let worst = mistakes.first else {
      return "Every test image is recognised: all shares stand on the diagonal."
    }
    return
      "A row is a true class; blue is the share that is recognised, orange what it is taken for "
      + "instead (full colour: \(NumberText.percent(limit))). Most often "
      + "“\(worst.truth.shortened)” is taken for “\(worst.taken.shortened)”."
  }

  /// Class names, shares by row, and the mistakes.
  public var data: any Encodable & Sendable {
    let k = names.count
    return Values(
      classNames: names, labels: labels,
      shares: (0..<k).map { Array(shares[$0 * k..<($0 + 1) * k]) }, mistakes: mistakes)
  }

  private struct Values: Encodable {
    var classNames: [String]
    var labels: [Int]
    var shares: [[Double]]
    var mistakes: [Mistake]
  }

  /// The matrix, and the most frequent mistakes at its right (on a wide page) or below it.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let matrix = ConfusionMatrix(figure: self, style: style)
    if frame.width > 1.2 * frame.height {
      let layout = matrix.layout(in: frame.inset(right: frame.width * 0.36))
      let list = Rect(
        x: layout.grid.maxX + 3 * style.gap, y: layout.grid.y,
        width: max(0, frame.maxX - layout.grid.maxX - 3 * style.gap), height: layout.grid.height)
      return matrix.marks(layout) + mistakeMarks(in: list, style)
    }
    let line = style.lineHeight(style.font(.label))
    let listHeight = min(frame.height * 0.3, 6 * line)
    let layout = matrix.layout(in: frame.inset(bottom: listHeight + 3 * style.gap))
    let top = layout.frame.maxY + 3 * style.gap
    return matrix.marks(layout)
      + mistakeMarks(
        in: Rect(x: frame.x, y: top, width: frame.width, height: max(0, frame.maxY - top)), style)
  }

  private func mistakeMarks(in frame: Rect, _ style: Style) -> [Mark] {
    guard !mistakes.isEmpty, frame.width > 0 else { return [] }
    let font = style.font(.label)
    let bold = style.font(.label, isBold: true)
    let line = style.lineHeight(font)
    // In a narrow place each mistake takes two lines.
    let isNarrow = frame.width < 20 * font.size
    let pitch = isNarrow ? 2.4 * line : 1.15 * line
    let count = min(mistakes.count, 5, max(0, Int(clamping: (frame.height - 1.3 * line) / pitch)))
    guard count > 0 else { return [] }
    var draw = Canvas(style)
    draw.text(
      style.firstFitting(["most frequent mistakes", "mistakes"], bold, width: frame.width), bold,
      at: Point(frame.x, frame.y), .leading, .top)
    let number = style.width("100 %", font)
    let left = frame.x + number + style.gap
    let room = max(0, frame.maxX - left)
    for (index, mistake) in mistakes.prefix(count).enumerated() {
      let y = frame.y + 1.3 * line + Double(index) * pitch
      draw.text(
        NumberText.percent(mistake.share), font, at: Point(frame.x + number, y), .trailing, .top,
        id: "confusion/mistake/\(index)")
      if isNarrow {
        draw.text(
          style.truncated(mistake.truth, font, width: room), font, at: Point(left, y), .leading,
          .top)
      }
      draw.add(
        style.leading(
          from: isNarrow ? "" : mistake.truth, to: mistake.taken, font,
          at: Point(left, isNarrow ? y + line : y), width: room,
          color: isNarrow ? style.theme.mutedText : nil))
    }
    return draw.marks
  }
}
