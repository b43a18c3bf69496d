import AECore

/// The words of the view `planes`: both directions, the maps' numbers, sizes and counts, the
/// kernel, the padding, and the colour scales.
struct PlanesLabels {
  let figure: ConnectivityFigure
  let plan: PlanesPlan
  let bands: PlanesBands
  /// The middle of the kernel's slices; nil without any.
  let kernel: Point?
  let values: PlaneValues?
  let scale: WeightScale?
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }
  private var pair: ConvolutionPair { figure.pair }

  /// What the sheets must leave free for words.
  static func room(_ figure: ConnectivityFigure, _ style: Style) -> PlanesPlan.Room {
    func width(_ count: Int) -> Double {
      style.measurer.measure(MapsLabels.more(count), font: style.font(.label)).width
    }
    let pair = figure.pair
    let number = max(pair.largeShape.channels, pair.smallShape.channels)
    return PlanesPlan.Room(
      more: (width(pair.largeShape.channels), width(pair.smallShape.channels)),
      label: style.measurer.measure("map \(min(number, 99))", font: style.font(.label)).width)
  }

  var marks: [Mark] {
    let numbers = mapNumbers
    return arrows + (numbers + sizeTexts(avoiding: numbers)).map { .text($0) } + scales
  }

  /// Left to right the large maps, then the small ones.
  private func span(_ planes: [PlanesPlan.Plane]) -> Rect {
    planes.map(\.sheet.bounds).reduce(planes[0].sheet.bounds) { $0.union($1) }
  }

  // MARK: Directions

  /// An arrow from the middle of one layer to the middle of the other, the operation written in it.
  private var arrows: [Mark] {
    let (large, small) = (span(plan.large), span(plan.small))
    return ConnectivityDirection.allCases.flatMap { direction -> [Mark] in
      let isRight = direction == .convolution
      let band = isRight ? bands.top : bands.bottom
      let heading = style.font(.heading)
      let reserve = 7 * style.gap
      let words = [false, true].map { direction.headingText(isShort: $0) }
      let string =
        words.first {
          style.measurer.measure($0, font: heading).width + 2 * reserve <= band.width
        } ?? words[1]
      let width = style.measurer.measure(string, font: heading).width
      // Over the pyramid, and long enough for a shaft at both ends of the words.
      let middle = min(
        max((large.maxX + small.x) / 2, band.x + reserve + width / 2),
        band.maxX - reserve - width / 2)
      let left = min(large.center.x, middle - width / 2 - reserve + style.gap)
      let right = max(small.center.x, middle + width / 2 + reserve - style.gap)
      let text = style.text(
        string, heading, at: Point(middle, band.center.y), .center, .middle,
        id: "\(direction.id)/heading")
      let (tail, tip) = isRight ? (left, right) : (right, left)
      let y = band.center.y
      let near = isRight ? text.bounds.x - style.gap : text.bounds.maxX + style.gap
      let far = isRight ? text.bounds.maxX + style.gap : text.bounds.x - style.gap
      let shaft = 0.35 * style.gap
      return [
        .path(
          PathMark(
            id: "\(direction.id)/shaft",
            .line(Point(max(bands.frame.x, min(tail, bands.frame.maxX)), y), Point(near, y)),
            stroke: Stroke(theme.mutedText, width: shaft))),
        .path(
          PathMark(
            id: "\(direction.id)/arrow",
            .arrow(
              from: Point(far, y), to: Point(max(bands.frame.x, min(tip, bands.frame.maxX)), y),
              width: shaft),
            fill: theme.mutedText)),
        .text(text),
      ]
    }
  }

  // MARK: Maps

  /// `map 1` under the near edge of each sheet, and how many are not drawn.
  private var mapNumbers: [TextMark] {
    let y = bands.numbers.y
    func row(
      _ planes: [PlanesPlan.Plane], _ color: Color, _ name: String, _ rest: Int, isLarge: Bool
    ) -> [TextMark] {
      func labels(_ words: (Int) -> String) -> [TextMark] {
        planes.map {
          style.text(
            words($0.channel + 1), font, at: Point($0.sheet.origin.x, y), .leading, .top,
            color: color, id: "planes/label/\(name)/\($0.channel)")
        }
      }
      func stand(_ texts: [TextMark]) -> Bool {
        let sorted = texts.sorted { $0.bounds.x < $1.bounds.x }
        return zip(sorted, sorted.dropFirst()).allSatisfy {
          $0.bounds.maxX + 0.8 * style.gap < $1.bounds.x
        }
      }
      let more =
        rest > 0 ? style.measurer.measure(MapsLabels.more(rest), font: font).width + style.gap : 0
      func leavesRoom(_ texts: [TextMark]) -> Bool {
        stand(texts)
          && (isLarge || (texts.last?.bounds.maxX ?? 0) + more <= bands.frame.maxX)
      }
      var texts = [labels { "map \($0)" }, labels { "\($0)" }].first(where: leavesRoom) ?? []
      guard rest > 0, let last = planes.last?.sheet else { return texts }
      let string = MapsLabels.more(rest)
      let width = style.measurer.measure(string, font: font).width
      let outermost = texts.last
      let x =
        isLarge
        ? last.origin.x - style.gap - width
        : max(
          (outermost?.bounds.maxX ?? last.origin.x) + style.gap,
          last.bounds.maxX + Double(PlanesPlan.ghosts) * plan.ghostStep - width)
      texts.append(
        style.text(
          string, font, at: Point(min(max(x, bands.frame.x), bands.frame.maxX - width), y),
          .leading,
          .top, color: color, id: "planes/label/\(name)/more"))
      return texts
    }
    return row(plan.large, theme.large, "large", plan.largeRest, isLarge: true)
      + row(plan.small, theme.small, "small", plan.smallRest, isLarge: false)
  }

  // MARK: Sizes

  private func variants(_ shape: ImageShape, shown: Size2D) -> [String] {
    let size = figure.words(shape.size)
    let n = shape.channels
    let whole = shown == shape.size
    let part = whole ? "" : "\(figure.words(shown)) of "
    return [
      (n == 1 ? "1 feature map of " : "\(n) feature maps of ") + size
        + (whole ? "" : ", \(figure.words(shown)) shown"),
      (n == 1 ? "1 map of " : "\(n) maps of ") + size
        + (whole ? "" : ", \(figure.words(shown)) shown"),
      (n == 1 ? "1 map, " : "\(n) maps, ") + part + size,
      whole ? (n == 1 ? size : "\(n) × \(size)") : part + size,
    ]
  }

  /// The sizes of both layers, the kernel and the padding, in the first wording that has room.
  private func sizeTexts(avoiding numbers: [TextMark]) -> [TextMark] {
    var bold = font
    bold.isBold = true
    let (large, small) = (span(plan.large), span(plan.small))
    let size = pair.largeShape.size
    let front = plan.large[0].sheet
    let largeWords = variants(
      pair.largeShape,
      shown: Size2D(
        height: front.rows.clamped(to: 0..<size.height).count,
        width: front.columns.clamped(to: 0..<size.width).count))
    let smallWords = variants(
      pair.smallShape,
      shown: Size2D(
        height: plan.small[0].sheet.rows.count, width: plan.small[0].sheet.columns.count))
    let frame = bands.frame
    func placed(
      _ string: String, _ font: Font, around x: Double, y: Double, _ color: Color, _ id: String
    ) -> TextMark {
      let width = style.measurer.measure(string, font: font).width
      let left = min(max(x - width / 2, frame.x), max(frame.x, frame.maxX - width))
      return style.text(
        string, font, at: Point(left, y), .leading, .top, color: color, id: "planes/label/\(id)")
    }
    let y = bands.sizes.y
    let notes = paddingNotes
    var best: [TextMark] = []
    for note in notes {
      for index in largeWords.indices {
        let a = placed(
          largeWords[index], bold, around: large.center.x, y: y, theme.large, "large/size")
        let b = placed(
          smallWords[index], bold, around: small.center.x, y: y, theme.small, "small/size")
        best = [a, b]
        guard a.bounds.maxX + 1.5 * style.gap <= b.bounds.x else { continue }
        guard !note.isEmpty else { return best + kernelLabel(avoiding: numbers) }
        let width = style.measurer.measure(note, font: font).width
        guard a.bounds.maxX + width + 3 * style.gap <= b.bounds.x else { continue }
        let x = a.bounds.maxX + 1.5 * style.gap
        best.append(
          style.text(
            note, font, at: Point(x, y), .leading, .top, color: theme.mutedText,
            id: "planes/label/padding"))
        return best + kernelLabel(avoiding: numbers)
      }
    }
    return best + kernelLabel(avoiding: numbers)
  }

  /// What the dashed cells are, from long to short; an empty one where there are none.
  private var paddingNotes: [String] {
    let size = pair.largeShape.size
    let front = plan.large[0].sheet
    let isShown =
      front.rows.clamped(to: 0..<size.height) != front.rows
      || front.columns.clamped(to: 0..<size.width) != front.columns
    guard isShown else { return [""] }
    let padding = figure.shortWords(pair.geometry.padding)
    return ["dashed: padding \(padding)", "padding \(padding)", ""]
  }

  /// `kernel 3 × 3, dilation 2`, under the pyramid.
  private func kernelLabel(avoiding numbers: [TextMark]) -> [TextMark] {
    let g = pair.geometry
    let dilation = g.dilation == Size2D(1) ? "" : ", dilation \(figure.shortWords(g.dilation))"
    let kernel = "kernel \(figure.words(g.kernel))"
    let left = span(plan.large).maxX
    let right = span(plan.small).x
    let y = bands.numbers.y
    let taken = numbers.map { $0.bounds.inset(dx: -style.gap, dy: 0) }
    for string in ["\(kernel)\(dilation)", kernel, figure.words(g.kernel)] {
      let width = style.measurer.measure(string, font: font).width
      let middle = self.kernel?.x ?? (left + right) / 2
      // Under the slices, or as near to it as the maps' numbers allow.
      let places = [0, -1, 1, -2, 2, -3, 3, -4, 4, -6, 6].map { middle + Double($0) * style.gap }
      for x in places {
        let box = Rect(x: x - width / 2, y: y, width: width, height: bands.numbers.height)
        guard bands.frame.contains(box, tolerance: 0.5),
          !taken.contains(where: { $0.overlaps(box) })
        else { continue }
        return [
          style.text(
            string, font, at: Point(x, y), .center, .top, color: theme.kernel,
            id: "planes/label/kernel")
        ]
      }
    }
    return []
  }

  // MARK: Scales

  /// The limits of the activations under their maps, of the weights under the kernel.
  private var scales: [Mark] {
    let (large, small) = (span(plan.large), span(plan.small))
    let band = bands.scales
    var bars: [(Double, ColorScale)] = []
    if let values {
      bars.append((large.center.x, values.large.scale))
      bars.append((small.center.x, values.small.scale))
    }
    if let scale {
      bars.append(
        ((large.maxX + small.x) / 2, .diverging(Double(scale.limit), theme)))
    }
    guard !bars.isEmpty else { return [] }
    let width = min(18 * style.gap, (band.width - 4 * style.gap) / 3)
    let centers = LabelPlacement.spread(
      bars.map(\.0), distance: width + 2 * style.gap,
      within: band.x + width / 2...band.maxX - width / 2)
    return zip(bars, centers).flatMap { bar, center in
      ColorBar(bar.1, style: style).level(
        in: Rect(x: center - width / 2, y: band.y, width: width, height: band.height))
    }
  }
}
