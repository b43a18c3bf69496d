import AECore

/// The test images of largest error, beside all errors: what is strange to the network.
public struct AnomaliesFigure: Figure {
  /// `anomalies`.
  public let name = "anomalies"
  /// The heading on the page.
  public let title = "What is strange to the network"
  /// What the tail is, and how far it lies from the middle.
  public let caption: String

  let section: Anomalies
  /// `(n, C, H, W)`, the largest error first.
  let images: Tensor
  /// Of every test image.
  package let errors: [Double]

  /// The images of `run`.
  /// - Throws: ``Failure`` when the run has none.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.anomalies, !section.images.isEmpty else {
      throw Failure(
        .badData, nil, at: "evaluation.anomalies", "the test images' errors were not ranked",
        advice: "run `aeviz evaluate` on it")
    }
    let shape = run.dataset.imageShape.shape
    let images = try run.examples(TensorName.evaluation(Anomalies.key, "input"), of: shape)
    let scores = try run.anomalyScores(section)
    guard images.shape[0] == section.images.count, let errors = scores.first else {
      throw Failure(
        .badData, nil, at: TensorName.evaluation(Anomalies.key, "input"),
        "there are \(images.shape[0]) images for \(section.images.count) errors",
        advice: "run `aeviz evaluate` on it")
    }
    self.section = section
    self.images = images
    self.errors = errors
    caption = Self.caption(section, errors, run)
  }

  private static func caption(_ section: Anomalies, _ errors: [Double], _ run: Run) -> String {
    let sorted = errors.sorted()
    let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    let count = section.images.count
    let least = section.images.last?.mse ?? 0
    let images =
      "the \(NumberText.count(count)) of \(NumberText.count(errors.count)) test images with the largest "
      + "mean squared errors"
    var text =
      median > 0 && least > 1.5 * median
      ? "What the network has not learned comes back badly: \(images), each at least "
        + "\(NumberText.short(least / median, digits: 2)) times the median."
      : (sorted.last ?? 0) > 1.5 * median
        ? "What the network has not learned comes back badly: \(images)."
        : "Nothing stands out: \(images) are hardly worse than the others."
    if let heldOut = run.dataset.heldOutClass {
      let strange = section.images.count { $0.label == heldOut }
      text +=
        " \(strange == 0 ? "None" : "\(strange)") of these \(strange < 2 ? "is" : "are") of the class "
        + "that was left out, “\(run.className(heldOut).shortened)”."
    }
    return text
  }

  /// The images with their errors, and all errors.
  public var data: any Encodable & Sendable { Values(images: section.images, errors: errors) }

  private struct Values: Encodable {
    var images: [Anomalies.Image]
    var errors: [Double]
  }

  /// All errors at the left or above, the images with theirs at the right or below.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let isWide = frame.width > frame.height
    let parts: [Rect]
    if isWide {
      parts = frame.columns([0.42, 0.58], gap: 3 * style.gap)
    } else {
      let height = min(frame.height * 0.35, frame.width * 0.5)
      parts = [
        frame.inset(bottom: frame.height - height), frame.inset(top: height + 3 * style.gap),
      ]
    }
    let (line, font) = (style.lineHeight(style.font(.label)), style.font(.label))
    var histogram = ErrorHistogram(
      groups: [.init(name: "all", errors: errors, color: style.theme.baseline)])
    histogram.tail = (section.images.last?.mse ?? .infinity, style.theme.test)
    let heading = style.firstFitting(
      ["errors of all \(NumberText.count(errors.count)) test images", "all errors"], font,
      width: parts[0].width)
    var marks: [Mark] = [
      .text(
        style.text(
          heading, font, at: Point(parts[0].x, parts[0].y), .leading, .top,
          color: style.theme.mutedText))
    ]
    marks += histogram.marks(in: parts[0].inset(top: line), style: style)
    let tail = style.firstFitting(
      ["the largest errors", "largest"], font, width: parts[1].width)
    marks.append(
      .text(
        style.text(
          tail, font, at: Point(parts[1].x, parts[1].y), .leading, .top, color: style.theme.test)))
    return marks + pictures(in: parts[1].inset(top: line + style.gap / 2), style)
  }

  /// The images in rows, their errors below them; as many as stay large enough to be seen.
  private func pictures(in frame: Rect, _ style: Style) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    let texts = section.images.map { NumberText.short($0.mse) }
    let widest = texts.map { style.measurer.measure($0, font: font).width }.max() ?? 0
    let aspect = Double(images.shape[3]) / Double(images.shape[2])
    let gap = style.gap
    var best = (columns: 1, rows: 1, size: Size(0, 0), score: -1.0)
    for columns in 1...texts.count {
      let width = (frame.width - gap * Double(columns - 1)) / Double(columns)
      if columns > 1, width < widest { break }
      for rows in 1...((texts.count + columns - 1) / columns) {
        let height = (frame.height - gap * Double(rows - 1)) / Double(rows) - line
        guard height > 0 else { continue }
        let size = Rect(x: 0, y: 0, width: width, height: height).fitting(aspect: aspect).size
        // All of them when they stay large enough; else more images rather than larger ones.
        let shown = min(texts.count, columns * rows)
        let isWhole = shown == texts.count && size.height >= 2.5 * line
        let score = Double(shown) * size.width + (isWhole ? frame.width * Double(shown) : 0)
        if score > best.score { best = (columns, rows, size, score) }
      }
    }
    // Columns spread out over the width that is there, as far as they still belong together.
    let cell = max(best.size.width, widest)
    let pitch = max(
      cell + gap, min((frame.width + gap) / Double(best.columns), 1.3 * cell + gap))
    return (0..<min(texts.count, best.columns * best.rows)).flatMap { index -> [Mark] in
      let x = frame.x + Double(index % best.columns) * pitch + (pitch - gap - best.size.width) / 2
      let y = frame.y + Double(index / best.columns) * (best.size.height + line + gap)
      let rect = Rect(x: x, y: y, width: best.size.width, height: best.size.height)
      return [
        .image(ImageMark(id: "anomalies/\(index)", .image(images[index]), rect: rect)),
        .path(PathMark(.rect(rect), stroke: Stroke(style.theme.line, width: style.thinLine))),
        .text(
          style.text(
            texts[index], font, at: Point(rect.center.x, rect.maxY), .center, .top,
            id: "anomalies/mse/\(index)")),
      ]
    }
  }
}

extension Run {
  /// The scores of every test image, by detector.
  /// - Throws: ``Failure`` when they are missing or not all finite.
  func anomalyScores(_ section: Anomalies) throws(Failure) -> [[Double]] {
    let name = TensorName.evaluation(Anomalies.key, "scores")
    guard let tensor = tensors[name],
      tensor.shape == [section.detectors.count, section.testCount], section.testCount > 0,
      tensor.values.allSatisfy({ $0.isFinite && $0 >= 0 })
    else {
      throw Failure(
        .badData, nil, at: name, "the test images' errors are missing or not finite",
        advice: "run `aeviz evaluate` on it")
    }
    return section.detectors.indices.map { tensor[$0].values.map(Double.init) }
  }
}
