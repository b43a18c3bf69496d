/// Names beside their markers, in columns.
package struct Legend: Sendable {
  /// A marker and its name.
  package struct Entry: Hashable, Sendable {
    package var name: String
    package var color: Color
    package var marker: Marker

    /// A name with its marker.
    package init(_ name: String, _ color: Color, _ marker: Marker = .circle) {
      self.name = name
      self.color = color
      self.marker = marker
    }
  }

  /// In the order of the classes.
  package let entries: [Entry]
  private let style: Style
  private let font: Font

  /// A legend of `entries`.
  package init(_ entries: [Entry], style: Style) {
    self.entries = entries
    self.style = style
    font = style.font(.label)
  }

  private var rowHeight: Double { style.lineHeight(font) * 1.05 }
  private var swatch: Double { font.size * 0.32 }

  /// How wide it becomes in a frame of `height`, at most `width`.
  package func width(height: Double, atMost width: Double) -> Double {
    guard !entries.isEmpty else { return 0 }
    let layout = columns(height: height, width: width)
    return layout.width * Double(layout.count) + style.gap * Double(layout.count - 1)
  }

  /// The legend from the top left corner of `frame`; when there is no room for all, the last line
  /// counts the rest.
  package func marks(in frame: Rect) -> [Mark] {
    guard !entries.isEmpty else { return [] }
    let layout = columns(height: frame.height, width: frame.width)
    let room = layout.count * layout.rows
    let shown = entries.count <= room ? entries.count : max(0, room - 1)
    var marks: [Mark] = []
    for index in 0..<min(entries.count, room) {
      let x = frame.x + Double(index / layout.rows) * (layout.width + style.gap)
      let y = frame.y + (Double(index % layout.rows) + 0.5) * rowHeight
      if index >= shown {
        let rest = "+ \(entries.count - shown) more"
        marks.append(
          .text(
            style.text(
              style.truncated(rest, font, width: layout.width), font, at: Point(x, y), .leading,
              .middle, color: style.theme.mutedText)))
        continue
      }
      let entry = entries[index]
      marks.append(
        .path(
          PathMark(
            entry.marker.path(center: Point(x + 1.4 * swatch, y), radius: swatch),
            fill: entry.color)))
      let name = style.truncated(entry.name, font, width: layout.width - textInset)
      marks.append(.text(style.text(name, font, at: Point(x + textInset, y), .leading, .middle)))
    }
    return marks
  }

  private var textInset: Double { 2.8 * swatch + style.gap / 2 }

  private func columns(height: Double, width: Double) -> (count: Int, rows: Int, width: Double) {
    let rows = max(1, Int(clamping: height / rowHeight))
    let widest =
      (entries.map { style.measurer.measure($0.name, font: font).width }.max() ?? 0)
      + textInset
    let wanted = (entries.count + rows - 1) / rows
    // A column of long names still leaves room for those beside it.
    let natural = min(widest, width)
    let fitting = max(1, Int(clamping: (width + style.gap) / (natural + style.gap)))
    let count = min(wanted, fitting)
    let even = (entries.count + count - 1) / count
    return (count, min(rows, max(even, 1)), natural)
  }
}
