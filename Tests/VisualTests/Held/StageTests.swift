import Drawing
import DrawingTesting
import Testing
import Visual

/// What a slide is about is large enough for the last row, and no part of the stage stands empty.
struct StageTests {
  @Test(
    arguments: HeldPicture.all.filter { !notYetMeasured.contains($0.figure) },
    ["slide", "slide-4x3", "a4"])
  func stageIsFilled(_ picture: HeldPicture, page: String) throws {
    let size = try #require(PageSize(page))
    let style = Style(theme: .light, page: size, measurer: PangoMeasurer())
    let shown = try picture.page()
    let stage = shown.pictureFrame(style: style)
    // On paper the caption follows the picture, and the next figure follows the caption.
    let problems = StageCheck.problems(
      in: shown.figure.marks(in: stage, style: style), stage: stage, asksQuarters: size.isSlide)
    #expect(problems == [], "\(picture.name) on \(page)")
  }

  /// Letters are large enough for the last row, and nothing lies on anything or leaves the page.
  @Test(arguments: HeldPicture.all, ["slide", "slide-4x3", "a4"])
  func everyWordCanBeRead(_ picture: HeldPicture, page: String) throws {
    let size = try #require(PageSize(page))
    for theme in Theme.named {
      let problems = LayoutCheck.problems(
        in: try picture.scene(theme, size), minimumTextSize: size.minimumTextSize)
      #expect(problems == [], "\(picture.name) on \(page), \(theme.name)")
    }
  }

  /// Figures whose stage is not measured: tables of facts, and lists of what was left out.
  private static let notYetMeasured: Set<String> = [
    "appendix", "compare-table", "omissions",
  ]
}

extension HeldPicture {
  /// The figure's name without the run's: `connectivity-pair` of `connectivity-pair-conv`.
  fileprivate var figure: String {
    let parts = name.split(separator: "-")
    let ends = HeldRuns.allCases.map(\.rawValue) + ["geometry"]
    guard let last = parts.last, ends.contains(String(last)) else { return name }
    return parts.dropLast().joined(separator: "-")
  }
}
