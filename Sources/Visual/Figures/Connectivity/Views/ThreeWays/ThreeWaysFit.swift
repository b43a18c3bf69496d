import AECore

/// How the grids of the view `three-ways` fit beside and above each other: in digits where they
/// have room, else in shades, else a part of them in digits.
struct ThreeWaysFit {
  /// The width of a cell, in points.
  let cell: Double
  /// Its height: more than that where narrow cells alone have room for maps of one row.
  let height: Double
  /// Whether cells have digits; else their shades stand for the values.
  let showsDigits: Bool
  /// Whether only a part is drawn, with torn edges.
  let isPart: Bool
  /// Whether the scattered products stand beside the kernel.
  let showsProduct: Bool
  /// What the output has room for, in points.
  let output: Size

  /// - Parameters:
  ///   - pair: what is worked.
  ///   - digits: how wide a square cell is for its number, in points.
  ///   - narrow: the same of a cell that may be higher than wide.
  ///   - box: the room of each way below its heading and its words, in points.
  ///   - isTall: whether the output stands at the right, not at the foot.
  ///   - isFlat: whether the maps have one row, and what leads to the output stands over it.
  ///   - style: gaps and type.
  init(
    _ pair: ConvolutionPair, digits: Double, narrow: Double, in box: Size, isTall: Bool,
    isFlat: Bool, style: Style
  ) {
    let g = pair.geometry
    let (small, out, kernel) = (pair.smallShape.size, pair.restoredShape.size, g.kernel)
    /// The input spread out with zeros, or only as much of it as a window covers.
    func spread(_ axis: Size2D.Axis, isWhole: Bool) -> Int {
      g.span(axis) + (isWhole ? out[axis] - 1 : 0)
    }
    let operands = isTall ? Size(0.6 * box.width, box.height) : box
    func fits(_ cell: Double, product: Bool, whole: Bool) -> Bool {
      let scattered =
        Double(small.width + kernel.width * (product ? 2 : 1)) * cell
        + (product ? 3.2 : 1.7) * style.gap
      let gathered =
        Double(spread(.horizontal, isWhole: whole) + kernel.width) * cell + 2.2 * style.gap
      let rows = max(small.height, kernel.height, spread(.vertical, isWhole: whole))
      guard max(scattered, gathered) <= operands.width else { return false }
      return isTall
        ? Double(rows) * cell <= box.height && Double(out.height) * cell <= box.height
          && Double(out.width) * cell <= 0.34 * box.width
        : Double(rows + out.height) * cell <= box.height && Double(out.width) * cell <= box.width
    }
    /// A row for each cell of the input over the output, the input spread out in one row.
    func fitsRows(_ cell: Double, height: Double? = nil) -> Bool {
      let columns = Double(spread(.horizontal, isWhole: true))
      return isFlat && columns * cell <= box.width
        && Double(out.width + 1) * cell + 3.6 * style.gap <= box.width
        && Double(small.width + 1) * (height ?? cell) <= box.height
    }
    // The input spread out may be cut to what the window needs; all else is whole.
    let ways = [(true, true), (false, true), (true, false), (false, false)]
    let way = ways.first { fits(digits, product: $0.0, whole: $0.1) }
    let smallest = 0.4 * style.gap
    let high = 0.98 * style.lineHeight(style.font(.label))
    let isNarrow = way == nil && !fitsRows(digits) && fitsRows(narrow, height: high)
    let shades =
      way == nil && !fitsRows(digits) && !isNarrow
      && fits(smallest, product: true, whole: true)
    let chosen = way ?? (true, true)
    var cell = way == nil && shades ? smallest : digits
    let largest = 3.6 * style.gap
    var height: Double?
    if isNarrow {
      (cell, height) = (narrow, high)
      while cell < high, fitsRows(1.02 * cell, height: high) { cell *= 1.02 }
    } else if fitsRows(digits) {
      while cell < largest, fitsRows(1.02 * cell) { cell *= 1.02 }
    } else if way != nil || shades {
      while cell < largest, fits(1.02 * cell, product: chosen.0, whole: chosen.1) { cell *= 1.02 }
    }
    self.cell = cell
    self.height = height ?? cell
    showsDigits = !shades
    isPart = way == nil && !shades && !isNarrow && !fitsRows(digits)
    showsProduct = chosen.0
    let rows = Double(out.height)
    output =
      isTall
      ? Size(0.36 * box.width, box.height)
      : Size(
        box.width - (isPart ? 1.4 * style.gap : 0),
        isPart ? 0.42 * box.height : rows * self.height + 0.5)
  }
}
