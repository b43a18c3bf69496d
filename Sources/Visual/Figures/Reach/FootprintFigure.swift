import AECore

/// What one value of the code, and one cell of every map of the decoder, reaches in the image.
public struct FootprintFigure: ReachFigure {
  /// Its name and its title.
  public let heading = (name: "footprint", title: "Footprint: what one cell reaches in the image")

  let footprint: Footprint
  let image: Tensor?
  private let model: ModelDescription

  /// The footprints of `run`'s decoder on the reconstruction of sample `sample`.
  /// - Throws: `Failure` when a layer does not fit, or there is no such sample.
  public init(run: Run, sample: Int = 0) throws(Failure) {
    let shape = run.dataset.imageShape
    footprint = try Footprint(steps: try run.model.steps(imageShape: shape), image: shape.size)
    guard !footprint.stages.isEmpty else {
      throw Failure(.badData, at: "model.decoder", "no layer of the decoder joins cells")
    }
    // The decoder's image: what it is joined with is what came out.
    let output = try? run.examples(TensorName.sampleReconstruction, of: shape.shape)
    let input = try run.sampleImage(sample)
    model = run.model
    image = output.flatMap { sample < $0.shape[0] ? $0[sample] : nil } ?? input
  }

  var everywhere: String? {
    footprint.stages.allSatisfy(\.isFullyConnected)
      ? "all layers are fully connected: each value reaches every pixel" : nil
  }

  /// How it grows towards the code.
  public var caption: String {
    let local = footprint.stages.filter { !$0.isFullyConnected }
    guard let first = local.first, let last = local.last else {
      return "A value of the code reaches every pixel, through fully connected layers: a dense "
        + "decoder has no smaller footprint."
    }
    let growth =
      "One cell \(places(first)[0]) reaches \(first.reach.extent) pixels of the output"
      + (local.count == 1 ? "." : ", one \(places(last)[0]) reaches \(last.reach.extent).")
    let ways = first.reach.columns.filter { $0 > 0 }
    let uneven =
      (ways.min() ?? 0) < (ways.max() ?? 0)
      ? "Where ways pile up unevenly, a checkerboard can show." : nil
    return [growth, chain.enlargement, uneven].sentences
  }

  /// Where the cells of a stage are, from long to short: `before ConvT 2`.
  private func places(_ stage: Footprint.Stage) -> [String] {
    let before = "before "
    guard stage.name.hasPrefix(before) else { return ["of the \(stage.name)"] }
    return model.words(forLayer: String(stage.name.dropFirst(before.count))).all.map { before + $0 }
  }

  /// Each map's extent and the ways along both axes.
  public var data: any Encodable & Sendable {
    footprint.stages.map { stage in
      [
        "from": stage.name, "map": stage.map, "extent": stage.reach.extent,
        "fullyConnected": stage.isFullyConnected, "ways": stage.reach.ways,
      ] as Fields
    }
  }

  /// From the code's side down to the image.
  private var chain: ReachChain {
    let footprint = footprint
    let order = footprint.stages.indices.filter { !footprint.stages[$0].isFullyConnected }
    return ReachChain(
      maps: order.map { index in
        let stage = footprint.stages[index]
        return .init(
          name: stage.name, names: places(stage), size: stage.map, cell: stage.cell,
          reach: stage.reach)
      }, image: footprint.stages[0].reach.size,
      columns: { cell, map, later in
        footprint.columns(reachedBy: cell, of: order[map], on: later.map { order[$0] })
      })
  }

  /// The image with a frame for each map, and the ways down to its pixels.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let isConnected = footprint.stages.contains { $0.isFullyConnected }
    ReachDrawing(
      chain: chain, image: image,
      connected: isConnected && !chain.maps.isEmpty
        ? [
          "A value of the code reaches every pixel: a fully connected layer lies before these maps",
          "A value of the code reaches every pixel",
        ] : [], id: "footprint", style: draw.style
    ).draw(in: frame, on: &draw)
  }
}
