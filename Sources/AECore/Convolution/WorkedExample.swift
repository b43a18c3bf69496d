/// Numbers put through a convolution and through its transpose by the layers themselves: what a
/// worked example shows.
///
/// Shapes: `large` (C, H, W), `small` (O, h, w), `weights` (O, C/groups, KH, KW), which both
/// directions share.
public struct WorkedExample: Hashable, Sendable {
  /// What joins the maps.
  public let pair: ConvolutionPair
  /// The convolution's input, (C, H, W).
  public let large: Tensor
  /// The transposed convolution's input, (O, h, w).
  public let small: Tensor
  /// The kernels, (O, C/groups, KH, KW).
  public let weights: Tensor
  /// What the convolution adds to each small map, (O); zeros when it has no bias.
  public let convolutionBias: [Float]
  /// What the transposed convolution adds to each large map, (C); zeros when it has no bias.
  public let transposedBias: [Float]
  /// The convolution's output, (O, h, w): ``Conv2D``'s own.
  public let convolved: Tensor
  /// The transposed convolution's output, (C, H', W'): ``ConvTranspose2D``'s own.
  public let restored: Tensor

  /// The most numbers of a map or of the weights that an example takes.
  public static let mostValues = 1 << 22

  /// Runs both layers.
  ///
  /// - Throws: ``ShapeError`` when the geometry is not one that the layers take.
  public init(
    _ pair: ConvolutionPair, large: Tensor, small: Tensor, weights: Tensor,
    convolutionBias: [Float]? = nil, transposedBias: [Float]? = nil
  ) throws {
    let (c, o) = (pair.largeShape.channels, pair.smallShape.channels)
    precondition(large.shape == pair.largeShape.shape, "large map \(large.shape)")
    precondition(small.shape == pair.smallShape.shape, "small map \(small.shape)")
    let forward = LayerSpec.conv2d(
      ConvolutionSpec(inChannels: c, outChannels: o, geometry: pair.geometry))
    let back = LayerSpec.convTranspose2d(
      ConvolutionSpec(inChannels: o, outChannels: c, geometry: pair.geometry))
    self.pair = pair
    self.large = large
    self.small = small
    self.weights = weights
    self.convolutionBias = convolutionBias ?? Array(repeating: 0, count: o)
    self.transposedBias = transposedBias ?? Array(repeating: 0, count: c)
    func run(_ spec: LayerSpec, _ x: Tensor, _ bias: [Float]) throws -> Tensor {
      let y = try spec.layer(for: x.shape).forward(
        x.reshaped(Shape([1] + x.shape.dimensions)), parameters: weights.values + bias)
      return y.reshaped(Shape(Array(y.shape.dimensions.dropFirst())))
    }
    convolved = try run(forward, large, self.convolutionBias)
    restored = try run(back, small, self.transposedBias)
  }

  /// Small whole numbers from a seed: maps from 0 to 3, kernels from 0 to 2, none of them all
  /// zeros: no signs to carry, and sums of one or two digits.
  ///
  /// - Parameters:
  ///   - inputValues: the large map's values in row-major order instead, repeated for each channel.
  ///   - kernelValues: the kernel's taps instead, repeated for each pair of channels.
  /// - Throws: ``Failure`` of kind `usage` when a list has another length than the map or the
  ///   kernel, or when the example is too large to be worked.
  public static func seeded(
    _ pair: ConvolutionPair, seed: UInt64, inputValues: [Float]? = nil,
    kernelValues: [Float]? = nil
  ) throws -> WorkedExample {
    let kernel = pair.geometry.kernel
    let perGroup = pair.largeShape.channels / pair.geometry.groups
    let counts =
      [pair.largeShape, pair.smallShape, pair.restoredShape].map {
        checkedProduct([$0.channels, $0.height, $0.width])
      } + [checkedProduct([pair.smallShape.channels, perGroup, kernel.height, kernel.width])]
    for count in counts where count ?? Int.max > mostValues {
      throw Failure(
        .usage, "--view values",
        "an example of \(count.map(String.init) ?? "more than 2^63") values cannot be worked",
        advice: "use at most \(mostValues) values in each map and in the kernels")
    }
    let products = checkedProduct([counts[1] ?? Int.max, perGroup, kernel.height, kernel.width])
    guard let products, products <= 1 << 26 else {
      throw Failure(
        .usage, "--view values",
        "an example of \(products.map(String.init) ?? "more than 2^63") products cannot be worked",
        advice: "use smaller maps, a smaller kernel or fewer channels")
    }
    var random = RandomSource(seed: seed)
    func numbers(_ count: Int, _ range: ClosedRange<Int>) -> [Float] {
      var values = (0..<count).map { _ in
        Float(range.lowerBound + Int(random.next() % UInt64(range.count)))
      }
      if values.allSatisfy({ $0 == 0 }), !values.isEmpty { values[0] = 1 }
      return values
    }
    func filled(
      _ given: [Float]?, _ each: Int, times: Int, _ range: ClosedRange<Int>, _ option: String,
      _ what: String
    ) throws -> [Float] {
      guard let given else { return numbers(each * times, range) }
      guard given.count == each else {
        throw Failure(
          .usage, option, "has \(given.count) values, but \(what) = \(each)",
          advice: "give \(each), row by row")
      }
      return Array(repeating: given, count: times).flatMap { $0 }
    }
    let size = pair.largeShape.size
    let large = try filled(
      inputValues, size.count, times: pair.largeShape.channels, 0...3, "--input-values",
      "the input has \(size.height)·\(size.width)")
    let small = numbers(pair.smallShape.shape.count, 0...3)
    let pairs = pair.smallShape.channels * perGroup
    let weights = try filled(
      kernelValues, kernel.count, times: pairs, 0...2, "--kernel-values",
      "the kernel has \(kernel.height)·\(kernel.width)")
    return try WorkedExample(
      pair, large: Tensor(pair.largeShape.shape, large),
      small: Tensor(pair.smallShape.shape, small),
      weights: Tensor([pair.smallShape.channels, perGroup, kernel.height, kernel.width], weights))
  }

