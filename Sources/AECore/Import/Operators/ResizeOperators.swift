import AEData
import AENetwork

/// `Resize` and `Upsample`: cells repeated, or lines drawn between them.
enum ResizeOperators {
  static func resize(_ node: NodeContext) throws -> Signal {
    // Before version 11 the scales are the second input.
    let isOld = node.inputs.count == 2
    let rank = try node.signal().dimensions.count
    var scales = try node.optionalConstant(isOld ? 1 : 2)?.floats ?? []
    var sizes = isOld ? nil : try node.optionalConstant(3)?.integers
    // Only some of the axes may be told.
    if let given = try node.integers("axes"), !given.isEmpty {
      let axes = given.compactMap { Strides.axis($0, rank: rank) }
      func placed<Value>(_ values: [Value], _ others: [Value]) throws -> [Value] {
        guard values.count == axes.count, axes.count == given.count else {
          throw node.refusal("has \(values.count) numbers for the axes \(given)")
        }
        var result = others
        for (axis, value) in zip(axes, values) { result[axis] = value }
        return result
      }
      if !scales.isEmpty { scales = try placed(scales, [Float](repeating: 1, count: rank)) }
      if let told = sizes, !told.isEmpty {
        sizes = try placed(told, try node.signal().dimensions)
      }
    }
    let rule =
      isOld ? "asymmetric" : node.text("coordinate_transformation_mode") ?? "half_pixel"
    return try resize(
      node, scales: scales, sizes: sizes, rule: rule,
      rounding: isOld ? "floor" : node.text("nearest_mode") ?? "round_prefer_floor")
  }

  /// The name that it had before version 10.
  static func upsample(_ node: NodeContext) throws -> Signal {
    let scales = try node.optionalConstant(1)?.floats ?? node.node.attributes["scales"]?.floats
    return try resize(
      node, scales: scales ?? [], sizes: nil, rule: "asymmetric", rounding: "floor")
  }

  private static func resize(
    _ node: NodeContext, scales: [Float], sizes: [Int]?, rule: String, rounding: String
  ) throws -> Signal {
    var signal = try node.signal()
    let rank = signal.dimensions.count
    _ = try signal.makeMaps(node)
    let axes: [Axis] = try (0..<rank).map { axis in
      let input = signal.dimensions[axis]
      if let sizes, !sizes.isEmpty {
        guard sizes.count == rank, sizes[axis] > 0, sizes[axis] <= ConvGeometry.largestNumber else {
          throw node.refusal("has the sizes \(sizes) for \(node.text(signal.dimensions))")
        }
        let scale = Float(sizes[axis]) / Float(max(1, input))
        return Axis(input: input, output: sizes[axis], scale: scale)
      }
      guard scales.count == rank, scales[axis] > 0, scales[axis] <= 65_536 else {
        throw node.refusal("has the scales \(scales) for \(node.text(signal.dimensions))")
      }
      let output: Float = (Float(input) * scales[axis]).rounded(.down)
      return Axis(input: input, output: Int(clamping: output), scale: scales[axis])
    }
    guard axes[..<2].allSatisfy({ $0.input == $0.output }) else {
      throw node.refusal("resizes images or maps away: \(axes[..<2].map(\.output))")
    }
    let (vertical, horizontal) =
      rank == 4 ? (axes[2], axes[3]) : (Axis(input: 1, output: 1, scale: 1), axes[2])
    if vertical.input == vertical.output, horizontal.input == horizontal.output { return signal }
    switch node.text("mode") ?? "nearest" {
    case "nearest":
      try signal.append(
        .upsample(
          Size2D(
            height: try vertical.repeats(rule, rounding, node),
            width: try horizontal.repeats(rule, rounding, node))), [:], node)
    case "linear", "bilinear":
      let corners = try vertical.alignsCorners(rule, node)
      guard try horizontal.alignsCorners(rule, node) == corners,
        vertical.isExact && horizontal.isExact
      else {
        throw node.refusal(
          "resizes linearly by \(scales), which gives no whole number of cells",
          advice: "give the sizes instead")
      }
      let size = Size2D(height: vertical.output, width: horizontal.output)
      try signal.append(
        .upsampleBilinear(BilinearSpec(.size(size), alignsCorners: corners)), [:], node)
    case let mode:
      throw node.refusal("resizes by \(mode), which no layer does", advice: "use nearest or linear")
    }
    signal.finishMaps(axes: rank - 2)
    return signal
  }

