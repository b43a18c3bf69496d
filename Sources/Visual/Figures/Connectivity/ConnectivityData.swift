import AECore
import Foundation

/// The numbers behind a connectivity diagram: the geometry, the sizes and every connection of both
/// directions, as `stride-demo --format json` prints them.
///
/// The connections are made while they are encoded; keep an eye on
/// `ConvGeometry.connectionCount(large:small:)` before a large geometry is written out, and write
/// hundreds of thousands of them with ``json()``.
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

    var convolution = object.nestedContainer(keyedBy: Keys.self, forKey: .convolution)
    try convolution.encode(pair.largeShape, forKey: .inputShape)
    try convolution.encode(pair.smallShape, forKey: .outputShape)
    try convolution.encode(
      pair.convolution.map { Entry(input: $0.large, output: $0.small, tap: $0.tap) },
      forKey: .connections)

    var transposed = object.nestedContainer(keyedBy: Keys.self, forKey: .transposedConvolution)
    try transposed.encode(pair.smallShape, forKey: .inputShape)
    try transposed.encode(pair.restoredShape, forKey: .outputShape)
    try transposed.encode(
      pair.transposedConvolution.map { Entry(input: $0.small, output: $0.large, tap: $0.tap) },
      forKey: .connections)
  }

  /// The same object as UTF-8 text, one connection a line, made without a tree of values in
  /// between: for millions of connections.
  public func json() -> Data {
    let g = pair.geometry
    func list(_ numbers: [Int]) -> String {
      "[" + numbers.map(String.init).joined(separator: ",") + "]"
    }
    func list(_ size: Size2D) -> String { list([size.height, size.width]) }
    func list(_ shape: ImageShape) -> String { list([shape.channels, shape.height, shape.width]) }
    var text = ConnectionText()
    text.write("{\"schema_version\":1,\n\"geometry\":{\"kernel\":\(list(g.kernel)),")
    text.write("\"stride\":\(list(g.stride)),\"padding\":\(list(g.padding)),")
    text.write("\"dilation\":\(list(g.dilation)),\"output_padding\":\(list(g.outputPadding)),")
    text.write("\"groups\":\(g.groups)},\n\"convolution\":{")
    text.write("\"input_shape\":\(list(pair.largeShape)),")
    text.write("\"output_shape\":\(list(pair.smallShape)),\"connections\":[\n")
    text.write(pair.convolution) { ($0.large, $0.small, $0.tap) }
    text.write("]},\n\"transposed_convolution\":{\"input_shape\":\(list(pair.smallShape)),")
    text.write("\"output_shape\":\(list(pair.restoredShape)),\"connections\":[\n")
    text.write(pair.transposedConvolution) { ($0.small, $0.large, $0.tap) }
    text.write("]}}\n")
    return Data(text.bytes)
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

/// The bytes of ``ConnectivityData/json()``, appended one after another.
private struct ConnectionText {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func write(
    _ connections: [Connection],
    named: (Connection) -> (input: Cell, output: Cell, tap: Tap)
  ) {
    bytes.reserveCapacity(bytes.count + 56 * connections.count)
    for (index, connection) in connections.enumerated() {
      let (input, output, tap) = named(connection)
      write(index == 0 ? "{\"input\":[" : ",\n{\"input\":[")
      write(input)
      write("],\"output\":[")
      write(output)
      write("],\"tap\":[")
      write(tap.y)
      write(",")
      write(tap.x)
      write("]}")
    }
  }

  private mutating func write(_ cell: Cell) {
    write(cell.channel)
    write(",")
    write(cell.y)
    write(",")
    write(cell.x)
  }

  /// Cells and taps are counted from 0: no sign.
  private mutating func write(_ number: Int) {
    if number >= 10 { write(number / 10) }
    bytes.append(48 + UInt8(number % 10))
  }
}
