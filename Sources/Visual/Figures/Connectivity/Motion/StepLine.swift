import AECore

/// The line at the foot of a picture that moves: which step it is, and what is worked.
struct StepLine {
  let figure: ConnectivityFigure
  let style: Style
  /// What is worked at a step, after its number.
  let words: (WindowStep) -> String

  private var font: Font { style.font(.label) }

  /// What the line takes at the foot of the frame, in points; nothing for a still.
  static func height(_ figure: ConnectivityFigure, _ style: Style) -> Double {
    figure.step == nil ? 0 : style.lineHeight(style.font(.label)) + 0.8 * style.gap
  }

  /// The line, centred as the longest one of all steps would be, so that it does not wander.
  func marks(in frame: Rect) -> [Mark] {
    guard let step = figure.step else { return [] }
    func line(_ step: WindowStep) -> String { "\(figure.stepWords(step)): \(words(step))" }
    let widest =
      step.path.indices.map {
        style.measurer.measure(line(WindowStep($0, of: step.path)), font: font).width
      }.max() ?? 0
    let x = frame.center.x - min(frame.width, widest) / 2
    return [
      .text(
        style.text(
          style.truncated(line(step), font, width: frame.width), font,
          at: Point(x, frame.maxY), .leading, .bottom, color: style.theme.mutedText,
          id: "step/words"))
    ]
  }
}
