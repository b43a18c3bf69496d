import AECore

/// The decoder's checkerboard: where its overlap is uneven, and how much of that is in its outputs,
/// before training and after, beside real images; and, when there is one, in a second run's.
public struct CheckerboardFigure: Figure {
  /// `checkerboard`.
  public let name = "checkerboard"
  /// The heading on the page.
  public let title: String

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
    title =
      twin == nil
      ? "Checkerboard: does the decoder's overlap show?"
      : "Checkerboard: \(sides[0].name) beside \(sides[1].name)"
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

  /// How much repeats, and how to read a spectrum.
  public var caption: String {
    let (first, section, percent) = (sides[0], sides[0].section, Self.percent)
    let how = "Framed: the pattern's frequencies. Slow changes lie in the middle of a spectrum."
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
        + "\(percent(second.section.trained))\(tile)\(real). \(how) \(what)"
    }
    let before = section.untrained.map { " (before it \(percent($0)))" } ?? ""
    return
      "After training\(before), \(percent(section.trained)) of the variation in the outputs repeats "
      + "every \(section.period) pixels\(real). \(how) \(what)"
  }

  /// The section of each run.
  public var data: any Encodable & Sendable {
    sides.map { ["name": $0.name, "checkerboard": $0.section] as Fields }
  }

  /// Overlap, before, after and real beside each other; for one run with an image of each.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    CheckerboardTable(sides: sides, style: draw.style).draw(in: frame, on: &draw)
  }
}

/// What the figure shows of one run.
struct CheckerboardSide: Sendable {
  /// The network's name.
  let name: String
  let section: Checkerboard
  /// Of the decoder's last convolution.
  let overlap: DecoderOverlap.Stage
  /// The size of the images.
  let size: Size2D
  /// `(H, W)`, by kind.
  let spectra: [Checkerboard.Kind: Tensor]
  /// `(C, H, W)`, by kind.
  let images: [Checkerboard.Kind: Tensor]

  init(_ run: Run) throws(Failure) {
    let steps = try run.model.steps(imageShape: run.dataset.imageShape)
    guard let overlap = try DecoderOverlap(steps: steps)?.stages.last else {
      throw Failure(.badData, at: "model.decoder", "the decoder has no convolution")
    }
    guard let section = run.evaluation?.checkerboard else {
      throw .unmeasured("evaluation", "the checkerboard was not measured")
    }
    name = run.model.name
    self.section = section
    self.overlap = overlap
    size = run.dataset.imageShape.size
    var spectra: [Checkerboard.Kind: Tensor] = [:]
    var images: [Checkerboard.Kind: Tensor] = [:]
    for kind in Checkerboard.Kind.allCases {
      func tensor(_ name: String, _ shape: Shape) -> Tensor? {
        run.tensors[TensorName.evaluation(Checkerboard.key, name)].flatMap {
          $0.shape == shape ? $0 : nil
        }
      }
      spectra[kind] = tensor("spectrum_\(kind.rawValue)", [size.height, size.width])
      images[kind] = tensor(kind.rawValue, run.dataset.imageShape.shape)
    }
    self.spectra = spectra
    self.images = images
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
