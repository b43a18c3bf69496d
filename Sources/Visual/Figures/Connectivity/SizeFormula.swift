import AECore

/// The size formulas of both directions with a geometry's numbers put in, each number in the
/// colour of what it counts.
struct SizeFormula {
  private let g: ConvGeometry
  private let sizes: (large: Int, small: Int, restored: Int)
  /// The small size that the transposed convolution starts from, which need not be what the
  /// convolution comes to.
  private let startsAt: Int
  private let outputPadding: Int
  private let axis: Size2D.Axis
  private let theme: Theme

  /// The formulas of a pair along an axis.
  init(pair: ConvolutionPair, axis: Size2D.Axis, theme: Theme) {
    g = pair.geometry
    sizes = (pair.largeShape.size[axis], pair.smallShape.size[axis], pair.restoredShape.size[axis])
    startsAt = sizes.small
    outputPadding = g.outputPadding[axis]
    self.axis = axis
    self.theme = theme
  }

  /// The formulas of one of the sizes that output padding leads back to.
  init(row: SizeRows.Row, _ rows: SizeRows, theme: Theme) {
    g = rows.geometry
    sizes = (row.large, row.small, row.large)
    startsAt = rows.small
    outputPadding = row.outputPadding
    axis = rows.axis
    self.theme = theme
  }

  /// The formula of a direction.
  /// - Parameter isStacked: with the stride below a rule, or after a slash when lines are scarce.
  func formula(_ direction: ConnectivityDirection, isStacked: Bool = false) -> Formula {
    direction == .convolution ? convolution(isStacked: isStacked) : transposed
  }

  /// `⌊(i + 2p − d(k−1) − 1) / s⌋ + 1 = o`, from the large size to the small one.
  private func convolution(isStacked: Bool) -> Formula {
    let numerator: [Formula.Part] =
      [large(sizes.large)] + padding("+") + [.relation("−")] + spread + [.relation("−"), plain(1)]
    let stride = plain(g.stride[axis])
    return Formula([
      .floor(
        isStacked
          ? [.fraction(numerator, [stride])] : [.tight("(")] + numerator + [.tight(")/"), stride]),
      .relation("+"), plain(1), .relation("="), small(sizes.small),
    ])
  }

  /// `(i − 1)s − 2p + d(k−1) + output_padding + 1 = o`, from the small size to the large one.
  private var transposed: Formula {
    let scaled: [Formula.Part] = [
      .tight("("), small(startsAt), .relation("−"), plain(1), .tight(")"), .tight("·"),
      plain(g.stride[axis]),
    ]
    return Formula(
      scaled + padding("−") + [.relation("+")] + spread + [
        .relation("+"), plain(outputPadding), .relation("+"), plain(1), .relation("="),
        large(sizes.restored),
      ])
  }

  /// `+ 2·p`, or `+ p₁ + p₂` where the padding before the map is not that behind it.
  private func padding(_ sign: String) -> [Formula.Part] {
    let ends = g.padding[axis]
    return ends.isSymmetric
      ? [.relation(sign), plain(2), .tight("·"), plain(ends.before)]
      : [.relation(sign), plain(ends.before), .relation(sign), plain(ends.after)]
  }

  /// `d·(k − 1)`: how far the window reaches beyond its first cell.
  private var spread: [Formula.Part] {
    [
      plain(g.dilation[axis]), .tight("·"), .tight("("), .symbol("\(g.kernel[axis])", theme.kernel),
      .relation("−"), plain(1), .tight(")"),
    ]
  }

  private func small(_ size: Int) -> Formula.Part { .symbol("\(size)", theme.small) }
  private func large(_ size: Int) -> Formula.Part { .symbol("\(size)", theme.large) }
  private func plain(_ number: Int) -> Formula.Part { .symbol("\(number)", nil) }
}
