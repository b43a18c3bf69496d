import AECore

extension ConnectivityFigure.View {
  /// Both directions side by side in two dimensions, one map of each layer, one fan in focus.
  public static let pair = Self(
    rawValue: "pair", summary: "both directions", listsConnections: true, order: .oneMap,
    hasFormula: true
  ) {
    PairView(figure: $0)
  }
}

/// The view `pair`: the convolution and, as its mirror image, the transposed convolution; each with
/// its size formula below when that is asked for.
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
      "Convolution: \(gathered.counted("cell")) \(gathered == 1 ? "feeds" : "meet in") one. "
      + "Transposed: one \(spread == 1 ? "feeds" : "spreads over") \(spread)."
    return [first, fanSentence, channelSentence, figure.paddingSentence].sentences
  }

  var movingCaption: String {
    // The most cells of a large map that any small cell is joined with.
    func reach(_ direction: ConnectivityDirection) -> Int {
      let size = direction.largeShape(pair).size
      return Size2D.Axis.allCases.reduce(1) { $0 * pair.widestReach($1, large: size[$1]) }
    }
    let (gathered, spread) = (reach(.convolution), reach(.transposed))
    // Whether some cell of the transposed convolution's output receives from two small cells.
    let doStepsMeet = pair.contributionLimits.upperBound > 1
    let slide =
      "Each step gathers \(gathered.upTo("cell")) into one (convolution) and scatters one over "
      + "\(gathered == spread ? "as many" : spread.upTo("cell")) (transposed). "
      + (doStepsMeet ? "Where steps meet, they add." : "No two steps meet.")
    return [slide, fanSentence].sentences
  }
}
