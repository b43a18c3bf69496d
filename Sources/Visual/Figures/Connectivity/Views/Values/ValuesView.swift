import AECore

extension ConnectivityFigure.View {
  /// A worked example: input, kernel, products and sums in digits, in both directions.
  public static let values = Self(
    rawValue: "values", summary: "worked in numbers", numbers: .required, order: .oneMap
  ) { ValuesView(figure: $0) }
}

/// The view `values`: both directions in digits, the sum of one output cell written out.
struct ValuesView: ConnectivityView {
  typealias Drawing = ValuesDrawing
  let figure: ConnectivityFigure

  var title: String { "a convolution and its transpose in numbers" }
  var data: any Encodable & Sendable { figure.exampleData }

  /// Which cells the sums are of.
  var caption: String {
    guard let example = figure.example else { return "" }
    let (small, large) = (figure.exampleFocus(example), figure.exampleTarget(example))
    func place(_ cell: Cell) -> String { "cell \(figure.place(cell))" }
    let gathered = example.products(ofSmall: small, fromMap: figure.largeChannel).count
    let received = example.products(ofLarge: large, fromMap: small.channel).count
    let reached = example.pair.geometry.reach(of: small, large: example.pair.restoredShape.size)
    return "Convolution: \(place(small)) sums \(gathered.counted("product")). Transposed: "
      + "\(place(small)) times the kernel goes to \(reached.counted("cell")); \(place(large)) of "
      + "the output receives \(received.counted("product")). " + figure.otherMaps(example)
      + (figure.layer == nil
        ? "The layers computed these numbers." : "Values and weights are the trained network's.")
  }

  var movingCaption: String {
    "Each step works one output cell of the convolution and one of the transposed "
      + "convolution, product by product."
      + (figure.layer == nil ? "" : " The numbers are the trained network's.")
  }
}
