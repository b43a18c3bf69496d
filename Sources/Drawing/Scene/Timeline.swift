/// Scenes one after the other, each for a while: a picture that moves.
public struct Timeline: Sendable {
  /// One picture and how long it stays.
  public struct Frame: Sendable {
    /// The picture.
    public var scene: Scene
    /// How long it stays.
    public var seconds: Double

    /// A picture that stays for so many seconds.
    public init(_ scene: Scene, seconds: Double) {
      self.scene = scene
      self.seconds = seconds
    }
  }

  /// In order.
  public let frames: [Frame]

  /// How long a picture between two steps stays: a GIF counts in hundredths of a second, and eight
  /// of them are twelve pictures a second.
  public static let tick = 0.08
  /// Pictures between two steps: with the step itself they take a quarter of a second.
  private static let picturesBetween = 2
  /// How long the last step stays at least, in seconds.
  private static let end = 2.0

  /// Steps of one picture, each for `stepSeconds`; a part of that is the way to the next one, which
  /// begins and ends slowly. The last step stays for two seconds or more. Steps too short for a way
  /// follow each other at once.
  public init(_ steps: [Scene], stepSeconds: Double) {
    let between = stepSeconds >= 0.45 ? Self.picturesBetween : 0
    let hold = stepSeconds - Double(between) * Self.tick
    var frames: [Frame] = []
    for (step, next) in zip(steps, steps.dropFirst()) {
      frames.append(Frame(step, seconds: hold))
      for index in 0..<between {
        let way = Double(index + 1) / Double(between + 1)
        frames.append(Frame(step.between(next, way * way * (3 - 2 * way)), seconds: Self.tick))
      }
    }
    if let last = steps.last { frames.append(Frame(last, seconds: max(stepSeconds, Self.end))) }
    self.frames = frames
  }
}
