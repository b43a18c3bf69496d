import AECore
import Foundation
import Visual

/// From a figure to the bytes of a file.
enum Drawing {
  /// One figure in the format of `destination`, with the words of `wording` around it.
  static func write(
    _ figure: any Figure, to destination: Destination, _ options: DrawingOptions,
    wording: PageWording = PageWording()
  ) throws {
    if destination.format != .json { options.tellGround() }
    try destination.write(encode(figure, as: destination.format, options, wording: wording))
  }

  /// One figure as a file's bytes.
  static func encode(
    _ figure: any Figure, as format: OutputFormat, _ options: DrawingOptions,
    wording: PageWording = PageWording()
  ) throws -> Data {
    if format == .json { return try json(figure.data) }
    if format == .pptx {
      return try presentation(
        of: [Page(figure, wording: wording)], DocumentMetadata(title: figure.title), options)
    }
    let style = options.style
    let scene = Page(figure, wording: wording)
      .scene(style: style, isTransparent: options.transparent)
    for note in SceneEncoder.fontNotes(on: scene) { StandardError.line("aeviz: fonts: \(note)") }
    return try encode(
      scene, as: format, options, measurer: style.measurer as? PangoMeasurer)
  }

  /// One scene as a file's bytes.
  /// - Parameter measurer: the one that the scene was laid out with.
  static func encode(
    _ scene: Scene, as format: OutputFormat, _ options: DrawingOptions,
    measurer: PangoMeasurer? = nil
  ) throws -> Data {
    switch format {
    case .png: try SceneEncoder.png(scene, dpi: options.dpi, measurer: measurer)
    case .pdf:
      try SceneEncoder.pdf(
        [scene], metadata: DocumentMetadata(title: scene.title, subject: scene.description),
        measurer: measurer)
    case .svg: try SceneEncoder.svg(scene, letters: options.svgText ? .text : .outlines)
    case .json, .pptx: preconditionFailure("a scene has neither data nor notes; a figure has")
    case .gif, .mp4: preconditionFailure("one scene does not move")
    }
  }

  /// Pages as slides of a presentation.
  static func presentation(
    of pages: [Page], _ metadata: DocumentMetadata, _ options: DrawingOptions
  ) throws -> Data {
    let style = options.style
    return try SceneEncoder.pptx(
      pages.count, look: Presentation.Look(style), dpi: options.dpi, metadata: metadata
    ) { pages[$0].slide(style: style) }
  }

  /// The same values give the same bytes: keys are sorted.
  static func json(_ value: any Encodable) throws -> Data {
    Data(try JSONValue(encoding: value).sortedText.utf8)
  }
}
