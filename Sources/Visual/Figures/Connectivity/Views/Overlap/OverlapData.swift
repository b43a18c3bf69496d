import AECore

/// The numbers behind the view `overlap`: contributions along each axis, whose products are those
/// of the cells. Of a run, the ways through the decoder after each of its convolutions.
public struct OverlapData: Encodable, Sendable {
  /// One map's counts.
  public struct Counts: Encodable, Sendable {
    /// The layer; nil for a geometry on its own.
    public let layer: String?
    /// Height and width of the map.
    public let size: Size2D
    /// One number for each row.
    public let rows: [Double]
    /// One number for each column.
    public let columns: [Double]
  }

  let schemaVersion = 1
  /// In the order of the layers.
  public let overlap: [Counts]

  init(_ figure: ConnectivityFigure) {
    if let decoder = figure.decoder {
      overlap = decoder.stages.map {
        Counts(layer: $0.name, size: $0.size, rows: $0.rows, columns: $0.columns)
      }
      return
    }
    let pair = figure.pair
    let size = pair.restoredShape.size
    func counts(_ axis: Size2D.Axis) -> [Double] {
      pair.contributions(axis, to: 0..<size[axis]).map(Double.init)
    }
    overlap = [
      Counts(layer: figure.layer, size: size, rows: counts(.vertical), columns: counts(.horizontal))
    ]
  }
}
