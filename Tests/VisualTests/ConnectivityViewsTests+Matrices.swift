import AECore
import Visual

extension ConnectivityViewsTests {
  /// The operation's matrix as the layers compute it: one basis vector after the other through
  /// ``Conv2D`` and ``ConvTranspose2D``, all weights 1.
  struct Matrices {
    /// Entries of C, `(small index, large index)`, that are not zero.
    var convolution: Set<[Int]> = []
    /// Entries of Cᵀ, `(large index, small index)`.
    var transposed: Set<[Int]> = []
    /// What the transposed convolution makes of ones, for one small map into one large map.
    var overlap: [Int] = []
    /// The size of what the convolution was given, and of both layers' outputs.
    let inputSize: Size2D
    let outputSize: Size2D
    let restoredSize: Size2D

    init(_ pair: ConvolutionPair) throws {
      let (c, o) = (pair.largeShape, pair.smallShape)
      let g = pair.geometry
      let ones = [Float](
        repeating: 1, count: o.channels * (c.channels / g.groups) * g.kernel.count)
      func layer(_ spec: LayerSpec, _ shape: ImageShape) throws -> (Tensor) -> Tensor {
        let layer = try spec.layer(for: shape.shape)
        return { layer.forward($0, parameters: ones) }
      }
      let forward = try layer(
        .conv2d(
          ConvolutionSpec(
            inChannels: c.channels, outChannels: o.channels, geometry: g, bias: false)), c)
      let back = try layer(
        .convTranspose2d(
          ConvolutionSpec(
            inChannels: o.channels, outChannels: c.channels, geometry: g, bias: false)), o)
      func push(
        _ shape: ImageShape, _ run: (Tensor) -> Tensor
      ) -> (columns: [[Float]], size: Size2D) {
        let n = shape.count
        let basis = Tensor(
          Shape([n] + shape.shape.dimensions),
          (0..<n * n).map { $0 / n == $0 % n ? Float(1) : 0 })
        let image = run(basis)
        let each = image.count / n
        return (
          (0..<n).map { Array(image.values[$0 * each..<($0 + 1) * each]) },
          Size2D(height: image.shape[2], width: image.shape[3])
        )
      }
      let pushed = push(c, forward)
      (inputSize, outputSize) = (c.size, pushed.size)
      for (l, column) in pushed.columns.enumerated() {
        for (s, value) in column.enumerated() where value != 0 { convolution.insert([s, l]) }
      }
      let (columns, restored) = push(o, back)
      restoredSize = restored
      for (s, column) in columns.enumerated() {
        for (l, value) in column.enumerated() where value != 0 { transposed.insert([l, s]) }
      }
      // Ones on one small map, summed over the first large map of its group.
      let size = pair.restoredShape.size.count
      overlap = (0..<size).map { l in
        (0..<o.size.count).reduce(0) { $0 + Int(columns[$1][l].rounded()) }
      }
    }
  }
}
