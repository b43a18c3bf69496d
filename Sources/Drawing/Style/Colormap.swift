/// Numbers as colours: a function from 0…1 to a colour, kept as 256 of them.
public struct Colormap: Hashable, Sendable {
  /// What the map is called.
  public let name: String
  /// 256 colours, from the smallest value's to the largest's.
  public let colors: [Color]
  /// 1,024 steps as red, green, blue and alpha from 0 to 255: the colours, and what lies between.
  let steps: [SIMD4<UInt8>]

  /// A map of 256 colours.
  public init(name: String, colors: [Color]) {
    precondition(colors.count == 256, "\(colors.count) colours")
    self.name = name
    self.colors = colors
    steps = (0..<1024).map { Self.color(at: Double($0) / 1023, of: colors).bytes }
  }

  /// Dark violet over green to yellow. Sequential, even to the eye, safe for colour-blind eyes.
  public static let viridis = Colormap(name: "viridis", hex: ColormapData.viridis)
  /// Black to white.
  public static let gray = Colormap(
    name: "gray",
    colors: (0..<256).map { i in
      let level = Double(i) / 255
      return Color(red: level, green: level, blue: level)
    })

  /// Blue below zero, orange above it, and for zero itself, in the middle, a neutral that recedes
  /// into the theme's page. Both arms run straight through OKLab, equally far in lightness and in
  /// chroma: values of equal size weigh the same on either side. Blue against orange is the pair
  /// that every kind of colour-blind eye tells apart.
  public static func diverging(_ theme: Theme) -> Colormap {
    theme.background.luminance > 0.5 ? divergingOnLight : divergingOnDark
  }

  private static let divergingOnLight = diverging(isLight: true)
  private static let divergingOnDark = diverging(isLight: false)

  private static func diverging(isLight: Bool) -> Colormap {
    let neutral = OKLab(lightness: isLight ? 0.965 : 0.25, a: 0, b: 0)
    let lightness = isLight ? 0.47 : 0.76
    let chroma = isLight ? 0.155 : 0.125
    let below = OKLab(lightness: lightness, chroma: chroma, hue: isLight ? 258 : 250)
    let above = OKLab(lightness: lightness, chroma: chroma, hue: isLight ? 35 : 60)
    return Colormap(
      name: "diverging",
      colors: (0..<256).map { i in
        let value = Double(i) / 127.5 - 1
        return neutral.mixed(with: value < 0 ? below : above, abs(value)).color
      })
  }

  /// The colour at `fraction`, between its two neighbours; outside of 0…1 the end's. The diverging
  /// map's zero is at 0.5.
  public func color(at fraction: Double) -> Color { Self.color(at: fraction, of: colors) }

  private static func color(at fraction: Double, of colors: [Color]) -> Color {
    guard fraction > 0 else { return colors[0] }
    guard fraction < 1 else { return colors[255] }
    let position = fraction * 255
    let index = min(Int(clamping: position), 254)
    return colors[index].mixed(with: colors[index + 1], position - Double(index))
  }

  /// 256 colours of six hexadecimal digits each.
  private init(name: String, hex: String) {
    func digit(_ byte: UInt8) -> Double { Double(byte < 0x61 ? byte - 0x30 : byte - 0x61 + 10) }
    let bytes = Array(hex.utf8)
    let parts = stride(from: 0, to: bytes.count, by: 2)
      .map { (16 * digit(bytes[$0]) + digit(bytes[$0 + 1])) / 255 }
    self.init(
      name: name,
      colors: stride(from: 0, to: parts.count, by: 3)
        .map { Color(red: parts[$0], green: parts[$0 + 1], blue: parts[$0 + 2]) })
  }
}

extension Colormap: CustomStringConvertible {
  /// The name; a test's log would print every colour instead.
  public var description: String { name }
}
