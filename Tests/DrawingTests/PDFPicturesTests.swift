import AECore
import Drawing
import Foundation
import Testing

/// The pictures of a PDF, which are packed beside cairo and put in its place.
struct PDFPicturesTests {
  private let metadata = DocumentMetadata(
    title: "Pictures", date: Date(timeIntervalSince1970: 1_000_000_000))

  /// Of each kind that is packed in its own way: with colours and without, with and without parts
  /// that let something through.
  private static func raster(
    width: Int, height: Int, isGrey: Bool, isOpaque: Bool, seed: UInt64
  ) -> Raster {
    var random = RandomSource(seed: seed)
    return Raster(
      width: width, height: height,
      rgba: (0..<width * height).flatMap { _ -> [UInt8] in
        let grey = UInt8.random(in: 0...255, using: &random)
        let color = (0..<3).map { _ in isGrey ? grey : UInt8.random(in: 0...255, using: &random) }
        return color + [isOpaque ? 255 : UInt8.random(in: 80...254, using: &random)]
      })
  }

  private struct Kind {
    var raster: Raster
    var isSmooth: Bool
    var opacity: Double
  }

  private static let kinds: [Kind] = [false, true].flatMap { isGrey in
    [false, true].flatMap { isOpaque in
      [false, true].flatMap { isSmooth in
        [1, 0.5].map { opacity in
          Kind(
            raster: raster(
              width: 7, height: 5, isGrey: isGrey, isOpaque: isOpaque,
              seed: isGrey == isOpaque ? 3 : 4), isSmooth: isSmooth, opacity: opacity)
        }
      }
    }
  }

  /// Two pages, every second picture on each.
  private static var scenes: [Scene] {
    [0, 1].map { page in
      SampleScene.scene(
        kinds.enumerated().filter { $0.offset % 2 == page }.map { index, kind in
          let place = index / 2
          let rect = Rect(
            x: 10 + 45 * Double(place % 4), y: 10 + 50 * Double(place / 4), width: 35, height: 25)
          return .group(
            Group(
              opacity: kind.opacity,
              [.image(ImageMark(kind.raster, rect: rect, isSmooth: kind.isSmooth))]))
        })
    }
  }

  private func document(pictures: PDFPictures?) throws -> Data? {
    let document = PDFDocument(
      metadata: metadata, measurer: PangoMeasurer(), pictures: pictures)
    for scene in Self.scenes { try document.add(scene) }
    return try document.finish()
  }

  @Test func everyPixelOfEveryPictureIsInTheFile() throws {
    let file = try TemporaryFile(SceneEncoder.pdf(Self.scenes, metadata: metadata), "pdf")
    let root = file.path + "-picture"
    _ = try run("pdfimages", ["-png", file.path, root])
    let folder = URL(filePath: file.path).deletingLastPathComponent()
    let name = URL(filePath: root).lastPathComponent
    let written = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix(name) }.sorted().map { folder.appendingPathComponent($0) }
    defer { for url in written { try? FileManager.default.removeItem(at: url) } }
    let rasters = try written.map { try Raster(png: Data(contentsOf: $0)) }

    var found = rasters[...]
    for page in 0..<2 {
      for (index, kind) in Self.kinds.enumerated() where index % 2 == page {
        let colors = try #require(found.first, "picture \(index)")
        found = found.dropFirst()
        let isOpaque = stride(from: 3, to: kind.raster.rgba.count, by: 4)
          .allSatisfy { kind.raster.rgba[$0] == 255 }
        var mask: Raster?
        if !isOpaque {
          mask = try #require(found.first, "mask of picture \(index)")
          found = found.dropFirst()
        }
        // 35 points are 39 pixels of 80 to the inch, 25 are 28: each pixel is there 6 times.
        let times = kind.isSmooth ? 1 : 6
        #expect(colors.width == 7 * times && colors.height == 5 * times, "picture \(index)")
        for pixel in 0..<colors.width * colors.height {
          let (x, y) = (pixel % colors.width / times, pixel / colors.width / times)
          let source = 4 * (y * 7 + x)
          #expect(
            Array(colors.rgba[4 * pixel..<4 * pixel + 3])
              == Array(kind.raster.rgba[source..<source + 3]))
          if let mask { #expect(mask.rgba[4 * pixel] == kind.raster.rgba[source + 3]) }
        }
      }
    }
    #expect(found.isEmpty)
  }

  /// What a version of cairo that hides its images leads to.
  @Test func thePagesLookAsWithCairosOwnPictures() throws {
    let pages = try [PDFPictures(), nil].map { pictures in
      let file = try TemporaryFile(#require(try document(pictures: pictures)), "pdf")
      let root = file.path + "-page"
      _ = try run("pdftoppm", ["-r", "144", "-png", file.path, root])
      return try [1, 2].map { page in
        let url = URL(filePath: "\(root)-\(page).png")
        defer { try? FileManager.default.removeItem(at: url) }
        return try Raster(png: Data(contentsOf: url))
      }
    }
    for (ours, cairos) in zip(pages[0], pages[1]) {
      #expect(ours.width == cairos.width && ours.height == cairos.height)
      // Cairo multiplies colours by their opacity and divides them again, which rounds twice.
      let difference = zip(ours.rgba, cairos.rgba).map { abs(Int($0) - Int($1)) }.max() ?? 0
      #expect(difference <= 3)
      #expect(Set(ours.rgba).count > 100)
    }
  }

  @Test func theSamePagesGiveTheSameBytes() throws {
    let first = try SceneEncoder.pdf(Self.scenes, metadata: metadata)
    for _ in 0..<5 { #expect(try SceneEncoder.pdf(Self.scenes, metadata: metadata) == first) }
  }
}
