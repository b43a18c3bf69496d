import AECore

/// A connectivity diagram whose window slides: one figure for each position, all laid out alike, so
/// that nothing moves but what follows the window.
///
/// The convolution and the transposed convolution go in step: while one gathers into a cell of the
/// small map, the other scatters the same cell.
public struct ConnectivityAnimation: Sendable {
  /// Nobody watches more, and no lecture has the time.
  public static let mostSteps = 200

  /// One figure a step, in the order of the loops.
  public let figures: [ConnectivityFigure]

  /// The steps of `figure` on a page of `style`; of maps that are drawn in part those that are
  /// drawn. Around all of them stands what `wording` says.
  /// - Throws: `Failure` of kind `usage` when the view does not move, or in too many steps.
  public init(
    _ figure: ConnectivityFigure, style: Style, wording: PageWording = PageWording()
  ) throws(Failure) {
    guard figure.view.moves else {
      let views = ConnectivityFigure.View.allCases.filter(\.moves).map(\.rawValue)
      throw Failure(
        .usage, "--animate", "the view \(figure.view.rawValue) does not move",
        advice: "choose one of \(views.joined(separator: ", "))")
    }
    guard figure.decoder == nil else {
      throw Failure(
        .usage, "--animate", "the whole decoder does not move", advice: "give a --layer")
    }
    // The words around the picture are the same at every step, and decide on its frame.
    let draft = figure.standing(at: 0, of: [figure.focus.first])
    let frame = Page(draft, wording: wording).pictureFrame(style: style)
    let path = draft.view.make(draft).drawing(in: frame, style: style).path
    guard !path.isEmpty else {
      throw Failure(
        .usage, "--animate", "the maps and the kernel are too large to be worked in numbers",
        advice: "choose --view pair")
    }
    guard path.count <= Self.mostSteps else {
      throw Failure(
        .usage, "--animate",
        "the window takes \(path.count) steps, more than \(Self.mostSteps) that anyone watches",
        advice: figure.layer == nil
          ? "give a smaller --input or a larger --stride" : "choose --view maps, which is one row")
    }
    figures = path.indices.map { draft.standing(at: $0, of: path) }
  }
}

extension ConnectivityFigure: MovingFigure {
  /// A figure for each position of the window, as ``ConnectivityAnimation`` has them.
  /// - Throws: `Failure` of kind `usage` when the view does not move, or in too many steps.
  public func steps(style: Style, wording: PageWording) throws(Failure) -> [any Figure] {
    try ConnectivityAnimation(self, style: style, wording: wording).figures
  }
}
