import AECore

/// The network from the image to the code and back: every stage as a block whose height follows the
/// map's height and whose thickness the number of maps, and a list of the layers between them.
public struct ArchitectureFigure: Figure {
  /// `architecture`.
  public let name = "architecture"
  /// The heading on the page.
  public let title: String

  let network: NetworkStages
  /// A picture for the image that goes in and for the one that comes out, when the run has them.
  let pictures: (input: Tensor, output: Tensor)?

  /// The network of `run`, with its first sample when it has one.
  /// - Throws: `Failure` when the layers do not go together.
  public init(run: Run) throws(Failure) {
    network = try NetworkStages(run)
    pictures = run.samplePairs.map { ($0.input[0], $0.output[0]) }
    title = "Architecture: \(run.model.name)"
  }

  /// What is compressed into what, and how many numbers that takes.
  public var caption: String {
    let encoder = network.encoder.reduce(0) { $0 + $1.parameterCount }
    let decoder = network.decoder.reduce(0) { $0 + $1.parameterCount }
    let sampling =
      network.encoder.last?.main == .gaussianSampling
      ? " In training the code is drawn around μ, with the deviation σ; afterwards it is μ itself."
      : ""
    return
      "The encoder compresses \(network.compression); the decoder widens the code to the image's "
      + "format again. \(NumberText.count(encoder + decoder)) parameters are trained: "
      + "\(NumberText.count(encoder)) in the encoder, \(NumberText.count(decoder)) in the decoder."
      + sampling + " Layers are counted from 0 in each half, also those without weights."
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

  /// Blocks above, the two halves' layers below; stages that there is no room for are counted.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let line = style.line
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
  }

  private func drawHalf(_ name: String, _ rows: [StageRow], in frame: Rect, _ draw: inout Canvas) {
    let style = draw.style
    let (font, headingFont) = (style.font(.label), style.font(.heading))
    let (line, head) = (style.line, style.lineHeight(headingFont))
    let middle = frame.y + head / 2
    let heading = draw.text(name, headingFont, at: Point(frame.x, middle), .leading, .middle)
    if heading.bounds.maxX + style.gap < frame.maxX - style.width("parameters") {
      let count = Words("parameters", isQuiet: true)
      draw.words(count, at: Point(frame.maxX, middle), .trailing, .middle)
    }
    let top = frame.y + head + style.gap / 4
    draw.line(Point(frame.x, top), Point(frame.maxX, top))

    // A layer's name ends in the number that stands between the blocks, in the same colour.
    let half = "\(name.lowercased())."
    let number = frame.x + style.width(half)
    let x = number + style.widest(rows.compactMap(\.number)) + style.gap
    let counts = rows.map { NumberText.count($0.parameterCount) }
    let titles = style.firstFitting(
      alike: zip(rows, counts).map { row, count in
        let room = frame.maxX - style.width(count) - style.gap - x
        return (NetworkStage.kind(of: row.titles), row.titles, room)
      }, font)
    for (index, row) in rows.enumerated() {
      let y = top + style.gap / 4 + (Double(index) + 0.5) * line
      func add(
        _ text: String, _ x: Double, _ anchor: Style.HorizontalAnchor = .leading,
        _ color: Color? = nil
      ) {
        draw.text(text, at: Point(x, y), anchor, .middle, color: color)
      }
      if row.number != nil { add(half, frame.x, .leading, style.theme.mutedText) }
      add(row.number ?? "⋯", row.number == nil ? frame.x : number, .leading, style.theme.kernel)
      add(titles[index], x)
      add(counts[index], frame.maxX, .trailing, style.theme.mutedText)
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
