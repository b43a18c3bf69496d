/// The last page of a report that is not complete: what is missing, and why.
public struct OmissionsFigure: Figure {
  /// Its name and its title.
  public let heading = (name: "omissions", title: "What this report leaves out")
  /// How many figures are missing.
  public let caption: String

  let omissions: [Report.Omission]

  /// - Parameter runs: what the report is of.
  init(omissions: [Report.Omission], of runs: String = "this run") {
    self.omissions = omissions
    caption =
      omissions.count == 1
      ? "One figure has nothing to show of \(runs)."
      : "\(omissions.count) figures have nothing to show of \(runs)."
  }

  /// Each figure's name with the reason.
  public var data: any Encodable & Sendable {
    Dictionary(omissions.map { ($0.figure, $0.reason) }, uniquingKeysWith: { a, _ in a })
  }

  /// A table of names and reasons.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    let style = draw.style
    let font = style.font(.label)
    let line = style.line
    let names = omissions.map { style.truncated($0.figure, font, width: frame.width * 0.4) }
    let left = style.widest(names) + 2 * style.gap
    var y = frame.y
    for (omission, name) in zip(omissions, names) {
      let reason = style.clampedLines(
        omission.reason, font, width: frame.width - left, limit: 2)
      let height = Double(max(1, reason.count)) * line
      guard y + height <= frame.maxY else { break }
      draw.text(name, at: Point(frame.x, y), .leading, .top)
      draw.add(
        style.block(
          reason, font,
          in: Rect(x: frame.x + left, y: y, width: frame.width - left, height: height),
          color: style.theme.mutedText))
      y += height + style.gap / 2
    }
  }
}
