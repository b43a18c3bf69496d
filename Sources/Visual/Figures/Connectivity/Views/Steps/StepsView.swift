import AECore

extension ConnectivityFigure.View {
  /// The sliding of the window: one position large, and those around it as a film.
  public static let steps = Self(
    rawValue: "steps", summary: "the window as it slides", listsConnections: true,
    wholeMap: { _, _ in .max }
  ) {
    StepsView(figure: $0)
  }
}

/// The view `steps`: the window at one position as large as the page has room for, beside it the
/// positions around that as a film; of a transposed convolution's layer in its direction, else in
/// the convolution's.
struct StepsView: ConnectivityView {
  typealias Drawing = StepsDrawing
  let figure: ConnectivityFigure

  var title: String {
    "\(figure.direction.name.lowercased()), step by step, \(stride)"
  }
  /// It is read as the moving picture is.
  var caption: String {
    OneWayView(figure: figure, direction: figure.direction).movingCaption
  }
}
