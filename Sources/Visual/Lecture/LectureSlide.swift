/// A figure under the statement that it is shown for, with what is said beside it.
public struct LectureSlide: Figure {
  /// The figure's name, and the statement.
  public let heading: Heading
  /// The part of the lecture that it belongs to.
  public let chapter: String
  /// What holds of every such network, for the speaker.
  let talk: String
  private let figure: any Figure

  /// A slide that says `statement`.
  init(_ chapter: String, _ statement: String, talk: String, _ figure: any Figure) {
    heading = (figure.name, statement)
    self.chapter = chapter
    self.talk = talk
    self.figure = figure
  }

  /// The figure's.
  public var caption: String { figure.caption }
  /// What is said, then how to read the figure.
  public var notes: String { talk + "\n\n" + figure.notes }
  /// The figure's.
  public var data: any Encodable & Sendable { figure.data }
  /// The figure.
  public func draw(in frame: Rect, on draw: inout Canvas) { figure.draw(in: frame, on: &draw) }
}
