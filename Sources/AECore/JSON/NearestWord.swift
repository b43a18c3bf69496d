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

  /// Letters to change, add or take away (Levenshtein 1966); a long word is cut, since nobody means
  /// a short one by it.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.lowercased().prefix(64)), Array(b.lowercased().prefix(64)))
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let changed = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
