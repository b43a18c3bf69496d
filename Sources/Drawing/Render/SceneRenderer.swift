import CCairo

/// Draws a scene on a cairo context, mark by mark. It measures nothing and picks no colour.
struct SceneRenderer {
  /// The context; one unit is one point.
  let context: OpaquePointer
  /// What sets the text.
  let text: PangoText
  /// Pixels of the surface to the point; nil when the surface is a vector file.
  let pixelsPerPoint: Double?
  /// What packs the pictures of a PDF instead of cairo; nil in other files.
  var pictures: PDFPictures?
  /// Told of each part of a page that gets a tag, in order; nil in files that have no tags.
  var onTag: ((Group) -> Void)?

  /// Paints the background and everything on it.
  func draw(_ scene: Scene) throws {
    paintBackground(of: scene)
    try drawMarks(of: scene)
  }

  /// Paints the page over.
  func paintBackground(of scene: Scene) {
    guard let background = scene.background else { return }
    setSource(background)
    cairo_paint(context)
  }

  /// Draws everything that lies on the background.
  func drawMarks(of scene: Scene) throws {
    for mark in scene.marks { try draw(mark, opacity: 1) }
  }

  private func draw(_ mark: Mark, opacity: Double) throws {
    switch mark {
    case .group(let group): try draw(group, opacity: opacity)
    case .path(let path): draw(path, opacity: opacity)
    case .text(let text): draw(text, opacity: opacity)
    case .image(let image): try draw(image, opacity: opacity)
    }
  }

  private func draw(_ group: Group, opacity: Double) throws {
    let opacity = opacity * group.opacity
    guard opacity > 0, !group.marks.isEmpty else { return }
    if let tag = tag(of: group) {
      cairo_tag_begin(context, tag, nil)
      onTag?(group)
    }
    defer { if let tag = tag(of: group) { cairo_tag_end(context, tag) } }
    cairo_save(context)
    defer { cairo_restore(context) }
    if let clip = group.clip {
      trace(clip)
      cairo_clip(context)
    }
    if opacity < 1, !group.isOneStroke {
      cairo_push_group(context)
      for mark in group.marks { try draw(mark, opacity: 1) }
      cairo_pop_group_to_source(context)
      cairo_paint_with_alpha(context, opacity)
    } else {
      for mark in group.marks { try draw(mark, opacity: opacity) }
    }
  }

  /// The structure type (ISO 32000-1, 14.8.4) of a part of a page, in a document that has tags.
  /// What has none is an artifact, which is not read aloud.
  private func tag(of group: Group) -> String? {
    guard onTag != nil else { return nil }
    return switch group.role {
    case .heading: "H1"
    case .figure: "Figure"
    case .caption: "Caption"
    case .footer, nil: nil
    }
  }

  private func draw(_ mark: PathMark, opacity: Double) {
    trace(mark.path)
    if let fill = mark.fill {
      setSource(fill.opacity(opacity))
      cairo_fill_preserve(context)
    }
    if let line = mark.stroke { stroke(line, opacity: opacity) }
    cairo_new_path(context)
  }

  private func draw(_ mark: TextMark, opacity: Double) {
    let line = text.line(mark.string, font: mark.font)
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(context, mark.origin.x, mark.origin.y)
    if mark.quarterTurns % 2 != 0 {
      // Exact, where a rotation by π/2 would leave 6e-17 in the file.
      var turn = cairo_matrix_t(xx: 0, yx: -1, xy: 1, yy: 0, x0: 0, y0: 0)
      cairo_transform(context, &turn)
    }
    if var halo = mark.halo {
      halo.isRound = true
      cairo_move_to(context, 0, 0)
      pango_cairo_layout_line_path(context, line.line)
      stroke(halo, opacity: opacity)
      cairo_new_path(context)
    }
    setSource(mark.color.opacity(opacity))
    cairo_move_to(context, 0, 0)
    if pixelsPerPoint == nil || mark.string.hasPictures {
      // Real text, so that a PDF can be searched.
      pango_cairo_show_layout_line(context, line.line)
    } else {
      // As outlines: before version 1.18 cairo puts letters on whole pixels, which spaces them
      // unevenly.
      pango_cairo_layout_line_path(context, line.line)
      cairo_fill(context)
    }
    cairo_new_path(context)
  }

