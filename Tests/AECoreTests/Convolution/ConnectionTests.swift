import AECore
import Testing

struct ConnectionTests {
  /// A cell of the large map, a cell of the small one: a place in the operation's matrix.
  private struct Place: Hashable {
    var large: Int
    var small: Int
  }

  private func index(_ cell: Cell, _ shape: ImageShape) -> Int {
    (cell.channel * shape.height + cell.y) * shape.width + cell.x
  }

  /// Connections are the non-zeros of the matrix that basis vectors find, in both directions.
  @Test func connectionsAreWhatBasisVectorsFind() throws {
    var random = RandomSource(seed: 2)
    for round in 0..<150 {
      let drawn = try RandomGeometry(using: &random, restoring: round.isMultiple(of: 2))
      let pair = try ConvolutionPair(
        geometry: drawn.geometry, largeShape: drawn.large, smallChannels: drawn.small.channels)
      #expect(pair.smallShape == drawn.small)
      // Every tap has a weight of its own, so that the matrix tells the taps apart as well.
      let weight = (0..<drawn.weightShape.count).map { Float($0 + 1) }

      let forward = places(try drawn.convolution(bias: false), weight) {
        Place(large: $0, small: $1)
      }
      #expect(forward == expected(pair.convolution, drawn, drawn.large), "\(drawn)")

      let backward = places(try drawn.transposed(bias: false), weight) {
        Place(large: $1, small: $0)
      }
      #expect(
        backward == expected(pair.transposedConvolution, drawn, pair.restoredShape), "\(drawn)")
    }
  }

  /// The matrix of a layer, one basis vector at a time.
  private func places(
    _ layer: any Layer, _ weight: [Float], _ place: (_ input: Int, _ output: Int) -> Place
  ) -> [Place: Float] {
    var result: [Place: Float] = [:]
    let inputs = layer.inputShape.count
    var identity = Tensor(Shape([inputs] + layer.inputShape.dimensions))
    for i in 0..<inputs { identity.values[i * inputs + i] = 1 }
    let output = layer.forward(identity, parameters: weight)
    let outputs = layer.outputShape.count
    for i in 0..<inputs {
      for j in 0..<outputs where output.values[i * outputs + j] != 0 {
        result[place(i, j)] = output.values[i * outputs + j]
      }
    }
    return result
  }

  private func expected(
    _ connections: [Connection], _ drawn: RandomGeometry, _ large: ImageShape
  ) -> [Place: Float] {
    let perGroup = drawn.large.channels / drawn.geometry.groups
    let kernel = drawn.geometry.kernel
    var result: [Place: Float] = [:]
    for c in connections {
      let weight =
        ((c.small.channel * perGroup + c.large.channel % perGroup) * kernel.height + c.tap.y)
        * kernel.width + c.tap.x + 1
      let place = Place(large: index(c.large, large), small: index(c.small, drawn.small))
      // Two taps never join the same two cells, so nothing is overwritten.
      #expect(result[place] == nil)
      result[place] = Float(weight)
    }
    return result
  }

  @Test func countingCostsNothingAndAgreesWithTheList() throws {
    var random = RandomSource(seed: 3)
    for _ in 0..<300 {
      let drawn = try RandomGeometry(using: &random)
      let listed = drawn.geometry.connections(large: drawn.large, small: drawn.small).count
      #expect(
        drawn.geometry.connectionCount(large: drawn.large, small: drawn.small) == listed,
        "\(drawn)")
    }
    let huge = try ConvGeometry(kernel: Size2D(1 << 12))
    let map = ImageShape(channels: 1 << 20, height: 1 << 20, width: 1 << 20)
    #expect(huge.connectionCount(large: map, small: map) == nil)
  }
}
