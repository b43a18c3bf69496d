/// One picture that explains one idea: values in, marks out.
///
/// A figure is made from the values that it shows, and knows nothing of files or of cairo. The page
/// around it (title, caption, number) is ``Page``'s.
public protocol Figure: Sendable {
  /// What the figure is called, and what stands above it.
  typealias Heading = (name: String, title: String)
  /// Its name on the command line, `latent` or `feature-maps`, and its title on the page.
  var heading: Heading { get }
  /// The title over the picture in `frame`: where only a part has room, it says which.
  func title(in frame: Rect, style: Style) -> String
  /// How to read it: one or two sentences for a student, computed from the numbers that are drawn.
  var caption: String { get }
  /// What a speaker says beside it, in paragraphs; the caption, unless the figure knows more.
  var notes: String { get }
  /// What `--format json` gives: the numbers behind the picture.
  var data: any Encodable & Sendable { get }
  /// Draws the picture, laid out inside `frame`. Nothing may leave it.
  func draw(in frame: Rect, on draw: inout Canvas)
}

extension Figure {
  /// The name on the command line.
  public var name: String { heading.name }
  /// What stands above the picture.
  public var title: String { heading.title }
  /// The caption.
  public var notes: String { caption }
  /// The title, whatever the frame.
  public func title(in frame: Rect, style: Style) -> String { title }

  /// The picture, laid out inside `frame`.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    var canvas = Canvas(style)
    draw(in: frame, on: &canvas)
    return canvas.marks
  }
}
