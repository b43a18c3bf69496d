import AECore

/// Text as HTML takes it, between tags and in quoted attributes.
enum HTMLText {
  static func escaped(_ text: String) -> String {
    MarkupText.escaped(text).replacing("'", with: "&#39;")
  }

  /// JSON that no script element ends in.
  static func inScript(_ json: String) -> String {
    json.replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
      .replacing("\u{2029}", with: "\\u2029")
  }
}
