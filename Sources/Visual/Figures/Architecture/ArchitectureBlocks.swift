import AECore
import Foundation

/// The row of blocks: the image, a block after each stage, the code in the middle.
struct ArchitectureBlocks {
  let network: NetworkStages
  let encoder: [StageRow]
  let decoder: [StageRow]
  let pictures: (input: Tensor, output: Tensor)?
  let style: Style

  /// What stands in one column.
  private struct Block {
    enum Content {
      case picture(Tensor?)
      case maps(channels: Int)
      case vector
      case summary
    }
    var content: Content
    /// Extents in cells; a vector counts as a square of as many.
    var height: Double
    var width: Double
    var label: String
    /// How far from the image (0) to the code (1), for its colour.
    var depth: Double
    /// The number of the stage that ends here.
    var badge: String?
    var isCode = false
    /// Whether it has two halves: means and log-variances.
    var isSplit = false
  }

  private var blocks: [Block] {
    var blocks = [
      block(network.input, depth: 0, badge: nil, picture: pictures?.input, isImage: true)
    ]
    for (index, row) in encoder.enumerated() {
      let depth = Double(index + 1) / Double(encoder.count)
      var next = block(row, depth: depth, isImage: false)
      next.isCode = index == encoder.count - 1
      blocks.append(next)
    }
    for (index, row) in decoder.enumerated() {
      let depth = 1 - Double(index + 1) / Double(decoder.count)
      blocks.append(block(row, depth: depth, isImage: index == decoder.count - 1))
    }
    return blocks
  }

  private func block(_ row: StageRow, depth: Double, isImage: Bool) -> Block {
    let shape = row.stages.last?.output ?? []
    var result = block(
      shape, depth: depth, badge: row.badge, picture: isImage ? pictures?.output : nil,
      isImage: isImage)
    if row.stages.last?.givesMoments == true, shape.rank == 1 {
      result.isSplit = true
      result.label = "2×\(shape.count / 2)"
    }
    if row.isSummary {
      result.isSplit = false
      result.content = .summary
      result.label = ""
    }
    return result
  }

  private func block(
    _ shape: Shape, depth: Double, badge: String?, picture: Tensor?, isImage: Bool
  ) -> Block {
    let isMap = shape.rank == 3
    let image = isImage ? network.input : shape
    if isImage, image.rank == 3, image.count == shape.count {
      return Block(
        content: .picture(picture), height: Double(image[1]), width: Double(image[2]),
        label: image.compact, depth: depth, badge: badge)
    }
    let side = isMap ? 0 : Double(shape.count).squareRoot()
    return Block(
      content: isMap ? .maps(channels: shape[0]) : .vector,
      height: isMap ? Double(shape[1]) : side, width: isMap ? Double(shape[2]) : 0,
      label: shape.compact, depth: depth, badge: badge)
  }

  /// The blocks from the top of `frame`, and how high they became; shape labels below them, in two
  /// rows where one is too narrow.
  func marks(in frame: Rect) -> (marks: [Mark], height: Double) {
    let blocks = blocks
    let font = style.font(.label)
    let line = style.lineHeight(font)
    let labels = blocks.map { $0.isCode ? "code \($0.label)" : $0.label }
    let widths = labels.map { style.measurer.measure($0, font: font).width }
    let tallest = blocks.map(\.height).max() ?? 1
    // Labels in one row if they fit beside each other; else in two, in turn.
    for rows in [1.0, 2.0] {
      var area = frame.inset(bottom: rows * line + style.gap / 2)
      // Many stages are limited by the width: then the row is as high as its highest block.
      let room = boxes(blocks, tallest: tallest, in: area)
      area.height = room.map(\.height).max() ?? area.height
      let boxes = room.map { box in
        Rect(x: box.x, y: area.center.y - box.height / 2, width: box.width, height: box.height)
      }
      let placed = labelBoxes(
        boxes, widths: widths, rows: Int(rows), line: line, below: area.maxY + style.gap / 2, frame)
      let collides = placed.indices.contains { i in
        placed.indices.contains { j in
          j > i && placed[i].overlaps(placed[j].inset(dx: -style.gap * 0.8, dy: 0))
        }
      }
      if collides, rows == 1 { continue }
      var marks = flow(boxes, blocks, middle: area.center.y)
      for (block, box) in zip(blocks, boxes) { marks += draw(block, in: box) }
      marks += badges(boxes, blocks, middle: area.center.y)
      var taken: [Rect] = []
      for (index, box) in placed.enumerated() where !labels[index].isEmpty {
        // Very many stages: a label that would lie on another one is left to the list.
        if taken.contains(where: { $0.overlaps(box) }) { continue }
        taken.append(box)
        marks.append(
          .text(
            style.text(
              labels[index], font, at: Point(box.center.x, box.y), .center, .top,
              color: blocks[index].isCode ? style.theme.small : style.theme.text,
              id: "architecture/shape/\(index)")))
      }
      return (marks, area.height + style.gap / 2 + rows * line)
    }
    return ([], 0)
  }

  private func labelBoxes(
    _ boxes: [Rect], widths: [Double], rows: Int, line: Double, below: Double, _ frame: Rect
  ) -> [Rect] {
    boxes.indices.map { i in
      let x = max(frame.x, min(boxes[i].center.x - widths[i] / 2, frame.maxX - widths[i]))
      return Rect(
        x: x, y: below + Double(i % rows) * line, width: widths[i], height: line)
    }
  }