  private static func checkedProduct(_ factors: [Int]) -> Int? {
    factors.reduce(1 as Int?) { total, factor in
      guard let total else { return nil }
      let (product, overflow) = total.multipliedReportingOverflow(by: factor)
      return overflow ? nil : product
    }
  }

  /// One product of a sum: a value, the tap's weight, and where the value lies.
  public struct Product: Hashable, Sendable {
    /// The cell that the value comes from.
    public let cell: Cell
    /// The tap of the kernel.
    public let tap: Tap
    /// The cell's value.
    public let value: Float
    /// The tap's weight.
    public let weight: Float
  }

  /// The products that the convolution adds up for a small cell, in the order of the connections;
  /// those in the padding, being 0, are left out.
  public func products(ofSmall cell: Cell, fromMap channel: Int) -> [Product] {
    let g = pair.geometry
    return taps.compactMap { tap in
      let y = g.large(small: cell.y, tap: tap.y, .vertical)
      let x = g.large(small: cell.x, tap: tap.x, .horizontal)
      guard (0..<pair.largeShape.height).contains(y), (0..<pair.largeShape.width).contains(x)
      else { return nil }
      return Product(
        cell: Cell(channel: channel, y: y, x: x), tap: tap, value: Self.value(large, channel, y, x),
        weight: weights[cell.channel, channel % weights.shape[1], tap.y, tap.x])
    }
  }

  /// The products that a cell of the transposed convolution's output receives from one small map,
  /// by the small cells' order.
  public func products(ofLarge cell: Cell, fromMap channel: Int) -> [Product] {
    let g = pair.geometry
    func reaching(_ axis: Size2D.Axis, _ large: Int) -> [(small: Int, tap: Int)] {
      (0..<g.kernel[axis]).reversed().compactMap { tap in
        let place = large + g.padding[axis] - tap * g.dilation[axis]
        guard place >= 0, place % g.stride[axis] == 0,
          place / g.stride[axis] < pair.smallShape.size[axis]
        else { return nil }
        return (place / g.stride[axis], tap)
      }
    }
    let columns = reaching(.horizontal, cell.x)
    return reaching(.vertical, cell.y).flatMap { y, ky in
      columns.map { x, kx in
        Product(
          cell: Cell(channel: channel, y: y, x: x), tap: Tap(y: ky, x: kx),
          value: Self.value(small, channel, y, x),
          weight: weights[channel, cell.channel % weights.shape[1], ky, kx])
      }
    }
  }

  /// The value of a stack of maps, (C, H, W), at a cell.
  public static func value(_ maps: Tensor, _ c: Int, _ y: Int, _ x: Int) -> Float {
    maps.values[(c * maps.shape[1] + y) * maps.shape[2] + x]
  }

  private var taps: [Tap] {
    (0..<pair.geometry.kernel.height).flatMap { y in
      (0..<pair.geometry.kernel.width).map { Tap(y: y, x: $0) }
    }
  }
}
