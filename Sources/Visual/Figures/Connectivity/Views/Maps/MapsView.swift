import AECore

extension ConnectivityFigure.View {
  /// Several feature maps in cross-section with every connection, read downwards as the transposed
  /// convolution and upwards as the convolution.
  public static let maps = Self(
    "maps", "every line, in cross-section", listsConnections: true, order: .oneRowOfEveryMap,
    standardMaps: 2,
    // One map in cross-section has the whole width for itself.
    wholeMap: { pair, _ in pair.largeShape.channels == 1 ? 34 : ConnectivityFocus.wholeMap }
  ) { MapsView(figure: $0) }
}

/// The view `maps`: every feature map in cross-section, the small ones above the large ones, and
/// every connection between them. Downwards it is the transposed convolution, upwards the
/// convolution: the lecture's own figure.
struct MapsView: ConnectivityView {
  let figure: ConnectivityFigure

  var title: String {
    "\(figure.layer == nil ? "connections between" : "connections of") feature maps, \(stride)"
  }

  func marks(in frame: Rect, style: Style) -> [Mark] {
    MapsDrawing(figure: figure, frame: frame, style: style).marks
  }

  func path(in frame: Rect, style: Style) -> [Cell] {
    MapsDrawing(figure: figure, frame: frame, style: style).path
  }

  // MARK: Caption

  var caption: String {
    // Large maps that one small map is joined with.
    let maps = pair.largeShape.channels / pair.geometry.groups
    let reached = pair.geometry.reach(
      ofSmall: figure.focus.first.x, .horizontal, large: pair.largeShape.width)
    let total = reached * maps
    let each = maps == 1 ? "" : " (\(reached) in each of \(maps) maps)"
    var sentences = [
      "Downwards, one unit feeds \(count(total, "unit"))\(each); upwards, "
        + (total == 1 ? "the same line ends" : "the same \(total) lines meet") + " in that unit."
    ]
    if let weightSentence { sentences.append(weightSentence) }
    if pair.largeShape.height > 1 {
      sentences.append("A cross-section: one row of each map.")
    }
    if pair.restoredShape.width != pair.largeShape.width {
      sentences.append(
        "With output padding \(pair.geometry.outputPadding.width), the transposed convolution "
          + "gives back \(count(pair.restoredShape.width, "column")) "
          + "of the \(pair.largeShape.width).")
    }
    return sentences.joined(separator: " ")
  }

  var movingCaption: String {
    let units =
      pair.widestReach(.horizontal) * pair.largeShape.channels / pair.geometry.groups
    let slide =
      "Each step is one unit of the small maps: upwards the convolution gathers "
      + "\(units == 1 ? "1 unit" : "up to \(units) units") in it, downwards its transpose scatters "
      + "it over the same."
    return [slide, weightSentence].compactMap { $0 }.joined(separator: " ")
  }
}
