import AEAnalysis
import AEData
import CCairo
import Foundation

/// Turns scenes into the bytes of a file. The same scene gives the same bytes, every time.
///
///     try SceneEncoder.png(scene, dpi: 200).write(to: picture)
///     try SceneEncoder.svg(scene).write(to: drawing)
///     try SceneEncoder.pdf([cover, scene], metadata: DocumentMetadata(title: "A run"))
///       .write(to: report)
public enum SceneEncoder {
  /// A PNG of one scene: `points · dpi / 72` pixels in each direction, rounded. Without a
  /// background it has an alpha channel. The `measurer` that the scene was laid out with saves
  /// time; it waits until the scene is drawn.
  /// - Throws: `Failure` of kind `usage`, when that is less than one pixel or too many.
  public static func png(
    _ scene: Scene, dpi: Double, measurer: PangoMeasurer? = nil
  ) throws -> Data {
    try withText(of: measurer) { try image(of: scene, dpi: dpi, text: $0).png(dpi: dpi) }
  }

  /// A PNG of each scene, as ``png(_:dpi:measurer:)`` makes it, several at a time; `onFrame` is
  /// told how many there are.
  public static func pngs(
    _ scenes: [Scene], dpi: Double, onFrame: (_ done: Int) -> Void = { _ in }
  ) throws -> [Data] {
    var files: [Data] = []
    try FrameRenderer(dpi: dpi).each(scenes, { try $0.png(dpi: dpi) }) { file in
      files.append(file)
      onFrame(files.count)
    }
    return files
  }

  /// Hands the pixels of each scene to `body`, in order: red, green, blue and alpha of each, row by
  /// row.
  public static func eachFrame(
    _ scenes: [Scene], dpi: Double, _ body: (_ width: Int, _ height: Int, Data) throws -> Void
  ) throws {
    for scene in scenes {
      let raster = try renderPixels(scene: scene, dpi: dpi)
      try body(raster.width, raster.height, Data(raster.rgba))
    }
  }

  /// A PDF with one page for each scene, in its size, and an outline of their titles. Text is real
  /// text in embedded fonts. The `measurer` is as for ``png(_:dpi:measurer:)``.
  /// - Throws: `Failure`: without a scene, or with a page that PDF cannot have.
  public static func pdf(
    _ scenes: [Scene], metadata: DocumentMetadata, measurer: PangoMeasurer? = nil
  ) throws -> Data {
    try pdf(metadata, measurer) { document in
      for scene in scenes { try document.add(scene) }
    }
  }

  /// The same document from pages that are still to be laid out: the next ones are, on other
  /// threads, while one is drawn. `scene` lays out the page at an index below `count`.
  /// - Throws: as ``pdf(_:metadata:measurer:)``.
  public static func pdf(
    _ count: Int, metadata: DocumentMetadata, measurer: PangoMeasurer? = nil,
    scene: @escaping @Sendable (Int) -> Scene
  ) throws -> Data {
    try pdf(metadata, measurer) { document in
      try Parallel.inOrder(count, threads: Parallel.processors - 1) { _, index in
        scene(index)
      } use: {
        try document.add($0)
      }
    }
  }

  /// A document whose pages `draw` adds: once more, with pictures that cairo packs, where its
  /// version hides them.
  private static func pdf(
    _ metadata: DocumentMetadata, _ measurer: PangoMeasurer?, draw: (PDFDocument) throws -> Void
  ) throws -> Data {
    let measurer = measurer ?? PangoMeasurer()
    for pictures in [PDFPictures(), nil] {
      let document = PDFDocument(metadata: metadata, measurer: measurer, pictures: pictures)
      try draw(document)
      if let file = try document.finish() { return file }
    }
    throw Failure(.internal, nil, "cairo wrote no PDF that can be read")
  }

