/// The three ways to see a transposed convolution, each computed by itself: they are equal, which
/// is what the view `three-ways` shows and a test holds. Sums are in double precision, without a
/// bias.
///
/// `small` is (O, h, w), `weight` (O, C/groups, KH, KW), every result (C, H', W').
public enum ThreeWays {
  /// Every input cell adds its value, times the kernel, to a window of the output.
  public static func scatter(_ small: Tensor, weight: Tensor, _ pair: ConvolutionPair) -> [Double] {
    var output = Array(repeating: 0.0, count: pair.restoredShape.count)
    for join in pair.transposedConvolution {
      output[index(join.large, pair.restoredShape)] +=
        value(small, join.small) * tap(weight, join, pair)
    }
    return output
  }

  /// The input spread out with zeros in between, convolved with the flipped kernel and stride 1:
  /// every output cell looks at a window of it.
  public static func gather(_ small: Tensor, weight: Tensor, _ pair: ConvolutionPair) -> [Double] {
    let g = pair.geometry
    let perGroup = (
      large: pair.largeShape.channels / g.groups, small: pair.smallShape.channels / g.groups
    )
    let shape = pair.restoredShape
    var output: [Double] = []
    for c in 0..<shape.channels {
      let group = c / perGroup.large
      for y in 0..<shape.height {
        for x in 0..<shape.width {
          var sum = 0.0
          for o in group * perGroup.small..<(group + 1) * perGroup.small {
            // The kernel is flipped: the window's first row and column meet its last tap.
            for ky in (0..<g.kernel.height).reversed() {
              for kx in (0..<g.kernel.width).reversed() {
                let row = y + g.padding.before.height - ky * g.dilation.height
                let column = x + g.padding.before.width - kx * g.dilation.width
                sum +=
                  stuffed(small, o, row, column, pair)
                  * Double(weight[o, c % perGroup.large, ky, kx])
              }
            }
          }
          output.append(sum)
        }
      }
    }
    return output
  }

  /// A value of the input spread out: the small cells `stride` apart from row and column 0 on,
  /// zeros between and around them.
  public static func stuffed(
    _ small: Tensor, _ o: Int, _ row: Int, _ column: Int, _ pair: ConvolutionPair
  ) -> Double {
    let s = pair.geometry.stride
    guard row >= 0, column >= 0, row % s.height == 0, column % s.width == 0,
      row / s.height < pair.smallShape.height, column / s.width < pair.smallShape.width
    else { return 0 }
    return value(small, Cell(channel: o, y: row / s.height, x: column / s.width))
  }

  /// The input as one column of numbers, multiplied by the transpose of the convolution's matrix C.
  public static func matrix(_ small: Tensor, weight: Tensor, _ pair: ConvolutionPair) -> [Double] {
    let shape = pair.restoredShape
    var rows = Array(repeating: [Connection](), count: shape.count)
    for join in pair.transposedConvolution { rows[index(join.large, shape)].append(join) }
    return rows.map { row in
      var entries = Array(repeating: 0.0, count: pair.smallShape.count)
      for join in row {
        entries[index(join.small, pair.smallShape)] += tap(weight, join, pair)
      }
      return zip(entries, small.values).reduce(0.0) { $0 + $1.0 * Double($1.1) }
    }
  }

  private static func index(_ cell: Cell, _ shape: ImageShape) -> Int {
    (cell.channel * shape.height + cell.y) * shape.width + cell.x
  }

  private static func value(_ small: Tensor, _ cell: Cell) -> Double {
    Double(small.values[(cell.channel * small.shape[1] + cell.y) * small.shape[2] + cell.x])
  }

  private static func tap(_ weight: Tensor, _ join: Connection, _ pair: ConvolutionPair) -> Double {
    let perGroup = pair.largeShape.channels / pair.geometry.groups
    return Double(
      weight[join.small.channel, join.large.channel % perGroup, join.tap.y, join.tap.x])
  }
}
