import AECore

/// What a grid of decoded codes says, and where the test images' codes lie on it.
extension ManifoldFigure {
  /// So many codes are drawn, about: more would make a file of shapes slow to open.
  private static let mostCodes = ScatterPlot.vectorLimit

  var gridCaption: String {
    let counts = section.axes.map { "\($0.values.count)" }.joined(separator: " × ")
    let shares = section.source == .prior ? "the prior, a normal distribution" : "the codes"
    return [
      (showsCodes ? "Left, " : "")
        + (isEven
          ? "\(counts) evenly spaced codes, decoded."
          : "\(counts) codes at equal shares of \(shares), decoded."),
      dots, change,
      section.source == .codes
        ? "Where no image has its code, nothing teaches the decoder what to draw." : nil,
    ].sentences
  }

  /// Whether the values of both axes are equally far apart.
  private var isEven: Bool {
    section.axes.allSatisfy { axis in
      guard let low = axis.values.first, let high = axis.values.last, axis.values.count > 2 else {
        return true
      }
      let step = (high - low) / Double(axis.values.count - 1)
      return axis.values.enumerated().allSatisfy {
        abs($0.element - low - Double($0.offset) * step) <= 0.01 * abs(step)
      }
    }
  }

  /// Whether there are codes to be drawn beside the grid.
  var showsCodes: Bool { codes.map { $0.count > 0 } ?? false }

  /// What the dots are, and how many codes the grid does not hold.
  private var dots: String? {
    guard let codes, showsCodes else { return nil }
    let (missing, all) = (codesOutside, codes.count)
    let what =
      all == 1 ? "the code of 1 test image" : "the codes of \(NumberText.count(all)) test images"
    let place =
      missing == 0
      ? nil : "; \(NumberText.count(missing)) \(missing == 1 ? "lies" : "lie") outside of it"
    let hasClasses = !codes.members.isEmpty
    let part =
      codeStep == 1
      ? nil : "; one in \(codeStep)" + (hasClasses ? " of each class" : "") + " is drawn"
    return "Right, on the same plane, " + [what, place, part].compactMap { $0 }.joined() + "."
  }

  /// Whether neighbours are alike, as measured.
  private var change: String? {
    guard let smoothness else { return nil }
    func text(_ value: Double) -> String { NumberText.short(value, digits: 2) }
    guard smoothness.varies else {
      return
        "Its images hardly differ: any two by \(text(smoothness.any)) of the way from black to "
        + "white."
    }
    let ways =
      "neighbours differ by \(text(smoothness.neighbours)) (RMS), any two by "
      + text(smoothness.any)
    return smoothness.isSmooth
      ? "It changes smoothly: \(ways)."
      : "It jumps somewhere, by \(text(smoothness.largest)): \(ways)."
  }

  /// How many codes lie outside of the grid.
  package var codesOutside: Int { cellsOfCodes.count { $0 == nil } }

  /// One code in how many is drawn.
  package var codeStep: Int {
    guard let count = codes?.count, count > 0 else { return 1 }
    return (count + Self.mostCodes - 1) / Self.mostCodes
  }

  /// The codes that are drawn, if they lie on the grid: the first of each class and then every one
  /// that is a multiple of ``codeStep`` later, so that each class keeps its share.
  package var drawnCodes: [Int] {
    guard let codes else { return [] }
    var seen: [Int?: Int] = [:]
    return codes.groups.indices.filter { index in
      let before = seen[codes.groups[index], default: 0]
      seen[codes.groups[index]] = before + 1
      return before % codeStep == 0
    }
  }

  /// Where each code lies among the grid's images, in cells from the middle of the first one, or
  /// nil for one outside of the grid.
  package var cellsOfCodes: [Point?] {
    guard let codes else { return [] }
    let (x, y) = (section.axes[0].values, section.axes[1].values)
    return codes.cloud.points.map { point in
      guard let column = Self.cell(of: point.x, among: x),
        let row = Self.cell(of: point.y, among: y)
      else { return nil }
      return Point(column, row)
    }
  }

  /// Between the values of an axis, in steps from the first; up to half a step beyond the ends.
  private static func cell(of value: Double, among values: [Double]) -> Double? {
    guard values.count > 1 else { return values.first == value ? 0 : nil }
    let above = values.firstIndex { $0 > value } ?? values.count
    let upper = min(max(above, 1), values.count - 1)
    let (low, high) = (values[upper - 1], values[upper])
    guard high > low else { return value == low ? Double(upper - 1) : nil }
    let place = Double(upper - 1) + (value - low) / (high - low)
    return place >= -0.5 && place <= Double(values.count) - 0.5 ? place : nil
  }
}
