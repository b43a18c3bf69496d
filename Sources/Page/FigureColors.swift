import Drawing

/// The colours of the report's figures in both themes, as variables of the page's style sheet, so
/// that a figure turns dark with its page. Beside the theme's own there are those that a figure has
/// mixed of them: the funnels of the architecture, a cell by its number.
struct FigureColors {
  /// As an SVG names it, `#1769aa`, on light ground and on dark.
  private struct Pair: Hashable {
    let light: String
    let dark: String
  }

  private var names: [Pair: String]
  /// Those that the theme has no name for, as they were met.
  private var mixed: [Pair] = []

  init() {
    names = [:]
    for (light, dark) in zip(ThemeStyle.colors(.light), ThemeStyle.colors(.dark)) {
      let pair = Pair(light: ThemeStyle.hex(light.color), dark: ThemeStyle.hex(dark.color))
      if names[pair] == nil { names[pair] = light.name }
    }
  }

  /// A line of a figure's SVG that is right on either ground.
  /// - Parameters:
  ///   - light: as it is drawn on light ground.
  ///   - dark: the same line on dark ground; a figure has its marks at the same places there.
  mutating func merged(_ light: String, _ dark: String) -> String {
    guard light != dark else { return light }
    let start = "<image "
    if light.hasPrefix(start), dark.hasPrefix(start) {
      return [("light", light), ("dark", dark)].map { ground, line in
        "\(start)display=\"var(--on-\(ground))\" \(line.dropFirst(start.count))"
      }.joined(separator: "\n")
    }
    let parts = [light, dark].map { $0.split(separator: "\"", omittingEmptySubsequences: false) }
    guard parts[0].count == parts[1].count else { return light }
    return zip(parts[0], parts[1]).map { light, dark in
      light != dark && Self.isColor(light) && Self.isColor(dark)
        ? "var(--\(name(Pair(light: String(light), dark: String(dark)))))" : String(light)
    }.joined(separator: "\"")
  }

  /// The variables of what figures have mixed, as declarations.
  func variables(_ theme: Theme) -> String {
    mixed.enumerated().map { place, pair in
      "--\(Self.mixedName(place)):\(theme == .dark ? pair.dark : pair.light);"
    }.joined()
  }

  private mutating func name(_ pair: Pair) -> String {
    if let name = names[pair] { return name }
    let name = Self.mixedName(mixed.count)
    names[pair] = name
    mixed.append(pair)
    return name
  }

  private static func mixedName(_ place: Int) -> String { "mixed-\(place)" }

  private static func isColor(_ text: Substring) -> Bool {
    text.utf8.count == 7 && text.hasPrefix("#") && text.dropFirst().allSatisfy { $0.isHexDigit }
  }
}
