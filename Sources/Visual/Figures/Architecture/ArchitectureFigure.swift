import AECore

/// The network from the image to the code and back: every stage as a block whose height follows the
/// map's height and whose thickness the number of maps, and a list of the layers between them.
public struct ArchitectureFigure: Figure {
  /// `architecture`.
  public let name = "architecture"
  /// The heading on the page.
  public let title: String
  /// What is compressed into what, and how many numbers that takes.
  public let caption: String

  let network: NetworkStages
  /// A picture for the image that goes in and for the one that comes out, when the run has them.
  let pictures: (input: Tensor, output: Tensor)?

  /// The network of `run`, with its first sample when it has one.
  /// - Throws: `Failure` when the layers do not go together.
  public init(run: Run) throws(Failure) {
    network = try NetworkStages(run)
    let shape = run.dataset.imageShape.shape
    if let input = try? run.examples(run.encoderInput, of: shape),
      let output = try? run.examples(TensorName.sampleReconstruction, of: shape)
    {
      pictures = (input[0], output[0])
    } else {
      pictures = nil
    }
    title = "Architecture: \(run.model.name)"
    let encoder = network.encoder.reduce(0) { $0 + $1.parameterCount }
    let decoder = network.decoder.reduce(0) { $0 + $1.parameterCount }
    let sampling =
      network.encoder.last?.main == .gaussianSampling
      ? " In training the code is drawn around μ, with the deviation σ; afterwards it is μ itself."
      : ""
    caption =
      "The encoder compresses \(network.compression); the decoder widens the code to the image's "
      + "format again. \(NumberText.count(encoder + decoder)) parameters are trained: "
      + "\(NumberText.count(encoder)) in the encoder, \(NumberText.count(decoder)) in the decoder."
      + sampling + " Layers are counted from 0 in each half, also those without weights."
  }

  /// Every stage with its layers, shapes and parameter count.
  public var data: any Encodable & Sendable {
    Values(
      input: network.input.dimensions, latentSize: network.latentSize,
      encoder: network.encoder.map(Values.Stage.init),
      decoder: network.decoder.map(Values.Stage.init))
  }

  private struct Values: Encodable {
    struct Stage: Encodable {
      var title: String
      var layers: [Int]
      var output: [Int]
      var parameters: Int

      init(_ stage: NetworkStage) {
        title = stage.titles[0]
        layers = Array(stage.layers)
        output = stage.output.dimensions
        parameters = stage.parameterCount
      }
    }
    var input: [Int]
    var latentSize: Int
    var encoder: [Stage]
    var decoder: [Stage]
  }

  /// Blocks above, the two halves' layers below; stages that there is no room for are counted.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let line = style.lineHeight(style.font(.label))
    let heading = style.lineHeight(style.font(.heading))
    // The list may take two fifths of a slide and half of a sheet of paper.
    let share = style.page.isSlide ? 0.44 : 0.6
    let rows = max(2, Int(clamping: (frame.height * share - heading) / line))
    let encoder = StageRow.rows(network.encoder, limit: rows)
    let decoder = StageRow.rows(network.decoder, limit: rows)
    let listHeight = heading + Double(max(encoder.count, decoder.count)) * line + style.gap / 2
    let natural = frame.height - listHeight - 1.5 * style.gap
    let blockHeight = min(natural, frame.width * 0.55)
    let blocks = ArchitectureBlocks(
      network: network, encoder: encoder, decoder: decoder, pictures: pictures, style: style)
    let top = Rect(x: frame.x, y: frame.y, width: frame.width, height: blockHeight)
    var draw = Canvas(style)
    var (marks, usedHeight) = blocks.marks(in: top)
    // On a slide the list stands at the foot; what is left is shared out above and below the
    // blocks.
    let spare = style.page.isSlide ? max(0, natural - usedHeight) : 0
    draw.add(marks.map { $0.moved(dx: 0, dy: spare / 2) })
    usedHeight += spare
    let list = Rect(
      x: frame.x, y: frame.y + usedHeight + 1.5 * style.gap, width: frame.width, height: listHeight)
    let halves = list.columns([1, 1], gap: 3 * style.gap)
    drawHalf("Encoder", encoder, in: halves[0], &draw)
    drawHalf("Decoder", decoder, in: halves[1], &draw)
    return draw.marks
  }

  private func drawHalf(
    _ name: String, _ rows: [StageRow], in frame: Rect, _ draw: inout Canvas
  ) {
    let style = draw.style
    let font = style.font(.label)
    let headingFont = style.font(.heading)
    let line = style.lineHeight(font)
    let head = style.lineHeight(headingFont)
    let (muted, orange) = (style.theme.mutedText, style.theme.kernel)
    let heading = draw.text(
      name, headingFont, at: Point(frame.x, frame.y + head / 2), .leading, .middle)
    let count = style.text(
      "parameters", font, at: Point(frame.maxX, frame.y + head / 2), .trailing, .middle,
      color: muted)
    if heading.bounds.maxX + style.gap < count.bounds.x { draw.text(count) }
    let top = frame.y + head + style.gap / 4
    draw.line(Point(frame.x, top), Point(frame.maxX, top))

    // A layer's name ends in the number that stands between the blocks, in the same colour.
    let half = "\(name.lowercased())."
    let number = frame.x + style.width(half, font)
    let x = number + style.width(rows.compactMap(\.number), font) + style.gap
    let middles = rows.indices.map { top + style.gap / 4 + (Double($0) + 0.5) * line }
    let counts = zip(rows, middles).map { row, y in
      style.text(
        NumberText.count(row.parameterCount), font, at: Point(frame.maxX, y), .trailing, .middle,
        color: muted)
    }
    let titles = style.firstFitting(
      alike: zip(rows, counts).map { row, count in
        (NetworkStage.kind(of: row.titles), row.titles, count.bounds.x - style.gap - x)
      }, font)
    for (index, row) in rows.enumerated() {
      let y = middles[index]
      if let layer = row.number {
        draw.text(half, font, at: Point(frame.x, y), .leading, .middle, color: muted)
        draw.text(layer, font, at: Point(number, y), .leading, .middle, color: orange)
      } else {
        draw.text("⋯", font, at: Point(frame.x, y), .leading, .middle, color: orange)
      }
      draw.text(titles[index], font, at: Point(x, y), .leading, .middle)
      draw.text(counts[index])
    }
  }
}

/// One line of the list, and one block of the drawing: a stage, or several that there is no room
/// for.
struct StageRow: Hashable, Sendable {
  /// The stages that it stands for; one, unless it is a summary.
  var stages: [NetworkStage]

  var isSummary: Bool { stages.count > 1 }
  var parameterCount: Int { stages.reduce(0) { $0 + $1.parameterCount } }

  /// The layer's number in its half; nil for a summary.
  var number: String? { isSummary ? nil : stages.first.map { "\($0.index)" } }

  var titles: [String] {
    isSummary
      ? ["\(stages.count) more stages, not drawn", "\(stages.count) more stages"]
      : stages.first?.titles ?? []
  }

  /// At most `limit` rows: the outermost and the innermost stages stay, those in the middle become
  /// one row.
  static func rows(_ stages: [NetworkStage], limit: Int) -> [StageRow] {
    guard stages.count > limit, limit >= 2 else { return stages.map { StageRow(stages: [$0]) } }
    let head = limit / 2
    let tail = limit - head - 1
    let parts =
      stages.prefix(head).map { [$0] } + [Array(stages[head..<(stages.count - tail)])]
      + stages.suffix(tail).map { [$0] }
    return parts.map(StageRow.init)
  }
}
