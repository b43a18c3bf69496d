import Drawing

/// The colours of ``Theme`` as variables of a style sheet: `--large`, `--class-3`. The light ones,
/// or the dark ones where the reader's machine or the page's own switch asks for them; on paper
/// always the light ones.
enum ThemeStyle {
  /// The rules.
  /// - Parameter figures: what the page's figures have mixed of the colours.
  static func text(_ figures: FigureColors) -> String {
    let (light, dark) = (variables(.light, figures), variables(.dark, figures))
    return """
      :root{color-scheme:light dark;\(light)}
      @media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){\(dark)}}
      @media screen{:root[data-theme="dark"]{color-scheme:dark;\(dark)}}
      :root[data-theme="light"]{color-scheme:light}

      """
  }

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

  private static func variables(_ theme: Theme, _ figures: FigureColors) -> String {
    let rims = theme.classes.enumerated().map { (name: "rim-\($0)", color: rim($1, theme)) }
    // What is drawn once for each ground, such as the picture of a map, is seen on its own.
    let (onLight, onDark) = theme == .dark ? ("none", "inline") : ("inline", "none")
    return (colors(theme) + rims).map { "--\($0.name):\(hex($0.color));" }.joined()
      + figures.variables(theme) + "--on-light:\(onLight);--on-dark:\(onDark);"
  }

  /// What outlines a mark of this colour: the colour itself, as far on its way to the text's as it
  /// takes to stand out from the ground and from a panel (WCAG 2, 1.4.11: 3 : 1).
  static func rim(_ color: Color, _ theme: Theme) -> Color {
    let steps = 50
    return (0...steps).lazy.map { color.mixed(with: theme.text, Double($0) / Double(steps)) }
      .first { rim in
        [theme.background, theme.panel].allSatisfy { rim.contrast(with: $0) >= 3.1 }
      } ?? theme.text
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
