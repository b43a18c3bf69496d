/// Rows of pictures of one size: what a row is before it, captions under its pictures, numbers
/// behind them, and a frame around the best row.
///
/// A figure decides how large the pictures are (``PictureFit`` does) and what each row says:
///
///     let fit = PictureFit.row(5...8, aspect: 1, gap: gap, in: Size(area.width, tallest))
///     var sheet = PictureSheet(fit, gap: gap, frame: frame, area: area)
///     sheet.nameWidth = style.widest(["clean", "output"])
///     draw.row(.init(names: [Words("clean")]) { .init(.image(clean[$0])) }, 0, of: sheet)
package struct PictureSheet: Sendable {
  /// A picture, or several beside each other without a gap, and what is said under it.
  package struct Picture: Sendable {
    /// From left to right, with the marks' names.
    package var parts: [(id: String?, raster: Raster)]
    package var caption: Words?

    /// One picture.
    package init(_ raster: Raster, id: String? = nil, caption: Words? = nil) {
      self.init([(id, raster)], caption: caption)
    }

    /// Pictures beside each other that share one caption.
    package init(_ parts: [(id: String?, raster: Raster)], caption: Words? = nil) {
      self.parts = parts
      self.caption = caption
    }
  }

  /// What stands in a row.
  package struct Row {
    /// Before the pictures, below each other.
    package var names: [Words]
    /// Behind them, at ``PictureSheet/numberPlaces``.
    package var numbers: [Words]
    /// The colour of the pictures' frames, where it is not that of thin lines.
    package var color: Color?
    /// Names the frame around the whole row, which the best one has; nil for the others.
    package var bestID: String?
    /// The picture of a column; nil where there is none.
    package var picture: (_ column: Int) -> Picture?

    /// A row of pictures.
    package init(
      names: [Words] = [], numbers: [Words] = [], color: Color? = nil, bestID: String? = nil,
      picture: @escaping (_ column: Int) -> Picture?
    ) {
      self.names = names
      self.numbers = numbers
      self.color = color
      self.bestID = bestID
      self.picture = picture
    }
  }

  /// Where something lies in the height of a row.
  package enum Alignment: Hashable, Sendable { case top, middle }

  /// What the frame around the best row fills from left to right.
  package var frame: Rect
  /// The pictures' own: the first one begins at its top left corner.
  package var area: Rect
  /// One picture.
  package var cell: Size
  /// The left edges of the columns, from the left edge of ``area`` on.
  package var starts: [Double]
  /// How wide a column is; a picture stands in its middle.
  package var slot: Double
  /// What a name and a picture stand in the middle of.
  package var rowHeight: Double
  /// From one row to the next.
  package var pitch: Double
  /// The edge of the names at ``nameAnchor``.
  package var nameX: Double
  package var nameAnchor = Style.HorizontalAnchor.leading
  package var nameWidth = Double.infinity
  /// From one line of a name to the next; a line of text without it.
  package var nameSpacing: Double?
  package var nameAlignment = Alignment.middle
  package var pictureAlignment = Alignment.middle
  package var captionWidth = Double.infinity
  /// Between a picture and its caption.
  package var captionGap = 0.0
  /// Where the numbers behind a row stand.
  package var numberPlaces: [(x: Double, anchor: Style.HorizontalAnchor)] = []
  /// Whether pictures have a thin frame.
  package var isFramed = true

  /// Pictures as `fit` says: columns of `slot` (a picture's width without it), rows of `rowHeight`
  /// (its height), `gap` apart both ways.
  package init(
    _ fit: PictureFit, gap: Double, slot: Double? = nil, rowHeight: Double? = nil,
    frame: Rect, area: Rect
  ) {
    self.frame = frame
    self.area = area
    cell = fit.cell
    self.slot = slot ?? fit.cell.width
    self.rowHeight = rowHeight ?? fit.cell.height
    pitch = self.rowHeight + gap
    nameX = frame.x
    let step = self.slot + gap
    starts = (0..<fit.columns).map { Double($0) * step }
  }

  /// The right edge of the last column.
  package var maxX: Double { area.x + (starts.last ?? 0) + slot }

  /// The upper edge of a row.
  package func top(_ row: Int) -> Double { area.y + Double(row) * pitch }

  /// Where a picture lies.
  package func box(_ row: Int, _ column: Int) -> Rect {
    let slack = pictureAlignment == .top ? 0 : (rowHeight - cell.height) / 2
    return Rect(
      x: area.x + starts[column] + (slot - cell.width) / 2, y: top(row) + slack, width: cell.width,
      height: cell.height)
  }
}

extension Canvas {
  /// Row `index` of `sheet`: its frame when it is the best, its names, its pictures with their
  /// captions, its numbers.
  package mutating func row(_ row: PictureSheet.Row, _ index: Int, of sheet: PictureSheet) {
    let top = sheet.top(index)
    let middle = top + sheet.rowHeight / 2
    if let id = row.bestID {
      let band = Rect(x: sheet.frame.x, y: top, width: sheet.frame.width, height: sheet.rowHeight)
        .inset(dx: style.mediumLine / 2, dy: -0.35 * (sheet.pitch - sheet.rowHeight))
      path(.rect(band), fill: theme.panel, stroke: style.medium(theme.text), id: id)
    }
    let spacing = sheet.nameSpacing ?? style.line
    for (line, name) in row.names.enumerated() {
      let isTop = sheet.nameAlignment == .top
      let place = isTop ? Double(line) : Double(line) - Double(row.names.count - 1) / 2
      words(
        name, width: sheet.nameWidth,
        at: Point(sheet.nameX, (isTop ? top : middle) + place * spacing), sheet.nameAnchor,
        isTop ? .top : .middle)
    }
    for column in sheet.starts.indices {
      guard let picture = row.picture(column) else { continue }
      let box = sheet.box(index, column)
      let boxes = Stack(.across, equal: picture.parts.count).pieces(of: box)
      for (part, rect) in zip(picture.parts, boxes) {
        image(part.raster, in: rect, id: part.id)
        guard sheet.isFramed else { continue }
        path(.rect(rect), stroke: style.thin(row.color ?? theme.line))
      }
      if let caption = picture.caption {
        words(
          caption, width: sheet.captionWidth,
          at: Point(box.center.x, box.maxY + sheet.captionGap), .center, .top)
      }
    }
    for (number, place) in zip(row.numbers, sheet.numberPlaces) {
      words(number, at: Point(place.x, middle), place.anchor, .middle)
    }
  }
}
