import AECore

/// A sum of a worked example as a formula: each product in the colours of what it is made of, and
/// the layer's own result.
struct ExampleSum {
  /// The products of the map that is shown.
  let products: [WorkedExample.Product]
  /// What the other maps add, with how many they are; nil when there is no other.
  let others: (sum: Float, maps: Int)?
  /// What the layer adds to every cell.
  let bias: Float
  /// What the layer gave.
  let result: Float
  /// The colour of the values.
  let valueColor: Color
  /// The colour of the result.
  let resultColor: Color

  /// The convolution's sum for a small cell.
  init(convolution example: WorkedExample, _ cell: Cell, fromMap channel: Int, _ theme: Theme) {
    products = example.products(ofSmall: cell, fromMap: channel)
    let perGroup = example.weights.shape[1]
    let group = channel / perGroup
    let rest = (group * perGroup..<(group + 1) * perGroup).filter { $0 != channel }
    others =
      rest.isEmpty
      ? nil
      : (
        Self.sum(rest.flatMap { example.products(ofSmall: cell, fromMap: $0) }), rest.count
      )
    bias = example.convolutionBias[cell.channel]
    result = WorkedExample.value(example.convolved, cell.channel, cell.y, cell.x)
    (valueColor, resultColor) = (theme.large, theme.small)
  }

  /// The transposed convolution's sum for a cell of its output.
  init(transposed example: WorkedExample, _ cell: Cell, fromMap channel: Int, _ theme: Theme) {
    products = example.products(ofLarge: cell, fromMap: channel)
    let perGroup = example.pair.smallShape.channels / example.pair.geometry.groups
    let group = channel / perGroup
    let rest = (group * perGroup..<(group + 1) * perGroup).filter { $0 != channel }
    others =
      rest.isEmpty
      ? nil
      : (
        Self.sum(rest.flatMap { example.products(ofLarge: cell, fromMap: $0) }), rest.count
      )
    bias = example.transposedBias[cell.channel]
    result = WorkedExample.value(example.restored, cell.channel, cell.y, cell.x)
    (valueColor, resultColor) = (theme.small, theme.large)
  }

  private static func sum(_ products: [WorkedExample.Product]) -> Float {
    Float(products.reduce(0.0) { $0 + Double($1.value) * Double($1.weight) })
  }

  /// Whether the numbers as they are printed add up.
  var isWhole: Bool {
    ExampleText.areWhole(
      products.flatMap { [$0.value, $0.weight] } + [others?.sum ?? 0, bias, result])
  }

  /// The formula with at most `most` products; in its short form numbers are written as in cells,
  /// and what other maps and the bias add is one grey number.
  func formula(_ theme: Theme, most: Int, isShort: Bool = false) -> Formula {
    func factor(_ value: Float) -> String {
      isShort ? ExampleText.factor(value, as: ExampleText.short) : ExampleText.factor(value)
    }
    var parts: [Formula.Part] = []
    func plus() { if !parts.isEmpty { parts.append(.relation("+")) } }
    for product in products.prefix(most) {
      plus()
      parts += [
        .symbol(factor(product.value), valueColor), .tight("·"),
        .symbol(factor(product.weight), theme.kernel),
      ]
    }
    if products.count > most {
      plus()
      let rest = isShort ? "…" : "… (\(products.count - most) more)"
      parts.append(.symbol(rest, theme.mutedText))
    }
    if isShort {
      let rest = (others?.sum ?? 0) + bias
      if rest != 0 {
        plus()
        parts.append(.symbol(factor(rest), theme.mutedText))
      }
    } else {
      addRest(to: &parts, theme)
    }
    if parts.isEmpty { parts.append(.symbol("0", theme.mutedText)) }
    return Formula(
      parts + [
        .relation(isWhole ? "=" : "≈"),
        .symbol(
          isShort ? ExampleText.short(result) : ExampleText.number(result), resultColor),
      ])
  }

  /// What the other maps and the bias add, with words.
  private func addRest(to parts: inout [Formula.Part], _ theme: Theme) {
    func plus() { if !parts.isEmpty { parts.append(.relation("+")) } }
    if let others {
      plus()
      let maps = others.maps == 1 ? "1 other map" : "\(others.maps) other maps"
      parts.append(.symbol(ExampleText.factor(others.sum) + " (\(maps))", theme.mutedText))
    }
    if bias != 0 {
      plus()
      parts.append(.symbol(ExampleText.factor(bias) + " (bias)", theme.mutedText))
    }
  }

  /// The formula in at most `limit` lines.
  func lines(width: Double, limit: Int, _ font: Font, _ style: Style) -> [Formula] {
    var most = min(products.count, 40)
    while true {
      let lines = formula(style.theme, most: most).lines(
        width: width, font: font, measurer: style.measurer)
      if lines.count <= limit || most == 0 { return Array(lines.prefix(limit)) }
      most -= 1
    }
  }
}
