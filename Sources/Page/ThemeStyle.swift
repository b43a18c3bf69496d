import Drawing

/// The colours of ``Theme`` as variables of a style sheet: `--large`, `--class-3`. The light ones,
/// or the dark ones where the reader's machine or the page's own switch asks for them; on paper
/// always the light ones.
enum ThemeStyle {
  static let text = """
    :root{color-scheme:light dark;\(variables(.light))}
    @media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){\(variables(.dark))}}
    @media screen{:root[data-theme="dark"]{color-scheme:dark;\(variables(.dark))}}
    :root[data-theme="light"]{color-scheme:light}

    """

  /// A theme's colours by the names of the variables.
  static func colors(_ theme: Theme) -> [(name: String, color: Color)] {
    [
      ("background", theme.background), ("panel", theme.panel), ("text", theme.text),
      ("muted", theme.mutedText), ("line", theme.line), ("large", theme.large),
      ("small", theme.small), ("kernel", theme.kernel), ("second", theme.second),
      ("overlap", theme.overlap), ("train", theme.train), ("test", theme.test),
      ("baseline", theme.baseline),
    ] + theme.classes.enumerated().map { ("class-\($0)", $1) }
  }

  private static func variables(_ theme: Theme) -> String {
    colors(theme).map { "--\($0.name):\(hex($0.color));" }.joined()
  }

  /// `#1769aa`.
  static func hex(_ color: Color) -> String {
    "#"
      + [color.red, color.green, color.blue].map { part in
        let digits = String(Int(clamping: (part * 255).rounded()), radix: 16)
        return digits.count < 2 ? "0" + digits : digits
      }.joined()
  }
}
