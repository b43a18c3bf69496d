import AECore

/// The decoder's checkerboard: an image enlarged in three ways with all weights alike, and what the
/// trained decoder gives of it; or two runs' overlap and outputs beside each other. The spectra
/// behind the shares are ``SpectraFigure``'s.
public struct CheckerboardFigure: Figure {
  /// Its name and its title.
  public var heading: Heading {
    let names = sides.map(\.name).joined(separator: " beside ")
    let what = "uneven overlap draws \(pattern)"
    return ("checkerboard", "Checkerboard: " + (sides.count == 1 ? what : names))
  }

  let sides: [CheckerboardSide]
  /// What is shown of a single run beside its decoder's output; empty beside a second run.
  let enlarged: [EnlargedImage]
  /// The enlarged images, and what the decoder gives.
  package let columns: [CheckerboardColumn]

  /// The checkerboard of `run`, which enlarges its image `sample`, from 0, and of a second run on
  /// images of the same shape.
  /// - Throws: `Failure` when it was not measured, the run holds no image, or the images differ.
  public init(run: Run, twin: Run? = nil, sample: Int = 0) throws(Failure) {
    sides = try Self.sides(run, twin: twin)
    let side = sides[0]
    guard twin == nil else {
      (enlarged, columns) = ([], [])
      return
    }
    let (image, output) = try side.example(sample)
    enlarged = try EnlargedImage.all(image, like: run, stride: side.section.period)
    columns =
      enlarged.map { CheckerboardColumn($0) } + [
        CheckerboardColumn(
          trained: output, overlap: side.lastOverlap,
          verdict: side.verdict(on: output, of: image))
      ]
  }

  /// What is known of `run`, and of a second run on images of the same shape.
  /// - Throws: `Failure` when it was not measured, or the images differ.
  static func sides(_ run: Run, twin: Run?) throws(Failure) -> [CheckerboardSide] {
    let side = try CheckerboardSide(run)
    guard let twin else { return [side] }
    try check(twin: twin, of: run)
    do {
      return [side, try CheckerboardSide(twin)]
    } catch {
      throw Failure(
        error.kind, nil, at: "the twin's \(error.place ?? "run")", error.problem,
        advice: error.advice)
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

  /// What makes a pattern, how much of it the decoder has, and what a share is.
  public var caption: String {
    sides.count > 1
      ? pairCaption
      : [overlap, sides[0].shares, sides[0].enlarging, shown, what].sentences
  }

  /// What a share is.
  private var what: String {
    let (section, size) = (sides[0].section, sides[0].size)
    let real =
      sides.count > 1 ? "" : section.real.map { "of real images \(Self.percent($0)), " } ?? ""
    return "A share is what the place in a tile of \(section.period) pixels explains of an image's "
      + "variation, the mean over \(section.testCount.counted("test image")): \(real)of pure "
      + "noise \(Self.percent(section.shareOfNoise(size)))."
  }

  private var pairCaption: String {
    let (first, second, percent) = (sides[0], sides[1], Self.percent)
    let real = first.section.real.map { ", in real images \(percent($0))" } ?? ""
    let tile =
      second.section.period == first.section.period ? "" : " (every \(second.section.period))"
    return "After training, \(percent(first.section.trained)) of the variation in "
      + "\(first.name.shortened)'s outputs repeats every \(first.section.period) pixels, in "
      + "\(second.name.shortened)'s \(percent(second.section.trained))\(tile)\(real). \(what)"
  }

  /// What unequal numbers of ways look like.
  private var pattern: String {
    enlarged.first?.pattern.name == "stripes" ? "stripes" : "a grid"
  }

  /// Why there is a pattern, and why there is none.
  private var overlap: String? {
    func ways(_ way: Enlargement) -> String? {
      enlarged.first { $0.way == way }?.pattern.numbers
    }
    return ways(.uneven).flatMap { uneven in
      ways(.even).flatMap { even in
        ways(.resized).map {
          "With all weights alike, \(uneven) ways to a pixel make \(pattern), always \(even) (or "
            + "\($0)) none\(border)."
        }
      }
    }
  }

  /// What the numbers are, how an image is shaded, and which part of it there is.
  private var shown: String {
    let rows = part.flatMap { $0.isCut ? "Shown: \($0.words). " : nil } ?? ""
    let isNegative = part.map { part in
      columns.contains { $0.limits(part).lowerBound < 0 }
    }
    let black = isNegative == true ? "0, or the least value where it is less" : "0"
    return "Numbers: the ways to each pixel of a row. " + rows
      + "Black is \(black), white each picture's brightest value."
  }

  /// Whether the border, where it is shown, takes ways away.
  private var border: String {
    let isLess = enlarged.contains { image in
      guard let stage = image.overlap.chain.last, let least = image.pattern.ways.first else {
        return false
      }
      return stage.limits.lowerBound < least
    }
    return isLess && part?.isCut == false ? "; borders have fewer" : ""
  }

  /// Which pixels of the images are shown.
  private var part: CheckerboardPart? {
    columns.isEmpty
      ? nil : CheckerboardPart(of: sides[0].size, period: sides[0].section.period)
  }

  /// The section of each run.
  public var data: any Encodable & Sendable {
    sides.map {
      [
        "name": $0.name, "checkerboard": $0.section,
        "enlarged": enlarged.map {
          ["way": $0.way.rawValue, "kernel": $0.kernel, "ways": $0.pattern.ways] as Fields
        },
      ] as Fields
    }
  }

  /// Of one run an image enlarged in three ways and as the decoder gives it, so large that pixels
  /// are seen; of two the overlap, and an image before training, after it and as it is.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    guard let part else {
      CheckerboardTable(sides: sides, showsSpectra: false, style: draw.style)
        .draw(in: frame, on: &draw)
      return
    }
    var area = frame
    if !draw.style.page.isSlide { area.height = min(frame.height, 0.5 * frame.width) }
    CheckerboardColumns(columns: columns, part: part, style: draw.style).draw(in: area, on: &draw)
  }
}

