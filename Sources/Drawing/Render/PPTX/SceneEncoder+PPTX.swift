import AEAnalysis
import AEData
import Foundation

extension SceneEncoder {
  /// A presentation (ECMA-376) whose slides have their titles as text, their pictures as SVG with a
  /// PNG behind, and notes. The same slides give the same bytes.
  /// - Parameters:
  ///   - count: how many slides there are.
  ///   - look: what they have in common.
  ///   - dpi: dots to the inch of the PNGs.
  ///   - metadata: what the document says about itself.
  ///   - slide: lays out the slide at an index below `count`; called on other threads.
  /// - Throws: `Failure`: without a slide, or for a size that a slide cannot have.
  public static func pptx(
    _ count: Int, look: Presentation.Look, dpi: Double, metadata: DocumentMetadata,
    slide: @escaping @Sendable (Int) -> Presentation.Slide
  ) throws -> Data {
    guard count > 0 else {
      throw Failure(.usage, nil, "a presentation needs at least one slide")
    }
    let sides = [look.size.width, look.size.height].map { $0 / 72 }
    guard sides.allSatisfy({ (1...56).contains($0) }) else {
      throw Failure(
        .usage, "--size", "a slide of a presentation has 1 to 56 inches a side",
        advice: "choose a smaller one, or a PDF")
    }
    var slides: [PPTXDocument.Slide] = []
    try Parallel.inOrder(count) { _, index in
      let slide = slide(index)
      return PPTXDocument.Slide(
        slide: slide, png: try png(slide.picture, dpi: dpi), svg: try svg(slide.picture))
    } use: {
      slides.append($0)
    }
    return try PPTXDocument(look: look, metadata: metadata).data(slides)
  }
}
