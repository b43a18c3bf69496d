import Foundation

/// What stands above and below a picture: the figure's own words, others, or none.
public struct PageWording: Hashable, Sendable {
  /// One of the texts of a page.
  public enum Text: Hashable, Sendable {
    /// What the figure says.
    case figures
    /// Other words, of any length: what has no room ends in an ellipsis.
    case own(String)
    /// Nothing: the picture takes the room.
    case none
  }

  /// Above the picture.
  public var title: Text
  /// Below it.
  public var caption: Text

  /// Words around a picture; the figure's own, unless told otherwise.
  public init(title: Text = .figures, caption: Text = .figures) {
    self.title = title
    self.caption = caption
  }
}

extension PageWording.Text {
  /// The words, where a figure says `text`; nil where nothing is to stand.
  func words(insteadOf text: String) -> String? {
    let words =
      switch self {
      case .figures: text
      case .own(let words): words
      case .none: ""
      }
    return words.allSatisfy(\.isWhitespace) ? nil : words
  }
}
