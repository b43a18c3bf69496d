import AECore

/// Test images with noise, and what the autoencoder and two plain filters make of them: a row each,
/// with the error at its end.
public struct DenoisingFigure: Figure {
  /// `denoising`.
  public let name = "denoising"
  /// The heading on the page.
  public let title: String
  /// Which method wins, by how much, and how the filters were chosen.
  public let caption: String

  let section: Denoising
  let clean: Tensor
  /// In the order of the section's methods.
  let restored: [Tensor]

  /// The denoising of `run`.
  /// - Throws: ``Failure`` when it was not measured.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.denoising else {
      throw Failure(
        .badData, nil, at: "evaluation", "denoising was not measured",
        advice: "run aeviz evaluate on the run")
    }
    let shape = run.dataset.imageShape.shape
    func images(_ name: String) throws(Failure) -> Tensor {
      try run.examples(TensorName.evaluation(Denoising.key, name), of: shape)
    }
    let clean = try images("clean")
    var restored: [Tensor] = []
    for method in section.methods { restored.append(try images(method.name.rawValue)) }
    let count = restored.reduce(clean.shape[0]) { min($0, $1.shape[0]) }
    self.section = section
    self.clean = clean.rows(0..<count)
    self.restored = restored.map { $0.rows(0..<count) }
    let noise = "\(section.corruption.name) \(NumberText.setting(section.corruption.amount))"
    title =
      section.isTrainedFor
      ? "Denoising (\(noise)): the network against plain filters"
      : "Denoising (\(noise)), not what it was trained for"
    caption = Self.caption(section)
  }

  private static func caption(_ section: Denoising) -> String {
    let tried = Dictionary(grouping: section.candidates, by: \.name).mapValues(\.count)
    var sentences = [winner(section)].compactMap { $0 }
    sentences.append(
      "More is better: 3 dB more PSNR is half the squared error; an SSIM of 1 is equal structure.")
    sentences.append(
      "Means over \(NumberText.count(section.testCount)) test images; \(tried[.median] ?? 0) sizes of the "
        + "median and \(tried[.gaussian] ?? 0) of the Gaussian filter were tried on "
        + "\(NumberText.count(section.tuningCount)) training images, the best of each is shown.")
    if !section.isTrainedFor {
      sentences.append(
        "A narrow code cannot hold noise, so that some of it is lost on the way; a network trained "
          + "with --noise is meant to take it away.")
    }
    return sentences.joined(separator: " ")
  }

  /// Who is best, and by how much: the network against the better filter.
  private static func winner(_ section: Denoising) -> String? {
    guard let network = section.method(.autoencoder), let raw = section.method(.corrupted),
      let filter = [Denoising.Method.Name.median, .gaussian].compactMap(section.method)
        .min(by: { $0.mse < $1.mse })
    else { return nil }
    let kind = filter.name == .median ? "median" : "Gaussian"
    func lead(_ a: Denoising.Method, _ b: Denoising.Method) -> String {
      guard let high = a.psnrDB, let low = b.psnrDB else { return "without any error" }
      return "by \(NumberText.fixed(high - low, decimals: 1)) dB"
    }
    if raw.mse < min(network.mse, filter.mse) {
      return "Nothing helps here: the corrupted images are closest to the clean ones."
    }
    return network.mse < filter.mse
      ? "The autoencoder comes closest: it beats the better filter (\(kind)) \(lead(network, filter))."
      : "The \(kind) filter comes closest: it beats the autoencoder \(lead(filter, network))."
  }

  /// The section as it is in the run.
  public var data: any Encodable & Sendable { section }

  /// What stands before and behind a row.
  private struct Row {
    var id: String
    var names: [String]
    var detail: String?
    var images: Tensor
    var numbers: [String]
    var isBest: Bool
    /// Which of the numbers are the best of their column.
    var bold: [Bool]
  }

  private var rows: [Row] {
    let hasSSIM = section.methods.contains { $0.ssim != nil }
    let bestPSNR = section.methods.map(\.mse).min()
    let bestSSIM = section.methods.compactMap(\.ssim).max()
    let first = Row(
      id: "clean", names: ["clean"], detail: nil, images: clean,
      numbers: [], isBest: false, bold: [])
    return [first]
      + zip(section.methods, restored).map { method, images in
        let psnr = method.psnrDB.map { NumberText.fixed($0, decimals: 1) } ?? "∞"
        let ssim = method.ssim.map { NumberText.fixed($0, decimals: 3) } ?? "–"
        let isBest = method.mse == bestPSNR
        return Row(
          id: method.name.rawValue, names: Self.names(method), detail: Self.detail(method),
          images: images, numbers: hasSSIM ? [psnr, ssim] : [psnr], isBest: isBest,
          bold: [isBest, method.ssim != nil && method.ssim == bestSSIM])
      }
  }

  private static func names(_ method: Denoising.Method) -> [String] {
    switch method.name {
    case .corrupted: ["corrupted"]
    case .autoencoder: ["autoencoder"]
    case .median: ["median filter", "median"]
    case .gaussian: ["Gaussian filter", "Gaussian"]
    }
  }

  private static func detail(_ method: Denoising.Method) -> String? {
    guard let amount = method.amount else { return nil }
    let text = NumberText.setting(amount)
    return method.name == .median ? "\(text) × \(text) pixels" : "σ = \(text) pixels"
  }

  /// A row for the clean images and for each method, as many examples as the page has room for.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    let font = style.font(.label)
    let bold = Font(size: font.size, isBold: true)
    let line = style.lineHeight(font)
    func width(_ text: String) -> Double { style.measurer.measure(text, font: bold).width }
    let rows = rows
    let heads = ["PSNR, dB", "SSIM"].prefix(rows.last?.numbers.count ?? 0)
    let left = min(
      0.3 * frame.width,
      rows.flatMap { [$0.names[0], $0.detail ?? ""] }.map(width).max() ?? 0)
    let columns = heads.map { width($0) + 2.5 * style.gap }
    let middle = frame.inset(
      left: left + 2 * style.gap, top: line + 0.8 * style.gap,
      right: columns.reduce(0, +) + 0.5 * style.gap)
    let gap = 0.8 * style.gap
    let plan = Plan(
      count: clean.shape[0], rows: rows.count,
      aspect: Double(clean.shape[3]) / Double(clean.shape[2]), least: 2 * line, gap: gap,
      room: middle.size)

    var marks: [Mark] = []
    var x = frame.maxX - 0.5 * style.gap - columns.reduce(0, +)
    let ends = columns.map { column in
      x += column
      return x
    }
    for (head, end) in zip(heads, ends) {
      marks.append(
        .text(
          style.text(
            head, font, at: Point(end, frame.y), .trailing, .top, color: style.theme.mutedText)))
    }
    for (index, row) in rows.enumerated() {
      let top = middle.y + Double(index) * (plan.rowHeight + gap)
      let center = top + plan.rowHeight / 2
      if row.isBest {
        let band = Rect(x: frame.x, y: top, width: frame.width, height: plan.rowHeight)
          .inset(dx: style.mediumLine / 2, dy: -0.35 * gap)
        marks.append(
          .path(
            PathMark(
              id: "denoising/best", .rect(band), fill: style.theme.panel,
              stroke: Stroke(style.theme.text, width: style.mediumLine))))
      }
      marks += Self.label(
        row.names, row.detail, at: Point(frame.x + style.gap, center), width: left,
        isBold: row.isBest, style)
      for column in 0..<plan.columns {
        let cell = Rect(
          x: middle.x + Double(column) * (plan.cell.width + gap),
          y: center - plan.cell.height / 2, width: plan.cell.width, height: plan.cell.height)
        marks += [
          .image(
            ImageMark(id: "denoising/\(row.id)/\(column)", .image(row.images[column]), rect: cell)),
          .path(PathMark(.rect(cell), stroke: Stroke(style.theme.line, width: style.thinLine))),
        ]
      }
      for (number, (text, end)) in zip(row.numbers, ends).enumerated() {
        marks.append(
          .text(
            style.text(
              text, row.bold[number] ? bold : font, at: Point(end, center), .trailing, .middle,
              id: "denoising/\(row.id)/\(number == 0 ? "psnr" : "ssim")")))
      }
    }
    return marks
  }

  private static func label(
    _ names: [String], _ detail: String?, at point: Point, width: Double, isBold: Bool,
    _ style: Style
  ) -> [Mark] {
    let font = Font(size: style.font(.label).size, isBold: isBold)
    let name = style.firstFitting(names, font, width: width)
    guard let detail else {
      return [.text(style.text(name, font, at: point, .leading, .middle))]
    }
    let plain = style.font(.label)
    let half = style.lineHeight(plain) / 2
    return [
      .text(style.text(name, font, at: Point(point.x, point.y - half), .leading, .middle)),
      .text(
        style.text(
          style.firstFitting([detail], plain, width: width), plain,
          at: Point(point.x, point.y + half), .leading, .middle, color: style.theme.mutedText)),
    ]
  }

  /// How many examples there is room for, and how large.
  private struct Plan {
    var columns = 1
    var cell = Size(0, 0)
    var rowHeight: Double

    init(count: Int, rows: Int, aspect: Double, least: Double, gap: Double, room: Size) {
      let tallest = max(1, (room.height - gap * Double(rows - 1)) / Double(rows))
      var best = -1.0
      // A few images say more than one large one.
      for columns in min(5, max(1, count))...max(1, count) {
        let widest = (room.width - gap * Double(columns - 1)) / Double(columns)
        let height = min(tallest, widest / aspect)
        let score = Double(columns) * height * height.squareRoot()
        guard height > 0, score > best else { continue }
        best = score
        self.columns = columns
        cell = Size(height * aspect, height)
      }
      rowHeight = 0
      rowHeight = min(tallest, max(cell.height, least))
    }
  }
}
