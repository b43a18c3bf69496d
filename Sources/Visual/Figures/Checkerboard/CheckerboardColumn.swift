import AECore

/// One decoder, or one kind of image: what it is, and the image that is looked at for a pattern.
struct CheckerboardColumn: Sendable {
  /// Of its marks.
  let id: String
  /// What it is, from long to short.
  let names: [String]
  /// In what state it is, from long to short.
  let notes: [String]
  /// `(C, H, W)`.
  let image: Tensor
  /// How far the tiles of a pattern lie apart.
  let period: Size2D
  /// The ways from what was enlarged last; nil where there is nothing to count.
  let overlap: DecoderOverlap?

  /// What repeats of the image's variation; nil when it has none.
  var share: Double? { Periodicity.share(of: image, period: period) }
  /// Which pixels are shown.
  var part: CheckerboardPart {
    CheckerboardPart(of: Size2D(height: image.shape[1], width: image.shape[2]), period: period)
  }
  /// Between which values the shown pixels lie; nil where they are all alike, or not finite.
  var limits: ClosedRange<Float>? {
    guard let range = Measure.limits(part.cut(image).values), range.lowerBound < range.upperBound
    else { return nil }
    return Float(range.lowerBound)...Float(range.upperBound)
  }

  /// Three decoders with random weights and the trained one, all of one code.
  static func decoders(_ untrained: UntrainedDecoders, trained: CheckerboardColumn)
    -> [CheckerboardColumn]
  {
    untrained.outputs.map { output in
      let kernel = output.kernel.short
      return CheckerboardColumn(
        id: output.way.rawValue,
        names: output.way == .resized
          ? ["resize + convolution", "resize + conv.", "resized"]
          : ["transposed, kernel \(kernel)", "kernel \(kernel)", kernel],
        notes: ["random weights", "random"], image: output.image, period: untrained.period,
        overlap: output.overlap)
    } + [trained]
  }
}

/// Which pixels of an image are shown: all of them, or of a large one whole tiles of the pattern in
/// its middle, so few that each pixel is seen.
struct CheckerboardPart: Hashable, Sendable {
  /// So many pixels along an axis, or as many more as a tile takes.
  private static let most = 32

  let size: Size2D
  let rows: Range<Int>
  let columns: Range<Int>

  /// Of an image of `size`, whose tiles have `period` pixels.
  init(of size: Size2D, period: Size2D) {
    func part(_ axis: Size2D.Axis) -> Range<Int> {
      let (whole, tile) = (size[axis], max(1, min(period[axis], size[axis])))
      guard whole > max(tile, Self.most) else { return 0..<whole }
      let count = max(1, Self.most / tile)
      let first = (whole / tile - count) / 2
      return first * tile..<(first + count) * tile
    }
    self.size = size
    rows = part(.vertical)
    columns = part(.horizontal)
  }

  /// Whether it is less than the image.
  var isCut: Bool { rows.count < size.height || columns.count < size.width }

  /// These pixels of an image `(C, H, W)`.
  func cut(_ image: Tensor) -> Tensor {
    guard isCut else { return image }
    let (channels, height, width) = (image.shape[0], image.shape[1], image.shape[2])
    let values = (0..<channels).flatMap { channel in
      rows.flatMap { y in columns.map { image.values[(channel * height + y) * width + $0] } }
    }
    return Tensor([channels, rows.count, columns.count], values)
  }

  /// `rows 11 to 18 and columns 11 to 18`.
  var words: String {
    func range(_ name: String, _ range: Range<Int>) -> String {
      range.count == 1
        ? "\(name) \(range.lowerBound + 1)"
        : "\(name)s \(range.lowerBound + 1) to \(range.upperBound)"
    }
    return "\(range("row", rows)) and \(range("column", columns))"
  }
}
