import AECore

/// The same test images rebuilt by every run, under each other.
public struct ComparisonReconstructionsFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "reconstructions", title: "The same images, rebuilt by every run")

  private let comparison: Comparison
  /// Which of the first run's samples are in all of them.
  package let samples: [Int]
  private let input: Tensor
  private let outputs: [Tensor]
  /// The mean squared error of each run on each image.
  package let errors: [[Double]]

  /// The samples that all runs of `comparison` have in common, pixel by pixel.
  /// - Throws: `Failure` when there are none.
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
        inputs.append(try run.run.images(TensorName.sampleInput))
        rebuilt.append(try run.run.images(TensorName.sampleReconstruction))
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
    let input = inputs[0].rows(indices[0])
    self.comparison = comparison
    samples = indices[0]
    self.input = input
    outputs = zip(rebuilt, indices).map { $0.rows($1) }
    errors = outputs.map { output in
      keys.indices.map { Measure.meanSquaredError(output[$0], input[$0]) }
    }
  }

  /// Which run is closest how often.
  public var caption: String {
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
      text = "\(noisy.letters) saw the images with noise, not as they are here. \(text)"
    }
    return text
  }

  /// The error of every run on every image that all have.
  public var data: any Encodable & Sendable {
    let runs = zip(comparison.runs, errors).map { run, errors in
      ["name": run.name, "mse": errors.map(\.finite)] as Fields
    }
    // The samples are places among the first run's.
    return ["samples": samples, "runs": runs] as Fields
  }

  /// A row of inputs, then one for each run.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let runs = comparison.runs
    let (gap, line) = (style.gap / 2, style.line)
    let numbers = errors.map { NumberText.short($0.reduce(0, +) / Double($0.count)) }
    let right = style.widest(numbers + ["MSE"]) + 1.5 * style.gap
    let names = runs.map { "\($0.letter) \($0.name)" } + ["input"]
    let left = min(style.widest(names), frame.width * 0.26) + 1.5 * style.gap
    let area = frame.inset(left: left, right: right)
    let rows = Double(runs.count + 1)
    // At least eight images where there are so many; more, where the rows are low.
    let fit = PictureFit.filled(
      samples.count, atLeast: min(8, samples.count), aspect: input.pictureAspect, gap: gap,
      in: Size(area.width, max(1, (frame.height - gap * (rows - 1)) / rows)))
    // Where images are flat, lines of text set the distance of rows, and the last ones end the
    // page.
    var sheet = PictureSheet(
      fit, gap: gap, rowHeight: max(fit.cell.height, line), frame: frame, area: area)
    sheet.pitch = max(fit.cell.height + gap, line)
    sheet.pictureAlignment = .top
    sheet.numberPlaces = [(sheet.maxX + style.gap, .leading)]
    draw.main { draw in
      for row in 0...runs.count {
        let run = row == 0 ? nil : runs[row - 1]
        let images = row == 0 ? input : outputs[row - 1]
        let name = run?.label(style, width: left - 1.5 * style.gap) ?? "input"
        let number = row == 0 ? "MSE" : numbers[row - 1]
        let color = run?.color(style.theme)
        draw.row(
          .init(
            names: [Words(name, isQuiet: true, color: color)],
            numbers: [Words(number, isQuiet: row == 0, id: "reconstructions/mse/\(row - 1)")],
            color: color
          ) {
            .init(.image(images[$0]), id: "reconstructions/\(run?.letter ?? "input")/\($0)")
          }, row, of: sheet)
      }
    }
  }
}
