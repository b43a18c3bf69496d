import AECore

/// The size formulas under both directions, in the form that a page has room for.
struct PairFormulas {
  /// How much of the formulas is shown.
  enum Form: CaseIterable {
    /// With a fraction; height and width in a line each when they differ.
    case full
    /// In one line; of a geometry that is not square the height's alone.
    case brief
    /// Nothing: the sizes stand at the maps all the same.
    case none
  }

  let pair: ConvolutionPair
  /// Whether the width alone counts.
  let isOneDimensional: Bool
  let form: Form
  /// What a line must fit into, in points.
  let width: Double
  let style: Style

  /// What both directions need, in points.
  var height: Double { ConnectivityDirection.allCases.map(height).max() ?? 0 }

  /// The formula of a direction at the foot of `panel`, centred.
  func marks(_ direction: ConnectivityDirection, in panel: Rect) -> Mark {
    let font = self.font
    var top = panel.maxY - (height + height(direction)) / 2
    var marks: [Mark] = []
    for line in lines(direction) {
      let box = line.extents(font: font, measurer: style.measurer)
      let left = panel.center.x - box.width / 2
      marks += style.formula(line, font, at: Point(left, top + box.ascent))
      top += box.height
    }
    return .group(Group(id: "\(direction.id)/formula", marks))
  }

  private func height(_ direction: ConnectivityDirection) -> Double {
    let font = self.font
    return lines(direction).reduce(0) {
      $0 + $1.extents(font: font, measurer: style.measurer).height
    }
  }

  private func lines(_ direction: ConnectivityDirection) -> [Formula] {
    let font = self.font
    return formulas(direction, isShort: isShort).flatMap {
      $0.lines(width: width + 0.5, font: font, measurer: style.measurer)
    }
  }

  /// Smaller than usual when that keeps every formula in one line.
  private var font: Font {
    var font = style.font(.math)
    let widest = widest(font, isShort: isShort)
    if widest > width {
      font.size = max(style.page.minimumTextSize, font.size * width / widest)
    }
    return font
  }

  /// Whether the axes are named by a letter, since there is no room for words.
  private var isShort: Bool {
    var font = style.font(.math)
    font.size = style.page.minimumTextSize
    return widest(font, isShort: false) > width
  }

  private func widest(_ font: Font, isShort: Bool) -> Double {
    ConnectivityDirection.allCases.flatMap { formulas($0, isShort: isShort) }
      .map { $0.extents(font: font, measurer: style.measurer).width }.max() ?? 0
  }

  /// One formula when height and width have the same numbers, else one for each.
  private func formulas(_ direction: ConnectivityDirection, isShort: Bool) -> [Formula] {
    let axes: [Size2D.Axis] =
      switch form {
      case .none: []
      case .brief: [isOneDimensional ? .horizontal : .vertical]
      case .full:
        isOneDimensional
          ? [.horizontal] : pair.isSquare ? [.vertical] : Size2D.Axis.allCases
      }
    let isOne = pair.isSquare || isOneDimensional
    return axes.map { axis in
      let formula = SizeFormula(pair: pair, axis: axis, theme: style.theme)
      var parts =
        switch direction {
        case .convolution:
          formula.convolution(isStacked: isOne && form == .full).parts
        case .transposed: formula.transposed.parts
        }
      if !isOne {
        let name = isShort ? (axis == .vertical ? "H: " : "W: ") : "\(axis.rawValue): "
        parts.insert(.symbol(name, style.theme.mutedText), at: 0)
      }
      return Formula(parts)
    }
  }
}
