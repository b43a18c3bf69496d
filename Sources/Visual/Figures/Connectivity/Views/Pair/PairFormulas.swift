import AECore

/// The size formulas under both directions, in the form that a page has room for.
struct PairFormulas: Styled {
  /// How much of the formulas is shown.
  enum Form: CaseIterable {
    /// With a fraction; height and width in a line each when they differ.
    case full
    /// In one line; of a geometry that is not square the height's alone.
    case brief
    /// Nothing: the sizes stand at the maps all the same.
    case none
  }

  /// What both directions need, in points.
  let height: Double
  let style: Style
  private let lines: [[Formula]]
  private let face: Font

  /// The formulas of a figure's geometry, no wider than `width` points.
  init(_ figure: ConnectivityFigure, _ form: Form, width: Double, style: Style) {
    let (pair, isOneDimensional) = (figure.pair, figure.isOneDimensional)
    let axes: [Size2D.Axis] =
      switch form {
      case .none: []
      case .brief: [isOneDimensional ? .horizontal : .vertical]
      case .full:
        isOneDimensional ? [.horizontal] : pair.isSquare ? [.vertical] : Size2D.Axis.allCases
      }
    let isOne = pair.isSquare || isOneDimensional
    /// One formula when height and width have the same numbers, else one for each.
    func formulas(isShort: Bool) -> [[Formula]] {
      ConnectivityDirection.allCases.map { direction in
        axes.map { axis in
          let formula = SizeFormula(pair: pair, axis: axis, theme: style.theme)
            .formula(direction, isStacked: isOne && form == .full)
          let name = isShort ? (axis == .vertical ? "H: " : "W: ") : "\(axis.rawValue): "
          return isOne ? formula : Formula([.symbol(name, style.theme.mutedText)] + formula.parts)
        }
      }
    }
    // The axes are named by a letter where there is no room for words.
    var smallest = style.mathFace
    smallest.size = style.page.minimumTextSize
    let isShort = style.width(Array(formulas(isShort: false).joined()), smallest) > width
    let all = formulas(isShort: isShort)
    // Smaller than usual when that keeps every formula in one line.
    let face = style.mathFont(for: Array(all.joined()), width: width)
    lines = all.map { formulas in
      formulas.flatMap { $0.lines(width: width + 0.5, font: face, measurer: style.measurer) }
    }
    height = lines.map { style.height($0, face) }.max() ?? 0
    self.face = face
    self.style = style
  }

  /// The longest form that is no higher than `room`; nothing where the figure shows no formula.
  static func fitting(
    _ figure: ConnectivityFigure, _ room: Size, style: Style
  ) -> PairFormulas {
    let forms = figure.showsFormula ? Form.allCases : [.none]
    let all = forms.map { PairFormulas(figure, $0, width: room.width, style: style) }
    return all.first { $0.height <= room.height } ?? all[all.count - 1]
  }

  /// The formula of a direction at the foot of `panel`, centred.
  func draw(_ direction: ConnectivityDirection, in panel: Rect, on draw: inout Canvas) {
    let lines = self.lines[direction == .convolution ? 0 : 1]
    var top = panel.maxY - (height + style.height(lines, face)) / 2
    draw.group(id: "\(direction.id)/formula") { draw in
      for line in lines { top += draw.formula(line, face, at: Point(panel.center.x, top), .center) }
    }
  }
}
