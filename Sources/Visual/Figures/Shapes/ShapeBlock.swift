import AECore

/// The values behind one stage of a network.
struct ShapeBlock: Sendable {
  /// `encoder.0`; `image` for what goes in.
  var name: String
  /// Of one example.
  var shape: Shape
  var isCode = false
  /// Whether it has an image's shape at an end of the network.
  var isImage = false
  /// How far from the image (0) to the code (1).
  var depth: Double
  /// What the sample gives; nil when the run does not say.
  var values: Tensor?

  /// The image, and what each stage makes of it.
  static func all(of network: NetworkStages, _ run: Run, sample: Int) -> [ShapeBlock] {
    let seen = (try? run.images(run.encoderInput)).flatMap {
      sample >= 0 && sample < $0.shape[0] ? $0[sample] : nil
    }
    var blocks = [
      ShapeBlock(name: "image", shape: network.input, isImage: true, depth: 0, values: seen)
    ]
    for (index, stage) in network.encoder.enumerated() {
      let depth = Double(index + 1) / Double(network.encoder.count)
      blocks.append(block(stage, run, sample, depth: depth))
      blocks[blocks.count - 1].isCode = index == network.encoder.count - 1
    }
    for (index, stage) in network.decoder.enumerated() {
      let depth = 1 - Double(index + 1) / Double(network.decoder.count)
      var next = block(stage, run, sample, depth: depth)
      if index == network.decoder.count - 1, next.shape.count == network.input.count {
        next.isImage = true
        next.shape = network.input
        next.values = next.values?.reshaped(network.input)
      }
      blocks.append(next)
    }
    return blocks
  }

  private static func block(
    _ stage: NetworkStage, _ run: Run, _ sample: Int, depth: Double
  ) -> ShapeBlock {
    let output = stage.layers.reversed().lazy.compactMap { index in
      try? run.examples(TensorName.activation(stage.half, index), of: stage.output)
    }.first
    let values = output.flatMap { sample >= 0 && sample < $0.shape[0] ? $0[sample] : nil }
    return ShapeBlock(name: stage.name, shape: stage.output, depth: depth, values: values)
  }

  /// Maps, each so many values high and wide; the values of a vector are maps of one value.
  var maps: (count: Int, height: Int, width: Int) {
    shape.rank == 3 ? (shape[0], shape[1], shape[2]) : (shape.count, 1, 1)
  }

  /// The maps beside each other in so many columns as keep the block under `height` points at
  /// `scale` points a value, and in about as many rows as make it a little higher than wide.
  func columns(scale: Double, height: Double) -> Int {
    let maps = maps
    let tallest = max(1, Int(clamping: height / (scale * Double(maps.height))))
    let fewest = (maps.count + tallest - 1) / tallest
    let shapely = (Double(maps.count * maps.height) / Double(maps.width) / 2.2).squareRoot()
    let least = min(maps.count, max(fewest, Int(clamping: shapely.rounded(.up)), 1))
    // Rows that are all full are worth some more width.
    let most = min(maps.count, least + least / 6)
    return (least...most).first { maps.count % $0 == 0 } ?? least
  }

  /// The block's extents in values.
  func extents(columns: Int) -> (width: Int, height: Int) {
    let maps = maps
    return (columns * maps.width, (maps.count + columns - 1) / columns * maps.height)
  }
}
