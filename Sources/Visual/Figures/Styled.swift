/// Something that is laid out for a page: colours and type under short names.
protocol Styled {
  /// Theme, page and type.
  var style: Style { get }
}

extension Styled {
  var theme: Theme { style.theme }
  /// Names and numbers at marks.
  var font: Font { style.font(.label) }
  /// The same in heavy type.
  var bold: Font { style.font(.label, isBold: true) }
  /// Names of parts.
  var heading: Font { style.font(.heading) }
  /// From one line of names to the next, in points.
  var lineHeight: Double { style.lineHeight(font) }
}