  private func draw(_ mark: ImageMark, opacity: Double) throws {
    let (rect, raster) = (mark.rect, mark.raster.thinned(to: CairoImage.largestSide))
    guard rect.width > 0, rect.height > 0, raster.width > 0, raster.height > 0 else { return }
    let repeats =
      pixelsPerPoint == nil && !mark.isSmooth ? raster.repeatsForVectors(size: rect.size) : (1, 1)
    let image =
      try pictures?.standIn(
        for: raster, across: repeats.0, down: repeats.1, isSmooth: mark.isSmooth)
      ?? CairoImage(raster.enlarged(horizontally: repeats.0, vertically: repeats.1))
    cairo_save(context)
    defer { cairo_restore(context) }
    cairo_translate(context, rect.x, rect.y)
    cairo_scale(context, rect.width / Double(image.width), rect.height / Double(image.height))
    cairo_set_source_surface(context, image.surface, 0, 0)
    let pattern = cairo_get_source(context)
    guard let pixelsPerPoint else {
      cairo_pattern_set_filter(pattern, mark.isSmooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
      cairo_paint_with_alpha(context, opacity)
      return
    }
    // Pixels that become smaller than the page's are averaged; picking some would lie about them.
    let shrinks =
      rect.width * pixelsPerPoint < Double(raster.width)
      || rect.height * pixelsPerPoint < Double(raster.height)
    cairo_pattern_set_filter(
      pattern, mark.isSmooth || shrinks ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST)
    // Else the border blends with the transparency around it.
    cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
    cairo_rectangle(context, 0, 0, Double(raster.width), Double(raster.height))
    cairo_clip(context)
    cairo_paint_with_alpha(context, opacity)
  }

  private func stroke(_ line: Stroke, opacity: Double) {
    guard line.width > 0 else { return }
    setSource(line.color.opacity(opacity))
    cairo_set_line_width(context, line.width)
    cairo_set_line_cap(context, line.isRound ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    cairo_set_line_join(context, line.isRound ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER)
    cairo_set_dash(context, line.solidOrDashed, Int32(line.solidOrDashed.count), 0)
    cairo_stroke_preserve(context)
  }

  private func trace(_ path: Path) {
    cairo_new_path(context)
    for element in path.elements {
      switch element {
      case .move(let p): cairo_move_to(context, p.x, p.y)
      case .line(let p): cairo_line_to(context, p.x, p.y)
      case .curve(let a, let b, let c): cairo_curve_to(context, a.x, a.y, b.x, b.y, c.x, c.y)
      case .close: cairo_close_path(context)
      }
    }
  }

  private func setSource(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }
}

extension Group {
  /// Whether the group puts down paint once: then opacity can go to the paint itself.
  var isOneStroke: Bool {
    guard marks.count == 1 else { return false }
    switch marks[0] {
    case .group(let group): return group.isOneStroke
    case .path(let path): return path.fill == nil || path.stroke == nil
    case .text(let text): return text.halo == nil
    case .image: return true
    }
  }
}

extension String {
  /// Whether letters in it are coloured pictures, which have no outline.
  fileprivate var hasPictures: Bool {
    unicodeScalars.contains(where: \.properties.isEmojiPresentation)
  }
}

extension Stroke {
  /// The dashes, or none when they are not lengths that a pen can follow.
  var solidOrDashed: [Double] {
    dash.allSatisfy { $0 >= 0 } && dash.reduce(0, +) > 0 ? dash : []
  }
}
