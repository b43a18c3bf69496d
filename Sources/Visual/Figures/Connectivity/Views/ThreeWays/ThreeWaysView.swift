import AECore

extension ConnectivityFigure.View {
  /// The transposed convolution as scattering, as gathering and as a matrix product.
  public static let threeWays = Self(
    rawValue: "three-ways", summary: "worked in numbers", numbers: .required
  ) {
    ThreeWaysView(figure: $0)
  }
}

/// The view `three-ways`: a transposed convolution as scattering, as gathering over the input
/// spread out with zeros, and as a product with Cᵀ; the same output below each.
struct ThreeWaysView: ConnectivityView {
  typealias Drawing = ThreeWaysDrawing
  let figure: ConnectivityFigure

  var title: String { "a transposed convolution in three ways" }
  var data: any Encodable & Sendable { figure.exampleData }

  /// What the ways do, with the numbers of the cell in focus.
  var caption: String {
    guard let example = figure.example else { return "" }
    let g = example.pair.geometry
    let (rows, columns) = (g.stride.height - 1, g.stride.width - 1)
    let stuffed: String
    if figure.isOneDimensional || rows == columns {
      stuffed =
        columns == 0
        ? "no zeros between its cells (stride 1)"
        : "\(columns.counted("zero")) between its cells"
    } else {
      stuffed =
        "\(rows.counted("zero")) between its rows and \(columns.counted("zero")) between its "
        + "columns"
    }
    // Cells of one output map that the focus cell adds to.
    let reach = g.reach(of: figure.exampleFocus(example), large: example.pair.restoredShape.size)
    return "One input cell feeds \(reach.counted("output cell")); one output cell looks at the "
      + "input with \(stuffed); Cᵀ holds the same weights. All three give the same output. "
      + (example.transposedBias.contains { $0 != 0 } ? "The bias is left out. " : "")
      + figure.otherMaps(example)
  }
}
