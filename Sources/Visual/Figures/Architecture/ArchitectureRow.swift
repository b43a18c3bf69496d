import AECore

/// Blocks beside each other with their middles at one height.
struct ArchitectureRow: Styled {
  /// In the order in which the data flows.
  let blocks: [ArchitectureBlock]
  /// Whether the data flows from right to left.
  let isMirrored: Bool
  /// Whether what leads to a block is written into the funnel before it, which is then as wide as
  /// that needs; else above the smaller of its two blocks.
  let isInside: Bool
  let style: Style

  /// From the left edge of a map's face to the right edge, in its heights: as much as there is room
  /// for between these.
  private static let slants = 0.2...0.56
  /// How far the face rises on its way to the right, in its widths.
  private static let rise = 0.22

  /// Every block with its texts; nil when they do not fit into `frame`.
  /// - Parameters:
  ///   - tallest: how tall the tallest of `all` blocks becomes, in points.
  ///   - all: also those that stand in other rows: one scale for all.
  ///   - frame: what the row has for itself.
  func places(
    tallest: Double, of all: [ArchitectureBlock], in frame: Rect
  ) -> [ArchitecturePlan.Place]? {
    let extent = all.map { $0.height + $0.width * Self.slants.upperBound * Self.rise }.max() ?? 1
    let scale = tallest / max(extent, 1e-9)
    let gaps = leastGaps
    let fixed = gaps.reduce(0, +) + blocks.reduce(0) { $0 + thickness($1, scale) }
    let faces = blocks.reduce(0) { $0 + face($1, scale) }
    let slant = min(Self.slants.upperBound, (frame.width - fixed) / max(faces, 1e-9))
    guard slant >= Self.slants.lowerBound || faces == 0 else { return nil }

    let boxes = boxes(scale, slant: slant, gaps, in: frame)
    let operations = blocks.indices.dropFirst().map { operation($0, boxes) }
    guard let placed = place(operations, above: boxes, in: frame),
      let sizes = place(sizes(boxes, in: frame), below: boxes, in: frame)
    else { return nil }
    return blocks.indices.map { index in
      ArchitecturePlan.Place(
        block: blocks[index], box: boxes[index],
        operation: index == 0 ? nil : placed[index - 1], size: sizes[index])
    }
  }

  // MARK: Blocks

  /// How thick a block is from left to right, in points; the face comes to that.
  private func thickness(_ block: ArchitectureBlock, _ scale: Double) -> Double {
    switch block.content {
    case .image: style.gap / 3
    // Twice as many maps are so much thicker, however large they are.
    case .maps(let count): style.gap * (0.5 + 0.5 * log2(count))
    case .vector: (block.isCode ? 1.9 : 1.5) * style.gap
    case .summary: 3.4 * style.gap
    }
  }

  private func log2(_ count: Int) -> Double {
    Double(max(1, count).bitWidth - max(1, count).leadingZeroBitCount) - 1
  }

  /// How wide the face of a block is with a slant of one, in points.
  private func face(_ block: ArchitectureBlock, _ scale: Double) -> Double {
    switch block.content {
    case .image, .maps: block.width * scale
    case .vector, .summary: 0
    }
  }

  private func boxes(
    _ scale: Double, slant: Double, _ gaps: [Double], in frame: Rect
  ) -> [ObliqueBox] {
    let widths = blocks.map { thickness($0, scale) + face($0, scale) * slant }
    let used = widths.reduce(0, +) + gaps.reduce(0, +)
    // What is left over makes the funnels longer, as far as that still looks like one network.
    let more = min(
      max(0, frame.width - used) / Double(max(1, gaps.count)), 5 * lineHeight)
    let whole = used + more * Double(gaps.count)
    var x = frame.x + max(0, frame.width - whole) / 2
    var boxes: [ObliqueBox] = []
    for position in blocks.indices {
      let index = isMirrored ? blocks.count - 1 - position : position
      let block = blocks[index]
      let right = face(block, scale) * slant
      let height = max(
        block.height * scale, block.isCode ? 1.5 * lineHeight : 0.6 * lineHeight)
      let front = Rect(
        x: x, y: frame.center.y - (height - right * Self.rise) / 2,
        width: thickness(block, scale), height: height)
      boxes.append(ObliqueBox(front: front, right: right, up: right * Self.rise))
      let gap = isMirrored ? index - 1 : index
      x += widths[index] + (gaps.indices.contains(gap) ? gaps[gap] + more : 0)
    }
    return isMirrored ? boxes.reversed() : boxes
  }

  // MARK: Texts

  /// What the funnel before each block needs at least, from the second block on.
  private var leastGaps: [Double] {
    blocks.dropFirst().map { block in
      let number = style.width(block.number ?? "") + style.gap / 2
      guard isInside else { return max(1.6 * lineHeight, number) }
      let words = block.operation.flatMap { $0.components(separatedBy: " ") }
      let lines = lines(block.operation, width: max(style.widest(words), 4.2 * lineHeight))
      return max(style.widest(lines), number) + 1.6 * style.gap
    }
  }

