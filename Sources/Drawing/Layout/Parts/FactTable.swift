/// Names and values in two columns, the values in as many lines as there is room for.
///
///     let table = FactTable([.init(name: "Data", value: "digits: 1,500 images", rank: 0)])
///     let height = table.draw(in: frame, on: &draw)
package struct FactTable: Hashable, Sendable {
  /// One line of the table.
  package struct Fact: Hashable, Sendable, Encodable {
    package var name: String
    package var value: String
    /// 0 must be shown; the higher, the sooner it is left out where room is short.
    package var rank: Int

    enum CodingKeys: String, CodingKey { case name, value }

    /// A fact that is shown on every page, unless it has a rank.
    package init(name: String, value: String, rank: Int = 0) {
      self.name = name
      self.value = value
      self.rank = rank
    }
  }

  /// In the order in which they are read.
  package let facts: [Fact]

  /// A table of `facts`.
  package init(_ facts: [Fact]) { self.facts = facts }

  /// Draws the table from the top of `frame` and says how high it became. Where room is short,
  /// first the facts of a rank above 1 go and values keep two lines of three, then those above 0
  /// and one line; in the end the last facts.
  @discardableResult
  package func draw(in frame: Rect, on draw: inout Canvas) -> Double {
    let style = draw.style
    let font = style.font(.label)
    let line = style.line
    let left = style.widest(facts.map(\.name)) + 1.5 * style.gap
    let space = style.page.isSlide ? 0.15 * style.gap : 0.8 * style.gap
    let rows = shown(height: frame.height, line: line, space: space) { value, limit in
      style.clampedLines(value, font, width: frame.width - left, limit: limit)
    }
    var y = frame.y
    for (fact, value) in rows {
      draw.words(Words(fact.name, isQuiet: true), at: Point(frame.x, y))
      draw.add(
        style.block(
          value, font, in: Rect(x: frame.x + left, y: y, width: frame.width - left, height: line)))
      y += Double(max(1, value.count)) * line + space
    }
    return y - frame.y
  }

  private func shown(
    height: Double, line: Double, space: Double, lines: (String, Int) -> [String]
  ) -> [(Fact, [String])] {
    var rows: [(fact: Fact, value: [String])] = []
    func set(_ facts: [Fact], _ limit: Int) { rows = facts.map { ($0, lines($0.value, limit)) } }
    func isTooHigh() -> Bool {
      rows.reduce(0) { $0 + Double(max(1, $1.value.count)) * line + space } > height
    }
    set(facts, 3)
    for (limit, kept) in [(3, 1), (2, 0)] {
      while isTooHigh(), let rank = rows.map(\.fact.rank).max(), rank > kept,
        let last = rows.lastIndex(where: { $0.fact.rank == rank })
      {
        rows.remove(at: last)
      }
      if isTooHigh() { set(rows.map(\.fact), limit - 1) }
    }
    while isTooHigh(), rows.count > 1 { rows.removeLast() }
    return rows.map { ($0.fact, $0.value) }
  }
}
