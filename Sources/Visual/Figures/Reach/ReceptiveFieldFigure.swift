import AECore

/// What one cell of every map of the encoder sees of the image.
public struct ReceptiveFieldFigure: Figure {
  /// `receptive-field`.
  public let name = "receptive-field"
  /// The heading on the page.
  public let title = "Receptive field: what one cell sees"

  let field: ReceptiveField
  let image: Tensor?

  /// The receptive fields of `run`'s encoder on sample `sample`.
  /// - Throws: `Failure` when a layer does not fit, or there is no such sample.
  public init(run: Run, sample: Int = 0) throws(Failure) {
    let shape = run.dataset.imageShape
    field = try ReceptiveField(steps: try run.model.steps(imageShape: shape), image: shape.size)
    guard !field.stages.isEmpty else {
      throw Failure(.badData, at: "model.encoder", "no layer of the encoder joins pixels")
    }
    image = try run.sampleImage(sample)
  }

  /// How it grows from layer to layer.
  public var caption: String {
    let local = field.stages.filter { !$0.isFullyConnected }
    guard let first = local.first, let last = local.last else {
      return "A fully connected layer has no receptive field: each of its units sees every pixel."
    }
    let end = local.count == 1 ? "" : ", \(last.reach.extent) after \(last.name)"
    return "The frame holds the pixels that one cell depends on: \(first.reach.extent) after "
      + "\(first.name)\(end). Thin: its neighbour's frame. In colours: the number of ways from each "
      + "pixel."
      + (field.stages.last?.isFullyConnected == true
        ? " Each value of the code sees every pixel, since it is fully connected." : "")
  }

  /// Each layer's extent and the ways along both axes.
  public var data: any Encodable & Sendable {
    field.stages.map { stage in
      [
        "layer": stage.name, "map": stage.map, "cell": [stage.cell.y, stage.cell.x],
        "extent": stage.reach.extent, "step": stage.step,
        "fullyConnected": stage.isFullyConnected, "ways": stage.reach.ways,
      ] as Fields
    }
  }

  /// A panel for each layer.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let panels = field.stages.map { stage in
      let extent = stage.reach.extent
      return ReachPanel(
        id: "receptive-field/\(stage.name)", titles: ["after \(stage.name)", stage.name],
        subtitles: [stage.title, ""],
        notes: stage.isFullyConnected
          ? [["each unit sees every pixel", "sees every pixel", "all pixels"]]
          : [
            ["one cell sees \(extent) pixels", "sees \(extent)", "\(extent)"],
            stage.step.map {
              ["the next one \($0) px further", "the next \($0) px on", "+ \($0) px"]
            } ?? ["no neighbour"],
          ], reach: stage.reach, neighbour: stage.neighbour, image: image)
    }
    ReachPanel.draw(panels, color: draw.theme.small, in: frame, on: &draw)
  }
}
