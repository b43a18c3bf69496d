import AECore

/// What one may ask of a connectivity diagram beside its geometry.
public struct ConnectivityChoice: Sendable {
  /// The way to look at it.
  public var view: ConnectivityFigure.View
  /// Row and column of the small map's cell that the eye is led to; nil chooses one.
  public var focus: (y: Int, x: Int)?
  /// The large and the small map that are shown where there is room for one, from 0; nil chooses.
  public var maps: (large: Int, small: Int)?
  /// The layer of a run, such as `decoder.3`; nil chooses the decoder's first convolution.
  public var layer: String?
  /// Which of the run's samples the activations are of, from 0.
  public var sample: Int
  /// Whether the sizes' formulas stand under the maps, in the views that have them.
  public var showsFormula: Bool

  /// What is asked for; the defaults choose what shows a geometry best.
  public init(
    view: ConnectivityFigure.View = .pair, focus: (y: Int, x: Int)? = nil,
    maps: (large: Int, small: Int)? = nil, layer: String? = nil, sample: Int = 0,
    showsFormula: Bool = false
  ) {
    self.view = view
    self.layer = layer
    self.sample = sample
    self.focus = focus
    self.maps = maps
    self.showsFormula = showsFormula
  }

  /// The cell in focus, checked against the small map; nil when none was asked for.
  /// - Throws: `Failure` of kind `usage` with the arithmetic of the small map's size.
  public func cell(in pair: ConvolutionPair) throws(Failure) -> Cell? {
    let map = try smallMap(in: pair)
    guard let focus else {
      guard map > 0 else { return nil }
      let wholeMap = min(view.wholeMap(pair, nil), ConnectivityFocus.wholeMap)
      let best = ConnectivityFocus(for: pair, wholeMap: wholeMap).first
      return Cell(channel: map, y: best.y, x: best.x)
    }
    let cell = Cell(channel: map, y: focus.y, x: focus.x)
    for (axis, name) in [(Size2D.Axis.vertical, "row"), (.horizontal, "column")] {
      let (g, size) = (pair.geometry, pair.smallShape.size[axis])
      guard !(0..<size).contains(cell[axis]) else { continue }
      throw Failure(
        .usage, "--focus \(focus.y),\(focus.x)",
        "the output has no \(name) \(cell[axis]): its \(axis.rawValue) is "
          + "⌊(\(pair.largeShape.size[axis]) \(g.padding[axis].term("+")) "
          + "− \(g.dilation[axis])·(\(g.kernel[axis]) − 1) − 1) / \(g.stride[axis])⌋ + 1 = \(size)",
        advice: "give \(name)s from 0 to \(size - 1)")
    }
    return cell
  }

  /// The large map that is shown; nil when none was asked for.
  /// - Throws: `Failure` of kind `usage` when there is no such map, or none that is joined.
  public func largeMap(in pair: ConvolutionPair) throws(Failure) -> Int? {
    guard let maps else { return nil }
    let small = try smallMap(in: pair)
    try check(maps.large, of: pair.largeShape, "input")
    let joined = pair.largeMaps(joinedWith: small)
    guard joined.contains(maps.large) else {
      let groups = (large: maps.large / joined.count, small: joined.lowerBound / joined.count)
      throw failure(
        "the maps lie in groups \(groups.large) and \(groups.small) of \(pair.geometry.groups), "
          + "which are not joined",
        "for output map \(small) give an input map from \(joined.lowerBound) to "
          + "\(joined.upperBound - 1)")
    }
    return maps.large
  }

  private func smallMap(in pair: ConvolutionPair) throws(Failure) -> Int {
    guard let maps else { return 0 }
    try check(maps.small, of: pair.smallShape, "output")
    return maps.small
  }

  private func check(_ map: Int, of shape: ImageShape, _ layer: String) throws(Failure) {
    guard (0..<shape.channels).contains(map) else {
      throw failure(
        "there is no \(layer) map \(map) among \(shape.channels)",
        "give a number from 0 to \(shape.channels - 1)")
    }
  }

  private func failure(_ problem: String, _ advice: String) -> Failure {
    Failure(.usage, "--map \(maps?.large ?? 0):\(maps?.small ?? 0)", problem, advice: advice)
  }
}
