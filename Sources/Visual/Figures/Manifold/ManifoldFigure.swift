import AECore

/// Codes that no image has, decoded: a grid over a code of two values, or one value changed at a
/// time.
public struct ManifoldFigure: Figure {
  /// Its name and its title.
  public var heading: Heading {
    let isGrid = section.kind == .grid
    return (
      "manifold",
      isGrid ? "What the decoder makes of the plane of codes" : "What one value of the code changes"
    )
  }

  package let section: Manifold
  /// `(n, C, H, W)`, as the section orders them.
  package let images: Tensor
  /// What the unchanged code is decoded to; nil for a grid.
  let base: Tensor?
  /// The test images' codes, for the place of a grid.
  package let codes: LatentMap?
  /// How the images of a grid differ; nil for traversals.
  package let smoothness: GridSmoothness?
  let groupNames: [Int: String]
  private let run: Run

  /// The decoded codes of `run`.
  /// - Throws: `Failure` when none were decoded.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.manifold, !section.axes.isEmpty else {
      throw Failure.unmeasured("evaluation.manifold", "no codes between the images' were decoded")
    }
    images = try run.images(of: Manifold.self, "images")
    guard images.shape[0] == section.imageCount,
      section.kind == .traversal || section.axes.count == 2
    else {
      throw Failure.unmeasured(
        TensorName.evaluation(Manifold.key, "images"),
        "\(images.shape[0]) images for \(section.imageCount) codes")
    }
    self.section = section
    self.run = run
    let isGrid = section.kind == .grid
    smoothness =
      isGrid
      ? GridSmoothness(
        images, rows: section.axes[1].values.count, columns: section.axes[0].values.count) : nil
    base = isGrid ? nil : (try? run.images(of: Manifold.self, "base"))?[0]
    let map = isGrid ? (try? LatentFigure(run: run))?.maps.first : nil
    codes = map?.axisNames.count == 2 ? map : nil
    groupNames = run.classNames(map?.points.compactMap(\.group) ?? [])
  }

  /// Where the values come from, and what to look for.
  public var caption: String {
    if section.kind == .grid { return gridCaption }
    let isRanked = section.axes.first?.kl != nil
    var text =
      "Each row changes one value of one code, "
      + (isRanked
        ? "those of largest divergence (KL) first, over nine tenths of the prior"
        : "those of largest variance first, over nine tenths of the test images' codes")
    if let base = section.base {
      text += "; the rest stays as test image \(NumberText.count(base.index))"
      text += base.label.map { " (\(run.className($0).shortened))" } ?? ""
      text += " has it"
    }
    let hidden = run.model.latentSize - section.axes.count
    let others = hidden.counted("further value is", "further values are") + " not shown."
    return [text + ". The value stands below each image.", hidden > 0 ? others : nil].sentences
  }

  private var gridCaption: String {
    let counts = section.axes.map { "\($0.values.count)" }.joined(separator: " × ")
    let shares = section.source == .prior ? "the prior, a normal distribution" : "the codes"
    let spread = isEven ? ", evenly spaced, decoded" : " at equal shares of \(shares), decoded"
    return [
      "\(counts) codes\(spread).", outside, change,
      section.source == .codes
        ? "Where no image has its code, nothing teaches the decoder what to draw." : nil,
    ].sentences
  }

  /// Whether the values of both axes are equally far apart.
  private var isEven: Bool {
    section.axes.allSatisfy { axis in
      guard let low = axis.values.first, let high = axis.values.last, axis.values.count > 2 else {
        return true
      }
      let step = (high - low) / Double(axis.values.count - 1)
      return axis.values.enumerated().allSatisfy {
        abs($0.element - low - Double($0.offset) * step) <= 0.01 * abs(step)
      }
    }
  }

  /// How many codes the grid does not hold.
  private var outside: String? {
    guard codes != nil else { return nil }
    let missing = codesOutside
    let all = NumberText.count(cellsOfCodes.count)
    return missing == 0
      ? "It holds the codes of all \(all) test images."
      : "\(NumberText.count(missing)) of the \(all) test images' codes \(missing == 1 ? "lies" : "lie")"
        + " outside of it."
  }

  /// Whether neighbours are alike, as measured.
  private var change: String? {
    guard let smoothness else { return nil }
    func text(_ value: Double) -> String { NumberText.short(value, digits: 2) }
    guard smoothness.varies else {
      return
        "Its images hardly differ: any two by \(text(smoothness.any)) of the way from black to "
        + "white."
    }
    let ways =
      "neighbours differ by \(text(smoothness.neighbours)) (root mean square), any two images "
      + "by \(text(smoothness.any))"
    return smoothness.isSmooth
      ? "It changes smoothly: \(ways)."
      : "It jumps somewhere, by \(text(smoothness.largest)): \(ways)."
  }

  /// How many codes lie outside of the grid.
  package var codesOutside: Int { cellsOfCodes.count { $0 == nil } }

  /// Where each code lies among the grid's images, in cells from the middle of the first one, or
  /// nil for one outside of the grid.
  package var cellsOfCodes: [Point?] {
    guard let codes else { return [] }
    let (x, y) = (section.axes[0].values, section.axes[1].values)
    return codes.points.map { point in
      guard let column = Self.cell(of: point.x, among: x),
        let row = Self.cell(of: point.y, among: y)
      else { return nil }
      return Point(column, row)
    }
  }

  /// Between the values of an axis, in steps from the first; up to half a step beyond the ends.
  private static func cell(of value: Double, among values: [Double]) -> Double? {
    guard values.count > 1 else { return values.first == value ? 0 : nil }
    let above = values.firstIndex { $0 > value } ?? values.count
    let upper = min(max(above, 1), values.count - 1)
    let (low, high) = (values[upper - 1], values[upper])
    guard high > low else { return value == low ? Double(upper - 1) : nil }
    let place = Double(upper - 1) + (value - low) / (high - low)
    return place >= -0.5 && place <= Double(values.count) - 0.5 ? place : nil
  }

  /// The codes' values, with variance and divergence; of a grid how its images differ, and how many
  /// codes it does not hold.
  public var data: any Encodable & Sendable {
    guard let smoothness else { return section }
    return [
      "kind": section.kind, "source": section.source, "axes": section.axes,
      "neighbourDifference": smoothness.neighbours, "largestDifference": smoothness.largest,
      "anyDifference": smoothness.any, "codesOutside": codes == nil ? nil : codesOutside,
    ] as Fields
  }

  /// The grid beside its place among the codes, or a row for each value.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    switch section.kind {
    case .grid: ManifoldGrid(figure: self, style: draw.style).draw(in: frame, on: &draw)
    case .traversal:
      draw.main { TraversalRows(figure: self, style: $0.style).draw(in: frame, on: &$0) }
    }
  }
}
