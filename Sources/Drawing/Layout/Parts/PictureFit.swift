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
        let fit = PictureFit(
          columns: columns, bands: bands, cell: Size(width, width / aspect))
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
      Size((room.width + gap) / Double(columns) - gap, room.height)
    } score: {
      Double($0.columns) * pow($0.cell.height, 1.5)
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
    return PictureFit(
      columns: max(1, min(count, fitting)), cell: Size(width, width / aspect))
  }
}
