import AECore

extension ConnectivityFigure.View {
  /// Feature maps as sheets, the kernel as a pyramid between its footprint and one small cell.
  public static let planes = Self(
    rawValue: "planes", summary: "the kernel as a pyramid between sheets", numbers: .optional,
    listsConnections: true, order: .oneMap,
    // Values may lie closer than cells whose outlines are drawn.
    wholeMap: { _, example in example == nil ? ConnectivityFocus.wholeMap : 34 }
  ) { PlanesView(figure: $0) }
}

/// The view `planes`: feature maps as sheets that stand one behind the other, and the kernel as a
/// translucent pyramid from its footprint on the large maps to one cell of a small one. Read to
/// the right it is the convolution, read to the left the transposed convolution.
struct PlanesView: ConnectivityView {
  typealias Drawing = PlanesDrawing
  let figure: ConnectivityFigure

  var title: String { "the kernel between maps, \(stride)" }

  var caption: String {
    let focus = figure.focus.first
    let size = pair.largeShape.size
    let maps = pair.largeMaps(joinedWith: focus.channel).count
    let total = geometry.reach(of: focus, large: size) * maps
    let reach = Size2D(
      height: geometry.reach(ofSmall: focus.y, .vertical, large: size.height),
      width: geometry.reach(ofSmall: focus.x, .horizontal, large: size.width))
    let each = maps == 1 ? "" : " (\(figure.words(reach)) in each of \(maps) maps)"
    let (groups, restored) = (geometry.groups, pair.restoredShape.size)
    let flow =
      "To the right, \(total.counted("cell"))\(each) \(total == 1 ? "feeds" : "meet in") one; to "
      + "the left, that one "
      + (total == 1 ? "feeds the same cell." : "spreads over the same \(total).")
    let carried =
      figure.example == nil
      ? "The kernel carries the learned weights."
      : "Maps carry a test image's activations, the kernel its learned weights."
    let slices = "The kernel has a slice for every input map, and each output map its own kernel."
    let joined =
      "Only maps of one group are joined: \(groups) groups of \(maps.counted("input map")) and "
      + "\((pair.smallShape.channels / groups).counted("output map"))."
    let grown =
      "With output padding \(figure.shortWords(geometry.outputPadding)), the transposed "
      + "convolution gives maps of \(figure.words(restored))."
    return [
      flow, figure.weights == nil ? nil : carried,
      groups > 1 ? joined : maps > 1 ? slices : nil, restored == size ? nil : grown,
    ].sentences
  }

  var movingCaption: String {
    let reach = Size2D.Axis.allCases.reduce(1) { $0 * pair.widestReach($1) }
    return
      "Each step moves the kernel: to the right, \(reach.upTo("cell")) of each joined map meet in "
      + "one; to the left, that one spreads over the same cells."
  }
}
