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
  /// - Throws: ``Failure`` when the layers do not go together.
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
      + sampling
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
    let rows = max(2, Int((frame.height * share - heading) / line))
    let encoder = StageRow.rows(network.encoder, limit: rows, first: 1)
    let decoder = StageRow.rows(network.decoder, limit: rows, first: network.encoder.count + 1)
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
    marks = marks.map { $0.moved(dx: 0, dy: spare / 2) }
    usedHeight += spare
    let list = Rect(
      x: frame.x, y: frame.y + usedHeight + 1.5 * style.gap, width: frame.width, height: listHeight)
    let halves = list.columns([1, 1], gap: 3 * style.gap)
    marks += half("Encoder", encoder, in: halves[0], style)
    marks += half("Decoder", decoder, in: halves[1], style)
    return marks
  }

  private func half(_ name: String, _ rows: [StageRow], in frame: Rect, _ style: Style) -> [Mark] {
    let font = style.font(.label)
    let headingFont = style.font(.heading)
    let line = style.lineHeight(font)
    let badge = style.measurer.measure("00", font: font).width + style.gap
    let count = style.text(
      "parameters", font, at: Point(frame.maxX, frame.y + style.lineHeight(headingFont) / 2),
      .trailing, .middle, color: style.theme.mutedText)
    let heading = style.text(
      name, headingFont, at: Point(frame.x, frame.y + style.lineHeight(headingFont) / 2), .leading,
      .middle)
    var marks: [Mark] = [.text(heading)]
    if heading.bounds.maxX + style.gap < count.bounds.x { marks.append(.text(count)) }
    let top = frame.y + style.lineHeight(headingFont) + style.gap / 4
    marks.append(
      .path(
        PathMark(
          .line(Point(frame.x, top), Point(frame.maxX, top)),
          stroke: Stroke(style.theme.line, width: style.thinLine))))
    let x = frame.x + badge
    let numbers = rows.enumerated().map { index, row in
      style.text(
        NumberText.count(row.parameterCount), font,
        at: Point(frame.maxX, top + style.gap / 4 + (Double(index) + 0.5) * line), .trailing,
        .middle, color: style.theme.mutedText)
    }
    let titles = style.firstFitting(
      alike: zip(rows, numbers).map { row, number in
        (NetworkStage.kind(of: row.titles), row.titles, number.bounds.x - style.gap - x)
      }, font)
    for (index, row) in rows.enumerated() {
      let y = top + style.gap / 4 + (Double(index) + 0.5) * line
      marks.append(
        .text(
          style.text(
            row.badge, font, at: Point(frame.x, y), .leading, .middle, color: style.theme.kernel)))
      marks.append(.text(style.text(titles[index], font, at: Point(x, y), .leading, .middle)))
      marks.append(.text(numbers[index]))
    }
    return marks
  }
}

/// One line of the list, and one block of the drawing: a stage, or several that there is no room
/// for.
struct StageRow: Hashable, Sendable {
  /// The stages that it stands for; one, unless it is a summary.
  var stages: [NetworkStage]
  /// Its number in the list, or `⋯` for a summary.
  var badge: String

  var isSummary: Bool { stages.count > 1 }
  var parameterCount: Int { stages.reduce(0) { $0 + $1.parameterCount } }

  var titles: [String] {
    isSummary
      ? ["\(stages.count) more stages, not drawn", "\(stages.count) more stages"]
      : stages.first?.titles ?? []
  }

  /// At most `limit` rows: the outermost and the innermost stages stay, those in the middle become
  /// one row.
  static func rows(_ stages: [NetworkStage], limit: Int, first: Int) -> [StageRow] {
    func row(_ index: Int) -> StageRow {
      StageRow(stages: [stages[index]], badge: "\(first + index)")
    }
    guard stages.count > limit, limit >= 2 else { return stages.indices.map(row) }
    let head = limit / 2
    let tail = limit - head - 1
    let hidden = StageRow(
      stages: Array(stages[head..<(stages.count - tail)]), badge: "⋯")
    return (0..<head).map(row) + [hidden]
      + ((stages.count - tail)..<stages.count).map(row)
  }
}
