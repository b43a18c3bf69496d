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

  /// What both directions need, in points.
  let height: Double
  private let lines: [ConnectivityDirection: [Line]]
  private let font: Font
  private let style: Style

  private typealias Line = (formula: Formula, extents: TextExtents)

  /// The formulas of `pair`, no wider than `width` points.
  /// - Parameter isOneDimensional: that the width alone counts.
  init(
    _ pair: ConvolutionPair, isOneDimensional: Bool, _ form: Form, width: Double, style: Style
  ) {
    let axes: [Size2D.Axis] =
      switch form {
      case .none: []
      case .brief: [isOneDimensional ? .horizontal : .vertical]
      case .full:
        isOneDimensional ? [.horizontal] : pair.isSquare ? [.vertical] : Size2D.Axis.allCases
      }
    let isOne = pair.isSquare || isOneDimensional
    /// One formula when height and width have the same numbers, else one for each.
    func formulas(_ direction: ConnectivityDirection, isShort: Bool) -> [Formula] {
      axes.map { axis in
        let formula = SizeFormula(pair: pair, axis: axis, theme: style.theme)
        let parts =
          switch direction {
          case .convolution: formula.convolution(isStacked: isOne && form == .full).parts
          case .transposed: formula.transposed.parts
          }
        let name = isShort ? (axis == .vertical ? "H: " : "W: ") : "\(axis.rawValue): "
        return Formula((isOne ? [] : [.symbol(name, style.theme.mutedText)]) + parts)
      }
    }
    func widest(_ font: Font, isShort: Bool) -> Double {
      ConnectivityDirection.allCases.flatMap { formulas($0, isShort: isShort) }
        .map { $0.extents(font: font, measurer: style.measurer).width }.max() ?? 0
    }
    var font = style.font(.math)
    font.size = style.page.minimumTextSize
    // The axes are named by a letter where there is no room for words.
    let isShort = widest(font, isShort: false) > width
    // Smaller than usual when that keeps every formula in one line.
    font = style.font(.math)
    let natural = widest(font, isShort: isShort)
    if natural > width {
      font.size = max(style.page.minimumTextSize, font.size * width / natural)
    }
    let lines = ConnectivityDirection.allCases.map { direction in
      formulas(direction, isShort: isShort).flatMap {
        $0.lines(width: width + 0.5, font: font, measurer: style.measurer)
      }.map { ($0, $0.extents(font: font, measurer: style.measurer)) }
    }
    self.lines = Dictionary(
      uniqueKeysWithValues: zip(ConnectivityDirection.allCases, lines))
    height = lines.map(Self.height).max() ?? 0
    self.font = font
    self.style = style
  }

  private static func height(_ lines: [Line]) -> Double {
    lines.reduce(0) { $0 + $1.extents.height }
  }

  /// The formula of a direction at the foot of `panel`, centred.
  func draw(_ direction: ConnectivityDirection, in panel: Rect, on draw: inout Canvas) {
    let lines = self.lines[direction] ?? []
    var top = panel.maxY - (height + Self.height(lines)) / 2
    draw.group(id: "\(direction.id)/formula") { draw in
      for (formula, box) in lines {
        let origin = Point(panel.center.x - box.width / 2, top + box.ascent)
        draw.add(style.formula(formula, font, at: origin))
        top += box.height
      }
    }
  }
}
