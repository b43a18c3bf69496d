import CCairo

/// Sets lines of text. One engine belongs to one owner and is used by one thread at a time.
///
/// Hinting is off and positions are not rounded, and the settings do not come from the surface: so
/// a line has the same width in a PNG of any resolution, in a PDF and in an SVG.
final class PangoText {
  private let fontMap: UnsafeMutablePointer<PangoFontMap>
  private let context: OpaquePointer
  /// What is measured is then drawn, and to set it takes most of the time of either.
  private var lines = Answers<Words, PangoLine>(limit: 2_000)

  /// A text in a font.
  struct Words: Hashable {
    let string: String
    let font: Font
  }

  init() {
    guard let map = pango_cairo_font_map_new() else {
      preconditionFailure("Pango without a font map")
    }
    guard let context = pango_font_map_create_context(map) else {
      preconditionFailure("Pango without a context")
    }
    fontMap = map
    self.context = context
    // 72 to the inch: sizes are points.
    pango_cairo_context_set_resolution(context, 72)
    pango_context_set_round_glyph_positions(context, 0)
    let options = cairo_font_options_create()
    defer { cairo_font_options_destroy(options) }
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    pango_cairo_context_set_font_options(context, options)
    // Not the machine's locale: the same words look the same everywhere.
    pango_context_set_language(context, pango_language_from_string("en"))
  }

  /// Whether there is any font at all; asked once.
  static let hasFonts: Bool = {
    let engine = PangoText()
    let description = pango_font_description_from_string("Inter 12")
    defer { pango_font_description_free(description) }
    guard let font = pango_context_load_font(engine.context, description) else { return false }
    g_object_unref(UnsafeMutableRawPointer(font))
    return true
  }()

  deinit {
    g_object_unref(UnsafeMutableRawPointer(context))
    g_object_unref(UnsafeMutableRawPointer(fontMap))
  }

  /// `string` set in one line.
  func line(_ string: String, font: Font) -> PangoLine {
    lines.answer(Words(string: string, font: font)) {
      PangoLine(owning: layout(Self.printable(string), font))
    }
  }

  /// A layout of `words`, which are printable; the caller owns it.
  func layout(_ words: String, _ font: Font) -> OpaquePointer {
    let layout = pango_layout_new(context)
    guard let layout else { preconditionFailure("Pango without a layout") }
    let description = pango_font_description_new()
    defer { pango_font_description_free(description) }
    pango_font_description_set_family(description, font.family)
    // What is no size is 0: Pango complains of one that is not a number.
    let size = font.size > 0 ? min(font.size, 10_000) : 0
    pango_font_description_set_absolute_size(description, size * Double(PANGO_SCALE))
    pango_font_description_set_weight(
      description, font.isBold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL)
    pango_font_description_set_style(
      description, font.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
    pango_layout_set_font_description(layout, description)
    if font.face == .text {
      // Digits of one width: numbers stand in columns.
      let attributes = pango_attr_list_new()
      pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1"))
      pango_layout_set_attributes(layout, attributes)
      pango_attr_list_unref(attributes)
    }
    pango_layout_set_single_paragraph_mode(layout, 1)
    pango_layout_set_text(layout, words, Int32(clamping: words.utf8.count))
    return layout
  }

  /// `string` without what is no letter: line breaks and tabs become spaces, other control
  /// characters and what cairo and XML forbid the replacement character, so that one is seen where
  /// it should not be.
  static func printable(_ string: String) -> String {
    func isBad(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFDD0...0xFDEF: true
      // The last two of every plane are no characters, and cairo refuses them.
      default: scalar.value & 0xFFFE == 0xFFFE
      }
    }
    guard string.unicodeScalars.contains(where: isBad) else { return string }
    var result = String.UnicodeScalarView()
    for scalar in string.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029: result.append(" ")
      case _ where isBad(scalar): result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

/// A line of text that is set. Its ``line`` lives and dies with this object.
final class PangoLine {
  private let layout: OpaquePointer
  /// Pango's line, which the layout owns.
  let line: UnsafeMutablePointer<PangoLayoutLine>

  fileprivate init(owning layout: OpaquePointer) {
    self.layout = layout
    guard let line = pango_layout_get_line_readonly(layout, 0) else {
      preconditionFailure("a layout without a first line")
    }
    self.line = line
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

  /// The line's width, and how far it reaches above and below its baseline.
  var extents: TextExtents { TextExtents(of: line) }
}

extension TextExtents {
  /// A set line's advance or ink, and its fonts' ascent and descent.
  init(of line: UnsafeMutablePointer<PangoLayoutLine>) {
    var ink = PangoRectangle()
    var logical = PangoRectangle()
    pango_layout_line_get_extents(line, &ink, &logical)
    let unit = Double(PANGO_SCALE)
    self.init(
      width: Double(max(logical.x + logical.width, ink.x + ink.width)) / unit,
      ascent: Double(-logical.y) / unit, descent: Double(logical.y + logical.height) / unit)
  }
}
