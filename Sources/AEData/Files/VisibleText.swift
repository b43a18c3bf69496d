extension String {
  /// The text as it may go to a terminal, whatever file it came from: control characters are
  /// pictures of themselves (␛, ␀, ␡; those beyond ASCII as `\u{9b}`), so that they move no cursor
  /// and change no colour.
  package var visible: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return self
    }
    return unicodeScalars.map { scalar in
      switch scalar.value {
      case 0..<0x20: String(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: "\u{2421}"
      case 0x80..<0xA0: "\\u{\(String(scalar.value, radix: 16))}"
      default: String(scalar)
      }
    }.joined()
  }
}
