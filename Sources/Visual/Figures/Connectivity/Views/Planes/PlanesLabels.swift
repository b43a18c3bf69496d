import AECore

/// The words of the view `planes`: both directions, the maps' numbers, sizes and counts, the
/// kernel, the padding, and the colour scales.
struct PlanesLabels: ConnectivityPart {
  let figure: ConnectivityFigure
  let plan: PlanesPlan
  let bands: PlanesBands
  /// The middle of the kernel's slices; nil without any.
  let kernel: Point?
  let values: PlaneValues?
  let scale: WeightScale?
  let style: Style

  private var frame: Rect { bands.frame }
  private var large: Rect { Self.span(plan.large) }
  private var small: Rect { Self.span(plan.small) }

  func draw(on draw: inout Canvas) {
    for direction in ConnectivityDirection.allCases { drawArrow(direction, on: &draw) }
    let numbers =
      numbers(plan.large, of: pair.largeShape.channels, theme.large, "large", isLarge: true)
      + numbers(plan.small, of: pair.smallShape.channels, theme.small, "small", isLarge: false)
    for text in numbers + sizes + kernelLabel(avoiding: numbers) { draw.text(text) }
    drawScales(on: &draw)
  }

  private static func span(_ planes: [PlanesPlan.Plane]) -> Rect {
    planes.map(\.sheet.bounds).reduce(planes[0].sheet.bounds) { $0.union($1) }
  }

  private func text(
    _ string: String, _ font: Font, at point: Point, _ color: Color, _ name: String,
    _ anchor: Style.HorizontalAnchor = .leading
  ) -> TextMark {
    style.text(string, font, at: point, anchor, .top, color: color, id: "planes/label/\(name)")
  }

  // MARK: Directions

  /// An arrow from the middle of one layer to the middle of the other, the operation written in it.
  private func drawArrow(_ direction: ConnectivityDirection, on draw: inout Canvas) {
    let isRight = direction == .convolution
    let band = isRight ? bands.top : bands.bottom
    let (y, reserve, shaft) = (band.center.y, 7 * style.gap, 0.35 * style.gap)
    let words = direction.headings(pair)
    let string = words.first { style.width($0, heading) + 2 * reserve <= band.width } ?? words[1]
    // Over the pyramid, and long enough for a shaft at both ends of the words.
    let half = style.width(string, heading) / 2
    let middle = min(
      max((large.maxX + small.x) / 2, band.x + reserve + half), band.maxX - reserve - half)
    let left = max(frame.x, min(large.center.x, middle - half - reserve + style.gap))
    let right = min(frame.maxX, max(small.center.x, middle + half + reserve - style.gap))
    let text = style.text(
      string, heading, at: Point(middle, y), .center, .middle, id: "\(direction.id)/heading")
    let (before, behind) = (text.bounds.x - style.gap, text.bounds.maxX + style.gap)
    draw.line(
      Point(isRight ? left : right, y), Point(isRight ? before : behind, y),
      Stroke(theme.mutedText, width: shaft), id: "\(direction.id)/shaft")
    draw.path(
      .arrow(
        from: Point(isRight ? behind : before, y), to: Point(isRight ? right : left, y),
        width: shaft), fill: theme.mutedText, id: "\(direction.id)/arrow")
    draw.text(text)
  }

  // MARK: Maps

  /// `map 1` under the near edge of each sheet, and how many are not drawn.
  private func numbers(
    _ planes: [PlanesPlan.Plane], of all: Int, _ color: Color, _ name: String, isLarge: Bool
  ) -> [TextMark] {
    let (y, rest) = (bands.numbers.y, all - planes.count)
    let more = MapsLabels.more(rest)
    let moreWidth = style.width(more)
    func fit(_ texts: [TextMark]) -> Bool {
      let sorted = texts.sorted { $0.bounds.x < $1.bounds.x }
      let end = (texts.last?.bounds.maxX ?? 0) + (rest > 0 ? moreWidth + style.gap : 0)
      return zip(sorted, sorted.dropFirst()).allSatisfy {
        $0.bounds.maxX + 0.8 * style.gap < $1.bounds.x
      } && (isLarge || end <= frame.maxX)
    }
    let variants = ["map ", ""].map { word in
      planes.map {
        text(
          "\(word)\($0.channel + 1)", font, at: Point($0.sheet.origin.x, y), color,
          "\(name)/\($0.channel)")
      }
    }
    let texts = variants.first(where: fit) ?? []
    guard rest > 0, let last = planes.last?.sheet else { return texts }
    let ghosts = Double(PlanesPlan.ghosts) * PlanesFit.ghostStep(style)
    let x =
      isLarge
      ? last.origin.x - style.gap - moreWidth
      : max(
        (texts.last?.bounds.maxX ?? last.origin.x) + style.gap,
        last.bounds.maxX + ghosts - moreWidth)
    let left = frame.left(x, ofWidth: moreWidth)
    return texts + [text(more, font, at: Point(left, y), color, "\(name)/more")]
  }

