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
    func direction(_ input: ImageShape, _ output: ImageShape, _ connections: [Entry]) -> Fields {
      ["inputShape": input, "outputShape": output, "connections": connections]
    }
    let g = pair.geometry
    let fields: Fields = [
      "schemaVersion": 1,
      "geometry": [
        "kernel": g.kernel, "stride": g.stride, "padding": g.padding, "dilation": g.dilation,
        "outputPadding": g.outputPadding, "groups": g.groups,
      ] as Fields,
      "convolution": direction(
        pair.largeShape, pair.smallShape,
        pair.convolution.map { Entry(input: $0.large, output: $0.small, tap: $0.tap) }),
      "transposedConvolution": direction(
        pair.smallShape, pair.restoredShape,
        pair.transposedConvolution.map { Entry(input: $0.small, output: $0.large, tap: $0.tap) }),
    ]
    try fields.encode(to: encoder)
  }

  /// One connection, named in the direction that it is listed under.
  private struct Entry: Encodable {
    let input: [Int]
    let output: [Int]
    let tap: [Int]

    init(input: Cell, output: Cell, tap: Tap) {
      self.input = [input.channel, input.y, input.x]
      self.output = [output.channel, output.y, output.x]
      self.tap = [tap.y, tap.x]
    }
  }
}
