import AECore

extension ConnectivityFigure.View {
  /// The sliding of the window: both directions at one position after the other, as a strip.
  public static let steps = Self(
    rawValue: "steps", summary: "the window as it slides", listsConnections: true
  ) {
    StepsView(figure: $0)
  }
}

/// The view `steps`: the window at one position after the other, as a strip of frames; in each the
/// convolution above and the transposed convolution below, at the same cell of the small map.
struct StepsView: ConnectivityView {
  typealias Drawing = StepsDrawing
  let figure: ConnectivityFigure

  var title: String { "the window, step by step, \(stride)" }
  /// The strip is read as the moving pair is.
  var caption: String { PairView(figure: figure).movingCaption }
}