  // MARK: Sizes

  private func variants(_ shape: ImageShape, _ sheet: ObliqueSheet) -> [String] {
    let (size, n) = (figure.words(shape.size), shape.channels)
    let shown = sheet.block.clamped(to: CellBlock(shape.size)).size
    let isWhole = shown == shape.size
    let (part, note) =
      (figure.words(shown, of: shape.size), isWhole ? "" : ", \(figure.words(shown)) shown")
    return [
      "\(n.counted("feature map")) of \(size)\(note)", "\(n.counted("map")) of \(size)\(note)",
      "\(n.counted("map")), \(part)", isWhole && n > 1 ? "\(n) × \(size)" : part,
    ]
  }

  /// The sizes of both layers and what is dashed, in the first wording that has room.
  private var sizes: [TextMark] {
    let y = bands.sizes.y
    func placed(_ string: String, around x: Double, _ color: Color, _ name: String) -> TextMark {
      let width = style.width(string, bold)
      let left = min(max(x - width / 2, frame.x), max(frame.x, frame.maxX - width))
      return text(string, bold, at: Point(left, y), color, "\(name)/size")
    }
    let candidates = zip(
      variants(pair.largeShape, plan.large[0].sheet).map {
        placed($0, around: large.center.x, theme.large, "large")
      },
      variants(pair.smallShape, plan.small[0].sheet).map {
        placed($0, around: small.center.x, theme.small, "small")
      })
    for note in paddingNotes {
      for (a, b) in candidates where a.bounds.maxX + 1.5 * style.gap <= b.bounds.x {
        guard !note.isEmpty else { return [a, b] }
        let x = a.bounds.maxX + 1.5 * style.gap
        guard a.bounds.maxX + style.width(note) + 3 * style.gap <= b.bounds.x else { continue }
        return [a, b, text(note, font, at: Point(x, y), theme.mutedText, "padding")]
      }
    }
    return candidates.suffix(1).flatMap { [$0, $1] }
  }

  /// What the dashed cells are, from long to short; an empty one where there are none.
  private var paddingNotes: [String] {
    let front = plan.large[0].sheet.block
    let padding = figure.shortWords(geometry.padding)
    return front.clamped(to: CellBlock(pair.largeShape.size)) != front
      ? ["dashed: padding \(padding)", "padding \(padding)", ""] : [""]
  }

  /// `kernel 3 × 3, dilation 2`, under the pyramid.
  private func kernelLabel(avoiding numbers: [TextMark]) -> [TextMark] {
    let middle = self.kernel?.x ?? (large.maxX + small.x) / 2
    let taken = numbers.map { $0.bounds.inset(dx: -style.gap, dy: 0) }
    let words = figure.kernelWords
    for string in [words.full, words.short, figure.words(geometry.kernel)] {
      // Under the slices, or as near to it as the maps' numbers allow.
      for shift in [0, -1, 1, -2, 2, -3, 3, -4, 4, -6, 6] {
        let width = style.width(string)
        let x = middle + Double(shift) * style.gap
        let box = Rect(
          x: x - width / 2, y: bands.numbers.y, width: width, height: bands.numbers.height)
        guard frame.contains(box, tolerance: 0.5), !taken.contains(where: { $0.overlaps(box) })
        else { continue }
        return [text(string, font, at: Point(x, box.y), theme.kernel, "kernel", .center)]
      }
    }
    return []
  }

  // MARK: Scales

  /// The limits of the activations under their maps, of the weights under the kernel.
  private func drawScales(on draw: inout Canvas) {
    let band = bands.scales
    var bars: [(x: Double, scale: ColorScale)] = []
    if let values {
      bars.append((large.center.x, values.large.scale))
      bars.append((small.center.x, values.small.scale))
    }
    if let scale {
      bars.append(((large.maxX + small.x) / 2, .diverging(Double(scale.limit), theme)))
    }
    guard !bars.isEmpty else { return }
    let width = min(18 * style.gap, (band.width - 4 * style.gap) / 3)
    let centers = LabelPlacement.spread(
      bars.map(\.x), distance: width + 2 * style.gap,
      within: band.x + width / 2...band.maxX - width / 2)
    for (bar, center) in zip(bars, centers) {
      ColorBar(bar.scale, style: style).level(
        in: Rect(x: center - width / 2, y: band.y, width: width, height: band.height), on: &draw)
    }
  }
}
