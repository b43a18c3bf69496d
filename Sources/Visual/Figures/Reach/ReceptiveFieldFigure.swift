import AECore

/// What one cell of every map of the encoder sees of the image.
public struct ReceptiveFieldFigure: ReachFigure {
  /// Its name and its title.
  public let heading = (name: "receptive-field", title: "Receptive field: what one cell sees")

  let field: ReceptiveField
  let image: Tensor?
  private let model: ModelDescription

  /// The receptive fields of `run`'s encoder on sample `sample`.
  /// - Throws: `Failure` when a layer does not fit, or there is no such sample.
  public init(run: Run, sample: Int = 0) throws(Failure) {
    let shape = run.dataset.imageShape
    field = try ReceptiveField(steps: try run.model.steps(imageShape: shape), image: shape.size)
    guard !field.stages.isEmpty else {
      throw Failure(.badData, at: "model.encoder", "no layer of the encoder joins pixels")
    }
    image = try run.sampleImage(sample)
    model = run.model
  }

  var everywhere: String? {
    field.stages.allSatisfy(\.isFullyConnected)
      ? "all layers are fully connected: each unit sees every pixel" : nil
  }

  /// How it grows from layer to layer.
  public var caption: String {
    let local = field.stages.filter { !$0.isFullyConnected }
    guard let first = local.first, let last = local.last else {
      return "A fully connected layer has no receptive field: each of its units sees every pixel."
    }
    func name(_ stage: ReceptiveField.Stage) -> String { model.words(forLayer: stage.name).long }
    let growth =
      local.count == 1
      ? "One cell behind \(name(first)) sees \(first.reach.extent) pixels."
      : "One cell behind \(name(first)) sees \(first.reach.extent) pixels, one behind "
        + "\(name(last)) sees \(last.reach.extent)."
    let step = last.step.map { "The next cell's frame lies \($0.counted("pixel")) further." }
    let ways = last.reach.columns.filter { $0 > 0 }
    let uneven =
      (ways.min() ?? 0) < (ways.max() ?? 0)
      ? "The stronger a pixel's colour, the more ways lead from it." : nil
    return [growth, chain.enlargement, uneven, step].sentences
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

  /// From the code's side down to the image.
  private var chain: ReachChain {
    let field = field
    let order = Array(field.stages.indices.filter { !field.stages[$0].isFullyConnected }.reversed())
    return ReachChain(
      maps: order.map { index in
        let stage = field.stages[index]
        return .init(
          name: stage.name, names: model.words(forLayer: stage.name).all.map { "after \($0)" },
          size: stage.map, cell: stage.cell, reach: stage.reach)
      }, image: field.stages[0].reach.size,
      columns: { cell, map, later in
        field.columns(seenBy: cell, of: order[map], on: later.map { order[$0] })
      })
  }

  /// The image with a frame for each map, and the ways down to its pixels.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let isConnected = field.stages.contains { $0.isFullyConnected }
    ReachDrawing(
      chain: chain, image: image,
      connected: isConnected && !chain.maps.isEmpty
        ? [
          "A value of the code sees every pixel: a fully connected layer lies behind these maps",
          "A value of the code sees every pixel",
        ] : [], id: "receptive-field", style: draw.style
    ).draw(in: frame, on: &draw)
  }
}
