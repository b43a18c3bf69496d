import AECore

extension ConnectivityFigure.View {
  /// A worked example of the transposed convolution: what every output cell receives.
  public static let products = Self("products", "worked in numbers", numbers: .required) {
    ProductsView(figure: $0)
  }
}

/// The view `products`: the transposed convolution's output with, in every cell, the products that
/// it receives and their sum.
struct ProductsView: ConnectivityView {
  let figure: ConnectivityFigure

  var title: String {
    (figure.layer == nil ? "transposed convolution: " : "") + "what every output cell adds up"
  }
  var data: any Encodable & Sendable { ExampleData(figure.example) }

  func marks(in frame: Rect, style: Style) -> [Mark] {
    ProductsDrawing(figure: figure, frame: frame, style: style).marks
  }

  /// How many products the cells receive.
  var caption: String {
    guard let example = figure.example else { return "" }
    let shape = example.pair.restoredShape
    func counts(_ axis: Size2D.Axis) -> [Int] {
      (0..<min(shape.size[axis], 4096)).map {
        example.pair.geometry.contributions(
          to: $0, axis, small: example.pair.smallShape.size[axis])
      }
    }
    let (rows, columns) = (counts(.vertical), counts(.horizontal))
    let least = (rows.min() ?? 0) * (columns.min() ?? 0)
    let most = (rows.max() ?? 0) * (columns.max() ?? 0)
    let range = least == most ? "\(least)" : "\(least) to \(most)"
    return "Each output cell adds one product (input value · kernel weight) for every input cell "
      + "whose window covers it: \(range) of them."
      + (example.transposedBias.contains { $0 != 0 } || example.pair.smallShape.channels > 1
        ? " Grey: what the other maps and the bias add." : "")
      + (least == 0 ? " Cells that receive none are gaps." : "")
  }
}
