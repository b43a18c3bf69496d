import AECore

/// The decoder's checkerboard: what decoders that enlarge in different ways make of one code with
/// random weights, and what the trained one makes of it; or two runs' overlap and outputs beside
/// each other. The spectra behind the shares are ``SpectraFigure``'s.
public struct CheckerboardFigure: Figure {
  /// Its name and its title.
  public var heading: Heading {
    let names = sides.map(\.name).joined(separator: " beside ")
    let alone =
      untrained == nil ? "does the overlap show?" : "one code, four decoders"
    return ("checkerboard", "Checkerboard: " + (sides.count == 1 ? alone : names))
  }

  let sides: [CheckerboardSide]
  /// Nil beside a second run, and where no such decoder fits.
  let untrained: UntrainedDecoders?
  /// What is shown of a single run.
  let columns: [CheckerboardColumn]

  /// The checkerboard of `run`, which decodes the code of its image `sample`, from 0, and of a
  /// second run on images of the same shape.
  /// - Throws: `Failure` when it was not measured, or the images differ.
  public init(run: Run, twin: Run? = nil, sample: Int = 0) throws(Failure) {
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
    guard twin == nil else {
      (untrained, columns) = (nil, [])
      return
    }
    if let code = run.sampleCode(sample), let output = try? SampleImage(run, sample).output {
      let untrained = UntrainedDecoders(like: run, code: code)
      self.untrained = untrained
      let trained = sides[0].column(
        .trained, names: ["this decoder", "this run"], image: output)
      columns =
        untrained.map { CheckerboardColumn.decoders($0, trained: trained) } ?? sides[0].columns
    } else {
      (untrained, columns) = (nil, sides[0].columns)
    }
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
    let trained =
      "After training\(before), \(percent(section.trained)) of the variation in the outputs repeats "
      + "every \(section.period) pixels\(real)."
    return [untrained?.caption, ways, part, trained, shown, what].sentences
  }

  /// What the numbers above the images are.
  private var ways: String? {
    columns.contains { $0.overlap != nil } ? "Numbers: the ways to each pixel of a row." : nil
  }

  /// Which part of an image is shown, where it is not all of it.
  private var part: String? {
    columns.first.flatMap { $0.part.isCut ? "Shown: \($0.part.words)." : nil }
  }

  /// How an image is shaded, and which of the drawn weights it is of.
  private var shown: String {
    let drawn =
      untrained == nil
      ? ""
      : " Random weights: of \(UntrainedDecoders.drawings) drawings the one with the middle share, "
        + "before the last activation."
    return "Each picture reaches from its own darkest value to its brightest." + drawn
  }

  /// The section of each run.
  public var data: any Encodable & Sendable {
    sides.map {
      [
        "name": $0.name, "checkerboard": $0.section,
        "untrained_decoders": untrained?.outputs.map {
          ["way": $0.way.rawValue, "share": $0.share] as Fields
        },
      ] as Fields
    }
  }

  /// Of one run what decoders make of one code, so large that pixels are seen; of two the overlap,
  /// and an image before training, after it and as it is.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    if sides.count == 1 {
      var area = frame
      if !draw.style.page.isSlide { area.height = min(frame.height, 0.5 * frame.width) }
      CheckerboardColumns(columns: columns, style: draw.style).draw(in: area, on: &draw)
      return
    }
    CheckerboardTable(sides: sides, showsSpectra: false, style: draw.style)
      .draw(in: frame, on: &draw)
  }
}

extension UntrainedDecoders {
  /// What the pictures show: where random weights leave a pattern.
  fileprivate var caption: String {
    let shares = outputs.map { CheckerboardFigure.percent($0.share) }
    let (uneven, even, resized) = (share(.uneven), share(.even), share(.resized))
    if min(uneven, even) > 0.05, resized < 0.1 * min(uneven, even) {
      return
        "Random weights leave a pattern behind both transposed convolutions, even where the "
        + "overlap is even; behind a resizing there is "
        + (resized < 0.005 ? "none to see." : "little of it.")
    }
    return
      "With random weights \(shares[0]) of the variation repeats behind the uneven overlap, "
      + "\(shares[1]) behind the even one, and \(shares[2]) behind a resizing."
  }
}

/// What the figure shows of one run.
struct CheckerboardSide: Sendable {
  private let run: Run
  let section: Checkerboard
  /// Of the decoder's last convolution.
  let overlap: DecoderOverlap.Stage
  /// From what the decoder enlarges last.
  private let lastOverlap: DecoderOverlap?

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
    lastOverlap = try DecoderOverlap(ofLastEnlargement: steps)
  }

  /// An image of the run's.
  func column(
    _ kind: Checkerboard.Kind, names: [String], image: Tensor
  ) -> CheckerboardColumn {
    let notes =
      switch kind {
      case .untrained: ["before training", "before"]
      case .trained: ["after training", "after"]
      case .real: ["as it is"]
      }
    return CheckerboardColumn(
      id: kind.rawValue, names: names, notes: notes, image: image, period: section.period,
      overlap: kind == .real ? nil : lastOverlap)
  }

  /// An image of each kind that the run holds.
  var columns: [CheckerboardColumn] {
    Checkerboard.Kind.allCases.compactMap { kind in
      image(kind).map {
        column(
          kind, names: kind == .real ? ["the real image", "real"] : ["this decoder"], image: $0)
      }
    }
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
