import AECore

/// What stands in one place of the drawing: an image, a stack of maps, a list of values.
struct ArchitectureBlock: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// The input, or what came out.
    case image
    /// So many maps behind each other.
    case maps(Int)
    /// The values of a fully connected layer.
    case vector
    /// Stages that there is no room for.
    case summary
  }

  var content: Content
  /// Rows of a map; a list counts as the square of as many values as a channel of the image has.
  var height: Double
  /// Columns of a map; 0 for a list.
  var width = 0.0
  /// What is painted on its side: `(C, H, W)` for an image, `(H, W)` for the map that answers most.
  var picture: Tensor?
  /// The shape in figures.
  var size: String
  /// How far from the image (0) to the code (1), for its colour.
  var depth: Double
  /// What leads to it from the block before, in parts.
  var operation: [String] = []
  /// The number of that layer.
  var number: String?
  var isCode = false
  /// Whether it has two halves: means and log-variances.
  var isSplit = false

  /// The same without its layer's number.
  var withoutNumber: ArchitectureBlock {
    var block = self
    block.number = nil
    return block
  }

  /// The blocks of a network in the order in which the data flows: the image, the encoder's, of
  /// which the last is the code, and the decoder's.
  static func blocks(
    _ network: NetworkStages, _ encoder: [StageRow], _ decoder: [StageRow],
    _ pictures: ArchitecturePictures
  ) -> [ArchitectureBlock] {
    let image = network.input
    let before = encoder.enumerated().map { index, row in
      var block = block(
        row, image, depth: Double(index + 1) / Double(encoder.count), pictures)
      if index == encoder.count - 1 {
        block.isCode = true
        block.size = "code \(block.size)"
      }
      return block
    }
    let behind = decoder.enumerated().map { index, row in
      var block = block(
        row, image, depth: 1 - Double(index + 1) / Double(decoder.count), pictures)
      let shape = row.stages.last?.output ?? []
      if index == decoder.count - 1, !row.isSummary, shape.count == image.count {
        block.content = .image
        block.size = image.compact
        block.picture = pictures.output
        (block.height, block.width) = (Double(image[1]), Double(image[2]))
      }
      return block
    }
    let input = ArchitectureBlock(
      content: .image, height: Double(image[1]), width: Double(image[2]), picture: pictures.input,
      size: image.compact, depth: 0)
    return [input] + before + behind
  }

  private static func block(
    _ row: StageRow, _ image: Shape, depth: Double, _ pictures: ArchitecturePictures
  ) -> ArchitectureBlock {
    let shape = row.stages.last?.output ?? []
    var block = ArchitectureBlock(
      content: .vector, height: (Double(shape.count) / Double(max(1, image[0]))).squareRoot(),
      size: shape.compact, depth: depth, operation: row.operation, number: row.number)
    if shape.rank == 3 {
      block.content = .maps(shape[0])
      (block.height, block.width) = (Double(shape[1]), Double(shape[2]))
      block.picture = row.stages.last.flatMap { pictures.maps[$0.name] }
    } else if row.stages.last?.givesMoments == true, !row.isSummary {
      block.isSplit = true
      block.size = "2×\(shape.count / 2)"
    }
    if row.isSummary {
      block.content = .summary
      block.picture = nil
    }
    return block
  }
}

/// What a run has to show on the faces of its blocks, all for one image.
struct ArchitecturePictures: Hashable, Sendable {
  /// What goes in and what comes out, `(C, H, W)`.
  var input: Tensor?
  var output: Tensor?
  /// By the stage's name: of the maps behind it the one that answers most, `(H, W)`.
  var maps: [String: Tensor] = [:]

  /// The first sample of `run` on its way through `network`.
  init(_ run: Run, _ network: NetworkStages) {
    let pair = run.samplePairs
    input = pair?.input[0]
    output = pair?.output[0]
    guard pair != nil else { return }
    for stage in network.encoder + network.decoder where stage.output.rank == 3 {
      let tensor = stage.layers.reversed().lazy.compactMap { index in
        try? run.examples(TensorName.activation(stage.half, index), of: stage.output)
      }.first
      guard let all = tensor?[0], let map = all.liveliestMaps(1).first else { continue }
      maps[stage.name] = all[map]
    }
  }
}
