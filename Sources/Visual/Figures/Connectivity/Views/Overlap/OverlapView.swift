import AECore

extension ConnectivityFigure.View {
  /// How many contributions each cell of the transposed convolution's output receives.
  public static let overlap = Self(
    rawValue: "overlap", summary: "contributions to each cell", order: .oneLine,
    showsDecoder: true, standardSize: 9
  ) {
    OverlapView(figure: $0)
  }
}

/// The view `overlap`: how many contributions each cell of the transposed convolution's output
/// receives, as paint that adds up along one axis and as a map, beside a table of which kernels and
/// strides are even. Of a run, the whole decoder's rows.
struct OverlapView: ConnectivityView {
  typealias Drawing = OverlapDrawing
  let figure: ConnectivityFigure

  var title: String {
    guard figure.decoder == nil else { return "overlap through the whole decoder" }
    let dilation = geometry.dilation
    return "overlap of kernel \(figure.shortWords(geometry.kernel)), \(stride)"
      + (dilation == Size2D(1) ? "" : ", dilation \(figure.shortWords(dilation))")
  }

  /// Contributions along each axis, whose products are those of the cells; of a run the ways
  /// through the decoder after each of its convolutions.
  var data: any Encodable & Sendable {
    func counts(_ layer: String?, _ size: Size2D, _ rows: [Double], _ columns: [Double]) -> Fields {
      ["layer": layer, "size": size, "rows": rows, "columns": columns]
    }
    let size = pair.restoredShape.size
    let own = Size2D.Axis.allCases.map {
      pair.contributions($0, to: 0..<size[$0]).map(Double.init)
    }
    let overlap =
      figure.decoder?.overlap.stages.map { counts($0.name, $0.size, $0.rows, $0.columns) }
      ?? [counts(figure.layer, size, own[0], own[1])]
    return ["schemaVersion": 1, "overlap": overlap] as Fields
  }

  var movingCaption: String {
    "One input cell after the other adds to its window of the output. Where windows meet, their "
      + "contributions add up."
  }

  /// Whether cells far from the borders receive equally much, in words with the numbers.
  var caption: String {
    figure.decoder?.caption ?? OverlapWords(figure).sentences.sentences
  }
}
