import AECore

/// Codes that no image has, decoded: a grid over a code of two values, or one value changed at a
/// time.
public struct ManifoldFigure: Figure {
  /// `manifold`.
  public let name = "manifold"
  /// The heading on the page.
  public let title: String

  package let section: Manifold
  /// `(n, C, H, W)`, as the section orders them.
  package let images: Tensor
  /// What the unchanged code is decoded to; nil for a grid.
  let base: Tensor?
  /// The test images' codes, for the place of a grid.
  let codes: LatentMap?
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
    base = isGrid ? nil : (try? run.images(of: Manifold.self, "base"))?[0]
    let map = isGrid ? (try? LatentFigure(run: run))?.maps.first : nil
    codes = map?.axisNames.count == 2 ? map : nil
    groupNames = Dictionary(
      uniqueKeysWithValues: Set(map?.points.compactMap(\.group) ?? []).map {
        ($0, run.className($0))
      })
    title =
      isGrid ? "What the decoder makes of the plane of codes" : "What one value of the code changes"
  }

  /// Where the values come from, and what to look for.
  public var caption: String {
    if section.kind == .grid {
      let counts = section.axes.map { "\($0.values.count)" }.joined(separator: " × ")
      return section.source == .prior
        ? "\(counts) codes at equal shares of the prior, a normal distribution, decoded. Neighbours "
          + "change smoothly into each other; none of these images was ever seen."
        : "\(counts) codes at equal shares of the test images' codes, decoded. Where no image has "
          + "its code, between the groups, nothing teaches the decoder what to draw."
    }
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

  /// The codes' values, with variance and divergence.
  public var data: any Encodable & Sendable { section }

  /// The grid beside its place among the codes, or a row for each value.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    switch section.kind {
    case .grid: ManifoldGrid(figure: self, style: draw.style).draw(in: frame, on: &draw)
    case .traversal: TraversalRows(figure: self, style: draw.style).draw(in: frame, on: &draw)
    }
  }
}
