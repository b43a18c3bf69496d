import AENetwork

/// `Conv` and `ConvTranspose`, along one axis or two.
enum ConvolutionOperators {
  /// `y = x ⋆ weight + bias`, weight (O, C/groups, KH, KW).
  static func convolution(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    let image = try signal.makeMaps(node)
    let (weight, bias) = try weights(node, signal)
    let window = try WindowAttributes(node, kernel: weight.shape.dimensions.suffix(2))
    let groups = try self.groups(node)
    let padding = try window.padding(of: image.size, pending: signal.takePadding())
    let (inputs, outputs) = (image.channels, weight.shape[0])
    try appendConvolution(
      to: &signal, window, padding, groups: groups, inputs: inputs, outputs: outputs, weight, bias,
      node)
    signal.finishMaps(axes: window.axes)
    return signal
  }

  /// The gradient of a convolution by its input, weight (C, O/groups, KH, KW).
  static func transposed(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    let image = try signal.makeMaps(node)
    try signal.refusePadding(node)
    let (weight, bias) = try weights(node, signal)
    let window = try WindowAttributes(node, kernel: weight.shape.dimensions.suffix(2))
    let groups = try self.groups(node)
    let (padding, outputPadding) = try window.transposedPadding(of: image.size)
    let outputs = weight.shape[1] * groups
    let placed = try PlacedWindow(window, padding, outputPadding: outputPadding, node)
    try append(
      .transposed, to: &signal, placed, groups: groups, inputs: image.channels, outputs: outputs,
      weight, bias, node)
    signal.finishMaps(axes: window.axes)
    return signal
  }

  private static func appendConvolution(
    to signal: inout Signal, _ window: WindowAttributes, _ padding: Padding, groups: Int,
    inputs: Int, outputs: Int, _ weight: Tensor, _ bias: [Float]?, _ node: NodeContext
  ) throws {
    let placed = try PlacedWindow(window, padding, node)
    try append(
      .plain, to: &signal, placed, groups: groups, inputs: inputs, outputs: outputs, weight, bias,
      node)
  }

  private enum Kind { case plain, transposed }

  private static func append(
    _ kind: Kind, to signal: inout Signal, _ placed: PlacedWindow, groups: Int, inputs: Int,
    outputs: Int, _ weight: Tensor, _ bias: [Float]?, _ node: NodeContext
  ) throws {
    let spec: ConvolutionSpec
    do {
      let geometry = try placed.geometry(groups: groups)
      try geometry.check(
        largeChannels: kind == .plain ? inputs : outputs,
        smallChannels: kind == .plain ? outputs : inputs)
      spec = ConvolutionSpec(
        inChannels: inputs, outChannels: outputs, geometry: geometry, bias: bias != nil)
    } catch let error as GeometryError {
      throw node.refusal("\(error)")
    }
    var tensors = ["weight": placed.weight(weight)]
    if let bias {
      guard bias.count == outputs else {
        throw node.refusal("has \(bias.count) biases for \(outputs) maps")
      }
      tensors["bias"] = Tensor([bias.count], bias)
    }
    try signal.append(kind == .plain ? .conv2d(spec) : .convTranspose2d(spec), tensors, node)
  }

  private static func groups(_ node: NodeContext) throws -> Int {
    let groups = node.integer("group") ?? 1
    guard (1...ConvGeometry.largestNumber).contains(groups) else {
      throw node.refusal("has \(groups) groups")
    }
    return groups
  }

  /// The weight with two axes of taps, and the bias.
  private static func weights(
    _ node: NodeContext, _ signal: Signal
  ) throws -> (Tensor, [Float]?) {
    let array = try node.constant(1)
    guard array.rank == signal.dimensions.count, array.shape.allSatisfy({ $0 > 0 }) else {
      throw node.refusal(
        "its weight has the shape \(array.shape), and its input \(node.text(signal.dimensions))")
    }
    let shape = array.rank == 3 ? [array.shape[0], array.shape[1], 1, array.shape[2]] : array.shape
    return (array.reshaped(shape).tensor, try node.optionalConstant(2)?.floats)
  }
}

extension Signal {
  /// Takes what the last layer gives as the file's array again: maps, or lists for each map.
  mutating func finishMaps(axes: Int) {
    dimensions =
      [dimensions[0]] + (axes == 2 ? inner.dimensions : [inner[0], inner[2]])
  }
}
