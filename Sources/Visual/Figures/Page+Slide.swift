extension Page {
  /// The page for a presentation program: its title as text, the picture in the room that the
  /// caption would take, and as notes what the speaker says, or the words that stand for the
  /// caption.
  public func slide(style: Style) -> Presentation.Slide {
    let area = style.content
    let font = style.font(.title)
    let foot = footer == nil ? 0 : style.line + style.gap
    let setting = setting(in: area.inset(bottom: foot), foot: 0, style: style)
    let (title, frame) = (setting.words ?? "", setting.picture)
    let titleHeight = Double(setting.title.count) * style.lineHeight(font)
    // What is drawn on the frame's edge is not cut.
    let edge = style.gap / 2
    let picture = frame.inset(-edge)
    let scene = Scene(
      size: picture.size, background: nil, title: figure.title,
      description: wording.caption.words(insteadOf: figure.caption) ?? figure.caption,
      marks: figure.marks(in: frame, style: style).map { $0.moved(dx: -picture.x, dy: -picture.y) })
    return Presentation.Slide(
      title: title,
      titleFrame: Rect(x: area.x, y: area.y, width: area.width, height: titleHeight),
      picture: scene, pictureFrame: picture,
      notes: wording.caption.words(insteadOf: figure.notes) ?? "", foot: footer?.text,
      isNumbered: footer != nil)
  }
}
