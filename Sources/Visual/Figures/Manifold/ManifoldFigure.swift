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
    groupNames = run.classNames(map.map { Array($0.members.keys) } ?? [])
  }

  /// Where the values come from, and what to look for.
  public var caption: String {
    if section.kind == .grid { return gridCaption }
    let isRanked = section.axes.first?.kl != nil
    guard run.model.latentSize > 1 else {
      return "The one value of the code is changed, over nine tenths of "
        + (isRanked ? "the prior" : "the test images' codes") + ". It stands below each image."
    }
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

  /// The grid and the codes beside it, or a row for each value.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    switch section.kind {
    case .grid: ManifoldGrid(figure: self, style: draw.style).draw(in: frame, on: &draw)
    case .traversal:
      draw.main { TraversalRows(figure: self, style: $0.style).draw(in: frame, on: &$0) }
    }
  }
}
