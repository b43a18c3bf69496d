import AECore

/// The way from one test image to another, through the code and pixel by pixel: whether what lies
/// between two codes is an image, or two images on top of each other.
public struct InterpolationFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "interpolation", title: "From image to image: by code and by pixels")

  package let section: Interpolation
  /// `(p·n, C, H, W)`.
  package let decoded: Tensor
  package let blended: Tensor
  /// `sneaker → bag`; empty without labels.
  private let pairNames: [(first: String, second: String)?]

  /// The ways of `run`.
  /// - Throws: `Failure` when none were gone.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.interpolation else {
      throw .unmeasured("evaluation.interpolation", "no codes between two images' were decoded")
    }
    decoded = try run.images(of: Interpolation.self, "decoded")
    blended = try run.images(of: Interpolation.self, "blended")
    let count = section.pairs.count * section.t.count
    guard count > 0, decoded.shape[0] == count, blended.shape[0] == count else {
      throw Failure.unmeasured(
        TensorName.evaluation(Interpolation.key, "decoded"),
        "\(decoded.shape[0]) images for \(count) codes")
    }
    self.section = section
    pairNames = section.pairs.map { pair in
      guard let first = pair.first.label, let second = pair.second.label else { return nil }
      return (first: run.className(first), second: run.className(second))
    }
  }

  /// What the rows are, and how far they differ.
  public var caption: String { caption("Above", "below") }

  /// The caption of a picture in which the decoder's images stand `first` and the pixels `second`.
  func caption(_ first: String, _ second: String) -> String {
    let steps = section.t.count
    let isStill = section.pairs.indices.allSatisfy {
      Measure.meanSquaredError(blended[$0 * steps], blended[($0 + 1) * steps - 1]) == 0
    }
    guard !isStill else {
      return "The two images of each pair are the same: there is no way between them to see."
    }
    let what =
      "\(first), the decoder draws the codes on the straight line from one code to the other; "
      + "\(second), the pixels themselves are mixed, so that both images show through."
    let apart = difference.map {
      "Halfway the two differ by a mean squared error of \(NumberText.short($0.middle)), at the ends, "
        + "where the difference is what the network loses, by \(NumberText.short($0.ends))."
    }
    return [what, apart].sentences
  }

  /// The mean squared error between the two rows, over all pairs.
  package var difference: (middle: Double, ends: Double)? {
    let steps = section.t.count
    guard steps > 2 else { return nil }
    func mean(_ columns: [Int]) -> Double {
      let errors = section.pairs.indices.flatMap { pair in
        columns.map {
          Measure.meanSquaredError(decoded[pair * steps + $0], blended[pair * steps + $0])
        }
      }
      return errors.reduce(0, +) / Double(errors.count)
    }
    let result = (middle: mean([steps / 2]), ends: mean([0, steps - 1]))
    return result.middle.isFinite && result.ends.isFinite ? result : nil
  }

  /// The pairs and how far the two ways differ.
  public var data: any Encodable & Sendable {
    let difference = difference
    return [
      "t": section.t, "pairs": section.pairs, "middleMSE": difference?.middle,
      "endMSE": difference?.ends,
    ] as Fields
  }

  /// Two rows for each pair, the steps below them.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    draw.main { drawRows(in: frame, on: &$0) }
  }

  private func drawRows(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let font = style.font(.label)
    let (line, gap, between) = (style.line, style.gap / 2, 1.5 * style.gap)
    let left = style.widest(["code", "pixels"]) + style.gap
    let aspect = decoded.pictureAspect
    // Fewer, where few fill the stage better.
    let choices = style.page.isSlide ? [5, 3] : [0]
    let shown =
      choices.map { shownSteps($0) }.first { steps in
        let pitch = (frame.width - left + gap) / Double(steps.count)
        return 2 * (pitch - gap) / aspect >= 0.75 * (frame.height - 2 * line)
      } ?? shownSteps(choices.last ?? 0)
    let steps = shown.count
    let over = pairNames.contains { $0 != nil } ? line : 0
    // An image lower than its row's name, a wide one, has the name's height.
    func pairHeight(_ image: Double) -> Double { over + 2 * max(image, line) + gap }
    let room = frame.height - line - gap
    let least = pairHeight(2.4 * font.size / max(1, aspect))
    let pitch = (frame.width - left + gap) / Double(steps)
    func imageHeight(_ pairs: Int) -> Double {
      let tallest = ((room + between) / Double(pairs) - between - over - gap) / 2
      return max(1, min(tallest, (pitch - gap) / aspect))
    }
    let most = max(
      1, min(section.pairs.count, Int(clamping: (room + between) / (least + between))))
    // One pair that fills a slide says more than several small ones; paper has them all.
    let pairs =
      style.page.isSlide
      ? (1...most).last { imageHeight($0) > 0.9 * imageHeight(1) } ?? 1 : most
    let height = imageHeight(pairs)
    let step = min(pitch, max(height * aspect + gap, 2.6 * font.size))
    let used = left + step * Double(steps) - gap
    let x = frame.x + max(0, (frame.width - used) / 2)
    var sheet = PictureSheet(
      PictureFit(columns: steps, cell: Size(height * aspect, height)), gap: gap,
      slot: step - gap, rowHeight: max(height, line), frame: frame,
      area: Rect(x: x + left, y: frame.y, width: used - left, height: room))
    sheet.nameX = x
    for pair in 0..<pairs {
      let top = frame.y + Double(pair) * (pairHeight(height) + between)
      if let names = pairNames[pair] {
        draw.names(
          from: names.first, to: names.second, style.font(.label, isBold: true),
          at: Point(x + left, top), width: used - left, id: "interpolation/pair/\(pair)")
      }
      sheet.area.y = top + over
      for (row, (name, images)) in [("code", decoded), ("pixels", blended)].enumerated() {
        draw.row(
          .init(names: [Words(name, isQuiet: true)]) {
            let step = shown[$0]
            return .init(
              .image(images[pair * section.t.count + step]),
              id: "interpolation/\(name)/\(pair)/\(step)")
          }, row, of: sheet)
      }
    }
    let foot = frame.y + Double(pairs) * (pairHeight(height) + between) - between + gap
    draw.words(Words("t", isQuiet: true), at: Point(x, foot))
    let texts = shown.map { NumberText.fixed(section.t[$0], decimals: decimals) }
    for column in stride(
      from: 0, to: steps, by: Style.every(style.widest(texts) + gap, pitch: step))
    {
      draw.words(Words(texts[column]), at: Point(sheet.box(0, column).center.x, foot), .center)
    }
  }

  /// Which steps stand on the page: of many about `count` parts, evenly chosen, with both ends; 0
  /// parts for all.
  private func shownSteps(_ count: Int) -> [Int] {
    let last = section.t.count - 1
    guard count > 0, last > count + 1 else { return Array(0...last) }
    let parts = count < 4 ? count : [count, count + 1, count - 1].first { last % $0 == 0 } ?? count
    return (0...parts).map { (2 * $0 * last + parts) / (2 * parts) }
  }

  /// What the two images of a pair are called.
  func names(ofPair pair: Int) -> (first: String, second: String) {
    pairNames[pair] ?? (first: "one image", second: "another")
  }

  /// As many as tell the steps apart.
  var decimals: Int {
    (0...3).first { decimals in
      Set(section.t.map { NumberText.fixed($0, decimals: decimals) }).count == section.t.count
    } ?? 3
  }
}
