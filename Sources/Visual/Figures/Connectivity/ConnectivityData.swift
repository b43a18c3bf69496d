import AECore

/// The numbers behind a connectivity diagram: the geometry, the sizes and every connection of both
/// directions, as `stride-demo --format json` prints them.
///
/// The connections are made while they are encoded; keep an eye on
/// `ConvGeometry.connectionCount(large:small:)` before a large geometry is written out.
public struct ConnectivityData: Encodable, Sendable {
  /// The convolution and its transpose.
  public let pair: ConvolutionPair

  /// The data of `pair`.
  public init(_ pair: ConvolutionPair) { self.pair = pair }

  /// Writes the geometry, then the shapes and the connections of the convolution, then those of its
  /// transpose, each connection as its two cells and the tap between them.
  public func encode(to encoder: any Encoder) throws {
    func direction(
      _ direction: ConnectivityDirection, from input: ImageShape, to output: ImageShape
    ) -> Fields {
      let connections = Connections(pair: pair, direction: direction)
      return ["inputShape": input, "outputShape": output, "connections": connections]
    }
    let g = pair.geometry
    let fields: Fields = [
      "schemaVersion": 1,
      "geometry": [
        "kernel": g.kernel, "stride": g.stride, "padding": g.padding, "dilation": g.dilation,
        "outputPadding": g.outputPadding, "groups": g.groups,
      ] as Fields,
      "convolution": direction(.convolution, from: pair.largeShape, to: pair.smallShape),
      "transposedConvolution": direction(
        .transposed, from: pair.smallShape, to: pair.restoredShape),
    ]
    try fields.encode(to: encoder)
  }

  /// The connections of a direction, each named in it; made one after the other.
  private struct Connections: Encodable {
    let pair: ConvolutionPair
    let direction: ConnectivityDirection

    struct Entry: Encodable {
      let input: [Int]
      let output: [Int]
      let tap: [Int]
    }

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      let isConvolution = direction == .convolution
      for connection in isConvolution ? pair.convolution : pair.transposedConvolution {
        let cells = [connection.large, connection.small].map { [$0.channel, $0.y, $0.x] }
        let (input, output) = isConvolution ? (cells[0], cells[1]) : (cells[1], cells[0])
        try list.encode(
          Entry(input: input, output: output, tap: [connection.tap.y, connection.tap.x]))
      }
    }
  }
}
