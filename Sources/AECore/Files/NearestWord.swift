/// The word that was meant by one that is none.
package enum NearestWord {
  /// The one of `words` that `word` is the beginning or a slip of, in whatever case; nil when none
  /// is near: at most a third of the letters may be wrong, missing or too many, and one at least.
  package static func to(_ word: String, in words: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().prefix(longest))
    guard typed.count > 1 else { return nil }
    let begun = words.filter { $0.lowercased().hasPrefix(String(typed)) }
    if typed.count > 2, let shortest = begun.min(by: { $0.count < $1.count }) { return shortest }
    let near = words.map { ($0, distance(typed, Array($0.lowercased().prefix(longest)))) }
      .min { $0.1 < $1.1 }
    guard let (found, distance) = near, distance <= max(1, typed.count / 3) else { return nil }
    return found
  }

  /// Nobody slips in longer ones; the work grows with the square.
  private static let longest = 64

  /// How many letters have to be changed, put in, taken out or swapped with the next (Damerau 1964).
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var rows = [Array(0...b.count)]
    for (i, letter) in a.enumerated() {
      var row = [i + 1]
      for (j, other) in b.enumerated() {
        var least = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == b[j - 1], a[i - 1] == other {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
