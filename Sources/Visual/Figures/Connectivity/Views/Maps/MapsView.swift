import AECore

extension ConnectivityFigure.View {
  /// Several feature maps in cross-section with every connection, read downwards as the transposed
  /// convolution and upwards as the convolution.
  public static let maps = Self(
    rawValue: "maps", summary: "every line, in cross-section", listsConnections: true,
    order: .oneRowOfEveryMap,
    standardMaps: 2,
    // One map in cross-section has the whole width for itself.
    wholeMap: { pair, _ in pair.largeShape.channels == 1 ? 34 : ConnectivityFocus.wholeMap }
  ) { MapsView(figure: $0) }
}

/// The view `maps`: every feature map in cross-section, the small ones above the large ones, and
/// every connection between them. Downwards it is the transposed convolution, upwards the
/// convolution: the lecture's own figure.
struct MapsView: ConnectivityView {
  typealias Drawing = MapsDrawing
  let figure: ConnectivityFigure

  var title: String {
    "\(figure.layer == nil ? "connections between" : "connections of") feature maps, \(stride)"
  }

  var caption: String {
    // Large maps that one small map is joined with.
    let maps = pair.largeShape.channels / geometry.groups
    let (width, restored) = (pair.largeShape.width, pair.restoredShape.width)
    let reached = geometry.reach(ofSmall: figure.focus.first.x, .horizontal, large: width)
    let total = reached * maps
    let each = maps == 1 ? "" : " (\(reached) in each of \(maps) maps)"
    let flow =
      "Downwards, one unit feeds \(total.counted("unit"))\(each); upwards, "
      + (total == 1 ? "the same line ends" : "the same \(total) lines meet") + " in that unit."
    let slice = pair.largeShape.height > 1 ? "A cross-section: one row of each map." : nil
    let grown =
      "With output padding \(geometry.outputPadding.width), the transposed convolution "
      + "gives back \(restored.counted("column")) of the \(width)."
    return [flow, weightSentence, slice, restored == width ? nil : grown].sentences
  }

  var movingCaption: String {
    let units = pair.widestReach(.horizontal) * pair.largeShape.channels / geometry.groups
    let slide =
      "Each step is one unit of the upper maps: upwards the convolution gathers "
      + "\(units.upTo("unit")) in it, downwards its transpose scatters it over the same."
    return [slide, weightSentence].sentences
  }
}
