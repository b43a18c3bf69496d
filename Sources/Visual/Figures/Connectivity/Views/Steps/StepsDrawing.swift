import AECore

/// The view `steps`: the window at one position after the other, as a strip of frames; in each the
/// convolution above and the transposed convolution below, at the same cell of the small map.
struct StepsDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  private var theme: Theme { style.theme }
  private var font: Font { style.font(.label) }

  /// Everything inside the frame.
  var marks: [Mark] {
    let plan = StepsPlan(figure, in: frame, style: style)
    return plan.strips.enumerated().flatMap { headings($1, plan, isFirst: $0 == 0) }
      + plan.slots.flatMap { slot -> [Mark] in
        switch slot.content {
        case .step(let index): step(index, in: slot.box, plan)
        case .omission(let count): omission(count, in: slot.box, plan)
        }
      }
  }

  /// One position of the window in both directions, under its number.
  private func step(_ index: Int, in box: Rect, _ plan: StepsPlan) -> [Mark] {
    let figure = figure.standing(at: index, of: plan.path)
    let words = style.firstFitting(
      plan.words(index), font, width: box.width)
    let label = style.text(
      words, font, at: Point(box.center.x, box.y + plan.labelTop), .center, .top,
      color: theme.mutedText, id: "steps/\(index)/label")
    return [.text(label)]
      + ConnectivityDirection.allCases.flatMap { direction -> [Mark] in
        let area = Rect(
          x: box.x, y: box.y + plan.mapsTop(direction), width: box.width, height: plan.mapsHeight)
        return [
          .group(
            Group(
              id: "steps/\(index)/\(direction.id)",
              PairSide(figure, plan: plan.pairPlan, direction: direction, area: area, style: style)
                .marks))
        ]
      }
  }

  /// Where steps are left out: an ellipsis in both directions and how many they are.
  private func omission(_ count: Int, in box: Rect, _ plan: StepsPlan) -> [Mark] {
    let words = style.firstFitting(StepsPlan.omissionWords(count), font, width: box.width)
    let label = style.text(
      words, font, at: Point(box.center.x, box.y + plan.labelTop), .center, .top,
      color: theme.mutedText, id: "steps/omitted")
    let dot = 0.28 * style.gap
    let dots = ConnectivityDirection.allCases.flatMap { direction in
      (-1...1).map { i -> Mark in
        .path(
          PathMark(
            .circle(
              center: Point(
                box.center.x + 1.2 * Double(i) * style.gap,
                box.y + plan.mapsTop(direction) + plan.mapsHeight / 2), radius: dot),
            fill: theme.mutedText))
      }
    }
    return [.text(label)] + dots
  }

  /// The direction's name above each of the two rows of a strip.
  private func headings(_ strip: Rect, _ plan: StepsPlan, isFirst: Bool) -> [Mark] {
    ConnectivityDirection.allCases.flatMap { direction -> [Mark] in
      let heading = style.font(.heading)
      let y = strip.y + plan.headingTop(direction)
      let title = style.text(
        style.firstFitting(
          [direction.headingText(isShort: false), direction.headingText(isShort: true)], heading,
          width: strip.width), heading, at: Point(strip.x, y), .leading, .top,
        id: "steps/\(direction.id)/heading")
      let room = strip.width - title.bounds.width - 3 * style.gap
      let facts = facts(direction)
      let words = isFirst ? style.firstFitting(facts + [""], font, width: room) : ""
      guard !words.isEmpty else { return [.text(title)] }
      return [
        .text(title),
        .text(
          style.text(
            words, font, at: Point(strip.maxX, title.bounds.maxY), .trailing, .bottom,
            color: theme.mutedText, id: "steps/\(direction.id)/sizes")),
      ]
    }
  }

  /// The sizes of a direction, and once the numbers of the geometry; shorter ones where there is
  /// less room.
  private func facts(_ direction: ConnectivityDirection) -> [String] {
    let pair = figure.pair
    let g = pair.geometry
    let small = figure.words(pair.smallShape.size)
    switch direction {
    case .convolution:
      let sizes = "\(figure.words(pair.largeShape.size)) to \(small)"
      let kernel = "kernel \(figure.shortWords(g.kernel)), stride \(figure.shortWords(g.stride))"
      let padding = g.padding == Size2D(0) ? "" : ", padding \(figure.shortWords(g.padding))"
      return ["\(sizes), \(kernel)\(padding)", "\(sizes), \(kernel)", sizes]
    case .transposed: return ["\(small) to \(figure.words(pair.restoredShape.size))"]
    }
  }
}
