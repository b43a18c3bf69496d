extension Theme {
  /// The scale that tells the taps of a kernel apart, at `fraction` of the way from 0 to 1: from
  /// dark brown over the kernel's amber to a pale yellow. Even in lightness, so that neighbours
  /// differ to every eye, and in grey.
  package func tapColor(at fraction: Double) -> Color {
    let isLight = background.luminance > 0.5
    let middle = OKLab(kernel)
    let dark = OKLab(lightness: isLight ? 0.36 : 0.5, chroma: 0.085, hue: 42)
    let pale = OKLab(lightness: isLight ? 0.9 : 0.97, chroma: isLight ? 0.1 : 0.07, hue: 98)
    let lightness = dark.lightness + (pale.lightness - dark.lightness) * min(max(fraction, 0), 1)
    let isBelow = lightness < middle.lightness
    let (from, to) = isBelow ? (dark, middle) : (middle, pale)
    var color = from.mixed(with: to, (lightness - from.lightness) / (to.lightness - from.lightness))
    color.lightness = lightness
    return color.color
  }
}
