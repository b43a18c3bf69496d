import AECore

/// Which pixels of an image a cell is joined with, twice: framed on the image, and as the number of
/// ways to each pixel.
struct ReachPanel {
  /// Names the panel in ids.
  let id: String
  /// From long to short.
  let titles: [String]
  /// The second line, from long to short.
  let subtitles: [String]
  /// Below the panel, each from long to short.
  let notes: [[String]]
  let reach: CellReach
  /// What the cell's neighbour is joined with.
  let neighbour: CellReach?
  /// `(C, H, W)`; nil when the run holds no images.
  let image: Tensor?

  /// Panels beside each other on a slide, in two columns on paper; the first and the last ones when
  /// there is no room for all.
  static func marks(
    _ panels: [ReachPanel], color: Color, in frame: Rect, style: Style
  ) -> [Mark] {
    let font = style.font(.label)
    let gap = 2.5 * style.gap
    let isTall = frame.height > frame.width
    let least = 9.5 * font.size
    let room = max(1, Int((frame.width + gap) / (least + gap)))
    let columns = min(isTall ? 2 : room, panels.count)
    let most = isTall ? 6 : columns
    var shown = panels
    var area = frame
    var marks: [Mark] = []
    if panels.count > most {
      let head = most / 2
      let hidden = panels[head..<panels.count - (most - head)]
      shown = Array(panels.prefix(head) + panels.suffix(most - head))
      area = frame.inset(bottom: style.lineHeight(font) + style.gap / 2)
      let names = hidden.compactMap(\.titles.first).joined(separator: ", ")
      marks.append(
        .text(
          style.text(
            style.firstFitting(
              ["not shown: \(names)", "not shown: \(hidden.count) layers"], font,
              width: frame.width), font, at: Point(frame.x, frame.maxY), .leading, .bottom,
            color: style.theme.mutedText)))
    }
    let rows = (shown.count + columns - 1) / columns
    let boxes = area.rows([Double](repeating: 1, count: rows), gap: gap).flatMap {
      $0.columns([Double](repeating: 1, count: columns), gap: gap)
    }
    let pictures = zip(shown, boxes).flatMap { $0.marks(in: $1, color: color, style: style) }
    // One panel alone stands in the middle.
    guard shown.count == 1, let bounds = pictures.bounds else { return marks + pictures }
    return marks + pictures.map { $0.moved(dx: frame.center.x - bounds.center.x, dy: 0) }
  }

  /// The panel inside `frame`; `color` is the cell's.
  func marks(in frame: Rect, color: Color, style: Style) -> [Mark] {
    let font = style.font(.label)
    let line = style.lineHeight(font)
    let bold = Font(size: font.size, isBold: true)
    var marks: [Mark] = [
      .text(
        style.text(
          style.firstFitting(titles, bold, width: frame.width), bold, at: Point(frame.x, frame.y),
          .leading, .top)),
      .text(
        style.text(
          style.firstFitting(subtitles, font, width: frame.width), font,
          at: Point(frame.x, frame.y + line), .leading, .top, color: style.theme.mutedText)),
    ]
    let top = frame.y + 2 * line + style.gap / 2
    let below = Double(notes.count + 1) * line + style.gap
    let room = Rect(
      x: frame.x, y: top, width: frame.width, height: max(1, frame.maxY - top - below))
    // Beside each other where the panel is wide, above each other where it is high.
    let aspect = Double(reach.size.width) / Double(reach.size.height)
    let besideWidth = min((room.width - style.gap) / 2, room.height * aspect)
    let aboveWidth = min(room.width, (room.height - style.gap) / 2 * aspect)
    let isBeside = besideWidth >= aboveWidth
    let width = max(besideWidth, aboveWidth, 1)
    let first = Rect(x: room.x, y: room.y, width: width, height: width / aspect)
    let second =
      isBeside
      ? first.moved(dx: width + style.gap, dy: 0)
      : first.moved(dx: 0, dy: first.height + style.gap)
    marks += picture(in: first, color, style)
    let scale = ColorScale.sequential(0...max(1, peak))
    let ways = (0..<reach.size.height).flatMap { y in
      (0..<reach.size.width).map { Float(reach.ways(y: y, x: $0)) }
    }
    marks += [
      .image(
        ImageMark(
          id: "\(id)/ways",
          .map(ways, height: reach.size.height, width: reach.size.width, scale: scale),
          rect: second)),
      .path(PathMark(.rect(second), stroke: Stroke(style.theme.line, width: style.thinLine))),
    ]
    var y = second.maxY + style.gap / 2
    marks += ColorBar(scale, style: style).level(
      in: Rect(
        x: frame.x, y: y, width: min(frame.width, max(width, 9 * font.size)), height: line))
    y += line
    for note in notes {
      marks.append(
        .text(
          style.text(
            style.firstFitting(note, font, width: frame.width), font, at: Point(frame.x, y),
            .leading, .top)))
      y += line
    }
    return marks
  }

