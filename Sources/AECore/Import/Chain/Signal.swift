import AEData
import AENetwork

/// A value that depends on the image: the layers that lead to it, and how the numbers that the last
/// of them gives stand in the array that the file speaks of.
///
/// Layers are channel-first, `(C, H, W)`. Files turn arrays as they like: a network from Keras has
/// its channels last. Turning an array, or giving it another shape, makes no layer here: it is
/// remembered as ``order``, and undone in the weights of the next layer that gives every number
/// a weight of its own (or of the last one that did).
package struct Signal {
  /// From the image on.
  package private(set) var layers: [ImportedLayer] = []
  /// The array's extents in the file, the batch first.
  package var dimensions: [Int]
  /// What the last layer gives for one image: `[C, H, W]` or `[F]`.
  package private(set) var inner: Shape
  /// Where in ``inner`` each number of one image's array is; nil when both have the same order.
  package var order: [Int]?
  /// Layers before this count stay as they are: the code is behind them.
  var sealed = 0
  /// The node whose turn ``order`` is, for failures.
  var turn: String?
  /// What a reader of the network should know, in sentences.
  var notes: [String] = []

  /// The image itself: `dimensions` as in the file, `inner` as in the network.
  package init(dimensions: [Int], inner: Shape, order: [Int]? = nil) {
    self.dimensions = dimensions
    self.inner = inner
    self.order = order
  }

  /// One image's extents in the file.
  var example: [Int] { Array(dimensions.dropFirst()) }
  /// Numbers of the array for one image.
  var count: Int { order?.count ?? inner.count }
  /// Whether the array has numbers of ``inner`` several times.
  var isRepeating: Bool { count != inner.count }

  /// Puts a layer behind the last one.
  /// - Throws: `Failure` when it cannot take what that gives.
  mutating func append(
    _ spec: LayerSpec, _ tensors: [String: Tensor] = [:], _ node: NodeContext
  ) throws {
    do {
      inner = try spec.outputShape(for: inner)
    } catch {
      throw node.refusal("\(error)")
    }
    for (name, shape) in spec.storedShapes {
      guard let tensor = tensors[name], tensor.shape == shape else {
        throw node.refusal(
          "its \(name) has the shape \(tensors[name]?.shape.dimensions ?? []), but \(spec.type) "
            + "wants \(shape.dimensions)")
      }
    }
    layers.append(ImportedLayer(spec: spec, tensors: tensors, origin: node.index))
  }

  /// Puts a layer in the place of the last one that gives as much.
  mutating func replaceLast(by layer: ImportedLayer, giving shape: Shape) {
    layers[layers.count - 1] = layer
    inner = shape
  }

  /// Puts a layer of the same shapes in the place of layer `index`.
  mutating func replace(_ index: Int, by layer: ImportedLayer) { layers[index] = layer }

  /// Takes the last layer away; the one before it gives `shape`.
  mutating func removeLast(giving shape: Shape) {
    layers.removeLast()
    inner = shape
  }

  /// The same array once its layers are `layers`, which give a list of `count` values.
  mutating func replaceLayers(_ layers: [ImportedLayer], count: Int) {
    self.layers = layers
    inner = [count]
  }

  // MARK: What a layer takes

  /// Brings the numbers into the form of maps, for a layer that looks at neighbours: a list of
  /// numbers for each map is a map of one row.
  /// - Throws: `Failure` when the array has no maps, or its order is none that weights can mend.
  mutating func makeMaps(_ node: NodeContext) throws -> ImageShape {
    guard (3...4).contains(dimensions.count) else {
      throw node.refusal(
        "takes maps, (N, C, H, W), and is given \(node.text(dimensions))",
        advice: "only images, and lists of numbers as images of one row, can be imported")
    }
    let image = ImageShape(
      channels: dimensions[1], height: dimensions.count == 4 ? dimensions[2] : 1,
      width: dimensions[dimensions.count - 1])
    if isRepeating {
      try repeatCells(image, node)
    } else {
      try settle(node)
      try shape(image, node)
    }
    return image
  }

  /// Makes the cells that stand several times in maps of shape `image` by an upsampling.
  private mutating func repeatCells(_ image: ImageShape, _ node: NodeContext) throws {
    for height in 1...max(1, image.height) where image.height % height == 0 {
      let each = inner.count / max(1, image.channels * height)
      guard each > 0, image.channels * height * each == inner.count, image.width % each == 0 else {
        continue
      }
      let small = ImageShape(channels: image.channels, height: height, width: each)
      let scale = Size2D(height: image.height / height, width: image.width / each)
      let cells = (0..<image.count).map { cell in
        let (map, y, x) = (
          cell / image.size.count, cell / image.width % image.height, cell % image.width
        )
        return (map * height + y / scale.height) * each + x / scale.width
      }
      var base = [Int](repeating: -1, count: small.count)
      let before = order ?? []
      let fits = zip(cells, before).allSatisfy { cell, place in
        if base[cell] < 0 { base[cell] = place }
        return base[cell] == place
      }
      guard fits else { continue }
      order = base.indices.allSatisfy { base[$0] == $0 } ? nil : base
      try settle(node)
      try shape(small, node)
      return try append(.upsample(scale), [:], node)
    }
    throw node.refusal(
      "repeats its numbers otherwise than cell by cell, which no layer does",
      advice: "repeat rows and columns only")
  }

  /// Gives the numbers, which are in the file's order, the form of maps.
  mutating func shape(_ image: ImageShape, _ node: NodeContext) throws {
    guard inner != image.shape else { return }
    if inner.rank == 3 { try append(.flatten, [:], node) }
    try append(.reshape(image), [:], node)
  }

  /// Brings the numbers into the form of a list.
  /// - Returns: where in it each number of the file's list is; nil when they are the same.
  mutating func makeFeatures(_ node: NodeContext) throws -> [Int]? {
    guard dimensions.count == 2 else {
      throw node.refusal(
        "takes a list of numbers an image, (N, F), and is given \(node.text(dimensions))",
        advice: "flatten what goes in")
    }
    if inner.rank == 3 { try append(.flatten, [:], node) }
    return order
  }

  /// Undoes ``order`` in the weights of the fully connected layer that gives these numbers, so that
  /// they come out as the file has them.
  /// - Throws: `Failure` when there is no such layer.
  mutating func settle(_ node: NodeContext) throws {
    guard let order else { return }
    guard !isRepeating, rearrange({ $0.choosing(order) }) else {
      throw node.refusal(
        "takes its numbers in another order, which \(turn ?? "the file") gives them, and no fully "
          + "connected layer is there to give them so",
        advice: "move that turn next to a fully connected layer, or leave it out")
    }
    self.order = nil
  }

  /// Puts number `from[i]` of what comes out to place `to[i]`, for an end that wants another order
  /// than the file's.
  mutating func rearrange(from: [Int], to: [Int], _ node: NodeContext) throws {
    var chosen = from
    for (source, target) in zip(from, to) { chosen[target] = source }
    guard rearrange({ $0.choosing(chosen) }) else {
      throw node.refusal(
        "gives the pixels in another order than they came in, and no fully connected layer is there "
          + "to give them so", advice: "let it give images as it takes them")
    }
    order = nil
  }

  /// Changes the fully connected layer behind which each number stands for itself.
  private mutating func rearrange(_ change: (ImportedLayer) -> ImportedLayer?) -> Bool {
    for index in layers.indices.reversed() {
      let layer = layers[index]
      switch layer.spec {
      case .flatten, .reshape: continue
      case .dense(let spec):
        guard spec.outFeatures == count, let changed = change(layer) else { return false }
        layers[index] = changed
        if index < sealed {
          notes.append(
            "The values of the code stand in another order than in the file: channel-first.")
        }
        return true
      default:
        guard layer.isElementwise else { return false }
      }
    }
    return false
  }

  // MARK: Numbers beside a layer

  /// Numbers that stand as those of one image's array do, in the order of ``inner``; an array that
  /// repeats its numbers has as many places as it has.
  func placed(_ values: [Float]) -> [Float] {
    guard let order else { return values }
    var result = values
    for (value, place) in zip(values, order) { result[place] = value }
    return result
  }

  /// Multiplies every number by `scale` and adds `shift`, both in the order of ``inner``: in the
  /// weights before it, or as a normalisation with fixed statistics.
  mutating func scale(by scale: [Float], shiftBy shift: [Float], _ node: NodeContext) throws {
    if scale.allSatisfy({ $0 == 1 }), shift.allSatisfy({ $0 == 0 }) { return }
    if !isRepeating, layers.count > sealed,
      let scaled = layers.last?.normalScaled(by: scale, shiftedBy: shift)
    {
      layers[layers.count - 1] = scaled
      return
    }
    guard let scale = eachMap(scale), let shift = eachMap(shift) else {
      throw node.refusal(
        "adds or multiplies by numbers that differ from cell to cell of a map, which no layer does",
        advice: "leave it out, or train with one number a map")
    }
    if let last = layers.last, last.isScaling, layers.count > sealed {
      let scaled = last.scaled(by: scale, shiftedBy: shift)
      layers[layers.count - 1] = scaled
      if scaled.isIdle { layers.removeLast() }
      return
    }
    let epsilon = 1e-5
    let count = scale.count
    try normalise(
      BatchNormSpec(channels: count, epsilon: epsilon),
      [
        "weight": Tensor([count], scale), "bias": Tensor([count], shift),
        "running_mean": Tensor([count]),
        "running_var": Tensor([count], repeating: Float(1 - epsilon)),
      ], node)
  }

  /// Puts a normalisation behind the last layer: of maps, or of each value of a list.
  mutating func normalise(
    _ spec: BatchNormSpec, _ tensors: [String: Tensor], _ node: NodeContext
  ) throws {
    try append(inner.rank == 1 ? .batchNorm1d(spec) : .batchNorm2d(spec), tensors, node)
  }

  /// One number a map (or a value of a list) of numbers that stand for each cell; nil when they
  /// differ within one, or stand several times.
  func eachMap(_ values: [Float]) -> [Float]? {
    guard !isRepeating else { return nil }
    guard inner.rank == 3, inner[0] > 0 else { return values }
    let cells = inner.count / inner[0]
    var result: [Float] = []
    for map in 0..<inner[0] {
      let own = values[map * cells..<(map + 1) * cells]
      guard let first = own.first, own.allSatisfy({ $0 == first }) else { return nil }
      result.append(first)
    }
    return result
  }
}
