import AECore

/// The decoder's checkerboard: where its overlap is uneven, and how much of that is in its outputs,
/// before training and after, beside real images; and, when there is one, in a second run's. The
/// spectra behind the shares are ``SpectraFigure``'s.
public struct CheckerboardFigure: Figure {
  /// Its name and its title.
  public var heading: Heading {
    let names = sides.map(\.name).joined(separator: " beside ")
    return (
      "checkerboard",
      "Checkerboard: " + (sides.count == 1 ? "does the overlap show?" : names)
    )
  }

  let sides: [CheckerboardSide]

  /// The checkerboard of `run`, and of a second run on images of the same shape.
  /// - Throws: `Failure` when it was not measured, or the images differ.
  public init(run: Run, twin: Run? = nil) throws(Failure) {
    var sides = [try CheckerboardSide(run)]
    if let twin {
      try Self.check(twin: twin, of: run)
      do {
        sides.append(try CheckerboardSide(twin))
      } catch {
        throw Failure(
          error.kind, nil, at: "the twin's \(error.place ?? "run")", error.problem,
          advice: error.advice)
      }
    }
    self.sides = sides
  }

  /// Refuses a second run whose images have another shape than the first one's.
  /// - Throws: `Failure` of kind `badData` with both shapes.
  public static func check(twin: Run, of run: Run) throws(Failure) {
    let (own, other) = (run.dataset.imageShape, twin.dataset.imageShape)
    guard own == other else {
      throw Failure(
        .badData, at: "--twin", "its images are \(other), the first run's are \(own)",
        advice: "give a run on images of the same shape")
    }
  }

  /// A share as it is printed: `0.34 %`.
  package static func percent(_ share: Double?) -> String {
    guard let share else { return "–" }
    return "\(NumberText.short(share * 100, digits: 2)) %"
  }

  /// How much repeats, and what a share is.
  public var caption: String {
    let (first, section, percent) = (sides[0], sides[0].section, Self.percent)
    let what =
      "A share is what the place in a tile of \(section.period) pixels explains of an image's "
      + "variation, the mean over \(NumberText.count(section.testCount)) test images; of pure noise it "
      + "explains \(percent(section.shareOfNoise(first.size)))."
    let real = section.real.map { ", in real images \(percent($0))" } ?? ""
    if sides.count > 1 {
      let second = sides[1]
      let tile = second.section.period == section.period ? "" : " (every \(second.section.period))"
      return
        "After training, \(percent(section.trained)) of the variation in \(first.name.shortened)'s "
        + "outputs repeats every \(section.period) pixels, in \(second.name.shortened)'s "
        + "\(percent(second.section.trained))\(tile)\(real). \(what)"
    }
    let before = section.untrained.map { " (before it \(percent($0)))" } ?? ""
    return
      "After training\(before), \(percent(section.trained)) of the variation in the outputs repeats "
      + "every \(section.period) pixels\(real). \(enlarged) \(what)"
  }

  /// What is enlarged, how it is shaded, and what the frame is.
  private var enlarged: String {
    let side = sides[0]
    let place = side.detail(of: side.size).words
    return "Enlarged: \(place), each part from its own darkest value to its brightest; framed: a "
      + "tile of \(side.section.period) pixels."
  }

  /// The section of each run.
  public var data: any Encodable & Sendable {
    sides.map { ["name": $0.name, "checkerboard": $0.section] as Fields }
  }

  /// The overlap, and an image before training, after it and as it is, beside each other; of one
  /// run with a part so large that its pixels are seen.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    if sides.count == 1 {
      var area = frame
      if !draw.style.page.isSlide { area.height = min(frame.height, 0.62 * frame.width) }
      CheckerboardEvidence(side: sides[0], style: draw.style).draw(in: area, on: &draw)
      return
    }
    CheckerboardTable(sides: sides, showsSpectra: false, style: draw.style)
      .draw(in: frame, on: &draw)
  }
}

/// What the figure shows of one run.
struct CheckerboardSide: Sendable {
  private let run: Run
  let section: Checkerboard
  /// Of the decoder's last convolution.
  let overlap: DecoderOverlap.Stage

  init(_ run: Run) throws(Failure) {
    let steps = try run.model.steps(imageShape: run.dataset.imageShape)
    guard let overlap = try DecoderOverlap(steps: steps)?.stages.last else {
      throw Failure(.badData, at: "model.decoder", "the decoder has no convolution")
    }
    guard let section = run.evaluation?.checkerboard else {
      throw .unmeasured("evaluation", "the checkerboard was not measured")
    }
    self.run = run
    self.section = section
    self.overlap = overlap
  }

  /// The network's name.
  var name: String { run.model.name }
  /// The size of the images.
  var size: Size2D { run.dataset.imageShape.size }

  /// `(H, W)`.
  func spectrum(_ kind: Checkerboard.Kind) -> Tensor? {
    run.tensor(of: Checkerboard.self, "spectrum_\(kind.rawValue)", [size.height, size.width])
  }

  /// `(C, H, W)`.
  func image(_ kind: Checkerboard.Kind) -> Tensor? {
    run.tensor(of: Checkerboard.self, kind.rawValue, run.dataset.imageShape.shape)
  }

  /// The cells of a spectrum where a pattern of the section's period has its energy.
  var patternCells: [(y: Int, x: Int)] {
    func places(_ period: Int, _ size: Int) -> [Int] {
      (0..<period).map { (($0 * size + period / 2) / period + size / 2) % size }
    }
    let (rows, columns) = (
      places(section.period.height, size.height), places(section.period.width, size.width)
    )
    let middle = (size.height / 2, size.width / 2)
    return rows.flatMap { y in columns.map { (y: y, x: $0) } }.filter { ($0.y, $0.x) != middle }
  }
}
