import AECore
import DrawingTesting
import Testing
import Visual

struct PageWordingTests {
  private struct Box: Figure {
    let heading: Heading = (name: "box", title: "The figure's title")
    let caption = "The figure's caption."
    var data: any Encodable & Sendable { "" }

    func draw(in frame: Rect, on draw: inout Canvas) {
      draw.path(.rect(frame), fill: draw.theme.large, id: "box")
    }
  }

  private func style(_ page: PageSize) -> Style {
    Style(theme: .light, page: page, measurer: PangoMeasurer())
  }

  private func texts(_ marks: [Mark]) -> [TextMark] {
    marks.flatMap { mark -> [TextMark] in
      switch mark {
      case .text(let text): [text]
      case .group(let group): texts(group.marks)
      case .path, .image: []
      }
    }
  }

  private func words(_ scene: Scene) -> [String] { texts(scene.marks).map(\.string) }

  @Test(arguments: PageSize.named) func aPictureWithoutWordsTakesTheirRoom(_ page: PageSize) {
    let style = style(page)
    let bare = Page(Box(), wording: PageWording(title: .none, caption: .none))
    let full = Rect(x: 0, y: 0, width: page.size.width, height: page.size.height)
      .inset(style.margin)
    #expect(bare.pictureFrame(style: style) == full)
    let scene = bare.scene(style: style)
    #expect(words(scene) == [])
    // Whoever cannot see it is told all the same.
    #expect(scene.title == "The figure's title" && scene.description == "The figure's caption.")
    for wording in [PageWording(title: .none), PageWording(caption: .none), PageWording()] {
      #expect(Page(Box(), wording: wording).pictureFrame(style: style).height < full.height)
    }
  }

  @Test func ownWordsStandInTheirPlace() {
    let wording = PageWording(title: .own("卷积"), caption: .own("One. Two."))
    let scene = Page(Box(), wording: wording).scene(style: style(.slide))
    #expect(words(scene) == ["One. Two.", "卷积"] || words(scene) == ["卷积", "One. Two."])
    #expect(scene.title == "卷积" && scene.description == "One. Two.")
    let roles = scene.marks.compactMap { mark -> Group.Role? in
      if case .group(let group) = mark { return group.role }
      return nil
    }
    #expect(Set(roles) == [.heading, .figure, .caption])
  }

  @Test(arguments: PageSize.named) func wordsOfAnyKindAndLengthStayOnThePage(_ page: PageSize) {
    let style = style(page)
    for text in [
      "", " \n", "\u{7}\u{0}\u{1B}[31m", String(repeating: "word ", count: 2000),
      String(repeating: "W", count: 5000), "שלום عربي 🦆 n\u{308}",
      String(repeating: "a. ", count: 900),
    ] {
      let page = Page(Box(), wording: PageWording(title: .own(text), caption: .own(text)))
      let scene = page.scene(style: style)
      #expect(LayoutCheck.problems(in: scene, minimumTextSize: style.page.minimumTextSize) == [])
      #expect(page.pictureFrame(style: style).height > 0.5 * style.page.size.height)
      let isEmpty = text.allSatisfy(\.isWhitespace)
      #expect(words(scene).isEmpty == isEmpty)
    }
  }
}
