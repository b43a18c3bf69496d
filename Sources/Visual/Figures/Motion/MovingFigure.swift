import AECore

/// A figure that can be shown as a sequence of pictures, all laid out alike, so that nothing moves
/// but what it is about.
public protocol MovingFigure: Figure {
  /// The pictures in order, on a page of `style`.
  /// - Throws: `Failure` of kind `usage` when it does not move.
  func frames(style: Style) throws(Failure) -> [any Figure]
  /// How long each is shown, in seconds, unless somebody asks for another time.
  var frameSeconds: Double { get }
}

extension MovingFigure {
  /// The pages of all frames; the last one stays for two seconds.
  /// - Throws: as ``frames(style:)`` does.
  public func scenes(style: Style, isTransparent: Bool = false) throws(Failure) -> [Scene] {
    let scenes = try frames(style: style).map {
      Page($0).scene(style: style, isTransparent: isTransparent)
    }
    let pause = max(0, Int(clamping: (2 / frameSeconds).rounded()) - 1)
    return scenes + [Scene](repeating: scenes[scenes.count - 1], count: scenes.isEmpty ? 0 : pause)
  }
}
