import AECore
import Visual

/// Geometries that the connectivity figure must get right, random ones and hand-picked ones.
enum ConnectivityGeometries {
  /// A legal pair from random numbers: rectangular everything, dilation, groups, several channels,
  /// and half of the time an output padding that does not restore the size.
  static func random(_ source: inout RandomSource) -> ConvolutionPair {
    while true {
      func pick(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(source.next() % UInt64(range.count))
      }
      func size(_ range: ClosedRange<Int>) -> Size2D {
        let height = pick(range)
        return Size2D(height: height, width: pick(0...2) == 0 ? height : pick(range))
      }
      let groups = pick(1...3)
      let large = size(1...7)
      // Half of the time the two ends of an axis have padding of their own.
      var padding = Padding(size(0...2))
      if pick(0...1) == 0 {
        for axis in Size2D.Axis.allCases { padding[axis].after = pick(0...2) }
      }
      let plain = try? ConvGeometry(
        kernel: size(1...4), stride: size(1...3), padding: padding, dilation: size(1...3),
        groups: groups)
      guard let plain, let restoring = try? plain.outputPadding(restoring: large) else { continue }
      let free = size(0...2)
      let output = pick(0...1) == 0 ? restoring : free
      guard let geometry = try? plain.with(outputPadding: output),
        let pair = try? ConvolutionPair(
          geometry: geometry,
          largeShape: ImageShape(
            channels: groups * pick(1...2), height: large.height, width: large.width),
          smallChannels: groups * pick(1...2))
      else { continue }
      return pair
    }
  }

  /// A pair with the output padding that restores the size.
  static func pair(
    _ size: Size2D, kernel: Size2D, stride: Size2D = Size2D(1), padding: Size2D = Size2D(0),
    dilation: Size2D = Size2D(1), groups: Int = 1, large: Int = 1, small: Int = 1
  ) throws -> ConvolutionPair {
    try pair(
      size, kernel: kernel, stride: stride, padding: Padding(padding), dilation: dilation,
      groups: groups, large: large, small: small)
  }

  /// The same with padding of its own on each side.
  static func pair(
    _ size: Size2D, kernel: Size2D, stride: Size2D = Size2D(1), padding: Padding,
    dilation: Size2D = Size2D(1), groups: Int = 1, large: Int = 1, small: Int = 1
  ) throws -> ConvolutionPair {
    let geometry = try ConvGeometry(
      kernel: kernel, stride: stride, padding: padding, dilation: dilation, groups: groups)
    return try ConvolutionPair(
      geometry: geometry.with(outputPadding: geometry.outputPadding(restoring: size)),
      largeShape: ImageShape(channels: large, height: size.height, width: size.width),
      smallChannels: small)
  }

  /// The lecture's own: 5 × 5 and 3 × 3, kernel 3, stride 2, padding 1.
  static func lecture(maps: Int = 1) throws -> ConvolutionPair {
    try pair(
      Size2D(5), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1), large: maps,
      small: maps)
  }

  /// Easy, asymmetric and extreme ones, by name.
  static func gallery() throws -> [(name: String, pair: ConvolutionPair)] {
    func size(_ height: Int, _ width: Int) -> Size2D { Size2D(height: height, width: width) }
    let (k3, s2, p1) = (Size2D(3), Size2D(2), Size2D(1))
    return [
      ("lecture", try lecture()),
      ("two maps", try lecture(maps: 2)),
      ("output padding", try pair(Size2D(6), kernel: k3, stride: s2, padding: p1)),
      (
        "real layer",
        try pair(Size2D(28), kernel: k3, stride: s2, padding: p1, large: 1, small: 16)
      ),
      (
        "inner layer",
        try pair(Size2D(14), kernel: k3, stride: s2, padding: p1, large: 16, small: 32)
      ),
      ("1×1 kernel", try pair(Size2D(5), kernel: Size2D(1), large: 4, small: 3)),
      ("kernel = input", try pair(Size2D(5), kernel: Size2D(5), large: 1, small: 2)),
      ("huge kernel = input", try pair(Size2D(28), kernel: Size2D(28), large: 1, small: 16)),
      ("stride > kernel", try pair(Size2D(9), kernel: Size2D(2), stride: Size2D(3))),
      (
        "dilation 3",
        try pair(
          Size2D(11), kernel: k3, padding: Size2D(3), dilation: Size2D(3), large: 2, small: 2)
      ),
      (
        "7×7 into 64 channels",
        try pair(Size2D(14), kernel: Size2D(7), padding: Size2D(3), large: 64, small: 64)
      ),
      (
        "one row",
        try pair(size(1, 12), kernel: size(1, 3), stride: size(1, 2), padding: size(0, 1))
      ),
      (
        "one column",
        try pair(size(12, 1), kernel: size(3, 1), stride: size(2, 1), padding: size(1, 0))
      ),
      ("one cell", try pair(Size2D(1), kernel: Size2D(1))),
      (
        "rectangular",
        try pair(
          size(5, 9), kernel: size(3, 5), stride: size(2, 1), padding: size(1, 2), large: 3,
          small: 2)
      ),
      (
        "all different",
        try pair(
          size(6, 4), kernel: size(2, 3), stride: size(1, 2), padding: size(0, 1),
          dilation: size(2, 1), groups: 2, large: 2, small: 4)
      ),
      (
        "groups",
        try pair(
          Size2D(7), kernel: Size2D(4), stride: s2, padding: p1, groups: 4, large: 8, small: 8)
      ),
      (
        "depthwise",
        try pair(Size2D(8), kernel: k3, padding: p1, groups: 32, large: 32, small: 32)
      ),
      (
        "huge", try pair(size(1080, 1920), kernel: k3, stride: s2, padding: p1, large: 3, small: 64)
      ),
    ]
  }
}

extension Scene {
  /// Every mark outside of groups and inside of them, in drawing order.
  var leaves: [Mark] { marks.leaves }

  /// The ids of all paths that start with `prefix`, without it.
  func paths(_ prefix: String) -> [String] {
    leaves.compactMap { mark in
      guard case .path(let path) = mark, let id = path.id, id.hasPrefix(prefix) else { return nil }
      return String(id.dropFirst(prefix.count))
    }
  }

  /// The texts whose id starts with `prefix`.
  func texts(_ prefix: String) -> [String] {
    leaves.compactMap { mark in
      guard case .text(let text) = mark, let id = text.id, id.hasPrefix(prefix) else { return nil }
      return text.string
    }
  }

  /// The texts of the group called `id`, joined from left to right as they were laid out.
  func words(ofGroup id: String) -> String? {
    func find(_ marks: [Mark]) -> Group? {
      for case .group(let group) in marks {
        if group.id == id { return group }
        if let inner = find(group.marks) { return inner }
      }
      return nil
    }
    guard let group = find(marks) else { return nil }
    return group.marks.leaves.compactMap { mark -> String? in
      if case .text(let text) = mark { text.string } else { nil }
    }.joined()
  }
}

extension [Mark] {
  /// Every mark outside of groups and inside of them, in drawing order.
  var leaves: [Mark] {
    flatMap { mark -> [Mark] in
      if case .group(let group) = mark { group.marks.leaves } else { [mark] }
    }
  }
}
