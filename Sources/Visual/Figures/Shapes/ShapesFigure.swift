import AECore

/// How many values there are after each stage, as areas: why an encoder shrinks, and that the
/// decoder has to grow.
public struct ShapesFigure: Figure {
  /// Its name and its title.
  public let heading: Heading

  let network: NetworkStages
  private let model: ModelDescription
  /// The image, then what each stage makes of it.
  let blocks: [ShapeBlock]

  /// The stages of `run`, filled with what they make of sample `sample` where the run has it.
  /// - Throws: `Failure` when the layers do not go together.
  public init(run: Run, sample: Int = 0) throws(Failure) {
    network = try NetworkStages(run)
    model = run.model
    blocks = ShapeBlock.all(of: network, run, sample: sample)
    heading = (
      "shapes",
      network.latentSize < network.input.count
        ? "The encoder shrinks, the decoder grows"
        : "What each layer makes of the image’s shape"
    )
  }

  /// Where the areas grow instead, how little is left, and what has to be made of it.
  public var caption: String {
    let (image, code) = (network.input.count, network.latentSize)
    let left =
      code < image
      ? "The code keeps \(NumberText.count(code)) of \(image.counted("value")) "
        + "(\(NumberText.ratio(image, to: code))); the decoder has to grow them back."
      : "The code has \(code.counted("value")), the image \(NumberText.count(image)): nothing has to "
        + "be left out."
    return [widening, left, "Every value has the same area."].sentences
  }

  /// What is said when the first stage that changes the number of values makes it larger.
  private var widening: String? {
    guard let stage = network.encoder.first(where: { $0.output.count != $0.input.count }),
      stage.output.count > stage.input.count
    else { return nil }
    let after = stage.output
    let isFirst = network.encoder.first == stage
    let first =
      isFirst ? "The first layer" : model.words(forLayer: stage.name).long.capitalizedFirst
    let maps =
      after.rank == 3 ? " in \(after[0].counted("map")) of \(after[1]) × \(after[2])" : ""
    return "\(first) widens, \(NumberText.count(stage.input.count)) → "
      + "\(after.count.counted("value"))\(maps)"
      + (network.latentSize < stage.input.count ? "; later ones make fewer." : ".")
  }

  /// The shape after each stage.
  public var data: any Encodable & Sendable {
    blocks.map {
      ["name": $0.name, "shape": $0.shape.dimensions, "values": $0.shape.count] as Fields
    }
  }

  /// The blocks in the order in which the data flows, in one row or in two, whichever shows them
  /// larger.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    var area = frame
    if !draw.style.page.isSlide { area.height = min(frame.height, 0.8 * frame.width) }
    let code = blocks.lastIndex { $0.isCode } ?? 0
    let halves = [Array(blocks[...code]), Array(blocks[code...])]
    // In one row the two halves mirror each other: two rows have to be worth it.
    let one = ShapePlan([blocks], in: area, draw.style)
    let two = ShapePlan(halves, in: area, draw.style)
    let isWorthIt = two.map { two in
      one.map { (!$0.isLabelled && two.isLabelled) || two.scale > 1.3 * $0.scale } ?? true
    }
    let best = isWorthIt == true ? two : one ?? two
    draw.main { best?.draw(on: &$0) }
  }
}
