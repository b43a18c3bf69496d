import AECore
import Drawing
import Testing

struct ColormapTests {
  @Test func `The maps have the published ends and middles`() {
    // matplotlib's viridis(0), viridis(128), viridis(255), and the others' ends.
    #expect(Colormap.viridis.colors[0] == Color(0x440154))
    #expect(Colormap.viridis.colors[128] == Color(0x21918C))
    #expect(Colormap.viridis.colors[255] == Color(0xFDE725))
    #expect(Colormap.magma.colors[0] == Color(0x000004))
    #expect(Colormap.magma.colors[255] == Color(0xFCFDBF))
    #expect(Colormap.inferno.colors[255] == Color(0xFCFFA4))
    #expect(Colormap.cividis.colors[0] == Color(0x00224E))
    #expect(Colormap.cividis.colors[255] == Color(0xFEE838))
  }

  @Test(arguments: [
    Colormap.viridis, .magma, .inferno, .cividis, .gray,
  ])
  func `A sequential map only becomes lighter`(map: Colormap) {
    let lightness = map.colors.map { OKLab($0).lightness }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $1 >= $0 - 0.004 })
    #expect(OKLab(map.color(at: 1)).lightness - OKLab(map.color(at: 0)).lightness > 0.5)
  }

  @Test func `Between two colours lies their mixture, beyond the ends the end`() {
    let map = Colormap.gray
    #expect(map.color(at: 0.5) == Color(red: 0.5, green: 0.5, blue: 0.5))
    #expect(map.color(at: -3) == map.colors[0])
    #expect(map.color(at: 7) == map.colors[255])
    #expect(map.color(at: .nan) == map.colors[0])
  }

  @Test(arguments: Theme.named)
  func `The diverging map is even, and equal on both sides`(theme: Theme) {
    let map = Colormap.diverging(theme)
    let labs = map.colors.map { OKLab($0) }
    let steps = zip(labs, labs.dropFirst()).map { $0.distance(to: $1) }
    // The two colours about zero are a step apart, too: on different arms, so a little less.
    let arms = steps[..<127] + steps[128...]
    #expect((arms.max() ?? 0) < 1.05 * (arms.min() ?? 0))
    for i in 0..<128 { #expect(abs(labs[i].lightness - labs[255 - i].lightness) < 0.002) }
    // Nothing is cut off by what a screen can show.
    #expect(labs.allSatisfy { $0.color.contrast(with: $0.color) == 1 && $0.isOnScreen })
  }

  @Test(arguments: Theme.named)
  func `Zero recedes into the page, and the ends stand out`(theme: Theme) {
    let map = Colormap.diverging(theme)
    #expect(map.color(at: 0.5).contrast(with: theme.background) < 1.35)
    #expect(map.color(at: 0).contrast(with: theme.background) > 4.5)
    #expect(map.color(at: 1).contrast(with: theme.background) > 4.5)
    let middle = OKLab(map.color(at: 0.5))
    #expect(abs(middle.a) < 0.002 && abs(middle.b) < 0.002)
  }

  @Test(arguments: Theme.named)
  func `Colour-blind eyes tell the two sides apart`(theme: Theme) {
    // Viénot, Brettel and Mollon, 1999: protanopes and deuteranopes, in linear light. Both lose the
    // difference of red and green, so blue and yellow must carry the map.
    let map = Colormap.diverging(theme)
    func seen(_ color: Color, isProtan: Bool) -> OKLab {
      func linear(_ v: Double) -> Double { v * v }
      let (r, g, b) = (linear(color.red), linear(color.green), linear(color.blue))
      let same = isProtan ? 0.11238 * r + 0.88762 * g : 0.29275 * r + 0.70725 * g
      let blue = isProtan ? 0.00401 * (r - g) + b : -0.02234 * (r - g) + b
      func coded(_ v: Double) -> Double { max(0, min(1, v)).squareRoot() }
      return OKLab(Color(red: coded(same), green: coded(same), blue: coded(blue)))
    }
    for isProtan in [true, false] {
      for strength in [0.1, 0.25, 0.5] {
        let below = seen(map.color(at: 0.5 - strength), isProtan: isProtan)
        let above = seen(map.color(at: 0.5 + strength), isProtan: isProtan)
        #expect(below.distance(to: above) > 0.3 * strength)
      }
    }
  }
}
