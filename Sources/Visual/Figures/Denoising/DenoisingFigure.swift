import AECore
import Foundation

/// Test images with noise, and what the autoencoder and two plain filters make of them: a row each,
/// with the error at its end.
public struct DenoisingFigure: Figure {
  /// Its name and its title.
  public var heading: Heading {
    let noise = "\(section.corruption.name) \(NumberText.setting(section.corruption.amount))"
    let aim =
      section.isTrainedFor || !isTrainingKnown
      ? ": the network against plain filters" : ", not what it was trained for"
    return ("denoising", "Denoising (\(noise))\(aim)")
  }

  let section: Denoising
  /// Whether the run says how it was trained.
  private let isTrainingKnown: Bool
  /// Whether the code has fewer values than an image.
  private let isNarrow: Bool
  let clean: Tensor
  /// In the order of the section's methods.
  let restored: [Tensor]

  /// The denoising of `run`.
  /// - Throws: `Failure` when it was not measured.
  public init(run: Run) throws(Failure) {
    guard let section = run.evaluation?.denoising else {
      throw .unmeasured("evaluation", "denoising was not measured")
    }
    let clean = try run.images(of: Denoising.self, "clean")
    var restored: [Tensor] = []
    for method in section.methods {
      restored.append(try run.images(of: Denoising.self, method.name.rawValue))
    }
    let count = restored.reduce(clean.shape[0]) { min($0, $1.shape[0]) }
    self.section = section
    isTrainingKnown = run.isTrainingKnown
    isNarrow = run.model.latentSize < run.dataset.imageShape.count
    self.clean = clean.rows(0..<count)
    self.restored = restored.map { $0.rows(0..<count) }
  }

  /// Which method wins, by how much, and how the filters were chosen.
  public var caption: String {
    let tried = Dictionary(grouping: section.candidates, by: \.name).mapValues(\.count)
    let similarity =
      section.methods.contains { $0.ssim != nil } ? "; an SSIM of 1 is equal structure" : ""
    let reading = "More is better: 3 dB more PSNR is half the squared error\(similarity)."
    let images = section.testCount.counted("test image")
    let what =
      (section.testCount == 1 ? "Measured on \(images)" : "Means over \(images)")
      + "; \((tried[.median] ?? 0).counted("size")) of the median and \(tried[.gaussian] ?? 0) of "
      + "the Gaussian filter were tried on \(section.tuningCount.counted("training image")), the "
      + "best of each is shown."
    let untrained =
      "\(isNarrow ? "A narrow code cannot hold noise, so that some of it is lost on the way; a" : "A") "
      + "network trained with --noise is meant to take it away."
    return [
      winner, reading, what, section.isTrainedFor || !isTrainingKnown ? nil : untrained,
    ].sentences
  }

  /// Who is best, and by how much: the network against the better filter.
  private var winner: String? {
    guard let network = section.method(.autoencoder), let raw = section.method(.corrupted),
      let filter = [Denoising.Method.Name.median, .gaussian].compactMap(section.method)
        .min(by: { $0.mse < $1.mse })
    else { return nil }
    let kind = filter.name == .median ? "median" : "Gaussian"
    func lead(_ a: Denoising.Method, _ b: Denoising.Method) -> String {
      guard a.mse > 0 else { return "without any error" }
      return "by \(NumberText.fixed(10 * log10(b.mse / a.mse), decimals: 1)) dB"
    }
    if raw.mse <= min(network.mse, filter.mse) {
      return "Nothing helps here: the corrupted images are closest to the clean ones."
    }
    let (low, high) = (min(network.mse, filter.mse), max(network.mse, filter.mse))
    if low == high || low > 0 && 10 * log10(high / low) < 0.05 {
      return "The autoencoder and the better filter (\(kind)) come equally close."
    }
    return network.mse < filter.mse
      ? "The autoencoder comes closest: it beats the better filter (\(kind)) \(lead(network, filter))."
      : "The \(kind) filter comes closest: it beats the autoencoder \(lead(filter, network))."
  }

