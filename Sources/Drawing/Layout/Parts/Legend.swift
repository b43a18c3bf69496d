/// Names beside their markers, in columns.
package struct Legend: Sendable {
  /// A marker and its name.
  package typealias Entry = (name: String, color: Color, marker: Marker)

  /// In the order of the classes.
  package let entries: [Entry]
  private let style: Style

  /// A legend of `entries`.
  package init(_ entries: [Entry], style: Style) {
    self.entries = entries
    self.style = style
  }

  private var rowHeight: Double { style.line * 1.05 }
  private var swatch: Double { style.font(.label).size * 0.32 }
  private var textInset: Double { 2.8 * swatch + style.gap / 2 }

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
    var draw = Canvas(style)
    for index in 0..<min(entries.count, room) {
      let x = frame.x + Double(index / layout.rows) * (layout.width + style.gap)
      let y = frame.y + (Double(index % layout.rows) + 0.5) * rowHeight
      guard index < shown else {
        let rest = Words("+ \(entries.count - shown) more", isQuiet: true)
        draw.words(rest, width: layout.width, at: Point(x, y), .leading, .middle)
        continue
      }
      let (entry, center) = (entries[index], Point(x + 1.4 * swatch, y))
      draw.path(entry.marker.path(center: center, radius: swatch), fill: entry.color)
      draw.text(
        [entry.name], width: layout.width - textInset, at: Point(x + textInset, y), .leading,
        .middle)
    }
    return draw.marks
  }

  private func columns(height: Double, width: Double) -> (count: Int, rows: Int, width: Double) {
    let rows = max(1, Int(clamping: height / rowHeight))
    let widest = style.widest(entries.map(\.name)) + textInset
    let wanted = (entries.count + rows - 1) / rows
    // A column of long names still leaves room for those beside it.
    let natural = min(widest, width)
    let fitting = max(1, Int(clamping: (width + style.gap) / (natural + style.gap)))
    let count = min(wanted, fitting)
    let even = (entries.count + count - 1) / count
    return (count, min(rows, max(even, 1)), natural)
  }
}
