import AECore

/// The mean squared error worked out: a few pixels of a real output and of its target, their
/// differences, the squares and the mean.
public struct ErrorFigure: Figure {
  /// Its name and its title.
  public let heading: Heading
  /// Which pixels they are, and their mean beside the whole image's.
  public let caption: String

  let sample: SampleImage
  /// The pixels that are worked out.
  let patch: ErrorPatch

  /// Sample `sample` of `run`, from 0.
  /// - Throws: `Failure` when the run has no such sample, or no reconstruction of it.
  public init(run: Run, sample: Int = 0) throws(Failure) {
    self.sample = try SampleImage(run, sample)
    patch = ErrorPatch(of: self.sample.output, self.sample.target)
    heading = ("error", "The mean squared error, pixel by pixel")
    caption = Self.caption(self.sample, patch)
  }

  private static func caption(_ sample: SampleImage, _ patch: ErrorPatch) -> String {
    func range(_ name: String, _ range: Range<Int>) -> String {
      range.count == 1
        ? "\(name) \(range.lowerBound + 1)"
        : "\(name)s \(range.lowerBound + 1) to \(range.upperBound)"
    }
    let place = "\(range("row", patch.rows)) and \(range("column", patch.columns))"
    let count = patch.squares.count
    let whole = NumberText.short(sample.error)
    let color = patch.channelName.map { ", in its \($0)" } ?? ""
    guard count < sample.target.count else {
      let all = count == 1 ? "the only value" : "all \(NumberText.count(count)) values"
      return "Errors are squared, and their mean is taken: \(whole) for \(all) of test image "
        + "\(sample.index + 1). The numbers are rounded."
    }
    return "Enlarged: \(place) of test image \(sample.index + 1)\(color), where the error is "
      + "largest. The mean of their \(count.counted("square")) is "
      + "\(NumberText.short(patch.mean)); over all \(sample.target.count.counted("value")) of the "
      + "image it is \(whole). The numbers are rounded."
  }

  /// The pixels, and both means.
  public var data: any Encodable & Sendable {
    [
      "sample": sample.index, "rows": [patch.rows.lowerBound, patch.rows.upperBound],
      "columns": [patch.columns.lowerBound, patch.columns.upperBound], "channel": patch.channel,
      "output": patch.output.map { Double($0).finite },
      "target": patch.target.map { Double($0).finite },
      "squares": patch.squares.map(\.finite), "patchMSE": patch.mean.finite,
      "mse": sample.error.finite,
    ] as Fields
  }

  /// Four pictures, and under each the pixels as numbers.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    var area = frame
    if !draw.style.page.isSlide { area.height = min(frame.height, 0.56 * frame.width) }
    ErrorSheet(sample, patch, in: area, draw.style).draw(on: &draw)
  }
}
