/// One picture that explains one idea: values in, marks out.
///
/// A figure is made from the values that it shows, and knows nothing of files or of cairo. The page
/// around it (title, caption, number) is ``Page``'s.
public protocol Figure: Sendable {
  /// The name on the command line: `latent`, `feature-maps`.
  var name: String { get }
  /// The heading on the page.
  var title: String { get }
  /// How to read it: one or two sentences for a student, computed from the numbers that are drawn.
  var caption: String { get }
  /// What `--format json` gives: the numbers behind the picture.
  var data: any Encodable & Sendable { get }
  /// The picture, laid out inside `frame`. Nothing may leave it.
  func marks(in frame: Rect, style: Style) -> [Mark]
}
