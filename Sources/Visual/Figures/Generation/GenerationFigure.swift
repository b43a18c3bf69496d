import AECore

/// Images that nobody photographed: decoded from drawn codes, beside images from PCA and real ones,
/// each with the training image nearest to it.
public struct GenerationFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "generation", title: "Generation: images from drawn codes")

  let section: Generation
  /// Each method's images, and the training images nearest to them.
  let blocks: [(method: Generation.Method, images: Tensor, nearest: Tensor)]

  /// The generation of `run`.
  /// - Throws: `Failure` when it was not measured.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.generation else {
      throw .unmeasured("evaluation", "generation was not measured")
    }
    var blocks: [(Generation.Method, Tensor, Tensor)] = []
    for method in section.methods {
      let key = method.name.rawValue
      let images = try run.images(of: Generation.self, key)
      let nearest = try run.images(of: Generation.self, "\(key)_nearest")
      let count = min(images.shape[0], nearest.shape[0], method.examples.count)
      blocks.append((method, images.rows(0..<count), nearest.rows(0..<count)))
    }
    self.section = section
    self.blocks = blocks
  }

  /// How to read the two distances, and what they say of the network.
  public var caption: String {
    let made = section.method(.prior) ?? section.method(.codes)
    guard let made, let real = section.method(.real) else { return "" }
    func text(_ x: Double) -> String { NumberText.short(x, digits: 2) }
    let what = section.method(.prior) == nil ? "A decoded draw" : "A prior sample"
    let missed = made.toTest > 1.1 * real.toTest ? ": the samples miss part of the data" : ""
    return """
      \(what) is \(text(made.toTraining)) away from the nearest training image, a real one \
      \(text(real.toTraining)): \(verdict(made, real)). Unseen images are \(text(made.toTest)) away \
      from the nearest sample, \(text(real.toTest)) from a real one\(missed). Distance: root mean \
      squared difference of the pixels, 0 to 1. The distances are means of \
      \(section.sampleCount.counted("image")) of each kind against \
      \(section.trainCount.counted("training image")) and \
      \(section.testCount.counted("test image")). Nearness alone is no quality: a copy is at 0, and \
      a blurred image is near to many.
      """
  }

  /// What the distance to the training images says beside the real images' own.
  private func verdict(_ made: Generation.Method, _ real: Generation.Method) -> String {
    guard real.toTraining > 0 else { return "real images repeat here" }
    let ratio = made.toTraining / real.toTraining
    if made.toTraining < 0.1 * real.toTraining { return "these are copies" }
    if ratio < 0.9 { return "blurred, or close to copies" }
    return ratio <= 1.1 ? "as near as real ones" : "partly unlike the data"
  }

  /// The section as it is in the run.
  public var data: any Encodable & Sendable { section }

  private func names(_ name: Generation.Method.Name) -> [String] {
    switch name {
    case .prior: ["prior N(0, 1), decoded", "prior, decoded", "prior"]
    case .codes where section.method(.prior) != nil:
      ["codes' Gaussian, decoded", "fitted, decoded", "fitted"]
    case .codes: ["codes' Gaussian, decoded", "Gaussian, decoded", "Gaussian"]
    case .pca: ["Gaussian in PCA space", "PCA, Gaussian", "PCA"]
    case .real: ["real test images", "real images", "real"]
    }
  }

  /// A row of pairs for each method: the image, and at its right the training image nearest to it.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    draw.main { drawAll(in: frame, on: &$0) }
  }

  private func drawAll(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let line = style.line
    let distances = blocks.map { block in
      [block.method.toTraining, block.method.toTest].map { NumberText.fixed($0, decimals: 3) }
    }
    let numbers = distances.map { ["to training: \($0[0])", "from unseen: \($0[1])"] }
    // Where three lines have no room, both numbers stand in one.
    let oneLine = zip(distances, numbers).map { texts, words in
      [
        words.joined(separator: ", "), "training \(texts[0]), unseen \(texts[1])",
        "\(texts[0]), unseen \(texts[1])",
      ]
    }
    // Many methods are low rows.
    let said = blocks.count > 3 ? oneLine.map { $0[1] } : numbers.flatMap { $0 }
    let nameWidth = min(
      max(style.widest(blocks.map { names($0.method.name)[0] }, isBold: true), style.widest(said)),
      0.36 * frame.width)
    let area = frame.inset(left: nameWidth + 2 * style.gap, top: line + 0.4 * style.gap)

    let least = style.width("0.000") + 0.5 * style.gap
    // One pair is no sample: a few are shown, however narrow the page.
    let fitting = Int(clamping: (area.width + style.gap) / (least + style.gap))
    let most = max(1, min(blocks.map { $0.images.shape[0] }.min() ?? 1, fitting))
    let tallest = area.size.cell(columns: 1, rows: max(1, blocks.count), gap: style.gap).height
    let fit = PictureFit.row(
      min(4, most)...most, aspect: 2 * (blocks.first?.images.pictureAspect ?? 1), gap: style.gap,
      in: Size(area.width, max(1, tallest - line)))
    let height = fit.cell.height + line
    var sheet = PictureSheet(
      fit, gap: style.gap, rowHeight: min(max(height, 3 * line), max(tallest, height)),
      frame: frame, area: area)
    let step = max(fit.cell.width, least) + style.gap
    sheet.starts = (0..<fit.columns).map { Double($0) * step }
    sheet.nameWidth = nameWidth
    (sheet.nameAlignment, sheet.pictureAlignment) = (.top, .top)

    let heads = [
      "pairs: image | nearest training image, with their distance",
      "image | nearest training image, distance", "image | nearest, distance",
    ]
    draw.words(Words(heads, isQuiet: true), width: area.width, at: Point(area.x, frame.y))
    for (index, block) in blocks.enumerated() {
      let id = "generation/\(block.method.name.rawValue)"
      let isLow = sheet.rowHeight < 3 * line
      let facts = isLow ? [oneLine[index]] : numbers[index].map { [$0] }
      let row = PictureSheet.Row(
        names: [Words(names(block.method.name), isBold: true, id: id)]
          + zip(facts, ["training", "test"]).map { Words($0, isQuiet: true, id: "\(id)/\($1)") }
      ) { column in
        let distance = NumberText.fixed(block.method.examples[column].distance, decimals: 3)
        return .init(
          [
            ("\(id)/\(column)", .image(block.images[column])),
            ("\(id)/\(column)/nearest", .image(block.nearest[column])),
          ], caption: Words(distance, id: "\(id)/\(column)/distance"))
      }
      draw.row(row, index, of: sheet)
    }
  }
}
