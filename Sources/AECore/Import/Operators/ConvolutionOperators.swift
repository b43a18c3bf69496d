import AEData
import AENetwork

/// `Conv` and `ConvTranspose`, along one axis or two.
enum ConvolutionOperators {
  /// `y = x ⋆ weight + bias`, weight (O, C/groups, KH, KW).
  static func convolution(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    let image = try signal.makeMaps(node)
    let weight = try weight(node, signal)
    let window = try WindowAttributes(node, kernel: weight.shape.dimensions.suffix(2))
    // A `Pad` before it becomes a part of it.
    let padding = try window.padding(of: image.size) + signal.takePadding()
    try signal.crop(padding.cut, node)
    let groups = try groups(node)
    let spec = try spec(node, inputs: image.channels, outputs: weight.shape[0]) {
      () throws(GeometryError) in
      let geometry = try ConvGeometry(
        kernel: window.kernel, stride: window.stride, padding: padding.added,
        dilation: window.dilation, groups: groups)
      try geometry.check(largeChannels: image.channels, smallChannels: weight.shape[0])
      return geometry
    }
    try signal.append(.conv2d(spec), tensors(node, weight, spec), node)
    signal.finishMaps(axes: window.axes)
    return signal
  }

  /// The gradient of a convolution by its input, weight (C, O/groups, KH, KW).
  static func transposed(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    let image = try signal.makeMaps(node)
    let weight = try weight(node, signal)
    let window = try WindowAttributes(node, kernel: weight.shape.dimensions.suffix(2))
    let groups = try groups(node)
    guard let outputs = Int(product: [weight.shape[1], groups]) else {
      throw node.refusal("has too many maps")
    }
    let (padding, outputPadding) = try window.transposedPadding(of: image.size)
    let spec = try spec(node, inputs: image.channels, outputs: outputs) {
      () throws(GeometryError) in
      let geometry = try ConvGeometry(
        kernel: window.kernel, stride: window.stride, padding: padding.added,
        dilation: window.dilation, outputPadding: outputPadding, groups: groups)
      try geometry.check(largeChannels: outputs, smallChannels: image.channels)
      return geometry
    }
    try signal.append(.convTranspose2d(spec), tensors(node, weight, spec), node)
    signal.finishMaps(axes: window.axes)
    return signal
  }

  private static func spec(
    _ node: NodeContext, inputs: Int, outputs: Int,
    _ geometry: () throws(GeometryError) -> ConvGeometry
  ) throws -> ConvolutionSpec {
    do {
      return ConvolutionSpec(
        inChannels: inputs, outChannels: outputs, geometry: try geometry(), bias: node.has(2))
    } catch {
      throw node.refusal("\(error)")
    }
  }

  private static func tensors(
    _ node: NodeContext, _ weight: Tensor, _ spec: ConvolutionSpec
  ) throws -> [String: Tensor] {
    guard let bias = try node.optionalConstant(2) else { return ["weight": weight] }
    return ["weight": weight, "bias": bias.reshaped([bias.count]).tensor]
  }

  private static func groups(_ node: NodeContext) throws -> Int {
    let groups = node.integer("group") ?? 1
    guard (1...ConvGeometry.largestNumber).contains(groups) else {
      throw node.refusal("has \(groups) groups")
    }
    return groups
  }

  /// The weight, with two axes of taps.
  private static func weight(_ node: NodeContext, _ signal: Signal) throws -> Tensor {
    let array = try node.constant(1)
    guard array.rank == signal.dimensions.count, array.shape.allSatisfy({ $0 > 0 }) else {
      throw node.refusal(
        "its weight has the shape \(array.shape), and its input \(node.text(signal.dimensions))")
    }
    let shape = array.rank == 3 ? [array.shape[0], array.shape[1], 1, array.shape[2]] : array.shape
    return array.reshaped(shape).tensor
  }
}

extension Signal {
  /// Takes what the last layer gives as the file's array again: maps, or lists for each map.
  mutating func finishMaps(axes: Int) {
    dimensions = [dimensions[0]] + (axes == 2 ? inner.dimensions : [inner[0], inner[2]])
  }

  /// Puts rows and columns of zeros around maps, or cuts them off.
  mutating func pad(
    _ margins: Margins, fill: PaddingSpec.Fill = .zero, _ node: NodeContext
  ) throws {
    if margins.added != .zero { try append(.pad2d(PaddingSpec(fill, margins.added)), [:], node) }
    try crop(margins.cut, node)
  }

  /// Cuts rows and columns off maps: a transposed convolution that gives them does so itself, as
  /// its padding.
  mutating func crop(_ cut: Padding, _ node: NodeContext) throws {
    guard cut != .zero else { return }
    guard layers.count > sealed, let last = layers.last, cut.vertical.total < inner[1],
      cut.horizontal.total < inner[2]
    else {
      return try append(.cropping2d(cut), [:], node)
    }
    let less: Shape = [
      inner[0], inner[1] - cut.vertical.total, inner[2] - cut.horizontal.total,
    ]
    switch last.spec {
    case .convTranspose2d(var spec):
      let padding = spec.geometry.padding
      guard
        let geometry = try? spec.geometry.with(
          padding: Padding(
            vertical: padding.vertical + cut.vertical,
            horizontal: padding.horizontal + cut.horizontal))
      else { break }
      spec.geometry = geometry
      var layer = last
      layer.spec = .convTranspose2d(spec)
      return replaceLast(by: layer, giving: less)
    case .cropping2d(let before):
      removeLast(giving: [
        inner[0], inner[1] + before.vertical.total, inner[2] + before.horizontal.total,
      ])
      return try append(
        .cropping2d(
          Padding(
            vertical: before.vertical + cut.vertical,
            horizontal: before.horizontal + cut.horizontal)), [:], node)
    default: break
    }
    try append(.cropping2d(cut), [:], node)
  }

  /// Takes a padding with zeros that was the last layer back, so that a convolution can do it.
  mutating func takePadding() -> Margins {
    guard case .pad2d(let spec)? = layers.last?.spec, spec.fill == .zero, layers.count > sealed
    else { return Margins() }
    let padding = spec.padding
    removeLast(giving: [
      inner[0], inner[1] - padding.vertical.total, inner[2] - padding.horizontal.total,
    ])
    return Margins(
      top: padding.vertical.before, left: padding.horizontal.before,
      bottom: padding.vertical.after, right: padding.horizontal.after)
  }
}

extension Padding.Ends {
  fileprivate static func + (a: Self, b: Self) -> Self {
    Self(before: a.before + b.before, after: a.after + b.after)
  }
}
