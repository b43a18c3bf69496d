import AECore
import Foundation
import Testing

/// Layers against their definitions, written down once more, plain and in double precision.
struct LayerDefinitionTests {
  private func result(
    _ spec: LayerSpec, _ x: Tensor, _ parameters: [Float] = []
  ) throws -> Tensor {
    let shape = Shape(Array(x.shape.dimensions.dropFirst()))
    return try spec.layer(for: shape).forward(x, parameters: parameters)
  }

  // MARK: Activations

  private static func normalBelow(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  private static let curves: [(spec: LayerSpec, f: @Sendable (Double) -> Double)] = [
    (.elu(alpha: 1), { $0 > 0 ? $0 : expm1($0) }),
    (.elu(alpha: 0.3), { $0 > 0 ? $0 : 0.3 * expm1($0) }),
    (.selu, { 1.0507009873554805 * ($0 > 0 ? $0 : 1.6732632423543772 * expm1($0)) }),
    (.gelu(.exact), { $0 * normalBelow($0) }),
    (
      .gelu(.tanh), { 0.5 * $0 * (1 + tanh((2 / .pi).squareRoot() * ($0 + 0.044715 * pow($0, 3)))) }
    ),
    (.silu, { $0 / (1 + exp(-$0)) }),
    (.hardSigmoid(HardSigmoidSpec()), { min(max($0 / 6 + 0.5, 0), 1) }),
    (.hardSigmoid(HardSigmoidSpec(slope: 0.2, offset: 0.4)), { min(max($0 / 5 + 0.4, 0), 1) }),
  ]

  /// Near 0, where digits could be lost, and far out, where a power could become too large.
  @Test(arguments: curves.indices)
  func activationsHoldToTheirFormulas(_ index: Int) throws {
    let (spec, f) = Self.curves[index]
    var places = (-400...400).map { Float($0) / 40 }
    places += places.map { $0 * 1e-4 } + [-1e4, -200, 200, 1e4]
    let y = try result(spec, Tensor([places.count, 1], places)).values
    for (x, y) in zip(places, y) {
      let exact = f(Double(x))
      // A sum of 1 and of what is close to −1 keeps the digits of 1, times x.
      let tolerance = 2e-6 * abs(exact) + 1e-7 * abs(Double(x))
      #expect(abs(Double(y) - exact) <= tolerance, "\(spec.title) at \(x): \(y), \(exact)")
    }
    #expect(try result(spec, Tensor([1, 1], [.nan])).values[0].isNaN)
  }

  /// A slope for each map, or one for all; what each does to the loss is the sum over its maps.
  @Test(arguments: [(3, [3, 2, 5]), (1, [3, 2, 5]), (5, [5]), (1, [5])])
  func aParametricRectifierFollowsItsDefinition(_ slopes: Int, _ shape: [Int]) throws {
    var random = RandomSource(seed: 9)
    let layer = try LayerSpec.preLU(channels: slopes).layer(for: Shape(shape))
    // Eleven examples: one vector of them, and a part of the next.
    var x = Tensor(normal: Shape([11] + shape), using: &random)
    x.values[3] = 0
    let dy = Tensor(normal: x.shape, using: &random)
    let parameters = (0..<slopes).map { _ in random.normal() }
    let y = layer.forward(x, parameters: parameters)
    let (dx, dParameters) = layer.backward(x, dy: dy, parameters: parameters, training: nil)
    var sums = [Double](repeating: 0, count: slopes)
    let (size, cells) = (layer.inputShape.count, layer.inputShape.count / slopes)
    for i in x.values.indices {
      let map = i % size / cells
      let isBent = x.values[i] <= 0
      #expect(y.values[i] == (isBent ? parameters[map] * x.values[i] : x.values[i]))
      #expect(dx.values[i] == (isBent ? parameters[map] * dy.values[i] : dy.values[i]))
      if isBent { sums[map] += Double(dy.values[i]) * Double(x.values[i]) }
    }
    for (sum, found) in zip(sums, dParameters) { #expect(close(sum, found, 1e-5)) }
  }

  // MARK: Normalisation

  /// The sets of values of an example that are normalised together, and the weight of each value.
  private func sets(_ spec: LayerSpec, _ shape: [Int]) -> [[(value: Int, weight: Int)]] {
    let (cells, count) = (shape.dropFirst().reduce(1, *), shape.reduce(1, *))
    var sets: [Int: [(Int, Int)]] = [:]
    for value in 0..<count {
      let (channel, cell) = (value / cells, value % cells)
      let (set, weight): (Int, Int)
      switch spec {
      case .groupNorm(let norm): (set, weight) = (channel * norm.groups / norm.channels, channel)
      case .layerNorm(LayerNormSpec(.channels(shape[0]))): (set, weight) = (cell, channel)
      case .layerNorm(let norm):
        let size = norm.extent == .channels(shape[0]) ? 1 : spec.parameterShapes[0].shape.count
        (set, weight) = (value / size, value % size)
      default: (set, weight) = (0, 0)
      }
      sets[set, default: []].append((value, weight))
    }
    return Array(sets.values)
  }

  @Test(
    arguments: [
      (.layerNorm(LayerNormSpec(.lastAxes([3, 4, 5]))), [3, 4, 5]),
      (.layerNorm(LayerNormSpec(.lastAxes([5]))), [3, 4, 5]),
      (.layerNorm(LayerNormSpec(.lastAxes([4, 5]))), [3, 4, 5]),
      (.layerNorm(LayerNormSpec(.lastAxes([9]))), [9]),
      (.layerNorm(LayerNormSpec(.channels(6))), [6, 2, 3]),
      (.groupNorm(GroupNormSpec(groups: 1, channels: 6)), [6, 2, 3]),
      (.groupNorm(GroupNormSpec(groups: 3, channels: 6)), [6, 2, 3]),
      (.groupNorm(GroupNormSpec(groups: 6, channels: 6)), [6, 3, 2]),
      (.groupNorm(GroupNormSpec(groups: 2, channels: 8)), [8]),
    ] as [(LayerSpec, [Int])])
  func aNormalisationMakesMean0AndVariance1OfItsSets(_ spec: LayerSpec, _ shape: [Int]) throws {
    var random = RandomSource(seed: 5)
    // Eleven examples: one vector of them, and a part of the next. Far from 0, as maps may be.
    var x = Tensor(normal: Shape([11] + shape), using: &random)
    for i in x.values.indices { x.values[i] = 40 + 3 * x.values[i] }
    let parameters = (0..<spec.storedCount).map { _ in random.normal() }
    let y = try result(spec, x, parameters)
    let (size, weights) = (shape.reduce(1, *), spec.parameterShapes[0].shape.count)
    for example in 0..<11 {
      for set in sets(spec, shape) {
        let values = set.map { Double(x.values[example * size + $0.value]) }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        for (place, value) in zip(set, values) {
          let normalised = (value - mean) / (variance + 1e-5).squareRoot()
          let expected =
            normalised * Double(parameters[place.weight])
            + Double(parameters[weights + place.weight])
          #expect(close(Double(y.values[example * size + place.value]), expected, 1e-4))
        }
      }
    }
  }

  // MARK: Resizing

  @Test func bilinearResizingFollowsItsDefinition() throws {
    var random = RandomSource(seed: 6)
    for round in 0..<40 {
      func side() -> Int { .random(in: 1...7, using: &random) }
      let (from, size) = (
        Size2D(height: side(), width: side()), Size2D(height: side(), width: side())
      )
      let alignsCorners = round % 2 == 0
      let scale = round % 4 < 2 ? nil : (height: Double(side()) / 2, width: Double(side()) / 2)
      let spec = BilinearSpec(
        scale.map { .scale(height: $0.height, width: $0.width) } ?? .size(size),
        alignsCorners: alignsCorners)
      let x = Tensor(normal: [2, 3, from.height, from.width], using: &random)
      guard let y = try? result(.upsampleBilinear(spec), x) else {
        // Nothing is left of one cell at half the size.
        #expect(
          scale.map { Double(from.height) * $0.height < 1 || Double(from.width) * $0.width < 1 }
            ?? false)
        continue
      }
      if scale == nil { #expect(y.shape == [2, 3, size.height, size.width]) }
      let factors =
        scale ?? (
          Double(y.shape[2]) / Double(from.height), Double(y.shape[3]) / Double(from.width)
        )
      func place(_ cell: Int, _ factor: Double, _ input: Int, _ output: Int) -> Double {
        let place =
          alignsCorners
          ? (output > 1 ? Double(cell * (input - 1)) / Double(output - 1) : 0)
          : (Double(cell) + 0.5) / factor - 0.5
        return min(max(place, 0), Double(input - 1))
      }
      for i in 0..<y.shape[2] {
        for j in 0..<y.shape[3] {
          let (row, column) = (
            place(i, factors.height, from.height, y.shape[2]),
            place(j, factors.width, from.width, y.shape[3])
          )
          // Every cell counts by how near it is, along both axes; nothing beyond one cell's width.
          var expected = 0.0
          for p in 0..<from.height {
            for q in 0..<from.width {
              let share = max(0, 1 - abs(row - Double(p))) * max(0, 1 - abs(column - Double(q)))
              expected += share * Double(x[1, 2, p, q])
            }
          }
          #expect(close(Double(y[1, 2, i, j]), expected, 1e-5))
        }
      }
    }
  }

  @Test(arguments: PaddingSpec.Fill.allCases)
  func paddingFollowsItsDefinition(_ fill: PaddingSpec.Fill) throws {
    var random = RandomSource(seed: 8)
    for _ in 0..<20 {
      func side(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
      let (height, width) = (side(4...6), side(4...6))
      let padding = Padding(
        vertical: Padding.Ends(before: side(0...3), after: side(0...3)),
        horizontal: Padding.Ends(before: side(0...3), after: side(0...3)))
      let x = Tensor(normal: [2, 2, height, width], using: &random)
      let y = try result(.pad2d(PaddingSpec(fill, padding)), x)
      #expect(
        y.shape == [
          2, 2, height + padding.vertical.before + padding.vertical.after,
          width + padding.horizontal.before + padding.horizontal.after,
        ])
      /// Walks from outside to the map, step by step.
      func inside(_ place: Int, _ count: Int) -> Int? {
        if (0..<count).contains(place) { return place }
        let (edge, beyond) = place < 0 ? (0, -place) : (count - 1, place - count + 1)
        switch fill {
        case .zero: return nil
        case .replication: return edge
        case .reflection: return place < 0 ? edge + beyond : edge - beyond
        }
      }
      for i in 0..<y.shape[2] {
        for j in 0..<y.shape[3] {
          let row = inside(i - padding.vertical.before, height)
          let column = inside(j - padding.horizontal.before, width)
          let expected = row.flatMap { row in column.map { x[1, 0, row, $0] } } ?? 0
          #expect(y[1, 0, i, j] == expected)
        }
      }
      // Cropping takes it away again.
      #expect(try result(.cropping2d(padding), y) == x)
    }
  }

  @Test func pixelShuffleFollowsItsDefinition() throws {
    for factor in 1...3 {
      let x = Tensor(
        [2, 2 * factor * factor, 2, 3], (0..<24 * factor * factor).map(Float.init))
      let y = try result(.pixelShuffle(factor: factor), x)
      #expect(y.shape == [2, 2, 2 * factor, 3 * factor])
      for c in 0..<2 {
        for i in 0..<y.shape[2] {
          for j in 0..<y.shape[3] {
            let map = c * factor * factor + i % factor * factor + j % factor
            #expect(y[1, c, i, j] == x[1, map, i / factor, j / factor])
          }
        }
      }
    }
  }

  // MARK: What does not fit

  @Test func whatDoesNotFitIsToldWithItsNumbers() {
    let wide = Padding(Size2D(height: 4, width: 0))
    let cases: [(LayerSpec, Shape, String)] = [
      (
        .pad2d(PaddingSpec(.reflection, wide)), [1, 4, 4],
        "reflection_pad2d mirrors 4 cells, but beside the outermost one the map has 3; use less "
          + "padding, or replication_pad2d"
      ),
      (
        .pad2d(PaddingSpec(.zero, Padding(Size2D(1 << 24)))), [1, 4, 4],
        "zero_pad2d: the output (height) is 33554436; give a whole number from 1 to 16777216"
      ),
      (
        .cropping2d(Padding(Size2D(2))), [1, 4, 5],
        "cropping2d leaves out 4 of 4 cells; leave out fewer"
      ),
      (.cropping2d(wide), [16], "cropping2d wants [C, H, W], but gets [16]"),
      (
        .pixelShuffle(factor: 2), [6, 2, 2], "pixel_shuffle wants [4·C, H, W], but gets [6, 2, 2]"
      ),
      (
        .layerNorm(LayerNormSpec(.lastAxes([5]))), [2, 3, 4],
        "layer_norm wants a shape that ends in [5], but gets [2, 3, 4]"
      ),
      (
        .layerNorm(LayerNormSpec(.channels(3))), [3],
        "layer_norm wants [3, H, W], but gets [3]"
      ),
      (
        .groupNorm(GroupNormSpec(groups: 2, channels: 4)), [3, 2, 2],
        "group_norm wants [4] or [4, H, W], but gets [3, 2, 2]"
      ),
      (
        .groupNorm(GroupNormSpec(groups: 3, channels: 4)), [4, 2, 2],
        "group_norm: 3 groups do not divide 4 input channels (4 mod 3 = 1); use a divisor of 4"
      ),
      (
        .batchNorm1d(BatchNormSpec(channels: 2)), [2, 3, 3],
        "batch_norm1d wants [2], but gets [2, 3, 3]"
      ),
      (
        .upsampleBilinear(BilinearSpec(.scale(height: 0.1, width: 1))), [1, 4, 4],
        "upsample: the output (height) is 0; give a whole number from 1 to 16777216"
      ),
      (
        .gaussianSampling, [3, 2, 2],
        "gaussian_sampling wants [2·L] or [2·L, H, W], L means and L log-variances, but gets "
          + "[3, 2, 2]"
      ),
    ]
    for (spec, input, text) in cases {
      do throws(ShapeError) {
        _ = try spec.outputShape(for: input)
        Issue.record("\(spec.title) takes \(input)")
      } catch {
        #expect(error.description == text)
      }
    }
  }

  /// Sizes from a file that would not fit into a number, or a list into the memory, are refused.
  @Test func sizesThatCannotBeHeldAreRefused() {
    let most = 1 << 24
    for spec: LayerSpec in [
      .pad2d(PaddingSpec(.replication, Padding(Size2D(most / 2 - 4)))),
      .pad2d(PaddingSpec(.zero, Padding(Size2D(Int.max / 2)))),
      .cropping2d(Padding(Size2D(Int.max / 2))),
      .upsampleBilinear(BilinearSpec(.scale(height: 1e300, width: 1))),
      .upsampleBilinear(BilinearSpec(.scale(height: .nan, width: 1))),
      .upsampleBilinear(BilinearSpec(.size(Size2D(height: most / 2, width: 1)))),
      .pixelShuffle(factor: Int.max), .groupNorm(GroupNormSpec(groups: 0, channels: 4)),
      .layerNorm(LayerNormSpec(.lastAxes([Int.max, Int.max]))),
    ] {
      #expect(throws: ShapeError.self) { try spec.outputShape(for: [4, 4, 4]) }
    }
  }
}