  /// The parts in lines no wider than `width`, as many in a line as fit.
  private func lines(_ parts: [String], width: Double) -> [String] {
    var lines: [String] = []
    for (index, part) in parts.enumerated() {
      let text = index < parts.count - 1 ? part + "," : part
      if let last = lines.last, style.width(last + " " + text) <= width {
        lines[lines.count - 1] = last + " " + text
      } else {
        lines += style.lines(of: text, font, width: width)
      }
    }
    return lines.map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 }
  }

  /// What leads to block `index`, without its height on the page when it stands above a block.
  private func operation(_ index: Int, _ boxes: [ObliqueBox]) -> ArchitecturePlan.Label {
    let order = isMirrored ? [index, index - 1] : [index - 1, index]
    let (left, right) = (boxes[order[0]].bounds, boxes[order[1]].bounds)
    let parts = blocks[index].operation
    if isInside {
      let room = right.x - left.maxX - style.gap / 2
      let lines = lines(parts, width: room)
      let height = Double(lines.count) * lineHeight
      let hasNumber = blocks[index].number != nil
      let top = boxes[index].front.center.y - (height + (hasNumber ? lineHeight : 0)) / 2
      return .init(
        lines: lines,
        rect: Rect(
          x: left.maxX + style.gap / 4, y: top + (hasNumber ? lineHeight : 0), width: room,
          height: height), isInside: true)
    }
    // Above the smaller block, and the funnel beside it.
    let isLeftSmaller = left.height < right.height - 1
    let isRightSmaller = right.height < left.height - 1
    let from = isLeftSmaller ? left.x : left.maxX
    let to = isRightSmaller ? right.maxX : right.x
    let widest = style.widest(parts.flatMap { $0.components(separatedBy: " ") })
    let lines = lines(parts, width: max(widest, min(to - from, 5.5 * lineHeight)))
    let width = style.widest(lines)
    var x = (from + to - width) / 2
    // Beside the taller block rather than over it.
    if isRightSmaller { x = max(x, left.maxX + style.gap / 4) }
    if isLeftSmaller { x = min(x, right.x - style.gap / 4 - width) }
    return .init(
      lines: lines,
      rect: Rect(x: x, y: 0, width: width, height: Double(lines.count) * lineHeight))
  }

  private func sizes(_ boxes: [ObliqueBox], in frame: Rect) -> [ArchitecturePlan.Label] {
    zip(blocks, boxes).map { block, box in
      let width = style.width(block.size, isBold: block.isCode)
      let x = max(frame.x, min(box.bounds.center.x - width / 2, frame.maxX - width))
      return .init(
        lines: [block.size], rect: Rect(x: x, y: 0, width: width, height: lineHeight))
    }
  }

  /// The labels as low as they may stand: over the blocks that they reach over, and over each other.
  private func place(
    _ labels: [ArchitecturePlan.Label], above boxes: [ObliqueBox], in frame: Rect
  ) -> [ArchitecturePlan.Label]? {
    if isInside {
      // The room in a funnel is as high as the lower of its two ends at least where it begins.
      return labels.allSatisfy { frame.contains($0.rect, tolerance: 1) } ? labels : nil
    }
    return placed(labels, boxes, frame) { obstacles, height in
      (obstacles.map(\.y).min() ?? frame.center.y) - style.gap / 4 - height
    }
  }

  /// The labels as high as they may stand below the blocks.
  private func place(
    _ labels: [ArchitecturePlan.Label], below boxes: [ObliqueBox], in frame: Rect
  ) -> [ArchitecturePlan.Label]? {
    placed(labels, boxes, frame) { obstacles, _ in
      (obstacles.map(\.maxY).max() ?? frame.center.y) + style.gap / 4
    }
  }

  /// The labels one after the other, those that are the nearest to the middle line first.
  private func placed(
    _ labels: [ArchitecturePlan.Label], _ boxes: [ObliqueBox], _ frame: Rect,
    top: (_ obstacles: [Rect], _ height: Double) -> Double
  ) -> [ArchitecturePlan.Label]? {
    let bounds = boxes.map(\.bounds)
    func reaches(_ rect: Rect, _ label: Rect) -> Bool {
      rect.x < label.maxX + style.gap / 2 && rect.maxX > label.x - style.gap / 2
    }
    var result = labels
    var taken: [Rect] = []
    let tops = labels.map { label in
      top(bounds.filter { reaches($0, label.rect) }, label.rect.height)
    }
    let order = labels.indices.sorted {
      (abs(tops[$0] - frame.center.y), $0) < (abs(tops[$1] - frame.center.y), $1)
    }
    for index in order {
      var rect = labels[index].rect
      let obstacles = bounds.filter { reaches($0, rect) }
      rect.y = top(obstacles, rect.height)
      // Each step passes one label more.
      for _ in taken.indices {
        let wide = rect.inset(dx: -style.gap / 2, dy: 1)
        let hit = taken.filter { $0.overlaps(wide) }
        if hit.isEmpty { break }
        rect.y = top(obstacles + hit, rect.height)
      }
      let fits =
        rect.y >= frame.y - 0.5 && rect.maxY <= frame.maxY + 0.5
        && rect.x >= frame.x - 0.5 && rect.maxX <= frame.maxX + 0.5
      guard fits else { return nil }
      taken.append(rect)
      result[index].rect = rect
    }
    return result
  }
}
