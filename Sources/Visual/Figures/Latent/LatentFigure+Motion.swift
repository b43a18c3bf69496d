import AECore

extension LatentFigure: MovingFigure {
  /// How long each class is shown, in seconds.
  public var stepSeconds: Double { 1 }

  /// All classes, then each by itself while the others stand back, then all again.
  /// - Throws: `Failure` of kind `usage` when there are no classes to be told apart.
  public func steps(style: Style, wording: PageWording) throws(Failure) -> [any Figure] {
    let groups = maps[0].members.keys.sorted()
    guard groups.count > 1, maps[0].axisNames.count > 1 else {
      throw Failure(
        .usage, "--animate", "the codes have no classes, or no plane, to show one after the other",
        advice: "leave it out")
    }
    return ([nil] + groups.map { $0 } + [nil]).map { group in
      var figure = self
      figure.focus = group
      return figure
    }
  }
}
