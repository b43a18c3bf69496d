import AECore

/// A whole decoder's overlap along the width: a row of cells for each map, ribbons from each cell
/// to those it reaches in the next, and at the end a row of pixels of a real output.
struct DecoderStrips: Styled {
  let story: DecoderStory
  let style: Style

  private var overlap: DecoderOverlap { story.overlap }

  /// At most so many maps are shown, the last ones.
  private static let mostMaps = 4

  func draw(in frame: Rect, on draw: inout Canvas) {
    let isTall = frame.height > frame.width
    let images = story.images
    let aspect = images.first.map { Double($0.image.shape[2]) / Double($0.image.shape[1]) } ?? 1
    var (strips, pictures) = (frame, Rect(x: frame.maxX, y: frame.y, width: 0, height: 0))
    if !images.isEmpty {
      if isTall {
        strips.height = min(0.62 * frame.height, 0.95 * frame.width)
        let top = strips.maxY + 2 * style.gap
        pictures = Rect(
          x: frame.x, y: top, width: frame.width,
          height: min(frame.maxY - top, 0.45 * frame.width / aspect + lineHeight))
      } else {
        let each = (frame.height - style.gap) / Double(max(2, images.count)) - lineHeight
        let width = min(0.22 * frame.width, max(style.width("before training"), each * aspect))
        strips.width -= width + 2 * style.gap
        pictures = Rect(
          x: frame.maxX - width, y: frame.y, width: width, height: frame.height)
      }
    } else if isTall {
      strips.height = min(frame.height, 0.95 * frame.width)
    }
    draw.main { drawStrips(in: strips, on: &$0) }
    let boxes = Stack(isTall ? .across : .down, equal: 2, gap: style.gap).pieces(of: pictures)
    for (box, (name, image)) in zip(boxes, images) { drawImage(name, image, in: box, on: &draw) }
  }

  // MARK: Rows of cells

  private func drawStrips(in frame: Rect, on draw: inout Canvas) {
    let chain = Array(overlap.chain)
    guard let last = chain.last else { return }
    let width = last.columns.count
    let names = story.images.map { Words([$0.name, Self.short($0.name)], isQuiet: true) }
    let most = max(4, Int(clamping: 0.84 * frame.width / (1.2 * style.gap)))
    let first = max(0, (width - most) / 2)
    let visible = first..<first + min(width, most)
    let maps = Array(max(0, chain.count + 1 - Self.mostMaps)...chain.count)
    let places = maps.map { map in
      map == chain.count
        ? StripChain.Places.lowest
        : StripChain.Places(count: count(map), over: width) {
          overlap.columns(from: $0, of: map, to: chain.count)
        }
    }
    let rows = zip(maps, places).map { map, places in
      row(
        map, places, cells: places.cells(of: count(map), over: visible), isLast: map == chain.count)
    }
    let ribbons = zip(maps.dropLast(), zip(rows, rows.dropFirst())).map { map, rows in
      rows.0.cells.map { cell in
        StripChain.Ribbon(
          cell: cell,
          runs: overlap.columns(from: cell, of: map, to: map + 1).runs(in: rows.1.cells))
      }
    }
    let strip = StripChain(
      rows: rows, ribbons: ribbons, paint: theme.large,
      wordsShare: frame.width > 55 * style.gap ? 0.29 : 0.2, style: style)
    let line = max(1.1 * lineHeight, 2.2 * style.gap)
    let foot = Double(names.count) * (line + 0.3 * style.gap)
    let plan = strip.plan(in: frame.inset(bottom: foot), alsoNaming: names)
    strip.draw(plan, on: &draw)
    drawPixels(plan, visible, names: names, height: line, of: width, on: &draw)
  }

  private static func short(_ name: String) -> String {
    name.split(separator: " ").first.map(String.init) ?? name
  }

  private func count(_ map: Int) -> Int {
    map == 0 ? overlap.start.width : overlap.chain[overlap.chain.startIndex + map - 1].columns.count
  }