  /// An SVG of one scene, with its title and description and its marks' ids.
  /// - Parameters:
  ///   - scene: what is drawn.
  ///   - letters: whether letters are outlines, the same everywhere, or text that can be selected,
  ///     searched and changed, in the fonts of whoever looks at it.
  /// - Throws: `Failure` of kind `usage`, when the page has no size.
  public static func svg(_ scene: Scene, letters: SVGLetters = .outlines) throws -> Data {
    try checkDrawable(scene)
    return try SVGWriter.document(scene, letters: letters)
  }

  /// The pixels that a PNG of the scene holds, for tests and for other formats.
  /// - Throws: as ``png(_:dpi:measurer:)``.
  public static func renderPixels(scene: Scene, dpi: Double) throws -> Raster {
    try image(of: scene, dpi: dpi).pixels()
  }

  private static func withText<Value>(
    of measurer: PangoMeasurer?, _ body: (PangoText) throws -> Value
  ) rethrows -> Value {
    try measurer?.lend(body) ?? body(PangoText())
  }

  /// - Parameter text: what sets the text, for one who draws many pictures.
  static func image(
    of scene: Scene, dpi: Double, text: PangoText = PangoText()
  ) throws -> CairoSurface {
    try checkDrawable(scene)
    let (width, height) = try pixelSize(scene.size, dpi: dpi)
    let purpose = "an image of \(width) × \(height) pixels"
    let format = scene.background?.alpha == 1 ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32
    let image = try CairoSurface(
      owning: cairo_image_surface_create(format, Int32(width), Int32(height)), purpose)
    // What rounding adds or takes is spread over the page, so that its edges are the image's.
    cairo_scale(
      image.context, Double(width) / scene.size.width, Double(height) / scene.size.height)
    try SceneRenderer(context: image.context, text: text, pixelsPerPoint: dpi / 72)
      .draw(scene)
    try image.flush(purpose)
    return image
  }

  private static func pixelSize(_ size: Size, dpi: Double) throws -> (width: Int, height: Int) {
    let width = (size.width * dpi / 72).rounded()
    let height = (size.height * dpi / 72).rounded()
    guard dpi.isFinite, dpi > 0, width >= 1, height >= 1 else {
      throw Failure(
        .usage, "--dpi", "\(dpi) dots to the inch leave no pixel", advice: "choose 72 or more")
    }
    guard width <= maximumSide, height <= maximumSide, width * height <= maximumPixels else {
      let most = min(
        maximumSide / max(size.width, size.height),
        (maximumPixels / (size.width * size.height)).squareRoot())
      throw Failure(
        .usage, "--dpi",
        "\(dpi.formatted) dots to the inch make an image of \(width.formatted) × \(height.formatted)"
          + " pixels, more than \(maximumSide.formatted) on a side or 256 million in all",
        advice: "choose at most \((most * 72).rounded(.down).formatted), or a PDF")
    }
    return (Int(clamping: width), Int(clamping: height))
  }

  /// That the scene has a size, and that its words can be drawn. PDF and cairo end at 14,400
  /// points, 200 inches.
  static func checkDrawable(_ scene: Scene) throws {
    guard PangoText.hasFonts || !scene.marks.hasText else {
      throw Failure(
        .unavailable, nil, "no font is installed, so that no word can be drawn",
        advice: "install fonts-inter and fonts-stix, or see that fontconfig finds its fonts")
    }
    let (width, height) = (scene.size.width, scene.size.height)
    guard width > 0, height > 0, width <= 14_400, height <= 14_400 else {
      throw Failure(
        .usage, "--size", "a page of \(width.formatted) × \(height.formatted) points",
        advice: "choose from 2 to 100 inches")
    }
  }

  /// Cairo's coordinates of pixels end here.
  private static let maximumSide = 32_767.0
  /// One gigabyte of memory.
  private static let maximumPixels = 256_000_000.0
}

extension Double {
  /// Without a fraction where there is none.
  fileprivate var formatted: String {
    self == rounded() && abs(self) < 1e15 ? String(Int64(clamping: self)) : String(self)
  }
}