  /// `DepthToSpace`: maps become blocks of cells. Of a block's cells the maps lie next to each
  /// other (`CRD`), or all of its first cells come first (`DCR`).
  static func shuffle(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    let image = try signal.makeMaps(node)
    let factor = node.integer("blocksize") ?? 0
    guard (1...1 << 8).contains(factor), image.channels % (factor * factor) == 0 else {
      throw node.refusal("makes blocks of \(factor) by \(factor) of \(image.channels) maps")
    }
    if node.text("mode") ?? "DCR" == "DCR" {
      let (cells, maps) = (factor * factor, image.channels / (factor * factor))
      let chosen = (0..<image.channels).map { $0 % cells * maps + $0 / cells }
      // What an activation between them does to each number, it does in every order.
      guard let place = signal.layers.lastIndex(where: { !$0.isElementwise }),
        place >= signal.sealed, let layer = signal.layers[place].choosing(chosen)
      else {
        throw node.refusal(
          "takes its maps in an order that no convolution before it can give them",
          advice: "put it directly behind a convolution, or use the mode CRD")
      }
      signal.replace(place, by: layer)
    }
    try signal.append(.pixelShuffle(factor: factor), [:], node)
    signal.finishMaps(axes: 2)
    return signal
  }

  /// One axis of a resizing.
  private struct Axis {
    var input: Int
    var output: Int
    var scale: Float

    /// Whether the scale gives the output without a remainder.
    var isExact: Bool { abs(Float(input) * scale - Float(output)) < 1e-3 }

    /// How often each cell stands in the output, when that is a whole number and the same for all.
    func repeats(_ rule: String, _ rounding: String, _ node: NodeContext) throws -> Int {
      let times = output / max(1, input)
      let isEven =
        output == times * input
        && (0..<output).allSatisfy { cell($0, rule, rounding) == $0 / max(1, times) }
      guard isEven else {
        throw node.refusal(
          "makes \(output) cells of \(input) by \(rule) and \(rounding), where some cells stand "
            + "oftener than others, which no layer does",
          advice: "resize by a whole factor")
      }
      return times
    }

    /// The cell of the input that cell `index` of the output copies.
    private func cell(_ index: Int, _ rule: String, _ rounding: String) -> Int {
      let x = Float(index)
      let place: Float =
        switch rule {
        case "asymmetric": x / scale
        case "align_corners":
          output > 1 ? x * Float(input - 1) / Float(output - 1) : 0
        case "tf_half_pixel_for_nn": (x + 0.5) / scale
        case "pytorch_half_pixel": output > 1 ? (x + 0.5) / scale - 0.5 : 0
        default: (x + 0.5) / scale - 0.5
        }
      let rounded: Float =
        switch rounding {
        case "floor": place.rounded(.down)
        case "ceil": place.rounded(.up)
        case "round_prefer_ceil": (place + 0.5).rounded(.down)
        default: (place - 0.5).rounded(.up)
        }
      return max(0, min(input - 1, Int(clamping: rounded)))
    }

    /// Whether the centres of the outermost cells lie on each other.
    func alignsCorners(_ rule: String, _ node: NodeContext) throws -> Bool {
      switch rule {
      case "align_corners": return true
      case "half_pixel": return false
      case "pytorch_half_pixel" where output > 1 || input == 1: return false
      default:
        throw node.refusal(
          "resizes linearly by \(rule), which no layer does",
          advice: "use half_pixel or align_corners; opset 11 is the first that has them")
      }
    }
  }
}
