import AECore
import Foundation
import Testing
import Visual

/// The JSON of a diagram against the definition of a convolution, written out once more here.
struct ConnectivityDataTests {
  /// What `stride-demo --format json` promises, read back by its keys.
  private struct Document: Decodable {
    struct Geometry: Decodable, Equatable {
      var kernel: [Int]
      var stride: [Int]
      var padding: [Int]
      var dilation: [Int]
      var outputPadding: [Int]
      var groups: Int

      enum CodingKeys: String, CodingKey {
        case kernel, stride, padding, dilation, groups
        case outputPadding = "output_padding"
      }
    }
    struct Entry: Decodable, Hashable {
      var input: [Int]
      var output: [Int]
      var tap: [Int]
    }
    struct Direction: Decodable {
      var inputShape: [Int]
      var outputShape: [Int]
      var connections: [Entry]

      enum CodingKeys: String, CodingKey {
        case inputShape = "input_shape"
        case outputShape = "output_shape"
        case connections
      }
    }
    var schemaVersion: Int
    var geometry: Geometry
    var convolution: Direction
    var transposed: Direction

    enum CodingKeys: String, CodingKey {
      case geometry, convolution
      case schemaVersion = "schema_version"
      case transposed = "transposed_convolution"
    }
  }

  private func document(_ pair: ConvolutionPair) throws -> Document {
    let data = ConnectivityFigure(pair).data
    return try JSONDecoder().decode(Document.self, from: JSONValue(encoding: data).data)
  }

  /// Every product in the sum that defines a convolution from `large` to `small`.
  private func definition(
    _ pair: ConvolutionPair, large: ImageShape
  ) -> [(large: [Int], small: [Int], tap: [Int])] {
    let g = pair.geometry
    let small = pair.smallShape
    var result: [(large: [Int], small: [Int], tap: [Int])] = []
    for o in 0..<small.channels {
      for c in 0..<large.channels
      where c * g.groups / large.channels == o * g.groups / small.channels {
        for y in 0..<small.height {
          for x in 0..<small.width {
            for ky in 0..<g.kernel.height {
              for kx in 0..<g.kernel.width {
                let row = y * g.stride.height + ky * g.dilation.height - g.padding.before.height
                let column = x * g.stride.width + kx * g.dilation.width - g.padding.before.width
                guard row >= 0, row < large.height, column >= 0, column < large.width else {
                  continue
                }
                result.append(([c, row, column], [o, y, x], [ky, kx]))
              }
            }
          }
        }
      }
    }
    return result
  }

  @Test func connectionsEqualTheDefinition() throws {
    var source = RandomSource(seed: 21)
    for _ in 0..<250 {
      let pair = ConnectivityGeometries.random(&source)
      let document = try document(pair)
      let many = definition(pair, large: pair.largeShape)
        .map { Document.Entry(input: $0.large, output: $0.small, tap: $0.tap) }
      #expect(document.convolution.connections.count == many.count, "\(pair)")
      #expect(Set(document.convolution.connections) == Set(many), "\(pair)")
      let one = definition(pair, large: pair.restoredShape)
        .map { Document.Entry(input: $0.small, output: $0.large, tap: $0.tap) }
      #expect(document.transposed.connections.count == one.count, "\(pair)")
      #expect(Set(document.transposed.connections) == Set(one), "\(pair)")
    }
  }

  /// Basis vectors pushed through the naive kernels, whose weights name their taps.
  @Test func connectionsAreTheNonZerosOfTheKernels() throws {
    var source = RandomSource(seed: 5)
    for _ in 0..<40 {
      let pair = ConnectivityGeometries.random(&source)
      let (large, small, g) = (pair.largeShape, pair.smallShape, pair.geometry)
      let tapCount = g.kernel.count
      let weight = Tensor(
        [small.channels, large.channels / g.groups, g.kernel.height, g.kernel.width],
        (0..<small.channels * large.channels / g.groups).flatMap { _ in
          (1...tapCount).map { Float($0) }
        })
      let document = try document(pair)
      #expect(
        try nonZeros(from: large, to: small) {
          try NaiveConvolution.convolve($0, weight: weight, g)
        } == taps(of: document.convolution.connections, width: g.kernel.width), "\(pair)")
      #expect(
        try nonZeros(from: small, to: pair.restoredShape) {
          try NaiveConvolution.convolveTransposed($0, weight: weight, g)
        } == taps(of: document.transposed.connections, width: g.kernel.width),
        "\(pair)")
    }
  }

  private struct Join: Hashable {
    var input: [Int]
    var output: [Int]
    /// One more than the tap's place in the kernel.
    var value: Int
  }

  private func taps(of entries: [Document.Entry], width: Int) -> Set<Join> {
    Set(
      entries.map {
        Join(input: $0.input, output: $0.output, value: $0.tap[0] * width + $0.tap[1] + 1)
      })
  }

  private func nonZeros(
    from input: ImageShape, to output: ImageShape, _ apply: (Tensor) throws -> Tensor
  ) throws -> Set<Join> {
    var basis = Tensor([input.count, input.channels, input.height, input.width])
    for i in 0..<input.count { basis.values[i * input.count + i] = 1 }
    let images = try apply(basis)
    func place(_ i: Int, _ shape: ImageShape) -> [Int] {
      [i / shape.size.count, i % shape.size.count / shape.width, i % shape.width]
    }
    var result: Set<Join> = []
    for i in 0..<input.count {
      for j in 0..<output.count {
        let value = Int(images.values[i * output.count + j])
        if value != 0 {
          result.insert(Join(input: place(i, input), output: place(j, output), value: value))
        }
      }
    }
    return result
  }

  @Test func theDocumentHasTheAgreedKeysAndShapes() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(height: 6, width: 9), kernel: Size2D(height: 3, width: 5),
      stride: Size2D(height: 2, width: 1), padding: Size2D(height: 1, width: 2),
      dilation: Size2D(1), groups: 2, large: 4, small: 6)
    let document = try document(pair)
    #expect(document.schemaVersion == 1)
    #expect(
      document.geometry
        == .init(
          kernel: [3, 5], stride: [2, 1], padding: [1, 2], dilation: [1, 1],
          outputPadding: [1, 0], groups: 2))
    #expect(document.convolution.inputShape == [4, 6, 9])
    #expect(document.convolution.outputShape == [6, 3, 9])
    #expect(document.transposed.inputShape == [6, 3, 9])
    #expect(document.transposed.outputShape == [4, 6, 9])
  }
}
