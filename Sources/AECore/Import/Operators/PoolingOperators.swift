import AEData
import AENetwork

/// The greatest and the mean value of windows, or of whole maps.
enum PoolingOperators {
  static func maximum(_ node: NodeContext) throws -> Signal {
    guard node.integer("storage_order") ?? 0 == 0 else {
      throw node.refusal("counts its cells by columns")
    }
    return try pool(node, isAverage: false)
  }

  static func average(_ node: NodeContext) throws -> Signal { try pool(node, isAverage: true) }

  private static func pool(_ node: NodeContext, isAverage: Bool) throws -> Signal {
    var signal = try node.signal()
    let image = try signal.makeMaps(node)
    let window = try WindowAttributes(node)
    guard window.dilation == Size2D(1) else {
      throw node.refusal("has windows with holes, dilations \(window.dilation), which no layer has")
    }
    let stated = try window.padding(of: image.size)
    let isOpen = node.integer("ceil_mode") ?? 0 != 0
    let padding = isOpen ? window.ceiling(stated, of: image.size) : stated
    // A window that hangs over the edge leaves out what lies beyond the padding that was stated.
    let counts = node.integer("count_include_pad") ?? 0 != 0
    guard !isAverage || !counts || padding == stated else {
      throw node.refusal(
        "counts its padding, but not what lies beyond it, which no layer does",
        advice: "leave ceil_mode or count_include_pad out")
    }
    try signal.pool(
      kernel: window.kernel, stride: window.stride, padding,
      isAverage ? .mean(countsPadding: counts || padding.isNone) : .maximum, node)
    signal.finishMaps(axes: window.axes)
    return signal
  }

  /// One value a map.
  static func global(_ node: NodeContext, isAverage: Bool) throws -> Signal {
    var signal = try node.signal()
    let rank = signal.dimensions.count
    let image = try signal.makeMaps(node)
    try signal.pool(
      kernel: image.size, stride: image.size, Margins(),
      isAverage ? .mean(countsPadding: true) : .maximum, node)
    signal.finishMaps(axes: rank - 2)
    return signal
  }

  /// `ReduceMean` over rows and columns: what Keras's GlobalAveragePooling2D becomes.
  static func mean(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    let rank = signal.dimensions.count
    let given = try node.optionalConstant(1)?.integers ?? node.integers("axes") ?? []
    guard rank >= 3, let axes = Strides.axes(given, rank: rank), !axes.contains(0),
      axes.count == rank - 2
    else {
      throw node.refusal(
        "takes the mean over the axes \(given), not over the rows and columns of each map")
    }
    // The axis that is left has the maps, wherever it stands.
    let maps = (1..<rank).first { !axes.contains($0) } ?? 1
    if maps != 1 { try signal.turn([0, maps] + axes, node) }
    let image = try signal.makeMaps(node)
    try signal.pool(
      kernel: image.size, stride: image.size, Margins(), .mean(countsPadding: true), node)
    let keeps = node.integer("keepdims") ?? 1 != 0
    signal.dimensions = (0..<rank).compactMap { axis in
      axis == 0
        ? signal.dimensions[0] : axis == maps ? image.channels : keeps ? 1 : nil
    }
    return signal
  }
}

extension Signal {
  /// What becomes of a window.
  fileprivate enum Pool {
    case maximum
    case mean(countsPadding: Bool)
  }

  fileprivate mutating func pool(
    kernel: Size2D, stride: Size2D, _ padding: Margins, _ pool: Pool, _ node: NodeContext
  ) throws {
    if kernel == Size2D(1), stride == Size2D(1), padding.isNone { return }
    do {
      switch pool {
      case .maximum:
        let spec = try PoolingSpec(kernel: kernel, stride: stride, padding: padding.added)
        try append(.maxPool2d(spec), [:], node)
      case .mean(let countsPadding):
        let spec = try PoolingSpec(
          kernel: kernel, stride: stride, padding: padding.added, countsPadding: countsPadding)
        try append(.averagePool2d(spec), [:], node)
      }
    } catch let error as GeometryError {
      throw node.refusal("\(error)")
    }
  }
}

extension WindowAttributes {
  /// The padding with which the last window is whole: `ceil_mode` lets it hang over the edge, as
  /// long as it begins within the map or the padding before it.
  func ceiling(_ padding: Margins, of size: Size2D) -> Margins {
    var result = padding
    for axis in Size2D.Axis.allCases {
      let (before, after) = padding[axis]
      let room = size[axis] + before + after - span(axis)
      guard room >= 0 else { continue }
      var windows = (room + stride[axis] - 1) / stride[axis] + 1
      if (windows - 1) * stride[axis] >= size[axis] + before { windows -= 1 }
      let missing = (windows - 1) * stride[axis] + span(axis) - (size[axis] + before + after)
      result[axis] = (before, after + max(0, missing))
    }
    return result
  }
}
