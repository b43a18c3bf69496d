import AECore

extension ConnectivityFigure.View {
  /// The convolution alone: a window of the large map and the one cell that it meets in.
  public static let convolution = Self(
    rawValue: "convolution", summary: "many input cells to one output cell", listsConnections: true,
    order: .oneMap, hasFormula: true, wholeMap: OneWayView.wholeMap
  ) { OneWayView(figure: $0, direction: .convolution) }

  /// The transposed convolution alone: one cell of the small map and what it spreads over.
  public static let transposed = Self(
    rawValue: "transposed", summary: "one input cell to many output cells", listsConnections: true,
    order: .oneMap, hasFormula: true, wholeMap: OneWayView.wholeMap
  ) { OneWayView(figure: $0, direction: .transposed) }
}

/// The views `convolution` and `transposed`: one direction as large as the page has room for, a
/// cone between many cells and one.
struct OneWayView: ConnectivityView {
  typealias Drawing = OneWayDrawing
  let figure: ConnectivityFigure
  let direction: ConnectivityDirection

  /// Cells may be small where the map has the page for itself.
  static let wholeMap: @Sendable (ConvolutionPair, WorkedExample?) -> Int = { _, _ in 34 }

  var title: String {
    let name = figure.layer == nil ? direction.name.lowercased() + ": " : ""
    return name + "\(direction.reading(pair)), \(stride)"
  }

  var caption: String {
    [flow, fanSentence, sums, channelSentence, padding].sentences
  }

  /// How many cells take part in what is in focus.
  private var flow: String {
    let size = direction.largeShape(pair).size
    let joined = geometry.reach(of: figure.focus.first, large: size)
    let cells = joined.counted("cell")
    let missing = geometry.kernel.count - joined
    switch direction {
    case .convolution:
      let zeros =
        missing > 0
        ? "; \(missing.counted("tap")) of the kernel \(missing == 1 ? "falls" : "fall") "
          + "on zeros" : ""
      return "\(cells) of the input \(joined == 1 ? "feeds" : "meet in") one cell of the output"
        + zeros + "."
    case .transposed:
      let cut =
        missing > 0
        ? "; \(missing.counted("tap")) of the kernel \(missing == 1 ? "is" : "are") "
          + "cut off" : ""
      return "One cell of the input \(joined == 1 ? "feeds" : "spreads over") \(cells) of the "
        + "output" + cut + "."
    }
  }

  /// What becomes of an output cell that several windows reach.
  private var sums: String? {
    guard direction == .transposed else { return nil }
    let counts = pair.contributionLimits
    return counts.upperBound > 1
      ? "An output cell adds up what \(counts.words) input cells send to it."
      : "No output cell receives from two."
  }

  private var padding: String? {
    guard direction == .convolution else { return figure.paddingSentence }
    let padding = geometry.padding
    guard padding != .zero else { return nil }
    return "Padding \(figure.shortWords(padding)): zeros around the input (dashed)."
  }

  var movingCaption: String {
    let size = direction.largeShape(pair).size
    let reach = Size2D.Axis.allCases.reduce(1) { $0 * pair.widestReach($1, large: size[$1]) }
    let cells = reach.upTo("cell")
    let doStepsMeet = pair.contributionLimits.upperBound > 1
    let slide =
      direction == .convolution
      ? "Each step gathers \(cells) of the input into one cell of the output."
      : "Each step spreads one cell of the input over \(cells) of the output. "
        + (doStepsMeet ? "Where steps meet, they add." : "No two steps meet.")
    return [slide, fanSentence].sentences
  }
}
