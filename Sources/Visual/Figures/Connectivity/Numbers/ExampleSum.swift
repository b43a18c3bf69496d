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

  /// The sum of the convolution for a small cell, or of the transposed one for a cell of its
  /// output.
  init(
    _ direction: ConnectivityDirection, _ example: WorkedExample, _ cell: Cell,
    fromMap channel: Int, _ theme: Theme
  ) {
    let isConvolution = direction == .convolution
    func products(_ map: Int) -> [WorkedExample.Product] {
      isConvolution
        ? example.products(ofSmall: cell, fromMap: map)
        : example.products(ofLarge: cell, fromMap: map)
    }
    let perGroup =
      isConvolution
      ? example.weights.shape[1] : example.pair.smallShape.channels / example.pair.geometry.groups
    let first = channel / perGroup * perGroup
    let rest = (first..<first + perGroup).filter { $0 != channel }
    self.products = products(channel)
    let sum = rest.flatMap(products).reduce(0.0) { $0 + Double($1.value) * Double($1.weight) }
    others = rest.isEmpty ? nil : (Float(sum), rest.count)
    bias = (isConvolution ? example.convolutionBias : example.transposedBias)[cell.channel]
    result = (isConvolution ? example.convolved : example.restored).value(at: cell)
    (valueColor, resultColor) =
      isConvolution ? (theme.large, theme.small) : (theme.small, theme.large)
  }

  /// What is summed, at most `most` products of it; in its short form numbers are written as in
  /// cells, and what other maps and the bias add is one grey number.
  func summands(_ theme: Theme, most: Int, isShort: Bool = false) -> [[Formula.Part]] {
    func factor(_ value: Float) -> String {
      ExampleText.factor(value, as: isShort ? ExampleText.short : ExampleText.number)
    }
    var summands: [[Formula.Part]] = products.prefix(most).map {
      [
        .symbol(factor($0.value), valueColor), .tight("·"),
        .symbol(factor($0.weight), theme.kernel),
      ]
    }
    func addGrey(_ text: String) { summands.append([.symbol(text, theme.mutedText)]) }
    if products.count > most {
      addGrey(isShort ? "…" : "… (\(products.count - most) more)")
    }
    let rest = (others?.sum ?? 0) + bias
    if isShort, rest != 0 { addGrey(factor(rest)) }
    if !isShort, let others {
      addGrey(factor(others.sum) + " (\(others.maps.counted("other map")))")
    }
    if !isShort, bias != 0 { addGrey(factor(bias) + " (bias)") }
    if summands.isEmpty { addGrey("0") }
    return summands
  }

  /// `= 7`, or `≈ 0.71` where the printed numbers do not quite add up.
  func ending(isShort: Bool = false) -> [Formula.Part] {
    let text = isShort ? ExampleText.short(result) : ExampleText.number(result)
    let numbers = products.flatMap { [$0.value, $0.weight] } + [others?.sum ?? 0, bias, result]
    return [.relation(ExampleText.areWhole(numbers) ? "=" : "≈"), .symbol(text, resultColor)]
  }

  /// The formula in at most `limit` lines.
  func lines(width: Double, limit: Int, _ font: Font, _ style: Style) -> [Formula] {
    var most = min(products.count, 40)
    while true {
      let sum = summands(style.theme, most: most).joined(separator: [.relation("+")])
      let lines = Formula(Array(sum) + ending()).lines(
        width: width, font: font, measurer: style.measurer)
      if lines.count <= limit || most == 0 { return Array(lines.prefix(limit)) }
      most -= 1
    }
  }
}
