/// Text in columns, for people; programs have `--json`. What came from a file moves no cursor.
enum TextTable {
  /// A heading, and under it names with what they stand for.
  static func block(_ heading: String, _ rows: [(String, String)]) -> String {
    let rows = rows.map { ($0.0.visible, $0.1.visible) }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.reduce(heading.visible + "\n") { text, row in
      text + "  " + padded(row.0, to: width) + (width > 0 ? "  " : "") + row.1 + "\n"
    }
  }

  /// Columns as wide as their widest cell; those in `right` are set to the right.
  static func columns(_ rows: [[String]], right: Set<Int>, indent: Int = 2) -> String {
    let rows = rows.map { $0.map(\.visible) }
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.compactMap { $0.indices.contains(column) ? $0[column].count : nil }.max() ?? 0
    }
    let lines = rows.map { row in
      let cells = row.enumerated().map { column, cell in
        right.contains(column)
          ? String(repeating: " ", count: widths[column] - cell.count) + cell
          : padded(cell, to: widths[column])
      }
      var line = String(repeating: " ", count: indent) + cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
