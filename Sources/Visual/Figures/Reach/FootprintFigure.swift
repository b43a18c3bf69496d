import AECore

/// What one value of the code, and one cell of every map of the decoder, reaches in the image.
public struct FootprintFigure: Figure {
  /// `footprint`.
  public let name = "footprint"
  /// The heading on the page.
  public let title = "Footprint: what one cell reaches in the image"

  let footprint: Footprint
  let image: Tensor?

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
    image = output.flatMap { sample < $0.shape[0] ? $0[sample] : nil } ?? input
  }

  /// How it grows towards the code.
  public var caption: String {
    let local = footprint.stages.filter { !$0.isFullyConnected }
    var sentences = [
      "Framed: the pixels that one cell reaches; in colours: the number of ways to each of them."
    ]
    if let first = local.first, let last = local.last {
      let end =
        local.count == 1
        ? "" : ", one \(last.name) \(last.reach.extent): the footprint shrinks towards the image"
      sentences += [
        "One cell \(first.name == "code" ? "of the code" : first.name) reaches "
          + "\(first.reach.extent) pixels of the output\(end).",
        "Where ways pile up unevenly, a checkerboard can show.",
      ]
    }
    if footprint.stages.first?.isFullyConnected == true {
      sentences.append(
        "A value of the code reaches every pixel, since a fully connected layer lies between"
          + (local.isEmpty ? ": a dense decoder has no smaller footprint." : "."))
    }
    return sentences.joined(separator: " ")
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

  /// A panel for each map, from the code to the image.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let panels = footprint.stages.map { stage in
      let extent = stage.reach.extent
      return ReachPanel(
        id: "footprint/\(stage.name)",
        titles: [stage.name == "code" ? "from the code" : stage.name, stage.name],
        subtitles: stage.isFullyConnected
          ? ["one value, through a dense layer", "through a dense layer", "dense"]
          : ["one cell of \(stage.map)", "of \(stage.map)"],
        notes: stage.isFullyConnected
          ? [["reaches every pixel", "all pixels"]]
          : [["reaches \(extent) pixels", "reaches \(extent)", "\(extent)"]],
        reach: stage.reach, neighbour: nil, image: image)
    }
    ReachPanel.draw(panels, color: draw.theme.small, in: frame, on: &draw)
  }
}
