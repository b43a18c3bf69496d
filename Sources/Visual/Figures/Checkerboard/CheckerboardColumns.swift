import AECore

/// Images beside each other, each under the ways that lead to a row of its pixels and over what it
/// shows: so large that a pattern is seen in the pixels.
struct CheckerboardColumns: Styled {
  let columns: [CheckerboardColumn]
  /// Which pixels of every image are shown.
  let part: CheckerboardPart
  let style: Style

  func draw(in frame: Rect, on draw: inout Canvas) {
    let boxes = Stack(.across, equal: columns.count, gap: 1.6 * style.gap).pieces(of: frame)
    let head = lineHeight + 0.4 * style.gap
    let foot = style.lineHeight(heading) + 0.4 * style.gap
    let strip = columns.contains { $0.overlap != nil } ? stripHeight(frame) : 0
    let room = Size(
      boxes.map(\.width).min() ?? 0, max(1, frame.height - head - strip - foot))
    let aspect = Double(part.columns.count) / Double(part.rows.count)
    let width = min(room.width, room.height * aspect)
    let verdicts = style.firstFitting(
      alike: columns.map { ("verdict", $0.verdict, room.width) }, heading)
    draw.main { draw in
      for ((column, box), verdict) in zip(zip(columns, boxes), verdicts) {
        let top = box.y + head
        let picture = Rect(x: box.x, y: top + strip, width: width, height: width / aspect)
        draw.words(
          Words(column.names, isBold: true, id: "checkerboard/name/\(column.id)"),
          width: box.width, at: Point(box.x, box.y))
        if let overlap = column.overlap, strip > 0 {
          self.strip(
            overlap, column.id,
            in: Rect(x: box.x, y: top, width: width, height: strip - style.gap), &draw)
        }
        self.picture(column, in: picture, &draw)
        draw.text(
          verdict, heading, at: Point(box.x, picture.maxY + 0.2 * style.gap), .leading, .top,
          id: "checkerboard/verdict/\(column.id)")
      }
    }
  }

  private func stripHeight(_ frame: Rect) -> Double {
    min(0.3 * frame.height, 3.3 * lineHeight) + style.gap
  }

  /// The cells that are enlarged last, and how many ways lead from them to each pixel of a row.
  private func strip(
    _ overlap: DecoderOverlap, _ id: String, in frame: Rect, _ draw: inout Canvas
  ) {
    guard let stage = overlap.chain.last else { return }
    let (width, map) = (stage.columns.count, overlap.chain.count)
    let digits = style.widest(stage.columns.map(DecoderStory.number))
    let most = max(4, Int(clamping: frame.width / max(1.9 * style.gap, digits + 0.5 * style.gap)))
    // Whole tiles, so that no cell above lies half beyond the end.
    let count = min(width, most) / stage.period.width * stage.period.width
    let first = max(0, (width - count) / 2 / stage.period.width * stage.period.width)
    let visible = first..<first + max(count, min(width, most, 1))
    let places = StripChain.Places(count: overlap.start.width, over: width) {
      overlap.columns(from: $0, of: 0, to: map)
    }
    let cells = places.cells(of: overlap.start.width, over: visible)
    let highest = stage.columns.max() ?? 1
    let chain = StripChain(
      rows: [
        StripChain.Row(
          id: "checkerboard/\(id)/input", cells: cells, places: places,
          look: { _ in style.litCell(theme.small) }),
        StripChain.Row(
          id: "checkerboard/\(id)/ways", cells: visible, places: .lowest,
          look: { cell in
            CellLook(
              fill: theme.shade(stage.columns[cell], of: highest, theme.large),
              stroke: Stroke(theme.large.opacity(0.6), width: 0.8 * style.thinLine))
          }, number: { DecoderStory.number(stage.columns[$0]) }),
      ],
      ribbons: [
        cells.map { cell in
          StripChain.Ribbon(
            cell: cell,
            runs: overlap.columns(from: cell, of: 0, to: map).runs(in: visible))
        }
      ], paint: theme.large, style: style)
    chain.draw(chain.plan(in: frame), on: &draw)
  }

  /// The pixels that are shown of an image.
  private func picture(_ column: CheckerboardColumn, in box: Rect, _ draw: inout Canvas) {
    draw.image(
      .image(part.cut(column.image), limits: column.limits(part)), in: box, framed: true,
      id: "checkerboard/image/\(column.id)")
    let cells = CellGrid(
      origin: Point(box.x, box.y),
      size: box.size.cell(columns: part.columns.count, rows: part.rows.count, gap: 0),
      rows: part.rows, columns: part.columns)
    draw.tear(
      cells, rows: 0..<part.size.height, columns: 0..<part.size.width, theme.mutedText,
      id: "checkerboard/torn/\(column.id)")
  }
}
