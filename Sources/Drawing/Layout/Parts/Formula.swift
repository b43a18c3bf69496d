/// A formula in parts, laid out as mathematics is: numbers coloured by what they count, fractions
/// with a rule, floor brackets as high as what they hold.
public struct Formula: Hashable, Sendable {
  /// One piece of a formula.
  public indirect enum Part: Hashable, Sendable {
    /// A number or a word, in a colour of its own or in the text's.
    case symbol(String, Color?)
    /// A sign with space on both sides: `+`, `−`, `=`.
    case relation(String)
    /// A sign or bracket without space: `·`, `(`, `)`.
    case tight(String)
    /// Numerator over denominator, with a rule between.
    case fraction([Part], [Part])
    /// The largest whole number that is not above.
    case floor([Part])
  }

  /// From left to right.
  public var parts: [Part]

  /// A formula of these parts.
  public init(_ parts: [Part]) { self.parts = parts }

  /// The formula cut into lines no wider than `width`, before relations of the outermost level
  /// only; a line that cannot be cut stays too wide.
  public func lines(width: Double, font: Font, measurer: any TextMeasurer) -> [Formula] {
    var lines: [Formula] = []
    var line: [Part] = []
    var pending: [Part] = []
    func fits(_ parts: [Part]) -> Bool {
      Formula(parts).extents(font: font, measurer: measurer).width <= width
    }
    func settle() {
      if !line.isEmpty, !fits(line + pending) {
        lines.append(Formula(line))
        line = []
      }
      line += pending
      pending = []
    }
    for part in parts {
      if case .relation = part { settle() }
      pending.append(part)
    }
    settle()
    return lines + (line.isEmpty ? [] : [Formula(line)])
  }

  /// How much room the formula takes, in points.
  public func extents(font: Font, measurer: any TextMeasurer) -> TextExtents {
    let line = measurer.measure("(0", font: font)
    return parts.reduce(
      TextExtents(width: 0, ascent: line.ascent, descent: line.descent)
    ) { total, part in
      let box = Self.extents(of: part, font: font, measurer: measurer)
      return TextExtents(
        width: total.width + box.width, ascent: max(total.ascent, box.ascent),
        descent: max(total.descent, box.descent))
    }
  }

  private static func extents(
    of part: Part, font: Font, measurer: any TextMeasurer
  ) -> TextExtents {
    switch part {
    case .symbol(let string, _), .tight(let string): return measurer.measure(string, font: font)
    case .relation(let string):
      var box = measurer.measure(string, font: font)
      box.width += 2 * relationSpace(font)
      return box
    case .fraction(let top, let bottom):
      let a = Formula(top).extents(font: font, measurer: measurer)
      let b = Formula(bottom).extents(font: font, measurer: measurer)
      let axis = axisHeight(font)
      return TextExtents(
        width: max(a.width, b.width) + 2 * fractionOverhang(font),
        ascent: axis + ruleGap(font) + a.height, descent: b.height + ruleGap(font) - axis)
    case .floor(let inner):
      var box = Formula(inner).extents(font: font, measurer: measurer)
      box.width += 2 * bracketWidth(font)
      return box
    }
  }

  /// Where a fraction's rule lies above the baseline: the height of a minus.
  fileprivate static func axisHeight(_ font: Font) -> Double { 0.26 * font.size }
  fileprivate static func ruleGap(_ font: Font) -> Double { 0.05 * font.size }
  fileprivate static func fractionOverhang(_ font: Font) -> Double { 0.08 * font.size }
  fileprivate static func bracketWidth(_ font: Font) -> Double { 0.38 * font.size }
  fileprivate static func relationSpace(_ font: Font) -> Double { 0.2 * font.size }
}

extension Style {
  /// The marks of `formula`, its baseline starting at `origin`.
  public func formula(_ formula: Formula, _ font: Font, at origin: Point) -> [Mark] {
    var draw = Canvas(self)
    draw.formula(formula, font, at: origin)
    return draw.marks
  }
}

