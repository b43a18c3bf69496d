import AECore

/// One way to enlarge an image, or the decoder that was trained: what it gives, and what of it.
package struct CheckerboardColumn: Sendable {
  /// Of its marks.
  let id: String
  /// What it is, from long to short.
  let names: [String]
  /// `(C, H, W)`.
  package let image: Tensor
  /// The ways from what was enlarged last; nil where there is nothing to count.
  let overlap: DecoderOverlap?
  /// Whether there is a pattern, from long to short.
  let verdict: [String]

  /// An image enlarged with all weights alike.
  init(_ enlarged: EnlargedImage) {
    let kernel = enlarged.kernel.short
    id = enlarged.way.rawValue
    names =
      enlarged.way == .resized
      ? ["resize + convolution", "resize + conv.", "resized"]
      : ["transposed, kernel \(kernel)", "kernel \(kernel)", kernel]
    image = enlarged.image
    overlap = enlarged.overlap
    verdict = enlarged.pattern.verdict
  }

  /// What the trained decoder gives.
  /// - Parameter verdict: whether it has a pattern.
  init(trained image: Tensor, overlap: DecoderOverlap?, verdict: [String]) {
    id = Checkerboard.Kind.trained.rawValue
    names = ["this decoder, trained", "this decoder", "trained"]
    self.image = image
    self.overlap = overlap
    self.verdict = verdict
  }

  /// From black, which is 0 unless a value is less, to the brightest of the pixels that are shown.
  func limits(_ part: CheckerboardPart) -> ClosedRange<Float> {
    let range = Measure.limits(part.cut(image).values) ?? 0...1
    let (low, high) = (Float(min(0, range.lowerBound)), Float(range.upperBound))
    return low < high ? low...high : low...low + 1
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
