import AECore

/// Images that nobody photographed: decoded from drawn codes, beside images from PCA and real ones,
/// each with the training image nearest to it.
public struct GenerationFigure: Figure {
  /// `generation`.
  public let name = "generation"
  /// The heading on the page.
  public let title = "Generation: images from drawn codes"
  /// How to read the two distances, and what they say of the network.
  public let caption: String

  /// One method's images.
  struct Block {
    var method: Generation.Method
    var images: Tensor
    var nearest: Tensor
  }

  let section: Generation
  let blocks: [Block]
  private let isVariational: Bool

  /// The generation of `run`.
  /// - Throws: ``Failure`` when it was not measured.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.generation else {
      throw Failure(
        .badData, nil, at: "evaluation", "generation was not measured",
        advice: "run aeviz evaluate on the run")
    }
    let shape = run.dataset.imageShape.shape
    var blocks: [Block] = []
    for method in section.methods {
      let key = method.name.rawValue
      let images = try run.examples(TensorName.evaluation(Generation.key, key), of: shape)
      let nearest = try run.examples(
        TensorName.evaluation(Generation.key, "\(key)_nearest"), of: shape)
      let count = min(images.shape[0], nearest.shape[0], method.examples.count)
      blocks.append(
        Block(method: method, images: images.rows(0..<count), nearest: nearest.rows(0..<count)))
    }
    self.section = section
    self.blocks = blocks
    isVariational = section.method(.prior) != nil
    caption = Self.caption(section)
  }

  private static func caption(_ section: Generation) -> String {
    let made = section.method(.prior) ?? section.method(.codes)
    guard let made, let real = section.method(.real) else { return "" }
    func text(_ x: Double) -> String { NumberText.short(x, digits: 2) }
    let what = section.method(.prior) == nil ? "A decoded draw" : "A prior sample"
    var sentences = [
      "\(what) is \(text(made.toTraining)) away from the nearest training image, "
        + "a real one \(text(real.toTraining)): \(verdict(made, real)).",
      "Distance: root mean squared difference of the pixels, 0 to 1.",
      "Unseen images are \(text(made.toTest)) away from the nearest sample, "
        + "\(text(real.toTest)) from a real one.",
    ]
    sentences.append(
      "The distances are means of "
        + "\(NumberText.count(section.sampleCount)) images of each kind against "
        + "\(NumberText.count(section.trainCount)) training images and "
        + "\(NumberText.count(section.testCount)) test images.")
    sentences.append(
      "Nearness alone is no quality: a copy is at 0, and a blurred image is near to many.")
    return sentences.joined(separator: " ")
  }

  /// What the distance to the training images says beside the real images' own.
  private static func verdict(_ made: Generation.Method, _ real: Generation.Method) -> String {
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
    case .codes where isVariational:
      ["codes' Gaussian, decoded", "fitted, decoded", "fitted"]
    case .codes: ["codes' Gaussian, decoded", "Gaussian, decoded", "Gaussian"]
    case .pca: ["Gaussian in PCA space", "PCA, Gaussian", "PCA"]
    case .real: ["real test images", "real images", "real"]
    }
  }

  /// A row of pairs for each method: the image, and at its right the training image nearest to it.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let bold = Font(size: font.size, isBold: true)
    let line = style.lineHeight(font)
    func width(_ text: String, _ font: Font) -> Double {
      style.measurer.measure(text, font: font).width
    }
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
    let widest = max(
      blocks.map { width(names($0.method.name)[0], bold) }.max() ?? 0,
      said.map { width($0, font) }.max() ?? 0)
    let left = min(widest, 0.36 * frame.width)
    let middle = frame.inset(left: left + 2 * style.gap, top: line + 0.4 * style.gap)
    let plan = Plan(
      count: blocks.map { $0.images.shape[0] }.min() ?? 1, rows: blocks.count,
      aspect: blocks.first.map { Double($0.images.shape[3]) / Double($0.images.shape[2]) } ?? 1,
      leastHeight: 3 * line, leastWidth: width("0.000", font) + 0.5 * style.gap, line: line,
      gap: style.gap, room: middle.size)

    var marks: [Mark] = []
    let legend = style.firstFitting(
      [
        "pairs: image | nearest training image, with their distance",
        "image | nearest training image, distance", "image | nearest, distance",
      ], font, width: middle.width)
    marks.append(
      .text(
        style.text(
          legend, font, at: Point(middle.x, frame.y), .leading, .top, color: style.theme.mutedText))
    )
    for (row, block) in blocks.enumerated() {
      let top = middle.y + Double(row) * (plan.rowHeight + style.gap)
      let key = block.method.name.rawValue
      let first = style.firstFitting(names(block.method.name), bold, width: left)
      let isLow = plan.rowHeight < 3 * line
      let texts =
        [first]
        + (isLow ? [style.firstFitting(oneLine[row], font, width: left)] : numbers[row])
      for (index, text) in texts.enumerated() {
        marks.append(
          .text(
            style.text(
              index == 0 ? text : style.firstFitting([text], font, width: left),
              index == 0 ? bold : font, at: Point(frame.x, top + Double(index) * line), .leading,
              .top, color: index == 0 ? nil : style.theme.mutedText,
              id: ["generation/\(key)", "generation/\(key)/training", "generation/\(key)/test"][
                index])))
      }
      for column in 0..<plan.columns {
        let x = middle.x + Double(column) * plan.pitch
        let pair = [block.images[column], block.nearest[column]]
        for (side, image) in pair.enumerated() {
          let cell = Rect(
            x: x + Double(side) * plan.cell.width, y: top, width: plan.cell.width,
            height: plan.cell.height)
          marks += [
            .image(
              ImageMark(
                id: "generation/\(key)/\(column)\(side == 0 ? "" : "/nearest")", .image(image),
                rect: cell)),
            .path(PathMark(.rect(cell), stroke: Stroke(style.theme.line, width: style.thinLine))),
          ]
        }
        marks.append(
          .text(
            style.text(
              NumberText.fixed(block.method.examples[column].distance, decimals: 3), font,
              at: Point(x + plan.cell.width, top + plan.cell.height), .center, .top,
              id: "generation/\(key)/\(column)/distance")))
      }
    }
    return marks
  }

  /// How many pairs there is room for, and how large.
  private struct Plan {
    var columns = 1
    var cell = Size(0, 0)
    /// From one pair to the next.
    var pitch = 0.0
    var rowHeight: Double

    init(
      count: Int, rows: Int, aspect: Double, leastHeight: Double, leastWidth: Double, line: Double,
      gap: Double, room: Size
    ) {
      let tallest = (room.height - gap * Double(rows - 1)) / Double(max(1, rows))
      var best = -1.0
      // One pair is no sample: a few are shown, however narrow the page.
      let most = min(count, max(1, Int((room.width + gap) / (leastWidth + gap))))
      for columns in min(4, max(1, most))...max(1, most) {
        let pitch = (room.width + gap) / Double(columns)
        let height = max(1, min(tallest - line, (pitch - gap) / 2 / aspect))
        let score = Double(columns) * height * height.squareRoot()
        guard score > best else { continue }
        best = score
        self.columns = columns
        cell = Size(height * aspect, height)
        self.pitch = max(2 * cell.width, leastWidth) + gap
      }
      rowHeight = min(max(cell.height + line, leastHeight), max(tallest, cell.height + line))
    }
  }
}
