import Drawing

/// A mark in words.
struct MarkSnapshot {
  /// What it is: `rect`, `image 8×8`, `text`, `group`.
  let form: String
  /// All of its geometry.
  let place: String
  /// The part of the geometry that like marks often share: `64×48`; empty where there is none.
  let size: String
  /// How it is drawn, a property each: `fill panel`.
  let paint: [Property]
  /// A text's string, between quotation marks.
  let words: String?
  /// Its name.
  let id: String?
  /// What is in a group.
  let children: [MarkSnapshot]
  /// The rectangle around it; nil when nothing is drawn.
  let bounds: Rect?
  /// The same for marks that may stand together.
  let kind: String

  /// A property, such as `fill`, and its value, such as `panel`.
  struct Property {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }

    var text: String { name.isEmpty ? value : "\(name) \(value)" }
  }

  /// - Parameter shared: the scene's description, which a group need not repeat.
  init(_ mark: Mark, _ colors: ColorNames, omitting shared: String = "") {
    bounds = mark.bounds
    switch mark {
    case .group(let group):
      (form, place, size, words, id) = ("group", "", "", nil, group.id)
      var paint: [Property] = []
      if group.opacity != 1 { paint.append(Property("opacity", group.opacity.percent)) }
      if let clip = group.clip.map(PathSnapshot.init) {
        paint.append(Property("clip", "\(clip.form) \(clip.place)"))
      }
      if let description = group.description, description != shared {
        paint.append(Property("described", description.quoted))
      }
      self.paint = paint
      children = group.marks.map { MarkSnapshot($0, colors, omitting: shared) }
    case .path(let mark):
      let path = PathSnapshot(mark.path)
      (form, place, size, words, id) = (path.form, path.place, path.size, nil, mark.id)
      paint =
        (mark.fill.map { [Property("fill", colors[$0])] } ?? [])
        + (mark.stroke.map { Self.properties($0, "stroke", colors) } ?? [])
      children = []
    case .text(let mark):
      (form, words, id) = ("text", mark.string.quoted, mark.id)
      place = "at \(mark.origin.tenths)"
      let length = mark.quarterTurns == 0 ? mark.bounds.width : mark.bounds.height
      size = "\(length.tenths) \(mark.quarterTurns == 0 ? "wide" : "high")"
      let font =
        "\(mark.font.face.rawValue) \(mark.font.size.tenths)"
        + (mark.font.isBold ? " bold" : "") + (mark.font.isItalic ? " italic" : "")
      paint =
        [Property("", font), Property("in", colors[mark.color])]
        + (mark.quarterTurns == 0 ? [] : [Property("turned", "\(mark.quarterTurns)")])
        + (mark.halo.map { Self.properties($0, "halo", colors) } ?? [])
      children = []
    case .image(let mark):
      let raster = mark.raster
      form = "image \(raster.width)×\(raster.height)"
      (place, size, words, id) = ("in \(mark.rect.tenths)", mark.rect.size.tenths, nil, mark.id)
      paint =
        (mark.isSmooth ? [Property("", "smooth")] : []) + [
          Property("pixels", SnapshotDigest.text(raster.rgba))
        ]
      children = []
    }
    kind = Self.kind(form, paint, id, children)
  }

  private static func properties(
    _ stroke: Stroke, _ name: String, _ colors: ColorNames
  ) -> [Property] {
    [Property(name, colors[stroke.color]), Property("width", stroke.width.tenths)]
      + (stroke.dash.isEmpty
        ? [] : [Property("dash", stroke.dash.map(\.tenths).joined(separator: " "))])
      + (stroke.isRound ? [Property("", "round")] : [])
  }

  /// Colours, pixels and numbers in names may differ among marks that stand together; of groups
  /// with much in them only equal ones do.
  private static func kind(
    _ form: String, _ paint: [Property], _ id: String?, _ children: [MarkSnapshot]
  ) -> String {
    let inner = children.count > 12 ? children.map(\.whole) : children.map(\.kind)
    let names = paint.map { $0.name.isEmpty ? $0.value.withoutNumbers : $0.name }
    return "\(form) \(names) [\(id?.withoutNumbers ?? "")] (\(inner.joined(separator: "; ")))"
  }

  /// The mark in one line, without what is in it.
  var line: String {
    let geometry = [place, words == nil ? "" : size].filter { !$0.isEmpty }.joined(separator: ", ")
    let head = [form, words ?? "", geometry].filter { !$0.isEmpty }.joined(separator: " ")
    return ([head] + paint.map(\.text)).joined(separator: ", ") + (id.map { " [\($0)]" } ?? "")
  }

  /// Everything about the mark and what is in it.
  var whole: String {
    children.isEmpty ? line : "\(line) (\(children.map(\.whole).joined(separator: "; ")))"
  }
}
