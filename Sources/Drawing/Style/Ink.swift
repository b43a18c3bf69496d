extension Theme {
  /// The colour of letters that are written in `color`: a role's, a class's or a run's own colour
  /// where that has a contrast of 4.5 with the page and with a panel, else its hue, darker on a
  /// light page and lighter on a dark one, until it has. Any other colour is its own ink.
  ///
  /// ``Style/text(_:_:at:_:_:color:halo:id:)`` asks for it, so that a figure names the same colour
  /// for a cell and for the words about it.
  package func ink(for color: Color) -> Color {
    (name == "dark" ? Self.inksOnDark : Self.inksOnLight)[color] ?? color
  }

  /// What WCAG 2 asks of letters (success criterion 1.4.3).
  package static let readableContrast = 4.5

  private static let inksOnLight = light.inks
  private static let inksOnDark = dark.inks

  private var inks: [Color: Color] {
    let colors =
      [large, small, kernel, second, overlap, train, test, baseline] + classes
      + (0..<8).map { runColor($0) }
    return Dictionary(colors.map { ($0, readable($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The first of the colours from `color` towards black or white, at its hue, that can be read.
  private func readable(_ color: Color) -> Color {
    let start = OKLab(color)
    let end = background.luminance > 0.5 ? 0.0 : 1.0
    for step in 0...100 {
      let lightness = start.lightness + (end - start.lightness) * Double(step) / 100
      let ink = Self.onScreen(OKLab(lightness: lightness, a: start.a, b: start.b)).rounded
      if [background, panel].allSatisfy({ ink.contrast(with: $0) >= Self.readableContrast }) {
        return ink
      }
    }
    return text
  }

  /// The colour, as pale as a screen needs it.
  private static func onScreen(_ color: OKLab) -> Color {
    var pale = color
    for _ in 0..<100 where !pale.isOnScreen {
      pale.a *= 0.97
      pale.b *= 0.97
    }
    return pale.color
  }
}

extension Color {
  /// The nearest colour of 8 bits a part, which is what files hold.
  fileprivate var rounded: Color {
    let parts = bytes
    return Color(
      red: Double(parts.x) / 255, green: Double(parts.y) / 255, blue: Double(parts.z) / 255,
      alpha: alpha)
  }
}
