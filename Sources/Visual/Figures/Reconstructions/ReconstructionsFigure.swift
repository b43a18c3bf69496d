import AECore

/// The best, the median and the worst test images, what came out, and the signed difference, each
/// with its mean squared error. A run that was not evaluated shows its samples instead.
public struct ReconstructionsFigure: Figure {
  /// Its name and its title.
  public let heading: Heading
  /// How to read the error, its limits, and how far the best image is from the worst.
  public let caption: String

  /// Which images they are; nil for the samples.
  let images: [ReconstructionExtremes.Image]?
  private let table: PictureTable
  private let samples: SamplesFigure?

  /// The mean squared error of each image, over all its values.
  package var errors: [Double] { table.errors }

  /// The ranked images of `run`, else its samples.
  /// - Throws: `Failure` when the run holds neither.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.reconstructions, !section.images.isEmpty,
      let table = Self.table(section, run)
    else {
      let samples = try SamplesFigure(run: run)
      self.samples = samples
      heading = ("reconstructions", samples.title)
      (caption, table) = (samples.caption, samples.table)
      images = nil
      return
    }
    samples = nil
    images = section.images
    self.table = table
    let what = table.corrupted == nil ? "reconstructions" : "denoised images"
    heading = ("reconstructions", "Best, median and worst \(what)")
    caption = Self.caption(table, run)
  }

  private static func table(_ section: ReconstructionExtremes, _ run: Run) -> PictureTable? {
    let shape = Shape([section.images.count] + run.dataset.imageShape.shape.dimensions)
    func tensor(_ name: String) -> Tensor? {
      run.tensor(of: ReconstructionExtremes.self, name, shape)
    }
    guard let input = tensor("input"), let output = tensor("output") else { return nil }
    let ranks: [(ReconstructionExtremes.Rank, PictureTable.Part.Kept, String)] = [
      (.best, .first, "smallest error"), (.median, .middle, "in the middle"),
      (.worst, .last, "largest error"),
    ]
    let parts = ranks.compactMap { rank, kept, meaning -> PictureTable.Part? in
      let images = section.images.indices.filter { section.images[$0].rank == rank }
      return images.isEmpty
        ? nil : .init(headings: ["\(rank): \(meaning)", rank.rawValue], images: images, kept: kept)
    }
    return PictureTable(
      id: "reconstructions", input: input, corrupted: tensor("seen"), output: output, parts: parts)
  }

  private static func caption(_ table: PictureTable, _ run: Run) -> String {
    var text = table.legend
    let finite = table.errors.filter(\.isFinite)
    if run.dataset.testCount == 1, let error = finite.first {
      text += " The one test image has a mean squared error of \(NumberText.short(error))."
    } else if let low = finite.min(), let high = finite.max() {
      let ratio = low > 0 ? high / low : 0
      let times = ratio < 1.5 ? "" : ", \(NumberText.short(ratio, digits: 2)) times as large"
      text +=
        " Of \(NumberText.count(run.dataset.testCount)) test images the best has a mean squared error "
        + "of \(NumberText.short(low)), the worst \(NumberText.short(high))\(times)."
    }
    if table.corrupted != nil {
      text += " The encoder saw only the corrupted images\(run.corruptionNote)."
    }
    return text
  }

  /// Each image with its place among the test images and its error, and the limits of the scale.
  public var data: any Encodable & Sendable {
    samples?.data ?? ["errorLimit": table.limit, "images": images ?? []] as Fields
  }

  /// The ranks beside each other or below each other, whichever shows more.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    draw.main { table.draw(in: frame, on: &$0) }
  }
}
