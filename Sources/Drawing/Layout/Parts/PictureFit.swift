import Foundation

/// How many pictures of one shape stand side by side in a room and in how many bands below each
/// other, and how large they are.
///
///     let fit = PictureFit.row(4...8, aspect: 1, gap: 5, in: Size(width, tallest))
package struct PictureFit: Hashable, Sendable {
  /// Pictures beside each other.
  package var columns: Int
  /// Rows (or groups of rows) below each other.
  package var bands: Int
  /// One picture, in points.
  package var cell: Size

  /// So many pictures of one size; without any numbers, nothing.
  package init(columns: Int = 1, bands: Int = 1, cell: Size = Size(0, 0)) {
    self.columns = columns
    self.bands = bands
    self.cell = cell
  }

  /// The candidate of the highest score, the first one of those that are about as good.
  /// - Parameters:
  ///   - columns: how many columns there may be.
  ///   - bands: how many bands there may be with so many columns.
  ///   - aspect: a picture's width over its height.
  ///   - room: what one picture has for itself then; nil when it must not be so.
  ///   - score: how good a candidate is.
  package static func best(
    columns: ClosedRange<Int>, bands: (_ columns: Int) -> [Int] = { _ in [1] }, aspect: Double,
    room: (_ columns: Int, _ bands: Int) -> Size?, score: (PictureFit) -> Double
  ) -> PictureFit {
    var best = PictureFit()
    var highest = -1.0
    for columns in columns {
      for bands in bands(columns) {
        guard let room = room(columns, bands) else { continue }
        let width = min(room.width, room.height * aspect)
        let fit = PictureFit(columns: columns, bands: bands, cell: Size(width, width / aspect))
        let score = score(fit)
        guard width > 0, score > highest * 1.0001 else { continue }
        (best, highest) = (fit, score)
      }
    }
    return best
  }

  /// One row in `room`, which is as high as a picture may be: a few say more than one large one,
  /// and large ones more than many.
  package static func row(
    _ columns: ClosedRange<Int>, aspect: Double, gap: Double, in room: Size
  ) -> PictureFit {
    best(columns: columns, aspect: aspect) { columns, _ in
      room.cell(columns: columns, rows: 1, gap: gap)
    } score: {
      Double($0.columns) * pow($0.cell.height, 1.5)
    }
  }

  /// All of `count` pictures in rows and columns that fill `room`.
  package static func grid(_ count: Int, aspect: Double, gap: Double, in room: Size) -> PictureFit {
    let most = max(1, count)
    return best(columns: 1...most, bands: { [(most + $0 - 1) / $0] }, aspect: aspect) {
      room.cell(columns: $0, rows: $1, gap: gap)
    } score: { fit in
      // One picture alone in the last row looks lost: somewhat smaller ones are better.
      let isLost = fit.bands > 1 && fit.columns > 2 && count % fit.columns == 1
      return fit.cell.width * (isLost ? 0.8 : 1)
    }
  }

  /// One row in `room` of pictures so large that `least` of them fit, and then of as many of
  /// `count` as have room.
  package static func filled(
    _ count: Int, atLeast least: Int, aspect: Double, gap: Double, in room: Size
  ) -> PictureFit {
    let widest = (room.width - gap * Double(least - 1)) / Double(least)
    let width = min(room.height * aspect, widest)
    let fitting = Int(clamping: (room.width + gap) / (width + gap) + 1e-9)
    return PictureFit(columns: max(1, min(count, fitting)), cell: Size(width, width / aspect))
  }

  /// The width of ``columns`` pictures, `gap` apart.
  package func width(gap: Double) -> Double { Double(columns) * (cell.width + gap) - gap }

  /// The height of ``bands`` pictures, `gap` apart.
  package func height(gap: Double) -> Double { Double(bands) * (cell.height + gap) - gap }
}

extension Size {
  /// One of so many equal cells that share it, `gap` apart both ways.
  package func cell(columns: Int, rows: Int, gap: Double) -> Size {
    Size((width + gap) / Double(columns) - gap, (height + gap) / Double(rows) - gap)
  }
}
