/// Where pooling's windows lie: what ``MaxPool2D`` and ``AveragePool2D`` share.
///
/// The windows are those of a convolution, and ``ConvGeometry`` says which cells a window sees;
/// only what is done with them differs. Every map is on its own.
struct PoolingWindows: Sendable {
  let geometry: ConvGeometry
  /// The map that the windows lie on.
  let large: Size2D
  /// One cell a window.
  let small: Size2D

  init(_ spec: PoolingSpec, input: Shape, output: Shape) {
    geometry = spec.geometry
    large = ImageShape(input).size
    small = ImageShape(output).size
  }

  /// Goes through the taps of the window in their order, and for each through the cells of the
  /// small map. `body` gets the two cells that the tap joins. Taps that lie in the padding are left
  /// out.
  @inline(__always)
  func forEachJoin(_ body: (_ large: Int, _ small: Int) -> Void) {
    for ky in 0..<geometry.kernel.height {
      for kx in 0..<geometry.kernel.width {
        let columns = joined(kx, .horizontal)
        for y in joined(ky, .vertical) {
          let row = geometry.large(small: y, tap: ky, .vertical) * large.width
          for x in columns {
            body(row + geometry.large(small: x, tap: kx, .horizontal), y * small.width + x)
          }
        }
      }
    }
  }

  /// For each window, row by row, one over how many of its cells lie on the map.
  var cellShares: [Float] {
    var shares: [Float] = []
    for y in 0..<small.height {
      let rows = geometry.reach(ofSmall: y, .vertical, large: large.height)
      for x in 0..<small.width {
        let cells = rows * geometry.reach(ofSmall: x, .horizontal, large: large.width)
        shares.append(1 / Float(max(1, cells)))
      }
    }
    return shares
  }

  /// The small cells whose tap `tap` lies on the map.
  private func joined(_ tap: Int, _ axis: Size2D.Axis) -> Range<Int> {
    let (first, step) = (geometry.large(small: 0, tap: tap, axis), geometry.stride[axis])
    let start = first >= 0 ? 0 : (-first + step - 1) / step
    let end = first >= large[axis] ? 0 : (large[axis] - 1 - first) / step + 1
    return start..<max(start, min(end, small[axis]))
  }
}
