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
  typealias Drawing = PairDrawing
  let figure: ConnectivityFigure

  var title: String {
    "convolution and \(figure.layer == nil ? "its " : "")transpose, \(stride)"
  }

  var caption: String {
    let gathered = geometry.reach(of: figure.focus.first, large: pair.largeShape.size)
    let spread = geometry.reach(of: figure.focus.first, large: pair.restoredShape.size)
    let first =
      "\(gathered.counted("cell")) \(gathered == 1 ? "feeds" : "meet in") one; transposed, "
      + "one \(spread == 1 ? "feeds" : "spreads over") \(spread)" + overlapClause
    return [first, weightSentence, channelSentence, paddingSentence].sentences
  }

  private var overlapClause: String {
    guard let second = figure.focus.second else { return "." }
    let shared = pair.overlapCount(figure.focus.first, second, large: pair.restoredShape.size)
    return shared > 0
      ? ", and overlaps (\(shared.counted("cell")) here) add." : "; neighbours do not overlap."
  }

  private var channelSentence: String? {
    let (large, small) = (pair.largeShape.channels, pair.smallShape.channels)
    guard large > 1 || small > 1 else { return nil }
    let groups = geometry.groups
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
    let (padding, output) = (geometry.padding, geometry.outputPadding)
    let added = "\(Self.cells(output)) at the bottom and right"
    guard padding != .zero else {
      return output == Size2D(0) ? nil : "Output padding adds \(added) of the transposed output."
    }
    let cut =
      "Padding \(figure.shortWords(padding)) is the convolution's: transposing cuts "
      + cutWords(padding)
    let isKept = output.height <= padding.after.height && output.width <= padding.after.width
    return output == Size2D(0)
      ? "\(cut)."
      : "\(cut), output padding \(figure.shortWords(output)) \(isKept ? "keeps" : "adds") \(added)."
  }

  /// `1 row and 2 columns off each side`; `1 off the bottom and right` where sides differ.
  private func cutWords(_ padding: Padding) -> String {
    if let each = padding.symmetric { return "\(Self.cells(each)) off each side" }
    let rows = [(padding.vertical.before, "top"), (padding.vertical.after, "bottom")]
    let columns = [(padding.horizontal.before, "left"), (padding.horizontal.after, "right")]
    let sides = (figure.isOneDimensional ? [] : rows) + columns
    let counts = Set(sides.map(\.0)).subtracting([0]).sorted()
    return counts.map { count in
      "\(count) off the " + sides.filter { $0.0 == count }.map(\.1).listed
    }.joined(separator: ", ")
  }

  /// `1 row and 2 columns`, or `1` when both are the same.
  private static func cells(_ size: Size2D) -> String {
    if size.height == size.width { return "\(size.height)" }
    return [(size.height, "row"), (size.width, "column")].filter { $0.0 > 0 }
      .map { $0.0.counted($0.1) }.listed
  }

  var movingCaption: String {
    // The most cells of a large map that any small cell is joined with.
    let reach = Size2D.Axis.allCases.reduce(1) { $0 * pair.widestReach($1) }
    // Whether some cell of the transposed convolution's output receives from two small cells.
    let doStepsMeet = pair.contributionLimits.upperBound > 1
    let slide =
      "Each step gathers \(reach.upTo("cell")) into one (convolution) and scatters one over as many "
      + "(transposed). " + (doStepsMeet ? "Where steps meet, they add (+)." : "No two steps meet.")
    return [slide, weightSentence].sentences
  }
}