  /// Each block's box: all share one middle line and one scale, the gaps between them are equal.
  private func boxes(_ blocks: [Block], tallest: Double, in area: Rect) -> [Rect] {
    var scale = (area.height - style.gap) / (tallest * 1.12)
    let leastGap = 1.6 * style.lineHeight(style.font(.label))
    func widths() -> [Double] { blocks.map { width($0, scale) } }
    let room = area.width - leastGap * Double(blocks.count - 1)
    for _ in 0..<60 where widths().reduce(0, +) > room { scale *= 0.95 }
    let all = widths()
    let gap = max(
      0, (area.width - all.reduce(0, +)) / Double(max(1, blocks.count - 1)))
    let step = min(gap, 4 * leastGap)
    let total = all.reduce(0, +) + step * Double(blocks.count - 1)
    var x = area.x + (area.width - total) / 2
    return zip(blocks, all).map { block, width in
      defer { x += width + step }
      let height = max(block.height * scale + lift(block, scale), style.gap / 2)
      return Rect(x: x, y: area.center.y - height / 2, width: width, height: height)
    }
  }

  /// How thick the block of so many maps is.
  private func thickness(_ channels: Int) -> Double {
    style.gap * (0.4 + 0.42 * log2(Double(max(1, channels))))
  }

  /// How far the far side of a map is moved to the right, and up.
  private func shift(_ block: Block, _ scale: Double) -> Double { block.width * scale * 0.3 }
  private func lift(_ block: Block, _ scale: Double) -> Double {
    if case .maps = block.content { return block.width * scale * 0.12 }
    return 0
  }

  private func width(_ block: Block, _ scale: Double) -> Double {
    switch block.content {
    case .picture: max(block.width * scale, style.gap)
    case .maps(let channels): thickness(channels) + shift(block, scale)
    case .vector: 1.1 * style.gap
    case .summary: 3 * style.gap
    }
  }

  private func color(_ block: Block) -> Color {
    style.theme.large.mixed(with: style.theme.small, block.depth)
  }

  private func draw(_ block: Block, in box: Rect) -> [Mark] {
    let theme = style.theme
    let color = color(block)
    let outline = Stroke(color, width: style.thinLine * 1.2, isRound: true)
    switch block.content {
    case .picture(let tensor):
      let frame = PathMark(
        .rect(box), fill: tensor == nil ? theme.background.mixed(with: color, 0.3) : nil,
        stroke: Stroke(color, width: style.mediumLine))
      let picture = tensor.map { [Mark.image(ImageMark(.image($0), rect: box))] } ?? []
      return picture + [.path(frame)]
    case .summary:
      let radius = style.gap * 0.22
      return (0..<3).map { k in
        .path(
          PathMark(
            .circle(
              center: Point(box.x + box.width * (Double(k) + 0.5) / 3, box.center.y),
              radius: radius), fill: theme.mutedText))
      }
    case .vector:
      return [
        .path(
          PathMark(
            .roundedRect(box, radius: style.cornerRadius / 2),
            fill: theme.background.mixed(with: color, block.isCode ? 0.85 : 0.45), stroke: outline))
      ]
        + (block.isSplit
          ? [
            .path(
              PathMark(
                .line(Point(box.x, box.center.y), Point(box.maxX, box.center.y)), stroke: outline))
          ] : [])
    case .maps(let channels):
      let t = thickness(channels)
      let dx = box.width - t
      let dy = min(dx * 0.4, box.height / 3)
      let front = Rect(x: box.x, y: box.y + dy, width: t, height: box.height - dy)
      let top = Path.polyline(
        [
          Point(front.x, front.y), Point(front.x + dx, box.y), Point(box.maxX, box.y),
          Point(front.maxX, front.y),
        ], closed: true)
      let side = Path.polyline(
        [
          Point(front.maxX, front.y), Point(box.maxX, box.y), Point(box.maxX, box.maxY - dy),
          Point(front.maxX, front.maxY),
        ], closed: true)
      return [
        .path(
          PathMark(.rect(front), fill: theme.background.mixed(with: color, 0.55), stroke: outline)),
        .path(PathMark(top, fill: theme.background.mixed(with: color, 0.22), stroke: outline)),
        .path(PathMark(side, fill: theme.background.mixed(with: color, 0.35), stroke: outline)),
      ]
    }
  }

  /// Trapezoids from block to block: the eye sees the data narrow to the code and widen again.
  private func flow(_ boxes: [Rect], _ blocks: [Block], middle: Double) -> [Mark] {
    zip(boxes, boxes.dropFirst()).map { a, b in
      .path(
        PathMark(
          .polyline(
            [
              Point(a.maxX, a.y), Point(b.x, b.y), Point(b.x, b.maxY), Point(a.maxX, a.maxY),
            ], closed: true), fill: style.theme.panel))
    }
  }

  private func badges(_ boxes: [Rect], _ blocks: [Block], middle: Double) -> [Mark] {
    let font = style.font(.label)
    return blocks.indices.dropFirst().compactMap { i in
      guard let badge = blocks[i].badge, badge != "⋯" else { return nil }
      let room = boxes[i].x - boxes[i - 1].maxX
      let x = boxes[i].x - room / 2
      guard style.measurer.measure(badge, font: font).width <= room else { return nil }
      return .text(
        style.text(badge, font, at: Point(x, middle), .center, .middle, color: style.theme.kernel))
    }
  }
}
