import AECore

extension ConnectivityFigure.View {
  /// How many contributions each cell of the transposed convolution's output receives.
  public static let overlap = Self(
    rawValue: "overlap", summary: "contributions to each cell", showsDecoder: true
  ) {
    OverlapView(figure: $0)
  }
}

/// The view `overlap`: how many contributions each cell of the transposed convolution's output
/// receives, as a map with digits and a profile along the width, beside a table of which kernels
/// and strides are even. Of a run, the whole decoder's maps.
struct OverlapView: ConnectivityView {
  typealias Drawing = OverlapDrawing
  let figure: ConnectivityFigure

  var title: String {
    figure.decoder == nil
      ? "overlap of kernel \(figure.shortWords(geometry.kernel)), \(stride)"
      : "overlap through the whole decoder"
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
      figure.decoder?.stages.map { counts($0.name, $0.size, $0.rows, $0.columns) }
      ?? [counts(figure.layer, size, own[0], own[1])]
    return ["schemaVersion": 1, "overlap": overlap] as Fields
  }

  /// Whether cells far from the borders receive equally much, in words with the numbers.
  var caption: String {
    if let decoder = figure.decoder { return Self.caption(decoder) }
    let down = geometry.innerContributions(.vertical)
    let across = geometry.innerContributions(.horizontal)
    let inner = down.lowerBound * across.lowerBound...down.upperBound * across.upperBound
    guard inner.lowerBound != inner.upperBound else {
      return "Far from the border every cell receives \(inner.lowerBound): the overlap is even, "
        + "since the stride divides the kernel's size."
    }
    let what = figure.isOneDimensional ? "stripes" : "a checkerboard"
    let gaps = inner.lowerBound == 0 ? " Cells that receive nothing are gaps." : ""
    return "Far from the border cells receive \(inner.words) contributions: \(what)." + gaps
      + " The overlap is even where the stride divides the kernel's size."
  }

  private static func caption(_ decoder: DecoderOverlap) -> String {
    guard let last = decoder.stages.last else { return "" }
    let (low, high) = (last.limits.lowerBound, last.limits.upperBound)
    let number = DecoderOverlapMaps.number
    let even =
      low == high
      ? "\(number(low)) ways lead to every pixel: the overlap is even."
      : "\(number(low)) to \(number(high)) ways lead to a pixel, border included: "
        + "what is uneven here, learned weights have to even out."
    return even + " Ways from one map's cells are counted, layer after layer."
  }
}
