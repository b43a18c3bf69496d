import Foundation

/// Where the columns of a ``PictureTable`` lie: as many images as a room shows well.
struct PictureTablePlan {
  /// An image, and how far from the left its column begins, in points.
  struct Column {
    var image: Int
    var x: Double
  }

  /// A part's heading over its columns.
  struct Heading {
    var part: Int
    var from: Double
    var to: Double
  }

  /// From top to bottom.
  private(set) var bands: [[Column]] = []
  /// The headings of each band.
  private(set) var headings: [[Heading]] = []
  /// One picture.
  private(set) var cell = Size(0, 0)
  /// At least ``cell``'s height: the row's name has to fit.
  var rowHeight: Double { max(cell.height, line) }
  /// At least ``cell``'s width: the number below has to fit.
  private(set) var columnWidth = 0.0
  /// Between two pictures.
  let gap: Double
  /// What a heading takes, with the space below it; 0 without headings.
  let heading: Double
  /// Heading, rows and the line of numbers.
  private(set) var bandHeight = 0.0
  private let rows: Int
  private let line: Double
  private let partGap: Double

  /// The right edge of the last column.
  var width: Double {
    (bands.compactMap { $0.last?.x }.max() ?? 0) + columnWidth
  }

  /// The best plan for `parts` in `room`: one part may be broken into bands; several stand beside
  /// each other or below each other.
  init(
    _ parts: [PictureTable.Part], rows: Int, aspect: Double, leastWidth: Double, line: Double,
    gap: Double, in room: Size
  ) {
    self.rows = rows
    self.line = line
    self.gap = gap / 2
    partGap = 2.5 * gap
    heading = parts.contains { !$0.headings.isEmpty } ? line + gap : 0
    let most = parts.map(\.images.count).max() ?? 0
    var best = -1.0
    func consider(_ across: Int, _ columns: Int, bands: Int, shown: Int) -> Bool {
      let count = Double(across * columns)
      let gaps = self.gap * Double(across * (columns - 1)) + partGap * Double(across - 1)
      let widest = (room.width - gaps) / count
      if columns > 1, widest < leastWidth { return false }
      let height = (room.height - 2 * gap * Double(bands - 1)) / Double(bands)
      let tallest = (height - heading - line - self.gap * Double(rows)) / Double(rows)
      let width = min(widest, tallest * aspect)
      // Once rows are found that hold their names, no plan may have lower ones.
      if tallest < line, best > 0 { return false }
      // Area seen, with more images preferred to ever larger ones.
      let score = Double(shown) * pow(max(0, width), parts.count > 1 ? 1 : 1.2)
      guard width > 0, score > best * 1.0001 else { return false }
      best = score
      cell = Size(width, width / aspect)
      columnWidth = max(width, min(leastWidth, widest))
      bandHeight = heading + Double(rows) * (rowHeight + self.gap) + line
      return true
    }
    for columns in 1...max(1, most) {
      if parts.count == 1 {
        for bands in 1...((most + columns - 1) / columns)
        where consider(1, columns, bands: bands, shown: min(most, columns * bands)) {
          let images = parts[0].images(atMost: columns * bands)
          place(
            stride(from: 0, to: images.count, by: columns).map {
              [(0, images.dropFirst($0).prefix(columns))]
            })
        }
        continue
      }
      for across in [parts.count, 1] {
        let chosen = parts.map { $0.images(atMost: columns) }
        let bands = parts.count / across
        let shown = chosen.reduce(0) { $0 + $1.count }
        guard consider(across, columns, bands: bands, shown: shown) else { continue }
        place(
          (0..<bands).map { band in
            (band * across..<(band + 1) * across).map { ($0, chosen[$0]) }
          })
      }
    }
  }

  private mutating func place(_ content: [[(part: Int, images: ArraySlice<Int>)]]) {
    bands = []
    headings = []
    for parts in content {
      var x = 0.0
      var columns: [Column] = []
      var titles: [Heading] = []
      for (part, images) in parts {
        let from = x
        for image in images {
          columns.append(Column(image: image, x: x))
          x += columnWidth + gap
        }
        if heading > 0, !images.isEmpty {
          titles.append(Heading(part: part, from: from, to: x - gap))
        }
        x += partGap - gap
      }
      bands.append(columns)
      headings.append(titles)
    }
  }
}
