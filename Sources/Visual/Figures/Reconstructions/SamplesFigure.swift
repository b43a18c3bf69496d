import AECore

/// The run's samples, taken evenly from the test images: what came out, and the signed difference,
/// each with its mean squared error.
public struct SamplesFigure: Figure {
  /// Its name and its title.
  public let heading: Heading
  /// How to read the error, its limits, and how large the errors are.
  public let caption: String

  let table: PictureTable
  let labels: [String]?

  /// The samples of `run`.
  /// - Throws: `Failure` when the run holds no samples or no reconstructions of them.
  public init(run: Run) throws(Failure) {
    let shape = run.dataset.imageShape.shape
    let input = try run.examples(TensorName.sampleInput, of: shape)
    let output = try run.examples(TensorName.sampleReconstruction, of: shape)
    let count = min(input.shape[0], output.shape[0])
    let corrupted = (try? run.examples(TensorName.sampleCorrupted, of: shape))
      .flatMap { $0.shape[0] >= count ? $0.rows(0..<count) : nil }
    let table = PictureTable(
      id: "samples", input: input.rows(0..<count), corrupted: corrupted,
      output: output.rows(0..<count),
      parts: [.init(headings: [], images: Array(0..<count), kept: .first)])
    self.table = table
    labels = run.labels(TensorName.sampleLabel, count: input.shape[0])?.prefix(count)
      .map(run.className)
    heading = ("samples", "Reconstructions of \(corrupted == nil ? "" : "corrupted ")test images")
    caption = Self.caption(run, table)
  }

  private static func caption(_ run: Run, _ table: PictureTable) -> String {
    let finite = table.errors.filter(\.isFinite)
    if let corrupted = table.corrupted {
      let before = (0..<corrupted.shape[0]).map {
        Measure.meanSquaredError(corrupted[$0], table.input[$0])
      }
      func mean(_ values: [Double]) -> String {
        NumberText.short(values.reduce(0, +) / Double(max(1, values.count)))
      }
      return "The encoder saw only the corrupted images\(run.corruptionNote): their mean squared "
        + "error is \(mean(before)), the outputs' \(mean(finite)). \(table.legend)"
    }
    var text = table.legend
    if let low = finite.min(), let high = finite.max() {
      text +=
        finite.count == 1
        ? " The mean squared error is \(NumberText.short(low))."
        : " The mean squared error of these \(finite.count) images runs from "
          + "\(NumberText.short(low)) to \(NumberText.short(high))."
    }
    return text
  }

  /// The error of each sample and the limits of the scale.
  public var data: any Encodable & Sendable {
    ["errorLimit": table.limit, "mse": table.errors.map(\.finite), "label": labels] as Fields
  }

  /// As many columns and bands as fill the frame best.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    draw.main { table.draw(in: frame, on: &$0) }
  }
}

extension Run {
  /// What was done to the encoder's input, in brackets: ` (gaussian 0.3)`; empty when unknown.
  var corruptionNote: String {
    training?.corruption.map { " (\($0.name) \(NumberText.setting($0.amount)))" } ?? ""
  }
}
