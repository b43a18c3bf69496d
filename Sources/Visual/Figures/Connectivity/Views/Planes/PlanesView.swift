import AECore

extension ConnectivityFigure.View {
  /// Feature maps as sheets, the kernel as a pyramid between its footprint and one small cell.
  public static let planes = Self(
    "planes", "the kernel as a pyramid between sheets", numbers: .optional, listsConnections: true,
    // Values may lie closer than cells whose outlines are drawn.
    wholeMap: { _, example in example == nil ? ConnectivityFocus.wholeMap : 34 }
  ) { PlanesView(figure: $0) }
}

/// The view `planes`: feature maps as sheets that stand one behind the other, and the kernel as a
/// translucent pyramid from its footprint on the large maps to one cell of a small one. Read to
/// the right it is the convolution, read to the left the transposed convolution.
struct PlanesView: ConnectivityView {
  let figure: ConnectivityFigure

  var title: String { "the kernel between feature maps, \(stride)" }

  func marks(in frame: Rect, style: Style) -> [Mark] {
    let values = PlaneValues(figure, theme: style.theme)
    let scale = WeightScale(figure, theme: style.theme)
    let bands = PlanesBands(
      frame: frame, hasScales: values != nil || scale != nil, style: style)
    let plan = PlanesPlan(
      figure, in: bands.sheets.inset(style.mediumLine), room: PlanesLabels.room(figure, style),
      showsValues: values != nil,
      style: style)
    let pyramid = KernelPyramid(figure, plan: plan)
    let drawing = PlanesDrawing(
      figure: figure, plan: plan, pyramid: pyramid, values: values, scale: scale, style: style)
    let kernel = pyramid.map {
      KernelSlices(plan: plan, pyramid: $0, scale: scale, style: style).center
    }
    return drawing.marks
      + PlanesLabels(
        figure: figure, plan: plan, bands: bands, kernel: kernel, values: values, scale: scale,
        style: style
      ).marks
  }

  // MARK: Caption

  var caption: String {
    let focus = figure.focus.first
    let size = pair.largeShape.size
    let maps = pair.largeMaps(joinedWith: focus.channel).count
    let total = pair.geometry.reach(of: focus, large: size) * maps
    let reach = (
      y: pair.geometry.reach(ofSmall: focus.y, .vertical, large: size.height),
      x: pair.geometry.reach(ofSmall: focus.x, .horizontal, large: size.width)
    )
    let block = figure.isOneDimensional ? "\(reach.x)" : "\(reach.y) × \(reach.x)"
    let each = maps == 1 ? "" : " (\(block) in each of \(maps) maps)"
    var sentences = [
      "To the right, \(count(total, "cell"))\(each) \(total == 1 ? "feeds" : "meet in") one; to "
        + "the left, that one "
        + (total == 1 ? "feeds the same cell." : "spreads over the same \(total).")
    ]
    if figure.weights != nil {
      sentences.append(
        figure.example == nil
          ? "The kernel carries the learned weights."
          : "Maps carry a test image's activations, the kernel its learned weights.")
    }
    let groups = pair.geometry.groups
    if groups > 1 {
      sentences.append(
        "Only maps of one group are joined: \(groups) groups of \(maps) and "
          + "\(pair.smallShape.channels / groups) maps.")
    } else if maps > 1 {
      sentences.append(
        "The kernel has a slice for every large map, and each small map its own kernel.")
    }
    if pair.restoredShape.size != size {
      sentences.append(
        "With output padding \(figure.shortWords(pair.geometry.outputPadding)), the transposed "
          + "convolution gives maps of \(figure.words(pair.restoredShape.size)).")
    }
    return sentences.joined(separator: " ")
  }
}