extension Canvas {
  fileprivate mutating func formula(_ formula: Formula, _ font: Font, at origin: Point) {
    var x = origin.x
    for part in formula.parts {
      let width = Formula([part]).extents(font: font, measurer: style.measurer).width
      self.part(part, font, at: Point(x, origin.y), width: width)
      x += width
    }
  }

  private mutating func part(
    _ part: Formula.Part, _ font: Font, at origin: Point, width: Double
  ) {
    switch part {
    case .symbol(let string, let color): text(string, font, at: origin, color: color)
    case .tight(let string): text(string, font, at: origin)
    case .relation(let string):
      text(string, font, at: Point(origin.x + Formula.relationSpace(font), origin.y))
    case .fraction(let top, let bottom):
      let (top, bottom) = (Formula(top), Formula(bottom))
      let a = top.extents(font: font, measurer: style.measurer)
      let b = bottom.extents(font: font, measurer: style.measurer)
      let (rule, gap) = (origin.y - Formula.axisHeight(font), Formula.ruleGap(font))
      formula(top, font, at: Point(origin.x + (width - a.width) / 2, rule - gap - a.descent))
      formula(bottom, font, at: Point(origin.x + (width - b.width) / 2, rule + gap + b.ascent))
      let stroke = Stroke(theme.text, width: font.size * 0.06)
      line(Point(origin.x, rule), Point(origin.x + width, rule), stroke)
    case .floor(let inner):
      let box = Formula(inner).extents(font: font, measurer: style.measurer)
      let room = Formula.bracketWidth(font)
      let (top, bottom) = (
        origin.y - box.ascent + 0.12 * font.size, origin.y + box.descent - 0.05 * font.size
      )
      for (x, foot) in [(0.35 * room, 0.5 * room), (width - 0.35 * room, -0.5 * room)] {
        let x = origin.x + x
        path(
          .polyline([Point(x, top), Point(x, bottom), Point(x + foot, bottom)]),
          stroke: Stroke(theme.text, width: font.size * 0.065))
      }
      formula(Formula(inner), font, at: Point(origin.x + room, origin.y))
    }
  }
}

extension Style {
  /// How much room a formula takes, in points.
  package func extents(of formula: Formula, _ font: Font) -> TextExtents {
    formula.extents(font: font, measurer: measurer)
  }

  /// How wide the widest of `formulas` is; 0 for none.
  package func width(_ formulas: [Formula], _ font: Font) -> Double {
    formulas.map { extents(of: $0, font).width }.max() ?? 0
  }

  /// How high `formulas` are below each other.
  package func height(_ formulas: [Formula], _ font: Font) -> Double {
    formulas.reduce(0) { $0 + extents(of: $1, font).height }
  }

  /// The face of mathematics; bold on a slide, whose last row sees no thin strokes.
  package var mathFace: Font { font(.math, isBold: page.isSlide) }

  /// The same, smaller where that keeps each of `formulas` in a line of `width`, as far as a text
  /// of the page may be small.
  package func mathFont(for formulas: [Formula], width: Double) -> Font {
    var font = mathFace
    let natural = self.width(formulas, font)
    font.size = max(page.minimumTextSize, min(font.size, font.size * width / natural))
    return font
  }
}

extension Canvas {
  /// A formula whose box has its upper edge at `point`, and how high it is.
  @discardableResult
  package mutating func formula(
    _ formula: Formula, _ font: Font, at point: Point,
    _ horizontal: Style.HorizontalAnchor = .leading
  ) -> Double {
    let box = style.extents(of: formula, font)
    let shift =
      switch horizontal {
      case .leading: 0.0
      case .center: box.width / 2
      case .trailing: box.width
      }
    add(style.formula(formula, font, at: Point(point.x - shift, point.y + box.ascent)))
    return box.height
  }
}
