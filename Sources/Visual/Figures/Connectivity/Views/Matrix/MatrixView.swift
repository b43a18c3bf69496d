import AECore

extension ConnectivityFigure.View {
  /// The operation's matrix C beside Cᵀ, coloured by kernel tap.
  public static let matrix = Self(
    "matrix", "C and its transpose", listsConnections: true, order: .everyMap,
    wholeMap: { _, _ in 9 }
  ) { MatrixView(figure: $0) }
}

/// The view `matrix`: C, which computes the convolution, beside Cᵀ, which computes the transposed
/// one; the same taps in the same colours, and the kernel with its maps beside them.
struct MatrixView: ConnectivityView {
  let figure: ConnectivityFigure

  var title: String { "the convolution as a matrix, and its transpose" }

  func marks(in frame: Rect, style: Style) -> [Mark] {
    MatrixDrawing(figure: figure, frame: frame, style: style).marks
  }

  func path(in frame: Rect, style: Style) -> [Cell] {
    MatrixDrawing(figure: figure, frame: frame, style: style).path
  }

  /// What the matrices' rows and columns are, and how full they are.
  var caption: String {
    let connections =
      pair.geometry.connectionCount(large: pair.largeShape, small: pair.smallShape)
    let all = Int(
      product: pair.smallShape.shape.dimensions + pair.largeShape.shape.dimensions)
    var text =
      "A row of C gathers one output cell; the same taps are a column of Cᵀ, which scatters one "
      + "input cell."
    if let connections, let all {
      text +=
        " \(NumberText.count(connections)) of C’s \(NumberText.count(all)) entries are not zero."
    }
    if let weights = figure.weights, let limit = WeightScale.limit(of: weights) {
      text += " Colours are the learned weights, up to ±\(WeightScale.text(limit))."
    }
    if pair.restoredShape != pair.largeShape {
      text +=
        " Output padding \(pair.geometry.outputPadding.short) gives Cᵀ "
        + "\(NumberText.count(pair.restoredShape.channels * pair.restoredShape.size.count)) rows."
    }
    return text
  }

  var movingCaption: String {
    "Each step is a row of C, which gathers one output cell, and the same column of Cᵀ, "
      + "which scatters one input cell."
  }
}
