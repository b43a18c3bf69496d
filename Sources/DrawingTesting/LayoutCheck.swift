import Drawing

/// Finds what a reader would call a mistake in a finished scene: texts over texts, marks off the
/// page, texts that are too small or too pale. Every figure passes it, on every page and in both
/// themes.
package enum LayoutCheck {
  /// The problems of `scene`, each a sentence that names the marks; none, when it is well laid out.
  ///
  /// - Texts whose boxes share more than a point in both directions, or that a later mark covers.
  /// - Texts, outlines with their lines, and images that reach over the page's edge; what a clip
  ///   hides does not count, but a text that a clip cuts does.
  /// - Texts smaller than `minimumTextSize` points.
  /// - Opaque texts with a contrast below 3 against what they stand on: their halo, else the marks
  ///   beneath their middle, else the page.
  package static func problems(in scene: Scene, minimumTextSize: Double) -> [String] {
    let marks = flatten(scene.marks, clip: nil, opacity: 1)
    return offPage(marks, scene) + overlaps(marks) + tooSmall(marks, minimumTextSize)
      + tooPale(marks, scene) + covered(marks)
  }

  /// A mark with what its groups say about it.
  fileprivate struct Placed {
    let mark: Mark
    /// The mark's box, with half its line's width around it.
    let box: Rect
    let clip: Rect?
    let opacity: Double

    /// The part of the box that the clip leaves; nil when nothing is left.
    var visible: Rect? { clip.map { $0.intersection(box) } ?? box }
    var text: TextMark? { if case .text(let text) = mark { text } else { nil } }
  }

  private static func flatten(_ marks: [Mark], clip: Rect?, opacity: Double) -> [Placed] {
    marks.flatMap { mark -> [Placed] in
      guard case .group(let group) = mark else {
        guard let box = mark.box else { return [] }
        return [Placed(mark: mark, box: box, clip: clip, opacity: opacity)]
      }
      guard group.opacity > 0 else { return [] }
      var inner = clip
      if let outline = group.clip {
        // Nothing shows inside of an empty clip, nor where two do not meet.
        guard let own = outline.extent, let both = clip.map({ $0.intersection(own) }) ?? own else {
          return []
        }
        inner = both
      }
      return flatten(group.marks, clip: inner, opacity: opacity * group.opacity)
    }
  }

  private static func offPage(_ marks: [Placed], _ scene: Scene) -> [String] {
    let page = Rect(x: 0, y: 0, width: scene.size.width, height: scene.size.height)
    return marks.compactMap { placed in
      if let text = placed.text, let clip = placed.clip, !clip.contains(text.bounds, tolerance: 1) {
        return "\(placed.mark.name) is cut by the clip of its group, \(clip.words)"
      }
      guard let visible = placed.visible, !page.contains(visible, tolerance: 0.5) else {
        return nil
      }
      return "\(placed.mark.name) leaves the page: \(visible.words) on"
        + " \(short(page.width)) × \(short(page.height))"
    }
  }

  private static func overlaps(_ marks: [Placed]) -> [String] {
    let texts = marks.compactMap(\.text).sorted { $0.bounds.x < $1.bounds.x }
    var result: [String] = []
    for (i, a) in texts.enumerated() {
      for b in texts[(i + 1)...] {
        guard b.bounds.x < a.bounds.maxX else { break }
        guard a.bounds.overlaps(b.bounds, tolerance: 1) else { continue }
        result.append("“\(a.string)” and “\(b.string)” overlap near \(b.bounds.words)")
      }
    }
    return result
  }

  private static func tooSmall(_ marks: [Placed], _ minimum: Double) -> [String] {
    marks.compactMap(\.text).filter { $0.font.size < minimum - 0.01 }.map {
      "“\($0.string)” is set in \(short($0.font.size)) points, below \(short(minimum))"
    }
  }

  private static func tooPale(_ marks: [Placed], _ scene: Scene) -> [String] {
    marks.enumerated().compactMap { index, placed in
      guard let text = placed.text, text.color.alpha * placed.opacity > 0.999 else { return nil }
      guard
        let ground = text.halo?.color
          ?? ground(at: text.bounds.center, beneath: marks[..<index], on: scene.background)
      else { return nil }
      let contrast = text.color.contrast(with: ground)
      guard contrast < 3 else { return nil }
      return "“\(text.string)” is hard to read: contrast \(short(contrast)) with what is beneath"
    }
  }

  /// The colour at `point` after `marks`; nil where the page shows through and has none.
  private static func ground(
    at point: Point, beneath marks: ArraySlice<Placed>, on background: Color?
  ) -> Color? {
    var result = background.flatMap { $0.alpha >= 0.999 ? $0 : nil }
    for placed in marks {
      guard let paint = placed.paint(at: point), paint.alpha > 0 else { continue }
      var opaque = paint
      opaque.alpha = 1
      result = paint.alpha >= 0.999 ? opaque : result?.mixed(with: opaque, paint.alpha)
    }
    return result
  }

  private static func covered(_ marks: [Placed]) -> [String] {
    marks.enumerated().compactMap { index, placed in
      guard let text = placed.text else { return nil }
      let center = text.bounds.center
      let later = marks[(index + 1)...].first { ($0.paint(at: center)?.alpha ?? 0) > 0.5 }
      return later.map { "“\(text.string)” is covered by \($0.mark.name)" }
    }
  }

  /// To a tenth, without a needless fraction.
  fileprivate static func short(_ value: Double) -> String {
    let rounded = (value * 10).rounded() / 10
    return rounded == rounded.rounded() && abs(rounded) < 1e9
      ? String(Int(rounded)) : String(rounded)
  }
}

