import CCairo

/// Turns lines of text into outlines, for files that cannot carry their fonts.
final class GlyphOutliner {
  /// One letter: its outline about the origin of its own, and where that lies on the baseline.
  struct Glyph {
    let outline: Path
    let x: Double
    let y: Double
  }

  /// Cairo keeps coordinates in 1/256 of a unit; this makes it 1/16384 of a point.
  private static let precision = 64.0
  private let engine = PangoText()
  private let canvas: CairoSurface

  init() throws {
    canvas = try CairoSurface(
      owning: cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1), "outlines of letters")
    cairo_scale(canvas.context, Self.precision, Self.precision)
  }

  /// How wide `string` is as it is set, and whether it is read from the right.
  func advance(of string: String, font: Font) -> (width: Double, isFromRight: Bool) {
    let line = engine.line(string, font: font)
    var logical = PangoRectangle()
    withExtendedLifetime(line) { pango_layout_line_get_extents(line.line, nil, &logical) }
    let direction = pango_find_base_dir(string, Int32(clamping: string.utf8.count))
    return (Double(logical.width) / Double(PANGO_SCALE), direction == PANGO_DIRECTION_RTL)
  }

  /// The letters of `string` in the order in which they stand, from the left. A letter without an
  /// outline (a space, a colour picture) is left out.
  func glyphs(of string: String, font: Font) throws -> [Glyph] {
    let line = engine.line(string, font: font)
    let single = pango_glyph_string_new()
    defer { pango_glyph_string_free(single) }
    pango_glyph_string_set_size(single, 1)
    var result: [Glyph] = []
    var x = 0.0
    let unit = Double(PANGO_SCALE)
    var node = line.line.pointee.runs
    while let list = node {
      node = list.pointee.next
      guard let data = list.pointee.data else { continue }
      let run = data.assumingMemoryBound(to: PangoGlyphItem.self).pointee
      guard let string = run.glyphs, let item = run.item, let single else { continue }
      for i in 0..<Int(string.pointee.num_glyphs) {
        var info = string.pointee.glyphs[i]
        let geometry = info.geometry
        info.geometry.x_offset = 0
        info.geometry.y_offset = 0
        single.pointee.glyphs[0] = info
        cairo_new_path(canvas.context)
        cairo_move_to(canvas.context, 0, 0)
        pango_cairo_glyph_string_path(canvas.context, item.pointee.analysis.font, single)
        let outline = try currentPath()
        if !outline.elements.isEmpty {
          result.append(
            Glyph(
              outline: outline, x: x + Double(geometry.x_offset) / unit,
              y: Double(geometry.y_offset) / unit))
        }
        x += Double(geometry.width) / unit
      }
    }
    return result
  }

  private func currentPath() throws -> Path {
    guard let path = cairo_copy_path(canvas.context) else { return Path() }
    defer { cairo_path_destroy(path) }
    try check(path.pointee.status, "outlines of letters")
    var elements: [Path.Element] = []
    var index = 0
    guard let data = path.pointee.data else { return Path() }
    func point(_ offset: Int) -> Point {
      Point(data[index + offset].point.x, data[index + offset].point.y)
    }
    while index < Int(path.pointee.num_data) {
      switch data[index].header.type {
      case CAIRO_PATH_MOVE_TO: elements.append(.move(point(1)))
      case CAIRO_PATH_LINE_TO: elements.append(.line(point(1)))
      case CAIRO_PATH_CURVE_TO: elements.append(.curve(point(1), point(2), point(3)))
      default: elements.append(.close)
      }
      index += Int(data[index].header.length)
    }
    // Cairo starts a new part after each closed one; a move that nothing follows draws nothing.
    let drawn = elements.indices.filter { i in
      guard case .move = elements[i] else { return true }
      guard i + 1 < elements.count else { return false }
      if case .move = elements[i + 1] { return false }
      return true
    }
    return Path(drawn.map { elements[$0] })
  }
}
