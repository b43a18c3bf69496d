import Drawing

/// A scene as text, to be kept in a file and compared: a line for each mark, with its place in
/// points, its words, and its colours by their names in the theme.
///
///     group [class-errors]
///       text "MSE" at 36 93.4, 41.2 wide, text 18, in mutedText
///       10 × in 102.3 80 640.2×361.8, 5f1c09d2
///         rect 24 high, fill class0 | class1 | class2 | … [class-errors/bar/…]
///
/// Marks that repeat stand together: how often, the rectangle around them, a digest of all that is
/// not printed, and one line for each kind of mark with the words of all.
package struct SceneSnapshot: Hashable, Sendable {
  /// The lines, without line breaks at their ends.
  package let lines: [String]

  /// The text of `scene`, which was drawn in the colours of `theme`.
  package init(_ scene: Scene, theme: Theme) {
    let colors = ColorNames(theme)
    let background = scene.background.map { "on \(colors[$0])" } ?? "transparent"
    let head =
      ["scene \(scene.size.tenths) \(background)", "title \(scene.title.quoted)"]
      + SnapshotLines.wrapped("description", [scene.description.quoted], separator: " ")
    let marks = scene.marks.map { MarkSnapshot($0, colors, omitting: scene.description) }
    lines = head + SnapshotLines.lines(of: marks)
  }

  /// What a file holds of a picture in both themes: the light one, and the lines of the dark one
  /// that differ, by number; the whole dark one if the two have not the same lines.
  package static func text(light: SceneSnapshot, dark: SceneSnapshot) -> String {
    var changed = dark.lines
    if light.lines.count == dark.lines.count {
      changed = zip(light.lines, dark.lines).enumerated().compactMap { index, pair in
        pair.0 == pair.1 ? nil : "\(index + 1):\(pair.1)"
      }
    }
    let heading = changed.isEmpty ? "in dark the same" : "in dark, where that differs:"
    return (light.lines + ["", heading] + changed).joined(separator: "\n") + "\n"
  }

  /// The first lines in which `new` differs from `old`, each behind its number and `-` (as it was)
  /// or `+` (as it is); nil when the two are the same.
  package static func difference(of new: String, from old: String, limit: Int = 12) -> String? {
    guard new != old else { return nil }
    let (before, after) = (
      old.split(separator: "\n", omittingEmptySubsequences: false),
      new.split(separator: "\n", omittingEmptySubsequences: false)
    )
    var changes: [(line: Int, order: Int, text: String)] = []
    for change in after.difference(from: before) {
      switch change {
      case .remove(let offset, let element, _): changes.append((offset, 0, "- \(element)"))
      case .insert(let offset, let element, _): changes.append((offset, 1, "+ \(element)"))
      }
    }
    changes.sort { ($0.line, $0.order) < ($1.line, $1.order) }
    let shown = changes.prefix(limit).map { "\($0.line + 1) \($0.text)" }
    let rest = changes.count - shown.count
    return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
  }
}
