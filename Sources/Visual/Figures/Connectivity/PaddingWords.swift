import AECore

// What views say of the padding: always the convolution's, counted as the convolution counts it.

extension ConnectivityFigure {
  /// How many rows and columns a number of cells are: `1 row and 2 columns`, or `1` where both are
  /// the same.
  private func words(_ rows: Int, _ columns: Int) -> String {
    if isOneDimensional { return "\(columns)" }
    if rows == columns { return "\(rows)" }
    return [(rows, "row"), (columns, "column")].filter { $0.0 > 0 }.map { $0.0.counted($0.1) }
      .listed
  }

  /// The sides of a map that have zeros, by how many they are: `1 off the bottom`.
  private func sides(_ padding: Padding) -> [(count: Int, sides: [String])] {
    let rows = [(padding.vertical.before, "top"), (padding.vertical.after, "bottom")]
    let columns = [
      (padding.horizontal.before, isOneDimensional ? "start" : "left"),
      (padding.horizontal.after, isOneDimensional ? "end" : "right"),
    ]
    let all = (isOneDimensional ? [] : rows) + columns
    return Set(all.map(\.0)).subtracting([0]).sorted().map { count in
      (count, all.filter { $0.0 == count }.map(\.1))
    }
  }

  /// Whether opposite sides have as many zeros.
  private var paddingIsSymmetric: Bool {
    let padding = pair.geometry.padding
    return padding.horizontal.isSymmetric && (isOneDimensional || padding.vertical.isSymmetric)
  }

  /// The padding in a label, from long to short: `padding 1`; where sides differ
  /// `padding: 1 top, 2 left`. Empty without any.
  var paddingLabels: [String] {
    let padding = pair.geometry.padding
    guard padding != .zero else { return [] }
    let short = "padding \(shortWords(padding))"
    guard !paddingIsSymmetric else { return [short] }
    let each = sides(padding).map { "\($0.count) \($0.sides.listed)" }.joined(separator: ", ")
    return ["padding: \(each)", short]
  }

  /// What the padding and the output padding do to the transposed convolution's output; nil when
  /// there are none.
  var paddingSentence: String? {
    let (padding, output) = (pair.geometry.padding, pair.geometry.outputPadding)
    guard padding != .zero else {
      return output == Size2D(0)
        ? nil : "Output padding adds \(added(output)) of the transposed output."
    }
    let cut =
      "Padding \(shortWords(padding)) of the convolution cuts \(cutWords(padding)) of the "
      + "transposed output"
    let isKept = output.height <= padding.after.height && output.width <= padding.after.width
    return output == Size2D(0)
      ? "\(cut)."
      : "\(cut), output padding \(shortWords(output)) \(isKept ? "keeps" : "adds") "
        + "\(added(output))."
  }

  /// `1 at the bottom and right`; `1 row at the bottom` where it lies on that side alone.
  private func added(_ output: Size2D) -> String {
    if isOneDimensional { return "\(output.width) at the end" }
    if output.height == output.width { return "\(output.height) at the bottom and right" }
    let rows = output.height > 0 ? "\(output.height.counted("row")) at the bottom" : nil
    let columns = output.width > 0 ? "\(output.width.counted("column")) at the right" : nil
    return [rows, columns].compactMap { $0 }.listed
  }

  /// `1 row and 2 columns off each side`; `1 off the bottom and right` where sides differ.
  func cutWords(_ padding: Padding) -> String {
    if paddingIsSymmetric {
      let (rows, columns) = (padding.vertical.before, padding.horizontal.before)
      return "\(words(rows, columns)) off each \(isOneDimensional ? "end" : "side")"
    }
    return sides(padding).map { "\($0.count) off the \($0.sides.listed)" }.joined(separator: ", ")
  }
}
