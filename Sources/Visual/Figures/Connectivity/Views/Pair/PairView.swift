import AECore

extension ConnectivityFigure.View {
  /// Both directions side by side in two dimensions, one map of each layer, one fan in focus.
  public static let pair = Self("pair", "both directions", listsConnections: true, order: .oneMap) {
    PairView(figure: $0)
  }
}

/// The view `pair`: the convolution and, as its mirror image, the transposed convolution, each with
/// its size formula below.
struct PairView: ConnectivityView {
  let figure: ConnectivityFigure

  var title: String {
    "convolution and \(figure.layer == nil ? "its " : "")transpose, \(stride)"
  }

  func marks(in frame: Rect, style: Style) -> [Mark] {
    PairDrawing(figure: figure, frame: frame, style: style).marks
  }

  func path(in frame: Rect, style: Style) -> [Cell] {
    PairDrawing(figure: figure, frame: frame, style: style).path
  }

  // MARK: Caption

  var caption: String {
    let gathered = pair.geometry.reach(of: figure.focus.first, large: pair.largeShape.size)
    let spread = pair.geometry.reach(of: figure.focus.first, large: pair.restoredShape.size)
    let first =
      "\(count(gathered, "cell")) \(gathered == 1 ? "feeds" : "meet in") one; transposed, "
      + "one \(spread == 1 ? "feeds" : "spreads over") \(spread)" + overlapClause
    return [first, weightSentence, channelSentence, paddingSentence].compactMap { $0 }
      .joined(separator: " ")
  }

  private var overlapClause: String {
    guard let second = figure.focus.second else { return "." }
    let shared = pair.overlapCount(figure.focus.first, second, large: pair.restoredShape.size)
    return shared > 0
      ? ", and overlaps (\(count(shared, "cell")) here) add."
      : "; neighbours do not overlap."
  }

  private var channelSentence: String? {
    let (large, small) = (pair.largeShape.channels, pair.smallShape.channels)
    guard large > 1 || small > 1 else { return nil }
    let groups = pair.geometry.groups
    let shown = [(large, "large"), (small, "small")].filter { $0.0 > 1 }
      .map { "1 of \($0.0) \($0.1)" }.joined(separator: " and ")
    let sum =
      groups == 1
      ? "outputs sum over all input maps"
      : groups == large && groups == small
        ? "each joins one other (\(groups) groups)"
        : "outputs sum over their group's input maps (\(groups) groups)"
    return "\(shown) feature maps shown; \(sum)."
  }

  private var paddingSentence: String? {
    let (padding, output) = (pair.geometry.padding, pair.geometry.outputPadding)
    let added = "\(Self.cells(output)) at the bottom and right"
    guard padding != Size2D(0) else {
      return output == Size2D(0)
        ? nil : "Output padding adds \(added) of the transposed output."
    }
    let cut =
      "Padding \(figure.shortWords(padding)) is the convolution's: transposing cuts "
      + "\(Self.cells(padding)) off each side"
    let isKept = output.height <= padding.height && output.width <= padding.width
    return output == Size2D(0)
      ? "\(cut)."
      : "\(cut), output padding \(figure.shortWords(output)) \(isKept ? "keeps" : "adds") \(added)."
  }

  /// `1 row and 2 columns`, or `1` when both are the same.
  private static func cells(_ size: Size2D) -> String {
    if size.height == size.width { return "\(size.height)" }
    let rows = "\(size.height) row\(size.height == 1 ? "" : "s")"
    let columns = "\(size.width) column\(size.width == 1 ? "" : "s")"
    if size.height == 0 { return columns }
    return size.width == 0 ? rows : "\(rows) and \(columns)"
  }

  var movingCaption: String {
    let reach = widestReach
    let cells = reach == 1 ? "1 cell" : "up to \(reach) cells"
    let slide =
      "Each step gathers \(cells) into one (convolution) and scatters one over as many "
      + "(transposed). " + (stepsMeet ? "Where steps meet, they add (+)." : "No two steps meet.")
    return [slide, weightSentence].compactMap { $0 }.joined(separator: " ")
  }

  /// The most cells of a large map that any small cell is joined with.
  private var widestReach: Int {
    Size2D.Axis.allCases.reduce(1) { $0 * pair.widestReach($1) }
  }

  /// Whether some cell of the transposed convolution's output receives from two small cells.
  private var stepsMeet: Bool {
    let most = Size2D.Axis.allCases.map { axis in
      (0..<min(pair.restoredShape.size[axis], 4096)).map {
        pair.geometry.contributions(to: $0, axis, small: pair.smallShape.size[axis])
      }.max() ?? 0
    }
    return most.reduce(1, *) > 1
  }
}
