import DrawingTesting
import Visual

/// The words of a figure's page by their ids.
func pageTexts(
  _ figure: any Figure, _ page: PageSize = .slide, measurer: PangoMeasurer
) -> [String: String] {
  let style = Style(theme: .light, page: page, measurer: measurer)
  var found: [String: String] = [:]
  func collect(_ marks: [Mark]) {
    for mark in marks {
      switch mark {
      case .text(let text): if let id = text.id { found[id] = text.string }
      case .group(let group): collect(group.marks)
      case .path, .image: break
      }
    }
  }
  collect(Page(figure).scene(style: style).marks)
  return found
}