  private func row(
    _ map: Int, _ places: StripChain.Places, cells: Range<Int>, isLast: Bool
  ) -> StripChain.Row {
    let number = count(map)
    let name = "decoder/map/\(map)"
    guard map > 0 else {
      return StripChain.Row(
        id: name, words: Words([number.counted("cell"), "\(number)"], color: theme.small),
        cells: cells, places: places, look: { _ in style.litCell(theme.small) })
    }
    let stage = overlap.chain[overlap.chain.startIndex + map - 1]
    let most = stage.columns.max() ?? 1
    return StripChain.Row(
      id: name,
      words: Words(
        story.model.words(forLayer: stage.name).all.map { "\(number) after \($0)" }
          + [number.counted(isLast ? "pixel" : "cell"), "\(number)"],
        color: theme.large),
      cells: cells, places: places,
      look: { cell in
        let ways = stage.columns[cell]
        guard ways > 0 else { return style.openCell(theme.large) }
        return CellLook(
          fill: theme.shade(ways, of: most, theme.large),
          stroke: Stroke(theme.large.opacity(0.6), width: 0.8 * style.thinLine))
      }, number: { DecoderStory.number(stage.columns[$0]) })
  }

  // MARK: Pixels

  /// The same columns of a row of each image, under the last row of cells.
  private func drawPixels(
    _ plan: StripChain.Plan, _ visible: Range<Int>, names: [Words], height: Double, of width: Int,
    on draw: inout Canvas
  ) {
    var y = plan.bottom + 0.3 * style.gap
    for ((name, image), words) in zip(story.images, names) {
      // Layers behind the last convolution may have made the image another size.
      let pixels = image.shape[2] == width ? visible : 0..<image.shape[2]
      guard image.shape[2] == width || visible.count == width else { return }
      let box = Rect(
        x: plan.x(Double(visible.lowerBound)), y: y, width: Double(visible.count) * plan.unit,
        height: height)
      draw.image(
        .image(row(of: image, pixels), limits: limits(image).range), in: box, framed: true,
        id: "decoder/pixels/\(Self.short(name))")
      draw.words(
        words, width: plan.wordsWidth, at: Point(plan.frame.x, box.center.y), .leading, .middle)
      y += height + 0.3 * style.gap
    }
  }

  private func row(of image: Tensor, _ columns: Range<Int>) -> Tensor {
    let (channels, height, width) = (image.shape[0], image.shape[1], image.shape[2])
    let values = (0..<channels).flatMap { channel in
      columns.map { image.values[(channel * height + story.row) * width + $0] }
    }
    return Tensor([channels, 1, columns.count], values)
  }

  /// What hardly varies is shown with all the contrast that there is.
  private func limits(_ image: Tensor) -> (range: ClosedRange<Float>, words: String?) {
    guard let range = Measure.limits(image.values), range.upperBound - range.lowerBound < 0.5 else {
      return (0...1, nil)
    }
    let ends = [range.lowerBound, range.upperBound].map { NumberText.fixed($0, decimals: 2) }
    return (Float(range.lowerBound)...Float(range.upperBound), ends.joined(separator: " to "))
  }

  // MARK: Images

  private func drawImage(
    _ name: String, _ image: Tensor, in box: Rect, on draw: inout Canvas
  ) {
    let limits = limits(image)
    draw.words(
      Words(
        (limits.words.map { ["\(name): \($0)", "\(Self.short(name)): \($0)"] } ?? [])
          + [name, Self.short(name)], isQuiet: true, id: "decoder/image-name/\(Self.short(name))"),
      width: box.width, at: Point(box.x, box.y))
    let room = box.inset(top: lineHeight + 0.1 * style.gap)
    var place = room.fitting(aspect: Double(image.shape[2]) / Double(image.shape[1]))
    (place.x, place.y) = (room.x, room.y)
    draw.image(
      .image(image, limits: limits.range), in: place, framed: true,
      id: "decoder/image/\(Self.short(name))")
    let cells = CellGrid(filling: place, rows: image.shape[1], columns: image.shape[2])
    let row = cells.rect(rows: story.row..<story.row + 1, columns: cells.columns)
    draw.path(
      .rect(row.inset(-0.5 * style.mediumLine)), stroke: style.medium(theme.second),
      id: "decoder/row/\(Self.short(name))")
  }
}