  private var peak: Double {
    (reach.rows.max() ?? 0) * (reach.columns.max() ?? 0)
  }

  private func picture(in rect: Rect, _ color: Color, _ style: Style) -> [Mark] {
    var marks: [Mark] = []
    if let image { marks.append(.image(ImageMark(.image(image), rect: rect))) }
    // What is not reached is veiled.
    let veil = style.theme.background.opacity(image == nil ? 0 : 0.62).bytes8
    let rgba = (0..<reach.size.height).flatMap { y in
      (0..<reach.size.width).flatMap { x in
        reach.ways(y: y, x: x) > 0 ? [0, 0, 0, 0] : veil
      }
    }
    marks += [
      .image(
        ImageMark(
          id: "\(id)/veil",
          Raster(width: reach.size.width, height: reach.size.height, rgba: rgba), rect: rect)),
      .path(PathMark(.rect(rect), stroke: Stroke(style.theme.line, width: style.thinLine))),
    ]
    for (reach, color, name) in [
      (neighbour, style.theme.second, "neighbour"), (self.reach, color, "cell"),
    ] {
      guard let reach, let frame = Self.frame(reach, in: rect) else { continue }
      let width = name == "cell" ? style.heavyLine : style.mediumLine
      marks.append(
        .path(
          PathMark(
            id: "\(id)/\(name)", .rect(frame.inset(width / 2)),
            stroke: Stroke(color, width: width))))
    }
    return marks
  }

  /// The rectangle around what is reached, on an image drawn in `rect`.
  static func frame(_ reach: CellReach, in rect: Rect) -> Rect? {
    guard let rows = reach.rowRange, let columns = reach.columnRange else { return nil }
    let height = rect.height / Double(reach.size.height)
    let width = rect.width / Double(reach.size.width)
    return Rect(
      x: rect.x + Double(columns.lowerBound) * width, y: rect.y + Double(rows.lowerBound) * height,
      width: Double(columns.count) * width, height: Double(rows.count) * height)
  }
}

extension Color {
  /// Red, green, blue and alpha from 0 to 255.
  fileprivate var bytes8: [UInt8] {
    [red, green, blue, alpha].map { UInt8((min(max($0, 0), 1) * 255).rounded()) }
  }
}

extension Run {
  /// The image of sample `index`, as the encoder saw it; nil when the run holds no samples.
  /// - Throws: ``Failure`` of kind `usage` when there are samples, but not this one.
  func sampleImage(_ index: Int) throws(Failure) -> Tensor? {
    let shape = dataset.imageShape.shape
    guard let images = try? examples(encoderInput, of: shape) else { return nil }
    guard (0..<images.shape[0]).contains(index) else {
      throw Failure(
        .usage, nil, "there is no sample \(index)",
        advice: "the run holds \(images.shape[0]), counted from 0")
    }
    return images[index]
  }
}
