import Drawing

/// The colours of a theme by name, so that a picture reads the same in both themes.
struct ColorNames {
  private let names: [Int: String]

  init(_ theme: Theme) {
    let roles: [(String, Color)] = [
      ("background", theme.background), ("panel", theme.panel), ("text", theme.text),
      ("mutedText", theme.mutedText), ("line", theme.line), ("large", theme.large),
      ("small", theme.small), ("kernel", theme.kernel), ("second", theme.second),
      ("overlap", theme.overlap),
    ]
    let classes = theme.classes.enumerated().map { ("class\($0)", $1) }
    let runs = (0..<8).map { ("run\($0)", theme.runColor($0)) }
    let inks = (roles + classes + runs).map { ("\($0)Ink", theme.ink(for: $1)) }
    // Several roles may share a colour: the first one names it.
    names = Dictionary(
      (roles + classes + runs + inks).map { (Self.hex($1), $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// `large`, or `#1f77b4`; behind it the opacity, where it is not whole: `large/15%`.
  subscript(color: Color) -> String {
    let hex = Self.hex(color)
    let digits = String(hex, radix: 16)
    let name = names[hex] ?? "#" + String(repeating: "0", count: 6 - digits.count) + digits
    return color.alpha == 1 ? name : "\(name)/\(color.alpha.percent)"
  }

  private static func hex(_ color: Color) -> Int {
    [color.red, color.green, color.blue].reduce(0) {
      $0 << 8 | Int((255 * min(1, max(0, $1))).rounded())
    }
  }
}
