import AECore

/// The training itself, an epoch a picture: what becomes of eight test images, how the loss falls,
/// and how the codes move apart.
public struct FilmFigure: MovingFigure {
  /// Its name, and its title with the epoch.
  public var heading: Heading {
    (
      "film",
      epoch == 0
        ? "Learning: before the first step"
        : "Learning: after epoch \(epoch) of \(film.epochs.last ?? epoch)"
    )
  }

  package let film: TrainingFilm
  /// Which frame is shown, from 0.
  package let index: Int
  private let history: [EpochRecord]
  private let lossName: String
  private let isCorrupted: Bool
  /// The codes of every frame on one plane.
  private let planes: [Tensor]
  private let planeNames: [String]
  private let groupNames: [Int: String]

  /// How long each epoch is shown, in seconds.
  public let stepSeconds = 0.5

  /// The last frame of the film in `run`.
  /// - Throws: `Failure` when the training was not filmed.
  public init(run: Run) throws(Failure) {
    guard let film = try TrainingFilm(of: run) else {
      throw Failure(
        .badData, at: "tensors", "the training was not filmed", advice: "train with --film")
    }
    self.film = film
    index = film.epochs.count - 1
    history = (run.training?.history ?? []).sorted { $0.epoch < $1.epoch }
    lossName = run.lossName
    isCorrupted = run.training?.corruption != nil
    (planes, planeNames) = Self.planes(film.codes)
    groupNames = run.classNames(film.labels ?? [])
  }

  private init(_ figure: FilmFigure, at index: Int) {
    film = figure.film
    self.index = index
    history = figure.history
    (lossName, isCorrupted) = (figure.lossName, figure.isCorrupted)
    planes = figure.planes
    planeNames = figure.planeNames
    groupNames = figure.groupNames
  }

  /// The codes on a plane that stays where it is: their own when they have two values, else that of
  /// the first two principal components at the end.
  private static func planes(_ codes: [Tensor]) -> ([Tensor], [String]) {
    guard let last = codes.last, codes.allSatisfy(\.isFinite), last.shape[1] > 1 else {
      return ([], [])
    }
    guard last.shape[1] > 2 else { return (codes, ["code value 1", "code value 2"]) }
    let pca = PCA.fit(last, components: 2)
    guard pca.explainedVarianceRatio.count == 2 else { return ([], []) }
    return (codes.map { pca.transform($0) }, ["PC 1", "PC 2"])
  }

  private var epoch: Int { film.epochs[index] }

  /// The mean squared error of the images that are shown.
  package func error(at index: Int) -> Double {
    Measure.meanSquaredError(film.input, film.reconstructions[index])
  }

  /// How far the reconstructions have come.
  public var caption: String {
    let count = film.input.shape[0]
    let images = count == 1 ? "a test image" : "\(count) test images"
    let now = NumberText.short(error(at: index), digits: 2)
    let first = NumberText.short(error(at: 0), digits: 2)
    // Of a network that denoises, what it was given is no target.
    let error =
      isCorrupted
      ? "What comes out differs from the noisy input by a mean square of"
      : "\(count == 1 ? "Its" : "Their") mean squared error is"
    let here =
      index == 0
      ? "\(error) \(now)."
      : "\(error) \(now); it was \(first) "
        + (film.epochs[0] == 0 ? "before the first step." : "after epoch \(film.epochs[0]).")
    let codes: String? =
      planes.isEmpty
      ? nil
      : "Below at the right, the codes of \(film.codes[0].shape[0].counted("test image"))"
        + (planeNames[0] == "PC 1"
          ? " on the principal components that they have at the end." : ".")
    return ["Above, \(images); below \(count == 1 ? "it" : "them"), what comes out.", here, codes]
      .sentences
  }

  /// The epochs of the frames with the error of the images that are shown.
  public var data: any Encodable & Sendable {
    ["epochs": film.epochs, "mse": film.epochs.indices.map(error), "history": history] as Fields
  }

