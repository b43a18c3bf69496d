extension String {
  /// At most 24 characters, for a name in a sentence.
  package var shortened: String { count > 24 ? prefix(23) + "…" : self }
}

extension [String] {
  /// `A`, `A and B`, `A, B and C`; empty for none.
  package var listed: String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}

extension [String?] {
  /// Those that there are, as one text.
  package var sentences: String { compactMap { $0 }.joined(separator: " ") }
}
