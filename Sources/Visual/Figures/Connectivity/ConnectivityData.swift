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
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(1, forKey: .schemaVersion)
    var geometry = object.nestedContainer(keyedBy: Keys.self, forKey: .geometry)
    try geometry.encode(pair.geometry.kernel, forKey: .kernel)
    try geometry.encode(pair.geometry.stride, forKey: .stride)
    try geometry.encode(pair.geometry.padding, forKey: .padding)
    try geometry.encode(pair.geometry.dilation, forKey: .dilation)
    try geometry.encode(pair.geometry.outputPadding, forKey: .outputPadding)
    try geometry.encode(pair.geometry.groups, forKey: .groups)
    func encode(
      _ key: Keys, _ input: ImageShape, _ output: ImageShape, _ connections: [Entry]
    ) throws {
      var direction = object.nestedContainer(keyedBy: Keys.self, forKey: key)
      try direction.encode(input, forKey: .inputShape)
      try direction.encode(output, forKey: .outputShape)
      try direction.encode(connections, forKey: .connections)
    }
    try encode(
      .convolution, pair.largeShape, pair.smallShape,
      pair.convolution.map { Entry(input: $0.large, output: $0.small, tap: $0.tap) })
    try encode(
      .transposedConvolution, pair.smallShape, pair.restoredShape,
      pair.transposedConvolution.map { Entry(input: $0.small, output: $0.large, tap: $0.tap) })
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

  private enum Keys: CodingKey {
    case schemaVersion, geometry, kernel, stride, padding, dilation, outputPadding, groups
    case convolution, transposedConvolution, inputShape, outputShape, connections
  }
}
