import AECore
import Foundation
import Testing

/// Pictures come out as Pillow reads them.
@Suite struct PictureTests {
  /// The first image of a folder that holds the picture twice: one has to be held out.
  private func load(
    _ name: String, _ change: (inout ImageReading) -> Void = { _ in }
  ) throws -> ImageSet {
    let folder = try TemporaryFolder()
    let ending = (name as NSString).pathExtension
    try folder.copy(["a.\(ending)": name, "b.\(ending)": name])
    let dataset = try DatasetCatalog.load(folder.url.path, reading(change))
    #expect(dataset.train.count == 1 && dataset.test.count == 1)
    #expect(dataset.train.pixels == dataset.test.pixels)
    return dataset.train
  }

  private func greatestDifference(_ a: [UInt8], _ b: [UInt8]) -> Int {
    zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }

  /// PNG and lossless WebP to the bit, but for what is mixed with the background; JPEG and lossy
  /// WebP but for the rounding that versions of their libraries differ in.
  @Test func picturesAreWhatPillowReads() throws {
    let fixtures = try ImageFixtures.read()
    #expect(fixtures.pictures.count == 37)
    for (name, expected) in fixtures.pictures.sorted(by: { $0.key < $1.key }) {
      let image = try load(name)
      #expect(image.shape == expected.shapeOfImage, "\(name)")
      let planes = expected.planes
      #expect(image.pixels.count == planes.count, "\(name)")
      let isLossy = name.hasSuffix(".jpg") || name == "lossy.webp"
      let isMixed = ["alpha", "rgba", "key", "turned-3.png", "turned-6.png"].contains {
        name.contains($0)
      }
      let tolerance = isLossy ? 3 : isMixed ? 1 : 0
      #expect(greatestDifference(image.pixels, planes) <= tolerance, "\(name)")
    }
  }

  @Test func coloursBecomeGrey() throws {
    let fixtures = try ImageFixtures.read()
    for name in ["rgb-8.png", "rgb-444.jpg", "cmyk.jpg", "lossless.webp", "rgba-8.png"] {
      let image = try load(name) { $0.gray = true }
      let planes = try #require(fixtures.pictures[name]).planes
      let count = planes.count / 3
      let grays = (0..<count).map { index -> UInt8 in
        let (red, green, blue) = (planes[index], planes[index + count], planes[index + 2 * count])
        let warm = 0.299 * Double(red) + 0.587 * Double(green)
        return UInt8(clamping: warm + 0.114 * Double(blue) + 0.5)
      }
      #expect(image.shape.channels == 1, "\(name)")
      #expect(greatestDifference(image.pixels, grays) <= (name.hasSuffix("jpg") ? 3 : 1), "\(name)")
    }
  }

  /// Grey stays grey over a grey background, and takes the colour of another one.
  @Test func theBackgroundShowsThrough() throws {
    let white = try load("grey-alpha.png")
    let black = try load("grey-alpha.png") { $0.background = RGBColor(red: 0, green: 0, blue: 0) }
    let red = try load("grey-alpha.png") { $0.background = RGBColor(red: 255, green: 0, blue: 0) }
    #expect(white.shape.channels == 1 && black.shape.channels == 1 && red.shape.channels == 3)
    // The last column is the most transparent one: opacity 30 of 255.
    let last = white.shape.width - 1
    #expect(Int(white.pixels[last]) - Int(black.pixels[last]) == 225)
    #expect(red.pixels[last] == white.pixels[last])
    #expect(red.pixels[white.shape.count + last] == black.pixels[last])
  }

  @Test(arguments: ["crop", "stretch", "larger", "box"])
  func sizesAreMeansOverAreas(_ name: String) throws {
    let framed = try #require(try ImageFixtures.read().framed[name])
    let image = try load("rgb-8.png") {
      $0.imageSize = Size2D(height: framed.size[0], width: framed.size[1])
      $0.fit = name == "crop" ? .crop : .stretch
    }
    #expect(image.shape == ImageShape(channels: 3, height: framed.size[0], width: framed.size[1]))
    // Pillow rounds after each axis.
    let tolerance = name == "box" ? 1.01 : 0.51
    for (a, b) in zip(image.pixels, ImageFixtures.planes(framed.values, channels: 3)) {
      #expect(abs(Double(a) - b) <= tolerance)
    }
  }

