import AECore

/// One way to look at a convolution and its transpose: what is drawn of a ``ConnectivityFigure``
/// and what is said about it.
///
/// A view is a folder under `Views` that ends in a ``ConnectivityFigure/View``, and a line in
/// ``ConnectivityFigure/View/allCases``; nothing else names it.
protocol ConnectivityView: Sendable {
  /// What is looked at.
  var figure: ConnectivityFigure { get }
  /// The heading without the layer's name, which the figure puts before it; in lower case.
  var title: String { get }
  /// How to read the picture, with its numbers.
  var caption: String { get }
  /// The same under a picture that moves: equal at every step, so that nothing jumps.
  var movingCaption: String { get }
  /// The numbers behind the picture, as `--format json` gives them.
  var data: any Encodable & Sendable { get }
  /// The picture, laid out inside `frame`. Nothing may leave it.
  func marks(in frame: Rect, style: Style) -> [Mark]
  /// The small cells that a moving window comes to when the view is laid out in `frame`, in order:
  /// those that are drawn, of maps too large to be drawn whole.
  func path(in frame: Rect, style: Style) -> [Cell]
}

/// What holds for a view that does not move, and whose lines or cells are the connections.
extension ConnectivityView {
  var movingCaption: String { caption }
  var data: any Encodable & Sendable { ConnectivityData(figure.pair) }
  func path(in frame: Rect, style: Style) -> [Cell] { [] }
}

/// Words that several views have in common.
extension ConnectivityView {
  var pair: ConvolutionPair { figure.pair }

  /// `stride 2`, or `stride 2 × 1` when the directions differ.
  var stride: String { "stride \(figure.shortWords(pair.geometry.stride))" }

  /// What the lines' colours are; nil without learned weights.
  var weightSentence: String? {
    figure.weights.flatMap(WeightScale.limit).map {
      "Lines carry the learned weights: blue below 0, orange above, up to ±\(WeightScale.text($0))."
    }
  }

  /// `1 cell`, `3 cells`.
  func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
