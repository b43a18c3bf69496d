import AECore

/// What is said of the overlap of a convolution's windows, counted on the operation itself and
/// judged where no border takes a window away.
struct OverlapWords {
  private let figure: ConnectivityFigure
  private var pair: ConvolutionPair { figure.pair }
  private var geometry: ConvGeometry { pair.geometry }

  init(_ figure: ConnectivityFigure) { self.figure = figure }

  private var axes: [Size2D.Axis] {
    figure.isOneDimensional ? [.horizontal] : [.vertical, .horizontal]
  }

  private func isEven(_ axis: Size2D.Axis) -> Bool {
    geometry.innerContributions(axis).count == 1
  }

  /// Whether the map has a whole tile of the pattern that no border takes a window from.
  private var hasInside: Bool {
    axes.allSatisfy {
      pair.inside($0).count >= (isEven($0) ? 1 : geometry.stride[$0])
    }
  }

  /// The numbers along the height and along the width whose products cells receive far from the
  /// borders, each product once, from the least on; at most six.
  var products: [(down: Int, across: Int)] {
    var found: [Int: (Int, Int)] = [:]
    let counts = (pair.innerCounts(.vertical), pair.innerCounts(.horizontal))
    for down in counts.0 {
      for across in counts.1 where found[down * across] == nil {
        found[down * across] = (down, across)
      }
    }
    let all = found.sorted { $0.key < $1.key }.map(\.value)
    return all.count <= 6 ? all : Array(all.prefix(3) + all.suffix(3))
  }

  /// How even it is, and why.
  var sentences: [String?] { [pattern, reason, border] }

  private var pattern: String {
    let place = hasInside ? "Away from the border" : "In a larger map, away from its border,"
    let numbers = Set(products.map { $0.down * $0.across }).sorted()
    guard let least = numbers.first, let most = numbers.last, least < most else {
      let count = numbers.first ?? 0
      return "\(place) every cell receives \(count.counted("contribution")): "
        + (count == 1 ? "no two windows meet." : "the paint lies evenly.")
    }
    let listed =
      numbers.count <= 4
      ? numbers.dropLast().map(String.init).joined(separator: ", ") + " or \(most)"
      : "\(least) to \(most)"
    let uneven = axes.filter { !isEven($0) }.count
    let what = figure.isOneDimensional || uneven == 1 ? "stripes" : "a checkerboard"
    let gaps =
      least == 0 ? (most == 1 ? "gaps that no window reaches" : "\(what), with gaps") : what
    return "\(place) cells receive \(listed) contributions: \(gaps)."
  }

  private var reason: String? {
    let uneven = axes.filter { !isEven($0) }
    guard let axis = uneven.first else {
      let isStrided = axes.contains { geometry.stride[$0] > 1 }
      let isDilated = axes.contains { geometry.stride[$0] > 1 && geometry.dilation[$0] > 1 }
      guard isStrided else { return "At stride 1 every tap reaches every cell." }
      return "The stride divides the kernel's size"
        + (isDilated ? " and has no divisor in common with the dilation." : ".")
    }
    if let axis = uneven.first(where: { geometry.sharedDivisor($0) > 1 }) {
      return "Stride \(geometry.stride[axis]) and dilation \(geometry.dilation[axis]) have the "
        + "divisor \(geometry.sharedDivisor(axis)) in common: no kernel reaches every cell."
    }
    let (kernel, stride) = (geometry.kernel[axis], geometry.stride[axis])
    let isOne = uneven.allSatisfy {
      geometry.kernel[$0] == kernel && geometry.stride[$0] == stride
    }
    guard isOne else { return "It is even where the stride divides the kernel's size." }
    let sizes = [kernel / stride * stride, (kernel / stride + 1) * stride].filter { $0 > 0 }
    let along =
      uneven.count == axes.count ? "" : " along the \(axis == .vertical ? "height" : "width")"
    return "With stride \(stride) a kernel of \(sizes.map(String.init).joined(separator: " or "))"
      + "\(along) would be even, since the stride divides it."
  }

  /// Whether fewer windows reach the cells at some border than any far from it.
  private var border: String? {
    let isLess = axes.contains { axis in
      let least = geometry.innerContributions(axis).lowerBound
      let size = pair.restoredShape.size[axis]
      let near = min(size, max(64, geometry.span(axis) + geometry.stride[axis]), 4096)
      let counts =
        pair.contributions(axis, to: 0..<near) + pair.contributions(axis, to: size - near..<size)
      return counts.contains { $0 < least }
    }
    return isLess ? "Towards the border fewer windows reach a cell." : nil
  }
}
