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

  /// Of maps with too many cells for a matrix of all of them, one row.
  private var shown: ConnectivityFigure { figure.inMatrix }
  private var isOneRow: Bool { shown.pair != pair }

  var title: String {
    (isOneRow ? "one row: " : "") + "convolution C, transposed convolution Cᵀ"
  }

  /// What the matrices' rows and columns are, and how full they are.
  var caption: String {
    let pair = shown.pair
    let (large, small, restored) = (pair.largeShape, pair.smallShape, pair.restoredShape)
    let all = Int(product: [small.count, large.count])
    let connections =
      pair.geometry.connectionCount(large: large, small: small).map(NumberText.count)
    let taps =
      "A row of C gathers one output cell; the same taps are a column of Cᵀ, which scatters one "
      + "input cell."
    let share = all.flatMap { all in
      connections.map { count in
        all == 1
          ? "C’s one entry is \(count == "1" ? "not " : "")zero."
          : "\(count) of C’s \(NumberText.count(all)) entries \(count == "1" ? "is" : "are") not "
            + "zero."
      }
    }
    let whole = isOneRow ? wholeSentence : nil
    let colors = figure.weights.flatMap(WeightScale.limit).map {
      "Colours are the learned weights, up to ±\(WeightScale.text($0))."
    }
    let padding = shown.shortWords(pair.geometry.outputPadding)
    let rows = NumberText.count(restored.count)
    let grown = restored == large ? nil : "Output padding \(padding) gives Cᵀ \(rows) rows."
    return [whole, taps, share, colors, grown].sentences
  }

  /// How large the matrix of the whole maps is, of which one row is drawn.
  private var wholeSentence: String {
    let sizes = [pair.smallShape.count, pair.largeShape.count].map(NumberText.count)
    return "The whole C is \(sizes[0]) × \(sizes[1]); here is one row of each map, through the "
      + "kernel's middle row."
  }

  var movingCaption: String {
    "Each step is a row of C, which gathers one output cell, and the same column of Cᵀ, "
      + "which scatters one input cell."
  }
}

extension ConnectivityFigure {
  /// No matrix of all cells of larger maps is drawn: its entries could not be told apart.
  private static let mostCellsInMatrix = 100

  /// What the view `matrix` draws: all of the maps, or of large ones a row.
  var inMatrix: ConnectivityFigure {
    let cells = max(pair.largeShape.size.count, pair.restoredShape.size.count)
    return cells > Self.mostCellsInMatrix ? crossSection ?? self : self
  }
}
