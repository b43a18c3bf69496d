extension Presentation.Look {
  /// The look of pages in this style.
  public init(_ style: Style) {
    let theme = style.theme
    let area = Rect(x: 0, y: 0, width: style.page.size.width, height: style.page.size.height)
      .inset(style.margin)
    let (title, foot) = (style.font(.title), style.font(.label))
    let height = { (font: Font) in style.measurer.measure("Åg", font: font).height * 1.08 }
    self.init(
      size: style.page.size, background: theme.background, text: theme.text,
      mutedText: theme.mutedText,
      accents: [
        theme.large, theme.small, theme.kernel, theme.second, theme.overlap, theme.baseline,
      ],
      titleFont: title, footFont: foot,
      titleFrame: Rect(x: area.x, y: area.y, width: area.width, height: height(title)),
      footFrame: Rect(
        x: area.x, y: area.maxY - height(foot), width: area.width, height: height(foot)))
  }
}
