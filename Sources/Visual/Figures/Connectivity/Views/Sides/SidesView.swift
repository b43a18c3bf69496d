import AECore

extension ConnectivityFigure.View {
  /// The sides that the zeros lie on in Keras and in PyTorch.
  public static let sides = Self(
    rawValue: "sides", summary: "which side the zeros are on, in Keras and PyTorch"
  ) {
    SidesView(figure: $0)
  }
}

/// The view `sides`: for each convention the padded map along one axis and the windows on it, one
/// below the other, so that a shift shows.
struct SidesView: ConnectivityView {
  typealias Drawing = SidesDrawing
  let figure: ConnectivityFigure

  var title: String { "which side the zeros are on, \(stride)" }

  /// For each convention and along each axis, the zeros before the map and behind it, those of them
  /// that some window reads, and the convolution's output.
  var data: any Encodable & Sendable {
    func entries(_ axis: Size2D.Axis) -> [Fields] {
      Sides.all(pair, axis).map {
        [
          "convention": $0.convention.rawValue,
          "padding": [$0.padding.before, $0.padding.after],
          "read": [$0.read.before, $0.read.after],
          "outputSize": $0.small,
        ]
      }
    }
    return ["schemaVersion": 1, "height": entries(.vertical), "width": entries(.horizontal)]
      as Fields
  }

  /// How many zeros there are to share out, who has them where, and how one becomes the other.
  var caption: String {
    let axis = Sides.axis(of: figure)
    let sides = Sides.all(pair, axis)
    guard let keras = sides.first, let pytorch = sides.last else { return "" }
    let total = keras.padding.total
    let span = geometry.span(axis)
    let need = keras.small == 1 ? "needs" : "need"
    let needed =
      "\(keras.small.counted("window")) of \(span.counted("cell")) over \(keras.large) \(need) "
      + (total == 0 ? "no zeros" : total.counted("zero"))
    let shared: String
    let advice: String?
    if total == 0 {
      shared =
        keras.option == pytorch.option
        ? ": Keras and PyTorch do the same."
        : ": \(keras.option) and \(pytorch.option) are the same."
      advice = nil
    } else if keras.read == pytorch.read {
      shared = ": both have \(keras.read.words)."
      advice = nil
    } else {
      shared =
        ": Keras has \(keras.read.words), PyTorch \(pytorch.read.words), so its windows begin a "
        + "cell earlier."
      advice = "PyTorch does as Keras with F.pad(x, \(Self.torchPad(keras, figure))), padding=0."
    }
    let cut = total == 0 ? nil : "Transposed, they are cut off."
    return [needed + shared, advice, cut].sentences
  }

  /// `(left, right, top, bottom)`, in PyTorch's order; of one row `(left, right)`.
  private static func torchPad(_ sides: Sides, _ figure: ConnectivityFigure) -> String {
    let padding = sides.pair.geometry.padding
    let ends = [padding.horizontal] + (figure.isOneDimensional ? [] : [padding.vertical])
    return "(\(ends.flatMap { ["\($0.before)", "\($0.after)"] }.joined(separator: ", ")))"
  }
}
