import AECore

/// The test images of largest error with what came back of them, beside all errors: what is strange
/// to the network.
public struct AnomaliesFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "anomalies", title: "What is strange to the network")
  /// What the tail is, and how far it lies from the middle.
  public let caption: String

  let section: Anomalies
  /// `(n, C, H, W)`, the largest error first.
  let images: Tensor
  /// What came back of each, `(n, C, H, W)`; nil when the run does not hold it.
  let outputs: Tensor?
  /// Of every test image.
  package let errors: [Double]

  /// The images of `run`.
  /// - Throws: `Failure` when the run has none.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.anomalies, !section.images.isEmpty else {
      throw Failure.unmeasured("evaluation.anomalies", "the test images' errors were not ranked")
    }
    let images = try run.images(of: Anomalies.self, "input")
    let scores = try run.anomalyScores(section)
    guard images.shape[0] == section.images.count, let errors = scores.first else {
      throw Failure.unmeasured(
        TensorName.evaluation(Anomalies.key, "input"),
        "there are \(images.shape[0]) images for \(section.images.count) errors")
    }
    self.section = section
    self.images = images
    outputs = run.tensor(of: Anomalies.self, "output", images.shape)
    self.errors = errors
    caption = Self.caption(section, errors, run)
  }

  private static func caption(_ section: Anomalies, _ errors: [Double], _ run: Run) -> String {
    let median = Measure.median(errors)
    let (least, most) = (section.images.last?.mse ?? 0, section.images.first?.mse ?? 0)
    let (count, all) = (section.images.count, errors.count)
    let images =
      all == 1
      ? "the one test image"
      : count == 1
        ? "the one of \(NumberText.count(all)) test images with the largest mean squared error"
        : "the \(NumberText.count(count)) of \(NumberText.count(all)) test images with the largest mean "
          + "squared errors"
    func times(_ error: Double) -> String {
      "\(NumberText.short(error / median, digits: 2)) times the median"
    }
    let badly = "What the network has not learned comes back badly: \(images)"
    var text = "\(badly)."
    if most == 0 {
      text = "Nothing stands out: every test image comes back without an error."
    } else if median > 0, most <= 1.5 * median {
      text = "Nothing stands out: \(images) \(count == 1 ? "has" : "have") at most \(times(most))."
    } else if median > 0 {
      let each = count == 1 ? "" : least > 1.5 * median ? "each at least " : "up to "
      text = "\(badly), \(each)\(times(least > 1.5 * median ? least : most))."
    }
    if let heldOut = run.dataset.heldOutClass {
      let strange = section.images.count { $0.label == heldOut }
      text +=
        " \(strange == 0 ? "None" : "\(strange)") of these \(strange < 2 ? "is" : "are") of the class "
        + "that was left out, “\(run.className(heldOut).shortened)”."
    }
    return text
  }

  /// The images with their errors, and all errors.
  public var data: any Encodable & Sendable {
    ["images": section.images, "errors": errors] as Fields
  }

  /// All errors at the left or above, the images with theirs at the right or below.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let line = style.line
    let high = min(frame.height * 0.35, frame.width * 0.5)
    let parts =
      frame.width > frame.height
      ? frame.columns([0.36, 0.64], gap: 3 * style.gap)
      : Stack(.down, [.fixed(high), .flexible(1)], gap: 3 * style.gap).pieces(of: frame)
    draw.main { draw in
      var histogram = ErrorHistogram(groups: [("all", errors, style.theme.baseline)])
      histogram.tail = (section.images.last?.mse ?? .infinity, style.theme.test)
      let heading = ["errors of all \(NumberText.count(errors.count)) test images", "all errors"]
      draw.lines([Words(heading, isQuiet: true)], in: parts[0])
      histogram.draw(in: parts[0].inset(top: line), on: &draw)
      let names =
        outputs == nil
        ? ["the largest errors", "largest"]
        : ["the largest errors: what went in, and what came back", "went in, and came back"]
      draw.lines([Words(names, color: style.theme.test)], in: parts[1])
      pictures(in: parts[1].inset(top: line + style.gap / 2), &draw)
    }
  }

  /// The images in rows, each beside what came back of it, the error below them; as many as stay
  /// large enough to be seen.
  private func pictures(in frame: Rect, _ draw: inout Canvas) {
    let (gap, line) = (draw.style.gap, draw.style.line)
    let texts = section.images.map { NumberText.short($0.mse) }
    let (count, widest) = (texts.count, draw.style.widest(texts))
    let fit = PictureFit.best(
      columns: 1...count, bands: { Array(1...(count + $0 - 1) / $0) },
      aspect: images.pictureAspect * (outputs == nil ? 1 : 2)
    ) { columns, rows in
      var cell = frame.size.cell(columns: columns, rows: rows, gap: gap)
      cell.height -= line
      return cell.height > 0 && (columns == 1 || cell.width >= widest) ? cell : nil
    } score: { fit in
      // All of them, as the caption says, and as large as that lets them be.
      Double(min(count, fit.columns * fit.bands)) * (frame.width + frame.height) + fit.cell.width
    }
    // Columns spread out over the width that is there, as far as they still belong together.
    let cell = max(fit.cell.width, widest)
    let pitch = max(cell + gap, min((frame.width + gap) / Double(fit.columns), 1.3 * cell + gap))
    var sheet = PictureSheet(
      fit, gap: gap, slot: pitch - gap, rowHeight: fit.cell.height + line, frame: frame,
      area: frame)
    sheet.pictureAlignment = .top
    for row in 0..<fit.bands {
      draw.row(
        .init { column in
          let index = row * fit.columns + column
          guard index < count else { return nil }
          var parts: [(id: String?, raster: Raster)] = [
            ("anomalies/\(index)", .image(images[index]))
          ]
          if let outputs { parts.append(("anomalies/output/\(index)", .image(outputs[index]))) }
          return .init(
            parts,
            caption: Words(texts[index], id: "anomalies/mse/\(index)"))
        }, row, of: sheet)
    }
  }
}

extension Run {
  /// The scores of every test image, by detector.
  /// - Throws: `Failure` when they are missing or not all finite.
  func anomalyScores(_ section: Anomalies) throws(Failure) -> [[Double]] {
    let name = TensorName.evaluation(Anomalies.key, "scores")
    guard let tensor = tensors[name], tensor.shape == [section.detectors.count, section.testCount],
      section.testCount > 0, tensor.values.allSatisfy({ $0.isFinite && $0 >= 0 })
    else { throw Failure.unmeasured(name, "the test images' errors are missing or not finite") }
    return section.detectors.indices.map { Measure.doubles(tensor[$0].values) }
  }
}
