import AECore

/// The pattern that unequal numbers of ways leave, judged where no border takes a way away.
package struct OverlapPattern: Sendable {
  /// The numbers of ways to a pixel, each once, from the least on.
  package let ways: [Double]
  /// Along how many axes the numbers differ.
  let unevenAxes: Int

  init(_ stage: DecoderOverlap.Stage) {
    func inner(_ ways: [Double], _ isInner: [Bool]) -> Set<Double> {
      let inner = zip(ways, isInner).filter(\.1).map(\.0)
      return Set(inner.isEmpty ? ways : inner)
    }
    let rows = inner(stage.rows, stage.innerRows)
    let columns = inner(stage.columns, stage.innerColumns)
    ways = Set(rows.flatMap { row in columns.map { row * $0 } }).sorted()
    unevenAxes = [rows, columns].filter { $0.count > 1 }.count
  }

  /// `1, 2 or 4`, or `1 to 9` of many.
  var numbers: String {
    let all = ways.map(DecoderStory.number)
    guard let first = all.first, let last = all.last, all.count > 1 else { return all.first ?? "0" }
    return all.count > 4
      ? "\(first) to \(last)" : all.dropLast().joined(separator: ", ") + " or \(last)"
  }

  /// What it looks like: a grid, stripes, or nothing.
  package var name: String? { [nil, "stripes", "grid"][unevenAxes] }

  /// From long to short.
  package var verdict: [String] {
    guard let name else {
      let each = "no grid: \(numbers)"
      return ["\(each) \(ways == [1] ? "way" : "ways") each", "\(each) each", "no grid"]
    }
    return ["\(name): \(numbers) ways", "\(name): \(numbers)", name]
  }
}
