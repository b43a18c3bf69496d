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
  /// Whether it is one of two rows; a layer's number then stands over what it does, as it does in a
  /// funnel, rather than in the middle of its funnel.
  let isTurned: Bool
  let style: Style

  /// From the left edge of a map's face to the right edge, in its widths: as much as there is room
  /// for between these.
  private var slants: ClosedRange<Double> { (isTurned ? 0.2 : 0.32)...0.56 }
  /// How far the face rises on its way to the right, in its widths.
  private static let rise = 0.22

  /// How texts that have little room become narrower: a line for each part, and a short name for
  /// the transposed convolution. Nothing is left out.
  private struct Wording {
    var isShort = false
    var isNarrow = false

    static let all = [
      Wording(), Wording(isNarrow: true), Wording(isShort: true),
      Wording(isShort: true, isNarrow: true),
    ]

    func parts(_ block: ArchitectureBlock) -> [String] {
      isShort
        ? block.operation.map { $0.replacing("ConvTranspose", with: "ConvT") } : block.operation
    }
  }

  /// Every block with its texts in the middle of `frame`; nil when they do not fit.
  /// - Parameters:
  ///   - tallest: how tall the tallest of `all` blocks becomes, in points.
  ///   - all: also those that stand in other rows: one scale for all.
  ///   - frame: what the row has for itself.
  func places(
    tallest: Double, of all: [ArchitectureBlock], in frame: Rect
  ) -> [ArchitecturePlan.Place]? {
    for wording in Wording.all {
      if let places = places(tallest: tallest, of: all, in: frame, wording) { return places }
    }
    return nil
  }

  private func places(
    tallest: Double, of all: [ArchitectureBlock], in frame: Rect, _ wording: Wording
  ) -> [ArchitecturePlan.Place]? {
    let extent = all.map { $0.height + $0.width * slants.upperBound * Self.rise }.max() ?? 1
    let scale = tallest / max(extent, 1e-9)
    let gaps = leastGaps(wording)
    let fixed = gaps.reduce(0, +) + blocks.reduce(0) { $0 + thickness($1) }
    let faces = blocks.reduce(0) { $0 + face($1, scale) }
    let slant = min(slants.upperBound, (frame.width - fixed) / max(faces, 1e-9))
    guard faces == 0 ? fixed <= frame.width : slant >= slants.lowerBound else { return nil }

    let boxes = boxes(scale, slant: slant, gaps, in: frame)
    let operations = blocks.indices.dropFirst().map { operation($0, boxes, wording) }
    guard let placed = place(operations, above: boxes, in: frame),
      let sizes = place(
        sizes(boxes, in: frame), below: boxes, around: placed.map(\.rect), in: frame)
    else { return nil }
    let places = blocks.indices.map { index in
      ArchitecturePlan.Place(
        block: blocks[index], box: boxes[index],
        operation: index == 0 ? nil : placed[index - 1], size: sizes[index])
    }
    guard let bounds = places.bounds, bounds.height <= frame.height else { return nil }
    return places.moved(dy: frame.center.y - bounds.center.y)
  }

  // MARK: Blocks

  /// How thick a block is from left to right, in points; the face comes to that.
  private func thickness(_ block: ArchitectureBlock) -> Double {
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
    let widths = blocks.map { thickness($0) + face($0, scale) * slant }
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
        width: thickness(block), height: height)
      boxes.append(ObliqueBox(front: front, right: right, up: right * Self.rise))
      let gap = isMirrored ? index - 1 : index
      x += widths[index] + (gaps.indices.contains(gap) ? gaps[gap] + more : 0)
    }
    return isMirrored ? boxes.reversed() : boxes
  }

  // MARK: Texts

  /// What the funnel before each block needs at least, from the second block on.
  private func leastGaps(_ wording: Wording) -> [Double] {
    blocks.indices.dropFirst().map { index in
      let number = style.width(blocks[index].number ?? "") + style.gap / 2
      guard isInFunnel(index) else { return max(1.6 * lineHeight, number) }
      let lines = lines(blocks[index], wording, width: 4.2 * lineHeight)
      return max(style.widest(lines), number) + 1.4 * style.gap
    }
  }

  /// Whether what leads to block `index` stands in the funnel: always where neither block leaves
  /// room above itself.
  private func isInFunnel(_ index: Int) -> Bool {
    let (a, b) = (blocks[index - 1].height, blocks[index].height)
    return isInside || min(a, b) > 0.8 * max(a, b)
  }

  /// What leads to `block` in lines of about `width`, or as wide as its widest part is. A part that
  /// is very wide is broken between its words.
  private func lines(
    _ block: ArchitectureBlock, _ wording: Wording, width: Double
  ) -> [String] {
    let most = 5.5 * lineHeight
    let parts = wording.parts(block).flatMap { part in
      let words = part.components(separatedBy: " ")
      return style.width(part) <= most
        ? [part] : style.lines(of: part, font, width: max(most, style.widest(words)))
    }
    let widest = style.widest(parts)
    let room = wording.isNarrow ? widest : max(widest, min(width, most))
    var lines: [String] = []
    for part in parts {
      if let last = lines.last, style.width("\(last), \(part)") <= room {
        lines[lines.count - 1] = "\(last), \(part)"
      } else {
        lines.append(part)
      }
    }
    return lines
  }

  /// What leads to block `index`, without its height on the page when it stands above a block.
  private func operation(
    _ index: Int, _ boxes: [ObliqueBox], _ wording: Wording
  ) -> ArchitecturePlan.Label {
    let order = isMirrored ? [index, index - 1] : [index - 1, index]
    let (left, right) = (boxes[order[0]].bounds, boxes[order[1]].bounds)
    let isInside = isInFunnel(index)
    let number = isTurned || isInside ? blocks[index].number : nil
    func label(_ lines: [String], x: Double, width: Double) -> ArchitecturePlan.Label {
      let height = Double(lines.count + (number == nil ? 0 : 1)) * lineHeight
      let y = boxes[index].front.center.y - height / 2
      return .init(
        lines: lines, number: number, rect: Rect(x: x, y: y, width: width, height: height))
    }
    if isInside {
      let lines = lines(blocks[index], wording, width: right.x - left.maxX - style.gap)
      let width = style.widest(lines)
      return label(lines, x: (left.maxX + right.x - width) / 2, width: width)
    }
    // Above the smaller block, and the funnel beside it.
    let isLeftSmaller = left.height < right.height - 1
    let isRightSmaller = right.height < left.height - 1
    let from = isLeftSmaller ? left.x : left.maxX
    let to = isRightSmaller ? right.maxX : right.x
    let lines = lines(blocks[index], wording, width: min(to - from, 5.5 * lineHeight))
    let width = style.widest(lines)
    var x = (from + to - width) / 2
    // Beside the taller block rather than over it.
    if isRightSmaller { x = max(x, left.maxX + style.gap / 4) }
    if isLeftSmaller { x = min(x, right.x - style.gap / 4 - width) }
    return label(lines, x: x, width: width)
  }

  private func sizes(_ boxes: [ObliqueBox], in frame: Rect) -> [ArchitecturePlan.Label] {
    zip(blocks, boxes).map { block, box in
      let width = style.width(block.size, isBold: block.isCode)
      let x = max(frame.x, min(box.bounds.center.x - width / 2, frame.maxX - width))
      return .init(
        lines: [block.size], rect: Rect(x: x, y: 0, width: width, height: lineHeight))
    }
  }

  /// The labels as low as they may stand: over the blocks that they reach over, and over each
  /// other.
  private func place(
    _ labels: [ArchitecturePlan.Label], above boxes: [ObliqueBox], in frame: Rect
  ) -> [ArchitecturePlan.Label]? {
    let isAbove = blocks.indices.dropFirst().map { !isInFunnel($0) }
    let inside = zip(labels, isAbove).filter { !$1 }.map(\.0.rect)
    // Where no block is in the way, the number in the funnel is.
    let middle = frame.center.y - (isTurned ? 0 : lineHeight / 2)
    let above = placed(
      zip(labels, isAbove).filter { $1 }.map(\.0), boxes, around: inside, in: frame
    ) { obstacles, height in
      (obstacles.map(\.y).min() ?? middle) - style.gap / 4 - height
    }
    guard var rest = above?[...] else { return nil }
    return zip(labels, isAbove).map { label, isAbove in
      isAbove ? rest.popFirst() ?? label : label
    }
  }

  /// The labels as high as they may stand below the blocks and `others`.
  private func place(
    _ labels: [ArchitecturePlan.Label], below boxes: [ObliqueBox], around others: [Rect],
    in frame: Rect
  ) -> [ArchitecturePlan.Label]? {
    placed(labels, boxes, around: others, in: frame) { obstacles, _ in
      (obstacles.map(\.maxY).max() ?? frame.center.y) + style.gap / 4
    }
  }

  /// The labels one after the other, those that are the nearest to the middle line first; nil when
  /// one leaves the frame at a side.
  private func placed(
    _ labels: [ArchitecturePlan.Label], _ boxes: [ObliqueBox], around others: [Rect],
    in frame: Rect, top: (_ obstacles: [Rect], _ height: Double) -> Double
  ) -> [ArchitecturePlan.Label]? {
    let bounds = boxes.map(\.bounds)
    let obstacles = labels.map { label in
      bounds.filter {
        $0.x < label.rect.maxX + style.gap / 2 && $0.maxX > label.rect.x - style.gap / 2
      }
    }
    let tops = labels.indices.map { top(obstacles[$0], labels[$0].rect.height) }
    let order = labels.indices.sorted {
      (abs(tops[$0] - frame.center.y), $0) < (abs(tops[$1] - frame.center.y), $1)
    }
    var result = labels
    var taken = others
    for index in order {
      var rect = labels[index].rect
      guard rect.x >= frame.x - 0.5, rect.maxX <= frame.maxX + 0.5 else { return nil }
      rect.y = tops[index]
      // Each step passes one label more.
      for _ in taken.indices {
        let wide = rect.inset(dx: -style.gap / 2, dy: 1)
        let hit = taken.filter { $0.overlaps(wide) }
        if hit.isEmpty { break }
        rect.y = top(obstacles[index] + hit, rect.height)
      }
      taken.append(rect)
      result[index].rect = rect
    }
    return result
  }
}
