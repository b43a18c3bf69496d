extension Theme {
  /// The colour of run `index` among runs that are compared; starts again after eight.
  ///
  /// The eight were searched for: with normal eyes and with each of the three kinds of colour
  /// blindness any two are at least 0.1 apart in OKLab, and all can be read as letters on the page.
  package func runColor(_ index: Int) -> Color {
    let colors = name == "dark" ? Self.runsOnDark : Self.runsOnLight
    return colors[max(0, index) % colors.count]
  }

  private static let runsOnLight = [
    0x0A84E8, 0xB00604, 0x9E840B, 0x7E2EA6, 0xEC429D, 0x001D6D, 0x4E1200, 0x2A2BE8,
  ].map { Color($0) }

  private static let runsOnDark = [
    0x1DC0FF, 0xE002B1, 0xFFEE33, 0x9B7051, 0xF88AA9, 0x1A70FF, 0xA6FFF8, 0xA5B504,
  ].map { Color($0) }
}
