/// The word that somebody meant who wrote another.
package enum NearestWord {
  /// The one of `words` that is closest to `word`: few letters differ, or one begins with the
  /// other; nil when none is close.
  package static func of(_ word: String, among words: [String]) -> String? {
    let ranked = words.map { (word: $0, distance: distance(word, $0)) }
      .min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    guard let ranked else { return nil }
    let isClose = ranked.distance <= max(1, min(word.count, ranked.word.count) / 3)
    if isClose { return ranked.word }
    return words.filter { !$0.isEmpty && (word.hasPrefix($0) || $0.hasPrefix(word)) }
      .max { $0.count < $1.count }
  }

  /// Letters to change, add, take away or swap with the next (Damerau 1964); a long word is cut,
  /// since nobody means a short one by it.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased().prefix(64)), Array(b.lowercased().prefix(64)))
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
