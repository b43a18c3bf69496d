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

  /// Runs both layers.
  ///
  /// - Throws: ``ShapeError`` when the geometry is not one that the layers take.
  public init(
    _ pair: ConvolutionPair, large: Tensor, small: Tensor, weights: Tensor,
    convolutionBias: [Float]? = nil, transposedBias: [Float]? = nil
  ) throws(ShapeError) {
    let (c, o) = (pair.largeShape.channels, pair.smallShape.channels)
    precondition(large.shape == pair.largeShape.shape, "the large map has another shape")
    precondition(small.shape == pair.smallShape.shape, "the small map has another shape")
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
    func run(_ spec: LayerSpec, _ x: Tensor, _ bias: [Float]) throws(ShapeError) -> Tensor {
      let y = try spec.layer(for: x.shape).forward(
        x.reshaped(Shape([1] + x.shape.dimensions)), parameters: weights.values + bias)
      return y.reshaped(Shape(Array(y.shape.dimensions.dropFirst())))
    }
    convolved = try run(forward, large, self.convolutionBias)
    restored = try run(back, small, self.transposedBias)
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
        let place = large + g.padding[axis].before - tap * g.dilation[axis]
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

  /// The weight of a tap between a small and a large map of one group.
  package func weight(small: Int, large: Int, _ y: Int, _ x: Int) -> Float {
    weights[small, large % weights.shape[1], y, x]
  }

  /// The same kernels over the upper left part of the maps, of at most `cells` small cells along an
  /// axis; nil when there is no such geometry.
  package func part(_ cells: Int) -> WorkedExample? {
    guard let part = pair.part(cells) else { return nil }
    func crop(_ maps: Tensor, _ shape: ImageShape) -> Tensor {
      let cells = (0..<shape.channels).flatMap { CellBlock(shape.size).cells($0) }
      return Tensor(shape.shape, cells.map { maps.value(at: $0) })
    }
    return try? WorkedExample(
      part, large: crop(large, part.largeShape), small: crop(small, part.smallShape),
      weights: weights)
  }

  private var taps: [Tap] {
    (0..<pair.geometry.kernel.height).flatMap { y in
      (0..<pair.geometry.kernel.width).map { Tap(y: y, x: $0) }
    }
  }
}

extension Tensor {
  /// The value of maps, (C, H, W), at a cell.
  package func value(at cell: Cell) -> Float {
    WorkedExample.value(self, cell.channel, cell.y, cell.x)
  }
}
