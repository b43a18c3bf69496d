import AEData
import CCairo
import Foundation

/// A PDF that grows page by page. It is tagged: a reader aloud finds headings, figures with their
/// descriptions, and captions in order.
package final class PDFDocument {
  private let metadata: DocumentMetadata
  private let measurer: PangoMeasurer
  /// Packs the pictures; nil where cairo does.
  private let pictures: PDFPictures?
  private let sink = ByteSink()
  private var document: CairoSurface?
  private var count = 0
  /// What the figures show, in the order in which they are drawn.
  private var figures: [String] = []

  /// - Parameters:
  ///   - measurer: what the pages are laid out with: what it has set it need not set again.
  ///   - pictures: what packs the pictures; nil where cairo does.
  package init(metadata: DocumentMetadata, measurer: PangoMeasurer, pictures: PDFPictures?) {
    self.metadata = metadata
    self.measurer = measurer
    self.pictures = pictures
  }

  // A document that is given up writes its end too: before the sink goes.
  deinit { document = nil }

  /// Draws `scene` as the next page, in its size, with its titles in the outline.
  package func add(_ scene: Scene) throws {
    try SceneEncoder.checkDrawable(scene)
    count += 1
    let document = try self.document ?? begin(scene.size)
    cairo_pdf_surface_set_size(document.surface, scene.size.width, scene.size.height)
    cairo_pdf_surface_set_page_label(document.surface, "\(count)")
    try measurer.lend { text in
      let renderer = SceneRenderer(
        context: document.context, text: text, pixelsPerPoint: nil, pictures: pictures,
        onTag: { group in
          if group.role == .figure { self.figures.append(group.description ?? scene.description) }
        })
      renderer.paintBackground(of: scene)
      // Now: with a page's size, and where a page is painted over, cairo forgets what came before.
      if count == 1 { cairo_tag_begin(document.context, Self.root, nil) }
      try renderer.drawMarks(of: scene)
    }
    cairo_show_page(document.context)
    let headings =
      scene.headings.isEmpty ? [Scene.Heading(title: scene.title, y: 0)] : scene.headings
    for heading in headings {
      cairo_pdf_surface_add_outline(
        document.surface, Int32(CAIRO_PDF_OUTLINE_ROOT), PangoText.printable(heading.title),
        "page=\(count) pos=[0 \(heading.y)]", CAIRO_PDF_OUTLINE_FLAG_OPEN)
    }
    try check(cairo_status(document.context), "page \(count) of the PDF")
  }

  private func begin(_ size: Size) throws -> CairoSurface {
    let document = try CairoSurface(
      owning: cairo_pdf_surface_create_for_stream(
        ByteSink.write, sink.closure, size.width, size.height), "the PDF")
    // So far what has no stream is not packed, by any version of cairo; see `PDFObjects`.
    cairo_pdf_surface_restrict_to_version(document.surface, CAIRO_PDF_VERSION_1_4)
    metadata.write(to: document.surface)
    self.document = document
    return document
  }

  /// The file; nothing can be added after it. Nil, when the pictures are not where this version of
  /// cairo is expected to put them.
  package func finish() throws -> Data? {
    guard let document else { throw Failure(.usage, nil, "a PDF needs at least one page") }
    cairo_tag_end(document.context, Self.root)
    try document.finish("the PDF")
    guard var objects = PDFObjects(sink.data) else { return pictures == nil ? sink.data : nil }
    if let pictures, !pictures.replace(in: &objects) { return nil }
    PDFDescription(metadata: metadata, figures: figures).add(to: &objects)
    return objects.file()
  }

  /// What all tags lie in.
  private static let root = "Document"
}
