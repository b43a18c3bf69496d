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
    /// Of the layer between the block before and this one.
    var number: String?
    var isCode = false
    /// Whether it has two halves: means and log-variances.
    var isSplit = false
  }

  private var blocks: [Block] {
    let before = encoder.enumerated().map { index, row in
      var block = block(row, depth: Double(index + 1) / Double(encoder.count))
      if index == encoder.count - 1 {
        block.isCode = true
        block.label = "code \(block.label)"
      }
      return block
    }
    let behind = decoder.enumerated().map { index, row in
      block(
        row, depth: 1 - Double(index + 1) / Double(decoder.count),
        isImage: index == decoder.count - 1)
    }
    return [picture(pictures?.input, depth: 0)] + before + behind
  }

  private func picture(_ picture: Tensor?, depth: Double, number: String? = nil) -> Block {
    let image = network.input
    return Block(
      content: .picture(picture), height: Double(image[1]), width: Double(image[2]),
      label: image.compact, depth: depth, number: number)
  }

  private func block(_ row: StageRow, depth: Double, isImage: Bool = false) -> Block {
    let shape = row.stages.last?.output ?? []
    if isImage, !row.isSummary, network.input.count == shape.count {
      return picture(pictures?.output, depth: depth, number: row.number)
    }
    var block: Block
    if shape.rank == 3 {
      block = Block(
        content: .maps(channels: shape[0]), height: Double(shape[1]), width: Double(shape[2]),
        label: shape.compact, depth: depth, number: row.number)
    } else {
      block = Block(
        content: .vector, height: Double(shape.count).squareRoot(), width: 0,
        label: shape.compact, depth: depth, number: row.number)
      if row.stages.last?.givesMoments == true {
        block.isSplit = true
        block.label = "2×\(shape.count / 2)"
      }
    }
    if row.isSummary {
      block.isSplit = false
      block.content = .summary
      block.label = ""
    }
    return block
  }

  /// The blocks from the top of `frame`, and how high they became; shape labels below them, in two
  /// rows where one is too narrow.
  func marks(in frame: Rect) -> (marks: [Mark], height: Double) {
    let blocks = blocks
    let font = style.font(.label)
    let line = style.lineHeight(font)
    let widths = blocks.map { style.width($0.label, font) }
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
        boxes, widths: widths, rows: Int(clamping: rows), line: line,
        below: area.maxY + style.gap / 2, frame)
      let collides = placed.indices.contains { i in
        placed.indices.contains { j in
          j > i && placed[i].overlaps(placed[j].inset(dx: -style.gap * 0.8, dy: 0))
        }
      }
      if collides, rows == 1 { continue }
      var draw = Canvas(style)
      // Trapezoids from block to block: the eye sees the data narrow to the code and widen again.
      for (a, b) in zip(boxes, boxes.dropFirst()) {
        let corners = [
          Point(a.maxX, a.y), Point(b.x, b.y), Point(b.x, b.maxY), Point(a.maxX, a.maxY),
        ]
        draw.path(.polyline(corners, closed: true), fill: style.theme.panel)
      }
      for (block, box) in zip(blocks, boxes) { self.draw(block, in: box, &draw) }
      drawNumbers(boxes, blocks, middle: area.center.y, &draw)
      var taken: [Rect] = []
      for (index, box) in placed.enumerated() where !blocks[index].label.isEmpty {
        // Very many stages: a label that would lie on another one is left to the list.
        if taken.contains(where: { $0.overlaps(box) }) { continue }
        taken.append(box)
        draw.text(
          blocks[index].label, font, at: Point(box.center.x, box.y), .center, .top,
          color: blocks[index].isCode ? style.theme.small : nil, id: "architecture/shape/\(index)")
      }
      return (draw.marks, area.height + style.gap / 2 + rows * line)
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

  private func draw(_ block: Block, in box: Rect, _ draw: inout Canvas) {
    let theme = style.theme
    let color = theme.large.mixed(with: theme.small, block.depth)
    func tint(_ share: Double) -> Color { theme.background.mixed(with: color, share) }
    let outline = Stroke(color, width: style.thinLine * 1.2, isRound: true)
    switch block.content {
    case .picture(let tensor):
      if let tensor { draw.image(.image(tensor), in: box) }
      draw.path(
        .rect(box), fill: tensor == nil ? tint(0.3) : nil,
        stroke: Stroke(color, width: style.mediumLine))
    case .summary:
      for dot in box.columns([1, 1, 1], gap: 0) {
        draw.path(.circle(center: dot.center, radius: style.gap * 0.22), fill: theme.mutedText)
      }
    case .vector:
      draw.path(
        .roundedRect(box, radius: style.cornerRadius / 2), fill: tint(block.isCode ? 0.85 : 0.45),
        stroke: outline)
      if block.isSplit {
        draw.line(Point(box.x, box.center.y), Point(box.maxX, box.center.y), outline)
      }
    case .maps(let channels):
      let dx = box.width - thickness(channels)
      let dy = min(dx * 0.4, box.height / 3)
      let front = Rect(
        x: box.x, y: box.y + dy, width: thickness(channels), height: box.height - dy)
      let top = [
        Point(front.x, front.y), Point(front.x + dx, box.y), Point(box.maxX, box.y),
        Point(front.maxX, front.y),
      ]
      let side = [
        Point(front.maxX, front.y), Point(box.maxX, box.y), Point(box.maxX, box.maxY - dy),
        Point(front.maxX, front.maxY),
      ]
      draw.path(.rect(front), fill: tint(0.55), stroke: outline)
      draw.path(.polyline(top, closed: true), fill: tint(0.22), stroke: outline)
      draw.path(.polyline(side, closed: true), fill: tint(0.35), stroke: outline)
    }
  }

  /// Between two blocks the number of the layer that leads from one to the other, where there is
  /// room.
  private func drawNumbers(
    _ boxes: [Rect], _ blocks: [Block], middle: Double, _ draw: inout Canvas
  ) {
    let font = style.font(.label)
    for i in blocks.indices.dropFirst() {
      let room = boxes[i].x - boxes[i - 1].maxX
      guard let number = blocks[i].number, style.width(number, font) <= room else { continue }
      draw.text(
        number, font, at: Point(boxes[i].x - room / 2, middle), .center, .middle,
        color: style.theme.kernel)
    }
  }
}
