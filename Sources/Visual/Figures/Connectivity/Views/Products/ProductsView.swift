import AECore

extension ConnectivityFigure.View {
  /// A worked example of the transposed convolution: what every output cell receives.
  public static let products = Self(
    rawValue: "products", summary: "worked in numbers", numbers: .required
  ) {
    ProductsView(figure: $0)
  }
}

/// The view `products`: the transposed convolution's output with, in every cell, the products that
/// it receives and their sum.
struct ProductsView: ConnectivityView {
  typealias Drawing = ProductsDrawing
  let figure: ConnectivityFigure

  var title: String {
    (figure.layer == nil ? "transposed convolution: " : "") + "what every output cell adds up"
  }
  var data: any Encodable & Sendable { figure.exampleData }

  /// How many products the cells receive.
  var caption: String {
    guard let example = figure.example else { return "" }
    let counts = example.pair.contributionLimits
    let hasGrey = example.transposedBias.contains { $0 != 0 } || pair.smallShape.channels > 1
    return "Each output cell adds one product (input value · kernel weight) for every input cell "
      + "with a tap on it: \(counts.words) of them."
      + (hasGrey ? " Grey: what the other maps and the bias add." : "")
      + (counts.lowerBound == 0 ? " Cells that receive none are gaps." : "")
  }
}
