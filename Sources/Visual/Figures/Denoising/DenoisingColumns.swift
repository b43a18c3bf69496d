import Foundation

/// The clean images and what each method makes of them as columns: noise beside what is left of it,
/// few examples that are seen from the last row of a room.
struct DenoisingColumns: Styled {
  /// From left to right.
  let columns: [PictureSheet.Row]
  /// What the numbers of a column are.
  let heads: [String]
  /// How many examples there are.
  let count: Int
  /// A picture's width over its height.
  let aspect: Double
  let style: Style

  func draw(in frame: Rect, on draw: inout Canvas) {
    let gap = style.gap
    let names = Double(columns.map(\.names.count).max() ?? 1) * lineHeight
    let numbers = Double(heads.count) * lineHeight
    // The best column's frame stands out from it, and stays on the stage.
    let edge = 0.5 * gap
    let inner = frame.inset(dx: edge, dy: edge)
    let places = Stack(.across, equal: columns.count, gap: 1.2 * gap).pieces(of: inner)
    let above = names + 0.4 * gap
    let below = numbers + 0.4 * gap
    let room = Size(places[0].width, max(1, inner.height - above - below))
    let fit = fit(in: room, gap: 0.8 * gap)
    let cell = fit.cell
    let height = Double(fit.columns) * (cell.height + 0.8 * gap) - 0.8 * gap
    draw.main { draw in
      for (column, place) in zip(columns, places) {
        if let id = column.bestID {
          let band = Rect(
            x: place.x, y: inner.y, width: place.width, height: above + height + below
          ).inset(dx: -edge + style.mediumLine / 2, dy: -edge + style.mediumLine / 2)
          draw.path(.rect(band), fill: theme.panel, stroke: style.medium(theme.text), id: id)
        }
        draw.lines(column.names, in: place, .center)
        for example in 0..<fit.columns {
          guard let part = column.picture(example)?.parts.first else { continue }
          let box = Rect(
            x: place.center.x - cell.width / 2,
            y: inner.y + above + Double(example) * (cell.height + 0.8 * gap), width: cell.width,
            height: cell.height)
          draw.image(part.raster, in: box, framed: true, id: part.id)
        }
        let span = min(place.width, max(cell.width, numbersWidth))
        self.numbers(
          column,
          in: Rect(
            x: place.center.x - span / 2, y: inner.y + above + height + 0.4 * gap, width: span,
            height: numbers), &draw)
      }
    }
  }

  /// Two examples at least, where there are: one alone could be luck.
  private func fit(in room: Size, gap: Double) -> PictureFit {
    PictureFit.best(columns: min(2, max(1, count))...max(1, count), aspect: aspect) { rows, _ in
      room.cell(columns: 1, rows: rows, gap: gap)
    } score: {
      Double($0.columns) * pow($0.cell.height, 1.5)
    }
  }

  /// What the widest of the numbers takes together with its name.
  private var numbersWidth: Double {
    style.widest(heads) + style.gap
      + style.widest(columns.flatMap { $0.numbers.flatMap(\.variants) }, isBold: true)
  }

  /// Each number behind what it is.
  private func numbers(
    _ column: PictureSheet.Row, in place: Rect, _ draw: inout Canvas
  ) {
    for (index, (number, head)) in zip(column.numbers, heads).enumerated() {
      let line = place.y + Double(index) * lineHeight
      let text = draw.words(number, width: place.width, at: Point(place.maxX, line), .trailing)
      let left = text.bounds.x - place.x - 0.5 * style.gap
      let short = String(head.prefix { $0 != "," })
      guard let name = [head, short].first(where: { style.widest([$0]) <= left }) else { continue }
      draw.words(Words(name, isQuiet: true), at: Point(place.x, line))
    }
  }
}
