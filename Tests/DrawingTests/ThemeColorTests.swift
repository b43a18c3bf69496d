import Drawing
import Testing

/// That every eye tells the colours of a theme apart, and reads its letters.
struct ThemeColorTests {
  /// How different two colours look to the eye that sees the least difference: CIEDE2000.
  private func difference(_ a: Color, _ b: Color) -> Double {
    Eye.allCases.map { SeenColor(a, by: $0).difference(from: SeenColor(b, by: $0)) }.min() ?? 0
  }

  private func grey(_ color: Color) -> Double { SeenColor(color, by: .normal).lightness }

  /// The pairs that mean different things in one figure.
  private static let meanings:
    [(String, KeyPath<Theme, Color> & Sendable, KeyPath<Theme, Color> & Sendable)] = [
      ("large, small", \.large, \.small), ("large, kernel", \.large, \.kernel),
      ("large, second", \.large, \.second), ("large, overlap", \.large, \.overlap),
      ("small, kernel", \.small, \.kernel), ("small, second", \.small, \.second),
      ("small, overlap", \.small, \.overlap), ("kernel, second", \.kernel, \.second),
      ("kernel, overlap", \.kernel, \.overlap), ("second, overlap", \.second, \.overlap),
      ("train, test", \.train, \.test), ("train, baseline", \.train, \.baseline),
      ("test, baseline", \.test, \.baseline), ("large, baseline", \.large, \.baseline),
      ("small, baseline", \.small, \.baseline), ("second, baseline", \.second, \.baseline),
    ]

  /// Those that lie against each other.
  private static let neighbours:
    [(String, KeyPath<Theme, Color> & Sendable, KeyPath<Theme, Color> & Sendable)] = [
      ("large, small", \.large, \.small), ("large, second", \.large, \.second),
      ("small, second", \.small, \.second), ("large, kernel", \.large, \.kernel),
      ("small, kernel", \.small, \.kernel), ("large, overlap", \.large, \.overlap),
      ("second, overlap", \.second, \.overlap),
    ]

  @Test(arguments: Theme.named) func whatMeansSomethingElseLooksOtherToEveryEye(_ theme: Theme) {
    for (name, a, b) in Self.meanings {
      let found = difference(theme[keyPath: a], theme[keyPath: b])
      #expect(found >= 12, "\(name) in \(theme): \(found)")
    }
  }

  @Test(arguments: Theme.named) func whatTouchesDiffersInGreyToo(_ theme: Theme) {
    let style = Style(theme: theme, page: .slide, measurer: PangoMeasurer())
    for (name, a, b) in Self.neighbours {
      let (a, b) = (theme[keyPath: a], theme[keyPath: b])
      // As cells are painted.
      #expect(style.litCell(a).fill == a)
      let found = abs(grey(a) - grey(b))
      #expect(found >= 12, "\(name) in \(theme): \(found)")
    }
  }

  /// What the search reached. Ten colours can be 19 apart, but not with names: four browns among
  /// them are no code to talk about.
  @Test(arguments: Theme.named) func anyTwoClassesLookDifferentToEveryEye(_ theme: Theme) {
    #expect(theme.classes.count == 10)
    for (i, a) in theme.classes.enumerated() {
      for (j, b) in theme.classes[..<i].enumerated() {
        let found = difference(a, b)
        #expect(found >= 14.9, "classes \(j) and \(i) in \(theme): \(found)")
      }
      #expect(a.contrast(with: theme.background) >= 1.9, "class \(i) in \(theme)")
    }
  }

  @Test(arguments: Theme.named) func lettersInEveryColourCanBeRead(_ theme: Theme) {
    let roles = [
      theme.text, theme.mutedText, theme.large, theme.small, theme.kernel, theme.second,
      theme.overlap, theme.train, theme.test, theme.baseline,
    ]
    for color in roles + theme.classes + (0..<8).map(theme.runColor) {
      let ink = theme.ink(for: color)
      #expect(ink.contrast(with: theme.background) >= 4.5 && ink.contrast(with: theme.panel) >= 4.5)
      // Letters keep the hue that they are named by.
      let (a, b) = (OKLab(color), OKLab(ink))
      #expect(a.a * b.a + a.b * b.b >= 0)
    }
    // What is no role is left as it is: digits on a fill.
    #expect(theme.ink(for: theme.background) == theme.background)
  }

  @Test(arguments: Theme.named) func linesInEveryRoleStandOutFromThePage(_ theme: Theme) {
    for color in [theme.large, theme.small, theme.kernel, theme.second, theme.overlap, theme.test] {
      #expect(color.contrast(with: theme.background) >= 3)
    }
  }

  @Test func aTextIsSetInItsColoursInk() {
    let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())
    let label = style.text("kernel", style.font(.label), at: Point(0, 0), color: style.theme.kernel)
    let axis = style.uprightText(
      "kernel", style.font(.label), center: Point(0, 0), color: style.theme.kernel)
    #expect(label.color == style.theme.ink(for: style.theme.kernel))
    #expect(axis.color == label.color && label.color != style.theme.kernel)
  }

  /// Sharma, Wu and Dalal (2005), table 1: pairs 1, 7, 17, 24 and 34.
  @Test func differencesAreThoseOfThePaper() {
    for (a, b, expected) in [
      ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
      ((50, 0, 0), (50, -1, 2), 2.3669), ((50, 2.5, 0), (73, 25, -18), 27.1492),
      ((50, 2.5, 0), (50, 3.2592, 0.3350), 1.0000),
      ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ] {
      let found = SeenColor(lightness: a.0, a: a.1, b: a.2)
        .difference(from: SeenColor(lightness: b.0, a: b.1, b: b.2))
      #expect(abs(found - expected) < 1e-4, "\(found), \(expected)")
    }
    let white = SeenColor(Color(0xFFFFFF), by: .tritanope)
    #expect(abs(white.lightness - 100) < 0.01 && abs(white.a) < 0.05 && abs(white.b) < 0.05)
  }
}
