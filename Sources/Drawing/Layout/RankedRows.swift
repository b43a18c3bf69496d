/// Which rows of a ranking are shown where there is not room for all: the first and the last, with
/// one line between them that counts the rest.
package struct RankedRows: Hashable, Sendable {
  /// From top to bottom; nil for the line that stands for the rest.
  package let places: [Int?]
  /// Rows that are not shown.
  package let hidden: Int

  /// What the line says.
  package var gapText: String { "… \(NumberText.count(hidden)) more …" }

  /// The rows of `count` in at most `limit` lines; at least one row is shown.
  package init(_ count: Int, atMost limit: Int) {
    guard count > limit else {
      places = Array(0..<count)
      hidden = 0
      return
    }
    let shown = max(1, limit - 1)
    let head = (shown + 1) / 2
    hidden = count - shown
    let tail = count - (shown - head)..<count
    places =
      limit > 1 ? Array(0..<head) + [nil] + tail.map { $0 } : Array(0..<head)
  }
}