  /// A picture for each frame of the film.
  public func steps(style: Style, wording: PageWording) throws(Failure) -> [any Figure] {
    film.epochs.indices.map { FilmFigure(self, at: $0) }
  }

  /// The images in two rows over the whole width, below them the loss and the codes.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let left = style.widest(["input", "output"]) + style.gap
    let count = film.input.shape[0]
    let aspect = film.input.pictureAspect
    let fit = PictureFit.row(
      count...count, aspect: aspect, gap: style.gap / 2,
      in: Size(frame.width - left, 0.21 * frame.height))
    let used = left + fit.width(gap: style.gap / 2)
    var sheet = PictureSheet(
      fit, gap: style.gap / 2, frame: frame,
      area: Rect(
        x: frame.x + left + max(0, (frame.width - used) / 2), y: frame.y, width: used - left,
        height: frame.height))
    sheet.nameX = sheet.area.x - left
    draw.main { draw in
      for (row, (name, images)) in [("input", film.input), ("output", film.reconstructions[index])]
        .enumerated()
      {
        draw.row(
          .init(names: [Words(name, isQuiet: true)]) {
            .init(.image(images[$0]), id: "film/\(name)/\($0)")
          }, row, of: sheet)
      }
    }
    let top = sheet.top(1) + sheet.rowHeight + 2 * style.gap
    var below = frame.inset(top: top - frame.y)
    if !style.page.isSlide { below.height = min(below.height, 0.5 * frame.width) }
    let parts = planes.isEmpty ? [below] : below.columns([1.15, 1], gap: 3 * style.gap)
    drawLoss(in: parts[0], on: &draw)
    if parts.count > 1 { drawCodes(in: parts[1], on: &draw) }
  }

  /// The losses up to this epoch, on axes that hold all of them.
  private func drawLoss(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let all = history.flatMap { [$0.trainLoss, $0.testLoss].compactMap { $0 } }
    guard !all.isEmpty else { return }
    let past = history.filter { $0.epoch <= epoch }
    func curve(_ name: String, _ color: Color, _ value: (EpochRecord) -> Double?) -> LinePlot.Curve
    {
      LinePlot.Curve(
        id: "film/loss/\(name)", values: past.map { (Double($0.epoch), value($0)) },
        stroke: Stroke(color, width: style.heavyLine * 0.8, isRound: true),
        dot: 2 * style.mediumLine)
    }
    var plot = LinePlot(x: .epochs(history.map(\.epoch)), y: .measured(lossName, all))
    let curves = [
      ("test", curve("test", style.theme.test, \.testLoss)),
      ("train", curve("train", style.theme.train, \.trainLoss)),
    ]
    plot.curves = curves.map(\.1)
    plot.ends = curves.compactMap { name, curve in curve.end { _ in [name] } }
    plot.labelRoom = style.widest(curves.map(\.0))
    plot.leader = .fromEdge
    plot.draw(in: frame, on: &draw)
  }

  /// The codes of this frame, on axes that hold those of all.
  private func drawCodes(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    func axis(_ offset: Int) -> Axis {
      let values = planes.flatMap { plane in
        (0..<plane.shape[0]).map { Double(plane.values[2 * $0 + offset]) }
      }
      let (low, high) = (values.min() ?? 0, values.max() ?? 1)
      let edge = max(0.04 * (high - low), 1e-6)
      return Axis(planeNames[offset], domain: (low - edge)...(high + edge))
    }
    let plot = PlotArea(x: axis(0), y: axis(1), in: frame, style: style)
    draw.add(plot.axes)
    let plane = planes[index]
    let theme = style.theme
    draw.group(id: "film/codes") { draw in
      for row in 0..<plane.shape[0] {
        let group = film.labels?[row]
        let marker = group.map { Marker(class: $0, colors: theme.classes.count) } ?? .circle
        let place = Point(
          plot.x(Double(plane.values[2 * row])), plot.y(Double(plane.values[2 * row + 1])))
        draw.path(
          marker.path(center: place, radius: 1.6 * style.mediumLine),
          fill: (group.map(theme.classColor) ?? theme.small).opacity(0.85))
      }
    }
  }
}
