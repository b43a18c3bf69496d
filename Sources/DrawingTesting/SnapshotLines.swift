import Drawing

/// Marks in lines, those that repeat folded into a few.
enum SnapshotLines {
  /// No longer than this, where there is a place to break.
  private static let width = 100
  /// As many marks may repeat together.
  private static let longestPeriod = 8

  static func lines(of marks: [MarkSnapshot]) -> [String] {
    var lines: [String] = []
    var index = 0
    while index < marks.count {
      if let (period, count) = repetition(in: marks[index...]) {
        let run = Array(marks[index..<index + period * count])
        lines += folded(run, period: period, count: count)
        index += run.count
      } else {
        lines.append(marks[index].line)
        lines += indented(Self.lines(of: marks[index].children))
        index += 1
      }
    }
    return lines
  }

  /// How many marks repeat from the start on, and how often: what covers most of them.
  private static func repetition(in marks: ArraySlice<MarkSnapshot>) -> (Int, Int)? {
    var best: (period: Int, count: Int)?
    for period in 1...longestPeriod {
      var end = marks.startIndex + period
      while end < marks.endIndex, marks[end].kind == marks[end - period].kind { end += 1 }
      let count = (end - marks.startIndex) / period
      guard count >= (period == 1 ? 4 : 3) else { continue }
      if count * period > best.map({ $0.count * $0.period }) ?? 0 { best = (period, count) }
    }
    return best
  }

  private static func folded(_ run: [MarkSnapshot], period: Int, count: Int) -> [String] {
    let digest = SnapshotDigest.text(run.lazy.map(\.whole).joined().utf8)
    let bounds = run.compactMap(\.bounds)
    let place = bounds.dropFirst().reduce(bounds.first) { $0?.union($1) }.map(\.tenths) ?? "nowhere"
    let columns = (0..<period).map { first in
      stride(from: first, to: run.count, by: period).map { run[$0] }
    }
    return ["\(count) × in \(place), \(digest)"] + indented(columns.flatMap(summary))
  }

  /// What like marks have in common, and the words of all.
  private static func summary(_ marks: [MarkSnapshot]) -> [String] {
    guard let first = marks.first else { return [] }
    let paint = first.paint.indices.map { index in
      MarkSnapshot.Property(first.paint[index].name, values(marks.map { $0.paint[index].value }))
        .text
    }
    let isOneSize = marks.allSatisfy { $0.size == first.size }
    let head = isOneSize && !first.size.isEmpty ? "\(first.form) \(first.size)" : first.form
    let line = ([head] + paint).joined(separator: ", ") + name(marks.compactMap(\.id))
    let words = marks.compactMap(\.words)
    let inner = first.children.indices.flatMap { index in summary(marks.map { $0.children[index] })
    }
    guard !words.isEmpty else { return [line] + indented(inner) }
    // Sentences have a line each, numbers and short names stand together.
    if words.contains(where: { $0.count > 24 }) { return [line + ":"] + indented(words) }
    return wrapped(line + ":", words, separator: " ")
  }

  /// The values in order, each once; their count when there are many.
  private static func values(_ all: [String]) -> String {
    var seen: [String] = []
    for value in all where !seen.contains(value) {
      seen.append(value)
      if seen.count > 6 { return "\(Set(all).count) kinds" }
    }
    return seen.joined(separator: " | ")
  }

  /// What the names start with.
  private static func name(_ ids: [String]) -> String {
    guard let first = ids.first else { return "" }
    if ids.allSatisfy({ $0 == first }) { return " [\(first)]" }
    let start = ids.dropFirst().reduce(first) { start, id in
      String(zip(start, id).prefix { $0 == $1 }.map(\.0))
    }
    return " [\(start)…]"
  }

  private static func indented(_ lines: [String]) -> [String] { lines.map { "  " + $0 } }

  /// `head` and `items` in lines of the usual width, all but the first indented; long items are
  /// broken at their spaces.
  static func wrapped(_ head: String, _ items: [String], separator: String) -> [String] {
    var lines = [head]
    for item in items.flatMap({ $0.split(separator: " ") }) {
      if lines[lines.count - 1].count + 1 + item.count > width {
        lines.append("  " + item)
      } else {
        lines[lines.count - 1] += separator + item
      }
    }
    return lines
  }
}
