/// A page to draw on, and how large its smallest text may be.
public struct PageSize: Hashable, Sendable {
  /// `slide`, `a4` … or `WxHin` or `WxH` for a size of the user's own.
  public let name: String
  /// In points.
  public let size: Size

  /// A page by name and size in points.
  public init(name: String, size: Size) {
    self.name = name
    self.size = size
  }

  /// 13.333 × 7.5 in, 16 to 9.
  public static let slide = PageSize(name: "slide", size: Size(960, 540))
  /// 10 × 7.5 in, 4 to 3.
  public static let slide4x3 = PageSize(name: "slide-4x3", size: Size(720, 540))
  /// 210 × 297 mm.
  public static let a4 = PageSize(name: "a4", size: Size(595.28, 841.89))
  /// 8.5 × 11 in.
  public static let letter = PageSize(name: "letter", size: Size(612, 792))
  /// Every page with a name.
  public static let named = [slide, slide4x3, a4, letter]

  /// The page called `text`, in small or capital letters; a screen by its sides' ratio (`16:9`,
  /// `4:3`), or a size: `WxHin` in inches (`6x4in`), `WxH` in pixels of 144 to the inch
  /// (`1920x1080`). Nil for anything else, or for a size that is not from 2 to 100 inches.
  public init?(_ text: String) {
    let text = text.lowercased()
    let ratios = ["16:9": Self.slide, "4:3": Self.slide4x3]
    if let page = ratios[text] ?? Self.named.first(where: { $0.name == text }) {
      self = page
      return
    }
    let isInches = text.hasSuffix("in")
    // In points, and exactly: 1920x1080 is the very page that `slide` is.
    let unit = isInches ? 72 : 0.5
    let sides = text.dropLast(isInches ? 2 : text.hasSuffix("px") ? 2 : 0)
      .split(omittingEmptySubsequences: false) { "x×".contains($0) }
      .map { Double($0).map { $0 * unit } }
    guard sides.count == 2, let width = sides[0], let height = sides[1],
      (144...7200).contains(width), (144...7200).contains(height)
    else { return nil }
    self.init(name: text, size: Size(width, height))
  }

  /// Whether it is shown on a wall, to be read from the last row, rather than held in the hand.
  public var isSlide: Bool { size.width > size.height }

  /// How many lines a caption may take: as many on a slide as leave the picture its room, fewer
  /// where they are long.
  package var captionLines: Int { !isSlide ? 6 : size.width < 1.5 * size.height ? 3 : 2 }

  /// How much larger than on the page that the type scale is made for (`slide`, or `a4` upright).
  public var scale: Double {
    isSlide ? min(size.width / 720, size.height / 540) : min(size.width / 595, size.height / 792)
  }

  /// No text is smaller, in points: 18 on a slide of 7.5 in, 8 on paper.
  public var minimumTextSize: Double { (isSlide ? 18 : 8) * min(1, scale) }
}
