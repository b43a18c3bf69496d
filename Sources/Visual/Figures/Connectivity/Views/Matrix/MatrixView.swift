import AECore

extension ConnectivityFigure.View {
  /// The operation's matrix C beside Cᵀ, coloured by kernel tap.
  public static let matrix = Self(
    rawValue: "matrix", summary: "C and its transpose", listsConnections: true, order: .everyMap,
    wholeMap: { _, _ in 9 }
  ) { MatrixView(figure: $0) }
}

/// The view `matrix`: C, which computes the convolution, beside Cᵀ, which computes the transposed
/// one; the same taps in the same colours, and the kernel with its maps beside them.
struct MatrixView: ConnectivityView {
  typealias Drawing = MatrixDrawing
  let figure: ConnectivityFigure

  var title: String { "the convolution as a matrix, and its transpose" }

  /// What the matrices' rows and columns are, and how full they are.
  var caption: String {
    let (large, small, restored) = (pair.largeShape, pair.smallShape, pair.restoredShape)
    let all = Int(product: [small.count, large.count])
    let connections = geometry.connectionCount(large: large, small: small).map(NumberText.count)
    let taps =
      "A row of C gathers one output cell; the same taps are a column of Cᵀ, which scatters one "
      + "input cell."
    let share = all.flatMap { all in
      connections.map { "\($0) of C’s \(NumberText.count(all)) entries are not zero." }
    }
    let colors = figure.weights.flatMap(WeightScale.limit).map {
      "Colours are the learned weights, up to ±\(WeightScale.text($0))."
    }
    let (padding, rows) = (geometry.outputPadding.short, NumberText.count(restored.count))
    let grown = restored == large ? nil : "Output padding \(padding) gives Cᵀ \(rows) rows."
    return [taps, share, colors, grown].sentences
  }

  var movingCaption: String {
    "Each step is a row of C, which gathers one output cell, and the same column of Cᵀ, "
      + "which scatters one input cell."
  }
}
