import AECore

/// The network from the image to the code and back: every stage as a block as tall and as deep as
/// its maps and as thick as they are many, with what leads to it in the funnel before it.
public struct ArchitectureFigure: Figure {
  /// Its name and its title.
  public let heading: Heading

  let network: NetworkStages
  let pictures: ArchitecturePictures

  /// The network of `run`, with its first sample on the blocks' faces when it has one.
  /// - Throws: `Failure` when the layers do not go together.
  public init(run: Run) throws(Failure) {
    network = try NetworkStages(run)
    pictures = ArchitecturePictures(run, network)
    heading = ("architecture", "Architecture: \(run.model.name)")
  }

  /// What is compressed into what, how many numbers that takes, and what the figure's own numbers
  /// and faces are.
  public var caption: String {
    let encoder = network.encoder.reduce(0) { $0 + $1.parameterCount }
    let decoder = network.decoder.reduce(0) { $0 + $1.parameterCount }
    let sampling =
      network.encoder.last?.main == .gaussianSampling
      ? "In training the code is drawn around μ, with the deviation σ; afterwards it is μ itself."
      : nil
    return [
      "The encoder compresses \(network.compression); the decoder widens the code to the image's "
        + "format again.",
      sampling,
      "\((encoder + decoder).counted("parameter is", "parameters are")) trained: "
        + "\(NumberText.count(encoder)) in the encoder, \(NumberText.count(decoder)) in the decoder.",
      hasMaps ? "Each face shows the map that answers most to this image." : nil,
    ].sentences
  }

  /// Whether a block before the output has a map on its face.
  private var hasMaps: Bool {
    (network.encoder + network.decoder.dropLast()).contains { pictures.maps[$0.name] != nil }
  }

  /// Every stage with its layers, shapes and parameter count.
  public var data: any Encodable & Sendable {
    func fields(_ stages: [NetworkStage]) -> [Fields] {
      stages.map {
        [
          "title": $0.titles[0], "layers": Array($0.layers), "output": $0.output.dimensions,
          "parameters": $0.parameterCount,
        ]
      }
    }
    return [
      "input": network.input.dimensions, "latentSize": network.latentSize,
      "encoder": fields(network.encoder), "decoder": fields(network.decoder),
    ] as Fields
  }

  /// The blocks; on paper, below them, the two halves' layers with their parameters.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    guard !style.page.isSlide else {
      if let plan = plan(in: frame, style) { ArchitectureDrawing(plan: plan).draw(on: &draw) }
      return
    }
    let list = ArchitectureList(network: network, style: style)
    let gap = 2 * style.gap
    let top = min(
      frame.width * 0.6,
      frame.height - min(list.height(width: frame.width), frame.height * 0.5) - gap)
    var y = frame.y
    let above = Rect(x: frame.x, y: frame.y, width: frame.width, height: top)
    if let plan = plan(in: above, style) {
      let raised = ArchitecturePlan(
        style: style, places: plan.places.moved(dy: frame.y - plan.bounds.y), turn: plan.turn)
      ArchitectureDrawing(plan: raised).draw(on: &draw)
      y = raised.bounds.maxY + gap
    }
    list.draw(in: frame.inset(top: y - frame.y), on: &draw)
  }

  /// The most that can be told: every stage in one row, else those that are alike as one, else in
  /// two rows, else without those in the middle.
  private func plan(in frame: Rect, _ style: Style) -> ArchitecturePlan? {
    func blocks(groups: Bool, limit: Int = .max) -> [ArchitectureBlock] {
      let blocks = ArchitectureBlock.blocks(
        network, StageRow.rows(network.encoder, groups: groups, limit: limit),
        StageRow.rows(network.decoder, groups: groups, limit: limit), pictures)
      // The layers' numbers lead to the list below the blocks, which paper has.
      return style.page.isSlide ? blocks.map(\.withoutNumber) : blocks
    }
    for groups in [false, true] {
      let plan = ArchitecturePlan.row(blocks(groups: groups), in: frame, style)
      if let plan, plan.tallest >= frame.height / 2 { return plan }
    }
    for groups in [false, true] {
      if let plan = ArchitecturePlan.turned(blocks(groups: groups), in: frame, style) {
        return plan
      }
    }
    for limit in stride(from: 9, through: 2, by: -1) {
      let all = blocks(groups: true, limit: limit)
      if let plan = ArchitecturePlan.turned(all, in: frame, style)
        ?? ArchitecturePlan.row(all, in: frame, style)
      {
        return plan
      }
    }
    return nil
  }
}