/// What the figure shows of one run.
struct CheckerboardSide: Sendable {
  private let run: Run
  let section: Checkerboard
  /// Of the decoder's last convolution.
  let overlap: DecoderOverlap.Stage
  /// From what the decoder enlarges last.
  let lastOverlap: DecoderOverlap?
  /// The layer by which it does; nil where it enlarges nothing.
  private let enlargedBy: String?

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
    enlargedBy =
      switch steps.last(where: \.enlargesMaps)?.layer {
      case .convTranspose2d(let spec):
        "a transposed convolution with kernel \(spec.geometry.kernel.short)"
      case .upsample, .upsampleBilinear: "resizing"
      case let layer?: layer.title
      case nil: nil
      }
  }

  /// One of the run's samples, from 0, and what came out for it; without samples the image that
  /// was kept when the pattern was measured.
  /// - Throws: `Failure` when there is none.
  func example(_ sample: Int) throws(Failure) -> (image: Tensor, output: Tensor) {
    do {
      let sample = try SampleImage(run, sample)
      return (sample.target, sample.output)
    } catch {
      guard error.kind != .usage else { throw error }
      guard let image = self.image(.real), let output = self.image(.trained) else {
        throw .unmeasured("tensors", "no image was kept")
      }
      return (image, output)
    }
  }

  /// Whether a pattern is seen in `output`, which the decoder gave for `image`: more of it than in
  /// the image itself or in noise, and at least a two-hundredth, since less is not seen.
  func verdict(on output: Tensor, of image: Tensor) -> [String] {
    let period = section.period
    guard let share = Periodicity.share(of: output, period: period) else {
      return ["no variation", "–"]
    }
    let unseen = max(
      0.005, section.shareOfNoise(size), Periodicity.share(of: image, period: period) ?? 0)
    let name = min(period.height, period.width) > 1 ? "grid" : "stripes"
    guard (section.untrained ?? 0) > unseen else {
      return [share > unseen ? name : "no \(name)"]
    }
    return share > unseen ? ["\(name) left"] : ["no \(name): evened out", "no \(name) left"]
  }

  /// How much of the outputs repeats.
  var shares: String {
    let trained = CheckerboardFigure.percent(section.trained)
    guard let before = section.untrained.map({ CheckerboardFigure.percent($0) }) else {
      return "Such a pattern makes \(trained) of what varies in the outputs."
    }
    return "Before training such a pattern makes \(before) of what varies in the outputs, after it "
      + "\(trained)."
  }

  /// What the decoder enlarges by.
  var enlarging: String? { enlargedBy.map { "The decoder enlarges last by \($0)." } }

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