  /// The section as it is in the run.
  public var data: any Encodable & Sendable { section }

  /// On slides a column for the clean images and for each method, two large examples below each
  /// other; on paper a row for each, as many examples as the page has room for.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    guard !draw.style.page.isSlide else {
      DenoisingColumns(
        columns: rows, heads: heads, count: clean.shape[0], aspect: clean.pictureAspect,
        style: draw.style
      ).draw(in: frame, on: &draw)
      return
    }
    let style = draw.style
    let line = style.line
    let gap = 0.8 * style.gap
    let rows = rows
    let names = rows.flatMap { $0.names.compactMap(\.variants.first) }
    let nameWidth = min(0.3 * frame.width, style.widest(names, isBold: true))
    let numbers = heads.map { style.width($0, isBold: true) + 2.5 * style.gap }
    let behind = numbers.reduce(0, +) + 0.5 * style.gap
    let area = frame.inset(
      left: nameWidth + 2 * style.gap, top: line + 0.8 * style.gap, right: behind)
    let count = max(1, clean.shape[0])
    let tallest = max(1, (area.height - gap * Double(rows.count - 1)) / Double(rows.count))
    let fit = PictureFit.row(
      min(5, count)...count, aspect: clean.pictureAspect, gap: gap, in: Size(area.width, tallest))
    var sheet = PictureSheet(
      fit, gap: gap, rowHeight: min(tallest, max(fit.cell.height, 2 * line)), frame: frame,
      area: area)
    (sheet.nameX, sheet.nameWidth) = (frame.x + style.gap, nameWidth)
    var end = frame.maxX - behind
    for (head, width) in zip(heads, numbers) {
      end += width
      sheet.numberPlaces.append((end, .trailing))
      draw.words(Words(head, isQuiet: true), at: Point(end, frame.y), .trailing)
    }
    draw.main { draw in
      for (index, row) in rows.enumerated() { draw.row(row, index, of: sheet) }
    }
  }

  /// What the numbers of a row are.
  private var heads: [String] { Array(["PSNR, dB", "SSIM"].prefix(rows.last?.numbers.count ?? 0)) }

  private var rows: [PictureSheet.Row] {
    let hasSSIM = section.methods.contains { $0.ssim != nil }
    let bestMSE = section.methods.map(\.mse).min()
    let bestSSIM = section.methods.compactMap(\.ssim).max()
    let first = PictureSheet.Row(names: [Words("clean")]) { [clean] in
      .init(.image(clean[$0]), id: "denoising/clean/\($0)")
    }
    return [first]
      + zip(section.methods, restored).map { method, images in
        let id = "denoising/\(method.name.rawValue)"
        let isBest = method.mse == bestMSE
        let psnr = Words(
          method.psnrDB.map { NumberText.fixed($0, decimals: 1) } ?? "∞", isBold: isBest,
          id: "\(id)/psnr")
        let ssim = Words(
          method.ssim.map { NumberText.fixed($0, decimals: 3) } ?? "–",
          isBold: method.ssim != nil && method.ssim == bestSSIM, id: "\(id)/ssim")
        return .init(
          names: Self.names(method, isBest: isBest), numbers: hasSSIM ? [psnr, ssim] : [psnr],
          bestID: isBest ? "denoising/best" : nil
        ) { .init(.image(images[$0]), id: "\(id)/\($0)") }
      }
  }

  private static func names(_ method: Denoising.Method, isBest: Bool) -> [Words] {
    let size = method.amount.map { NumberText.setting($0) }
    let (names, detail): ([String], [String]?) =
      switch method.name {
      case .corrupted: (["corrupted"], nil)
      case .autoencoder: (["autoencoder"], nil)
      case .median:
        (["median filter", "median"], size.map { ["\($0) × \($0) pixels", "\($0) × \($0)"] })
      case .gaussian:
        (["Gaussian filter", "Gaussian"], size.map { ["σ = \($0) pixels", "σ = \($0)"] })
      }
    return [Words(names, isBold: isBest)] + (detail.map { [Words($0, isQuiet: true)] } ?? [])
  }
}
