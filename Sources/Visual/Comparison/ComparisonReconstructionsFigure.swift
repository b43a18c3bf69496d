import AECore

/// The same test images rebuilt by every run, under each other.
public struct ComparisonReconstructionsFigure: Figure {
  /// `reconstructions`.
  public let name = "reconstructions"
  /// The heading on the page.
  public let title = "The same images, rebuilt by every run"
  /// Which run is closest how often.
  public let caption: String

  private let comparison: Comparison
  /// Which of the first run's samples are in all of them.
  package let samples: [Int]
  private let input: Tensor
  private let outputs: [Tensor]
  /// The mean squared error of each run on each image.
  package let errors: [[Double]]

  /// The samples that all runs of `comparison` have in common, pixel by pixel.
  /// - Throws: ``Failure`` when there are none.
  public init(_ comparison: Comparison) throws(Failure) {
    let runs = comparison.runs
    let shape = runs[0].run.dataset.imageShape
    guard runs.allSatisfy({ $0.run.dataset.imageShape == shape }) else {
      throw Failure(.badData, nil, "the runs have images of different sizes")
    }
    var inputs: [Tensor] = []
    var rebuilt: [Tensor] = []
    for run in runs {
      do {
        inputs.append(try run.run.examples(TensorName.sampleInput, of: shape.shape))
        rebuilt.append(try run.run.examples(TensorName.sampleReconstruction, of: shape.shape))
      } catch {
        throw Failure(
          .badData, nil, at: error.place, "run \(run.letter), \(run.name): \(error.problem)",
          advice: error.advice)
      }
    }
    // For each run, where an image is; the first place of two equal ones.
    let places = zip(inputs, rebuilt).map { input, output in
      var places: [[UInt32]: Int] = [:]
      for index in 0..<min(input.shape[0], output.shape[0]) {
        let key = input[index].values.map(\.bitPattern)
        if places[key] == nil { places[key] = index }
      }
      return places
    }
    let keys = places[0].sorted { $0.value < $1.value }.map(\.key)
      .filter { key in places.allSatisfy { $0[key] != nil } }
    guard !keys.isEmpty else {
      throw Failure(
        .badData, nil, "the runs have no test image in common",
        advice: "compare runs on the same data")
    }
    let indices = places.map { place in keys.compactMap { place[$0] } }
    func chosen(_ tensor: Tensor, _ indices: [Int]) -> Tensor {
      Tensor(
        Shape([indices.count] + shape.shape.dimensions), indices.flatMap { tensor[$0].values })
    }
    let input = chosen(inputs[0], indices[0])
    let outputs = zip(rebuilt, indices).map(chosen)
    self.comparison = comparison
    samples = indices[0]
    self.input = input
    self.outputs = outputs
    errors = outputs.map { output in
      keys.indices.map { Measure.meanSquaredError(output[$0], input[$0]) }
    }
    caption = Self.caption(comparison, errors)
  }

  private static func caption(_ comparison: Comparison, _ errors: [[Double]]) -> String {
    let count = errors[0].count
    var wins = [Int](repeating: 0, count: errors.count)
    for image in 0..<count {
      let values = errors.map { $0[image] }
      guard values.allSatisfy(\.isFinite), let least = values.min() else { continue }
      // Who shares the first place has it, too.
      for (run, value) in values.enumerated() where value == least { wins[run] += 1 }
    }
    var text = "At the right, the mean squared error over the images of the test set shown here."
    if let most = wins.max(), most > 0 {
      let letters = comparison.runs.filter { wins[$0.index] == most }.map(\.letter)
      let who =
        "\(letters.joined(separator: " and ")) \(letters.count == 1 ? "comes" : "each come")"
      text =
        count == 1
        ? "\(who) closest to the one image that all runs have. The number at the right is its mean "
          + "squared error."
        : "Of the \(count) images that all runs have, \(who) closest to \(most). The number at the "
          + "right is the mean squared error over these \(count)."
    }
    let noisy = comparison.runs.filter { $0.run.hasCorruptedSamples }
    if !noisy.isEmpty {
      text =
        "\(noisy.map(\.letter).joined(separator: ", ")) saw the images with noise, not as they are here. "
        + text
    }
    return text
  }

  /// The error of every run on every image that all have.
  public var data: any Encodable & Sendable {
    Values(
      samples: samples,
      runs: zip(comparison.runs, errors).map { run, errors in
        .init(name: run.name, mse: errors.map { $0.isFinite ? $0 : nil })
      })
  }

  private struct Values: Encodable {
    struct Row: Encodable {
      var name: String
      var mse: [Double?]
    }
    /// Places among the first run's samples.
    var samples: [Int]
    var runs: [Row]
  }

  /// A row of inputs, then one for each run.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let runs = comparison.runs
    func width(_ text: String) -> Double { style.measurer.measure(text, font: font).width }
    let gap = style.gap / 2
    let rows = Double(runs.count + 1)
    let numbers = errors.map { NumberText.short($0.reduce(0, +) / Double($0.count)) }
    let right = ((numbers + ["MSE"]).map(width).max() ?? 0) + 1.5 * style.gap
    let names = runs.map { "\($0.letter) \($0.name)" } + ["input"]
    let left = min(names.map(width).max() ?? 0, frame.width * 0.26) + 1.5 * style.gap
    let wide = frame.width - left - right
    let aspect = Double(input.shape[3]) / Double(input.shape[2])
    let tallest = max(1, (frame.height - gap * (rows - 1)) / rows)
    // At least eight images where there are so many; more, where the rows are low.
    let least = Double(min(8, samples.count))
    let cellWidth = min(tallest * aspect, (wide - gap * (least - 1)) / least)
    let cell = Size(cellWidth, cellWidth / aspect)
    let columns = max(1, min(samples.count, Int((wide + gap) / (cell.width + gap) + 1e-9)))
    let step = max(cell.height + gap, style.lineHeight(font))
    // Where images are flat, lines of text set the distance of rows, and the last ones end the
    // page.
    var marks: [Mark] = []
    for row in 0...runs.count {
      let y = frame.y + Double(row) * step
      let middle = y + cell.height / 2
      let run = row == 0 ? nil : runs[row - 1]
      let color = run?.color(style.theme) ?? style.theme.mutedText
      let label =
        run?.label(style, font, width: left - 1.5 * style.gap) ?? "input"
      let nameAt = max(middle, y + style.lineHeight(font) / 2)
      marks.append(
        .text(style.text(label, font, at: Point(frame.x, nameAt), .leading, .middle, color: color)))
      for column in 0..<columns {
        let box = Rect(
          x: frame.x + left + Double(column) * (cell.width + gap), y: y, width: cell.width,
          height: cell.height)
        let picture = row == 0 ? input[column] : outputs[row - 1][column]
        marks.append(
          .image(
            ImageMark(
              id: "reconstructions/\(run?.letter ?? "input")/\(column)", .image(picture), rect: box)
          ))
        marks.append(
          .path(
            PathMark(
              .rect(box),
              stroke: Stroke(run == nil ? style.theme.line : color, width: style.thinLine))))
      }
      let end = frame.x + left + Double(columns) * (cell.width + gap) - gap
      marks.append(
        .text(
          style.text(
            row == 0 ? "MSE" : numbers[row - 1], font, at: Point(end + style.gap, nameAt), .leading,
            .middle, color: row == 0 ? style.theme.mutedText : nil,
            id: "reconstructions/mse/\(row - 1)")))
    }
    return marks
  }
}
