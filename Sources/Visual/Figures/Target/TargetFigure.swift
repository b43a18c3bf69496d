import AECore

/// Why nobody has to label anything: an image goes through the network, and past it to be what the
/// network is asked for.
public struct TargetFigure: Figure {
  /// Its name and its title.
  public let heading: Heading
  /// What is asked for, and how far the output is from it.
  public let caption: String

  let sample: SampleImage
  /// Values in the code.
  let latentSize: Int

  /// Sample `sample` of `run`, from 0.
  /// - Throws: `Failure` when the run has no such sample, or no reconstruction of it.
  public init(run: Run, sample: Int = 0) throws(Failure) {
    self.sample = try SampleImage(run, sample)
    latentSize = run.model.latentSize
    let what = self.sample.corrupted == nil ? "input" : "clean image"
    heading = ("target", "The \(what) is the target: no labels are needed")
    caption = Self.caption(run, self.sample)
  }

  private static func caption(_ run: Run, _ sample: SampleImage) -> String {
    let asked =
      sample.corrupted == nil
      ? "The network is asked for the very image that it is given: nobody has to label anything."
      : "The encoder sees the corrupted image\(run.corruptionNote), the target is the clean one: "
        + "nobody has to label anything."
    let values = sample.target.count.counted("value")
    return [
      asked,
      "Here output and target differ by a mean squared error of \(NumberText.short(sample.error)) "
        + "over \(values).",
      training(run),
    ].sentences
  }

  /// What is done about the error; nil where the run does not say it.
  private static func training(_ run: Run) -> String? {
    guard let loss = run.training?.loss.name else { return nil }
    let images = run.dataset.trainCount.counted("image")
    if loss == Loss.mse.rawValue { return "Training makes that error small over \(images)." }
    let names = [Loss.bce.rawValue: "the cross-entropy", Loss.l1.rawValue: "the absolute error"]
    return "Training makes their difference small over \(images), measured as "
      + "\(names[loss] ?? loss.shortened)."
  }

  /// The error, and what it is between.
  public var data: any Encodable & Sendable {
    [
      "sample": sample.index, "mse": sample.error.finite, "isCorrupted": sample.corrupted != nil,
      "values": sample.target.count, "latentSize": latentSize,
    ] as Fields
  }

  /// The image at the left; at the right the output over the target, the error between them.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    var area = frame
    if !draw.style.page.isSlide { area.height = min(frame.height, 0.62 * frame.width) }
    let plan = TargetPlan(sample, code: latentSize, in: area, draw.style)
    draw.main { plan.draw(on: &$0) }
  }
}
