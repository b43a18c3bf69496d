import ArgumentParser
import Visual

/// What stands around a picture, or does not.
struct WordingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A title in place of the figure's.", valueName: "text"))
  var title: String?
  @Flag(help: "Draw no title: the picture takes its room.")
  var noTitle = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A caption in place of the figure's.", valueName: "text"))
  var caption: String?
  @Flag(help: "Draw no caption: the picture takes its room.")
  var noCaption = false

  func validate() throws {
    for (name, isGiven) in [
      ("title", noTitle && title != nil), ("caption", noCaption && caption != nil),
    ] where isGiven {
      throw ValidationError("--\(name) and --no-\(name) exclude each other: give one of them.")
    }
  }

  /// The same as a value.
  var wording: PageWording {
    PageWording(
      title: text(title, isLeftOut: noTitle), caption: text(caption, isLeftOut: noCaption))
  }

  private func text(_ words: String?, isLeftOut: Bool) -> PageWording.Text {
    isLeftOut ? .none : words.map { .own($0) } ?? .figures
  }
}