extension LayoutCheck.Placed {
  /// What the mark's fill or image puts at `point`; nil for nothing. Lines and letters do not
  /// count.
  fileprivate func paint(at point: Point) -> Color? {
    let spot = Rect(x: point.x, y: point.y, width: 0, height: 0)
    guard let visible, visible.contains(spot) else { return nil }
    switch mark {
    case .path(let path):
      guard let fill = path.fill, path.path.contains(point) else { return nil }
      return fill.opacity(opacity)
    case .image(let image): return image.color(at: point)?.opacity(opacity)
    case .group, .text: return nil
    }
  }
}

extension Mark {
  /// The box that the mark's paint fills; nil when it paints nothing. A group has none of its own.
  fileprivate var box: Rect? {
    switch self {
    case .group: return nil
    case .text(let text): return text.string.isEmpty ? nil : text.bounds
    case .image(let image): return image.rect
    case .path(let path):
      guard path.fill != nil || path.stroke != nil else { return nil }
      return path.path.extent?.outset((path.stroke?.width ?? 0) / 2)
    }
  }

  /// What a sentence calls the mark.
  fileprivate var name: String {
    func named(_ kind: String, _ id: String?) -> String { id.map { "\(kind) “\($0)”" } ?? kind }
    switch self {
    case .group(let group): return named("group", group.id)
    case .path(let path): return named("path", path.id)
    case .text(let text): return "“\(text.string)”"
    case .image(let image): return named("image", image.id)
    }
  }
}

extension ImageMark {
  /// The colour of the pixel at `point`, which lies in ``rect``.
  fileprivate func color(at point: Point) -> Color? {
    guard rect.width > 0, rect.height > 0, raster.width > 0, raster.height > 0 else { return nil }
    let x = min(Int((point.x - rect.x) / rect.width * Double(raster.width)), raster.width - 1)
    let y = min(Int((point.y - rect.y) / rect.height * Double(raster.height)), raster.height - 1)
    let part = raster.rgba.dropFirst(4 * (y * raster.width + x)).prefix(4).map { Double($0) / 255 }
    return Color(red: part[0], green: part[1], blue: part[2], alpha: part[3])
  }
}

extension Rect {
  /// What both share; nil when that is nothing.
  fileprivate func intersection(_ other: Rect) -> Rect? {
    let (left, top) = (max(x, other.x), max(y, other.y))
    let (right, bottom) = (min(maxX, other.maxX), min(maxY, other.maxY))
    guard right >= left, bottom >= top else { return nil }
    return Rect(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// Larger by `amount` on every side.
  fileprivate func outset(_ amount: Double) -> Rect {
    Rect(
      x: x - amount, y: y - amount, width: width + 2 * amount, height: height + 2 * amount)
  }

  /// `x 12…40, y 3…9`.
  fileprivate var words: String {
    let short = LayoutCheck.short
    return "x \(short(x))…\(short(maxX)), y \(short(y))…\(short(maxY))"
  }
}
