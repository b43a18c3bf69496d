import AECore

/// A figure that can move.
///
/// Its steps are figures of their own, laid out alike: what stays has one name and one place in all
/// of them, what moves has a name that differs in its last part at most (`window/0.1`,
/// `window/0.2`). The pictures between two steps are made of them (`Timeline`).
public protocol MovingFigure: Figure {
  /// The figure at each step, from the first to the last, which stays longest. What stands around
  /// the picture decides on its frame.
  /// - Throws: `Failure` of kind `usage` when it does not move, or in too many steps.
  func steps(style: Style, wording: PageWording) throws(Failure) -> [any Figure]
  /// How long a step is shown, in seconds, unless somebody asks for another time.
  var stepSeconds: Double { get }
}

extension MovingFigure {
  /// As long as it takes to follow a window to its next place.
  public var stepSeconds: Double { 0.8 }
}