  @Test func paddingKeepsTheProportions() throws {
    let image = try load("rgb-8.png") {
      $0.imageSize = Size2D(16)
      $0.fit = .pad
      $0.background = RGBColor(red: 1, green: 2, blue: 3)
    }
    let original = try load("rgb-8.png")
    let (plane, rows) = (16 * 16, original.shape.width)
    for channel in 0..<3 {
      let pixels = image.pixels[channel * plane..<(channel + 1) * plane].map { $0 }
      #expect(pixels.prefix(2 * rows).allSatisfy { $0 == UInt8(channel + 1) })
      #expect(pixels.suffix(2 * rows).allSatisfy { $0 == UInt8(channel + 1) })
      #expect(
        pixels.dropFirst(2 * rows).dropLast(2 * rows).map { $0 }
          == original.pixels[channel * 192..<(channel + 1) * 192].map { $0 })
    }
  }

  @Test func rowsAndColumnsChangePlaces() throws {
    let (image, turned) = (try load("grey-8.png"), try load("grey-8.png") { $0.transpose = true })
    #expect(turned.shape == ImageShape(channels: 1, height: 16, width: 12))
    #expect(turned.pixels[1] == image.pixels[16] && turned.pixels[12] == image.pixels[1])
  }

  @Test(arguments: [
    ("cut.png", "the PNG cannot be read: the file is cut off"),
    ("damaged.png", "the PNG cannot be read: "), ("cut.jpg", "the JPEG cannot be read: "),
    ("cut.webp", "the WebP is damaged or cut off"), ("moving.webp", "the WebP moves"),
    ("expected.json", "is no PNG, JPEG or WebP, whatever its name says"),
  ])
  func brokenPicturesAreNamedOrLeftOut(_ name: String, _ problem: String) throws {
    let folder = try TemporaryFolder()
    try folder.copy(["1.png": "rgb-8.png", "2.png": "rgb-8.png", "broken.png": name])
    expectFailure(.badData, "broken.png", problem, "--skip-broken") {
      _ = try DatasetCatalog.load(folder.url.path)
    }
    let rest = try DatasetCatalog.load(folder.url.path, reading { $0.skipBroken = true })
    #expect(rest.train.count + rest.test.count == 2)
    #expect(rest.reading?.skipBroken == true)
    #expect(rest.warnings.count == 1)
    #expect(rest.warnings.first?.contains("left out, cannot be read: ") == true)
    // All headers are looked at before any pixel.
    try folder.write([], to: "zero.jpg")
    expectFailure(.badData, ": ", "--skip-broken") { _ = try DatasetCatalog.load(folder.url.path) }
  }

  /// The bytes of `rgb.jpg` with two that belong to nothing, of which libjpeg warns first.
  private func jpegWithExtraneousBytes() throws -> [UInt8] {
    var bytes = [UInt8](try Data(contentsOf: ImageFixtures.url("rgb.jpg")))
    let table = try #require(
      bytes.indices.dropLast().first { bytes[$0...($0 + 1)] == [0xFF, 0xDB] })
    bytes.insert(contentsOf: [0, 0], at: table)
    return bytes
  }

  @Test func bytesThatBelongToNothingAreNoDamage() throws {
    let folder = try TemporaryFolder()
    let bytes = try jpegWithExtraneousBytes()
    for name in ["a.jpg", "b.jpg"] { try folder.write(bytes, to: name) }
    #expect(try DatasetCatalog.load(folder.url.path).train.pixels == load("rgb.jpg").pixels)
  }

  /// libjpeg tells its first warning only: behind a harmless one the rest of the picture may be
  /// missing, and would be learned as grey.
  @Test func aHarmlessWarningHidesNoDamage() throws {
    let bytes = try jpegWithExtraneousBytes()
    var large = bytes
    let frame = try #require(
      bytes.indices.dropLast().first { bytes[$0...($0 + 1)] == [0xFF, 0xC0] })
    large.replaceSubrange((frame + 5)..<(frame + 9), with: [0x20, 0, 0x20, 0])
    for (damaged, problem) in [
      (Array(bytes.dropLast(20)), "the file is cut off"),
      (large, "\(large.count) bytes hold no 8192 × 8192 pixels"),
    ] {
      let folder = try TemporaryFolder()
      for name in ["a.jpg", "b.jpg"] { try folder.write(damaged, to: name) }
      expectFailure(.badData, "a.jpg", problem, "--skip-broken") {
        _ = try DatasetCatalog.load(
          folder.url.path, reading { $0.imageSize = Size2D(height: 8, width: 8) })
      }
    }
  }
}
