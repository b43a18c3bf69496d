/// A map whose every cell copies a cell of another one, or is 0: what ``Pad2D`` and ``Cropping2D``
/// share. Rows are told apart from columns, and every map is on its own.
///
///     y[c, i, j] = x[c, rows[i], columns[j]]      0 where one of them is nil
///     dx         = Σ dy over the copies of a cell
struct CellCopies: Sendable {
  /// The row that each row of the output copies.
  let rows: [Int?]
  /// The column that each column of the output copies.
  let columns: [Int?]
  let input: ImageShape

  /// `x`: (C, H, W, n), `y`: (C, h, w, n).
  func forward(x: Floats, y: Floats, n: Int) {
    forEachCell { target, source in
      let y = y + target * n
      if let source {
        y.update(from: x + source * n, count: n)
      } else {
        y.update(repeating: 0, count: n)
      }
    }
  }

  /// `dx`: (C, H, W, n), `dy`: (C, h, w, n).
  func backward(dx: Floats, dy: Floats, n: Int) {
    dx.update(repeating: 0, count: input.count * n)
    forEachCell { target, source in
      guard let source else { return }
      let (dx, dy) = (dx + source * n, dy + target * n)
      for i in stride(from: 0, to: n, by: 8) { store(load8(dx + i) + load8(dy + i), dx + i) }
    }
  }

  /// Goes through the cells of the output in their order, each with the cell that it copies.
  @inline(__always)
  private func forEachCell(_ body: (_ target: Int, _ source: Int?) -> Void) {
    var target = 0
    for channel in 0..<input.channels {
      for row in rows {
        let first = row.map { (channel * input.height + $0) * input.width }
        for column in columns {
          if let first, let column { body(target, first + column) } else { body(target, nil) }
          target += 1
        }
      }
    }
  }
}
