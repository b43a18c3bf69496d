import AEData
import AENetwork

/// The entries that a `Slice` takes along each axis.
struct SliceCuts {
  /// One axis, and which of its entries are taken, in that order.
  struct Cut {
    var axis: Int
    var entries: [Int]
  }

  private(set) var cuts: [Cut] = []

  /// - Parameter numbers: starts, ends, axes, steps, as far as they are inputs.
  init(_ node: NodeContext, shape: [Int], numbers: [[Int]]) throws {
    func list(_ index: Int, _ name: String) throws -> [Int]? {
      numbers.indices.contains(index) ? numbers[index] : try node.integers(name)
    }
    let starts = try list(0, "starts") ?? []
    let ends = try list(1, "ends") ?? []
    let axes = try list(2, "axes") ?? Array(starts.indices)
    let steps = try list(3, "steps") ?? [Int](repeating: 1, count: starts.count)
    guard [ends.count, axes.count, steps.count].allSatisfy({ $0 == starts.count }),
      starts.count <= shape.count
    else { throw node.refusal("has \(starts.count) starts and \(ends.count) ends") }
    for (index, given) in axes.enumerated() {
      guard let axis = Strides.axis(given, rank: shape.count), steps[index] != 0,
        steps[index] > -ConvGeometry.largestNumber, steps[index] < ConvGeometry.largestNumber
      else { throw node.refusal("cuts axis \(given) in steps of \(steps[index])") }
      let (extent, step) = (shape[axis], steps[index])
      func place(_ value: Int, _ range: ClosedRange<Int>) -> Int {
        let place = value < 0 ? value.addingReportingOverflow(extent).partialValue : value
        return min(max(place, range.lowerBound), range.upperBound)
      }
      let entries =
        step > 0
        ? Array(
          stride(
            from: place(starts[index], 0...extent), to: place(ends[index], 0...extent), by: step))
        : Array(
          stride(
            from: place(starts[index], -1...max(-1, extent - 1)),
            to: place(ends[index], -1...max(-1, extent - 1)), by: step))
      cuts.append(Cut(axis: axis, entries: entries))
    }
  }
}

/// `Slice` and `Split`: some of the maps or values, or a part of each map.
enum SliceOperators {
  static func slice(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    let numbers = try (1..<max(1, node.inputs.count)).map { try node.constant($0).integers }
    for cut in try SliceCuts(node, shape: signal.dimensions, numbers: numbers).cuts {
      try signal.take(cut, node)
    }
    return signal
  }

  /// How many entries each part of a split axis gets.
  static func sizes(
    _ stated: [Int]?, of extent: Int, _ parts: Int, _ node: NodeContext
  ) throws -> [Int] {
    let each = (extent + parts - 1) / max(1, parts)
    var sizes = (0..<parts).map { max(0, min(each, extent - $0 * each)) }
    if let stated, !stated.isEmpty { sizes = stated }
    guard sizes.count == parts, sizes.allSatisfy({ $0 > 0 && $0 <= extent }),
      sizes.reduce(0, +) == extent
    else { throw node.refusal("splits \(extent) into \(sizes)") }
    return sizes
  }

  static func split(_ node: NodeContext) throws -> [Value] {
    let signal = try node.signal()
    let rank = signal.dimensions.count
    guard let axis = Strides.axis(node.integer("axis") ?? 0, rank: rank) else {
      throw node.refusal("has no such axis")
    }
    let (extent, parts) = (signal.dimensions[axis], node.node.outputs.count)
    let stated = try node.optionalConstant(1)?.integers ?? node.integers("split")
    let sizes = try Self.sizes(stated, of: extent, parts, node)
    var start = 0
    return try sizes.map { size in
      var part = signal
      try part.take(.init(axis: axis, entries: Array(start..<start + size)), node)
      start += size
      return .signal(part)
    }
  }
}

extension Signal {
  /// Takes entries of one axis.
  fileprivate mutating func take(_ cut: SliceCuts.Cut, _ node: NodeContext) throws {
    let extent = dimensions[cut.axis]
    if cut.entries == Array(0..<extent) { return }
    let isRun = zip(cut.entries, cut.entries.dropFirst()).allSatisfy { $1 == $0 + 1 }
    guard cut.axis > 0, let first = cut.entries.first, let end = cut.entries.last else {
      throw node.refusal("takes some of the images, or nothing of them")
    }
    if cut.axis == 1, let last = layers.last, last.isLinear, layers.count > sealed, order == nil,
      inner[0] == extent, let part = last.choosing(cut.entries)
    {
      let shape = Shape([cut.entries.count] + inner.dimensions.dropFirst())
      replaceLast(by: part, giving: shape)
      dimensions[1] = cut.entries.count
      return
    }
    guard cut.axis >= 2, isRun, (3...4).contains(dimensions.count) else {
      throw node.refusal(
        "takes \(cut.entries.count) of \(extent) maps or values that no layer before it gives alone",
        advice: "take them directly behind a fully connected layer or a convolution")
    }
    let axes = dimensions.count - 2
    _ = try makeMaps(node)
    let ends = Padding.Ends(before: first, after: extent - 1 - end)
    let isVertical = axes == 2 && cut.axis == 2
    try crop(
      Padding(
        vertical: isVertical ? ends : Padding.Ends(0),
        horizontal: isVertical ? Padding.Ends(0) : ends), node)
    finishMaps(axes: axes)
  }
}
