import AECore

/// One way to look at a convolution and its transpose: what is drawn of a ``ConnectivityFigure``
/// and what is said about it.
///
/// A view is a folder under `Views` that ends in a ``ConnectivityFigure/View``, and a line in
/// ``ConnectivityFigure/View/allCases``; nothing else names it.
protocol ConnectivityView: Sendable {
  /// What lays the picture out.
  associatedtype Drawing: ConnectivityDrawing
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
}

/// What holds for a view that does not move, and whose lines or cells are the connections.
extension ConnectivityView {
  var movingCaption: String { caption }
  var data: any Encodable & Sendable { ConnectivityData(pair) }

  /// The picture, laid out in `frame`.
  func drawing(in frame: Rect, style: Style) -> any ConnectivityDrawing {
    Drawing(figure: figure, frame: frame, style: style)
  }
}

/// Words that several views have in common.
extension ConnectivityView {
  var pair: ConvolutionPair { figure.pair }
  var geometry: ConvGeometry { pair.geometry }

  /// `stride 2`, or `stride 2 × 1` when the directions differ; the dilation behind it where there
  /// is one.
  var stride: String {
    let dilation = geometry.dilation
    return "stride \(figure.shortWords(geometry.stride))"
      + (dilation == Size2D(1) ? "" : ", dilation \(figure.shortWords(dilation))")
  }

  /// Which of several feature maps are shown, and what the others do; nil of one map.
  var channelSentence: String? {
    let (large, small) = (pair.largeShape.channels, pair.smallShape.channels)
    guard large > 1 || small > 1 else { return nil }
    let groups = geometry.groups
    let shown = [(large, "input"), (small, "output")].filter { $0.0 > 1 }
      .map { "1 of \($0.0) \($0.1)" }.joined(separator: " and ")
    let sum =
      groups == 1
      ? "outputs sum over all input maps"
      : groups == large && groups == small
        ? "each joins one other (\(groups) groups)"
        : "outputs sum over their group's input maps (\(groups) groups)"
    return "\(shown) feature maps shown; \(sum)."
  }

  /// What the colours of a fan are; nil without learned weights, or without a fan.
  var fanSentence: String? { figure.showsFan ? weightSentence : nil }

  /// What the lines' colours are; nil without learned weights.
  var weightSentence: String? {
    figure.weights.flatMap(WeightScale.limit).map {
      "Lines carry the learned weights: blue below 0, orange above, up to ±\(WeightScale.text($0))."
    }
  }
}

extension Int {
  /// Of the most there are: `1 cell`, `up to 3 cells`.
  func upTo(_ noun: String) -> String { (self == 1 ? "" : "up to ") + counted(noun) }
}

extension ClosedRange<Int> {
  /// `2 to 4`; the number of a range of one.
  var words: String {
    lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)"
  }
}
