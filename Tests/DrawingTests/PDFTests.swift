import AECore
import Drawing
import Foundation
import Testing

/// PDFs as poppler reads them.
struct PDFTests {
  private let metadata = DocumentMetadata(
    title: "Encoder & decoder — 28 × 28", subject: "A test", keywords: ["autoencoder", "stride"],
    date: Date(timeIntervalSince1970: 1_000_000_000))

  @Test func pagesSizesTitlesAndDatesAreAsGiven() throws {
    var wide = SampleScene.words(.dark)
    wide.size = Size(300, 120)
    let file = try TemporaryFile(
      SceneEncoder.pdf([SampleScene.everything(), wide], metadata: metadata), "pdf")
    let info = try run("pdfinfo", ["-f", "1", "-l", "2", "-isodates", file.path])
    #expect(info.contains("Pages:           2"))
    #expect(info.contains("Page    1 size:  200 x 120 pts"))
    #expect(info.contains("Page    2 size:  300 x 120 pts"))
    #expect(info.contains("Title:           Encoder & decoder — 28 × 28"))
    #expect(info.contains("Subject:         A test"))
    #expect(info.contains("Keywords:        autoencoder, stride"))
    #expect(info.contains("Creator:         aeviz 0.3.0"))
    #expect(info.contains("CreationDate:    2001-09-09T01:46:40"))
  }

  @Test func textCanBeSearchedSignsAndFormulasToo() throws {
    let file = try TemporaryFile(
      SceneEncoder.pdf([SampleScene.words()], metadata: metadata), "pdf")
    let text = try run("pdftotext", ["-layout", file.path, "-"])
    for words in [
      "Stride 2 → 14 × 14", "reconstruction −0.5", "o = (i − 1)s − 2p + k", "αβ ∑ ‖x‖", "test loss",
      "halo",
    ] {
      #expect(text.contains(words), "\(words) in \(text)")
    }
  }

  @Test func everyFontIsEmbeddedAndItalicMathematicsIsSTIXsOwnItalic() throws {
    let file = try TemporaryFile(
      SceneEncoder.pdf([SampleScene.words()], metadata: metadata), "pdf")
    let rows = try run("pdffonts", [file.path]).split(separator: "\n").dropFirst(2)
    #expect(rows.count >= 4)
    for row in rows {
      // name, type (one or two words), encoding, embedded, subset, unicode, object
      let words = row.split(separator: " ")
      #expect(words.dropLast(4).last == "yes", "\(row)")
    }
    #expect(rows.contains { $0.contains("+Inter-SemiBold ") })
    #expect(rows.contains { $0.contains("+STIX-Italic ") })
  }

  @Test func theOutlineHasOneEntryAPage() throws {
    var second = SampleScene.shapes()
    second.title = "The second page"
    let data = try SceneEncoder.pdf([SampleScene.shapes(), second], metadata: metadata)
    let file = try TemporaryFile(data, "pdf")
    let folder = try run("pdftohtml", ["-xml", "-i", "-stdout", file.path])
    #expect(folder.contains("page=\"1\">A &lt;small&gt; sample"))
    #expect(folder.contains("page=\"2\">The second page"))
  }

  @Test func headingsFiguresAndCaptionsAreTaggedInOneDocument() throws {
    var page = SampleScene.shapes()
    page.marks = [
      .group(Group(role: .heading, SampleScene.words().marks)),
      .group(Group(role: .footer, page.marks)), .group(Group(role: .caption, page.marks)),
      .group(Group(role: .figure, opacity: 0.5, page.marks)),
    ]
    let file = try TemporaryFile(SceneEncoder.pdf([page, page], metadata: metadata), "pdf")
    #expect(try run("pdfinfo", [file.path]).contains("Tagged:          yes"))
    let lines = try run("pdfinfo", ["-struct", file.path]).split(separator: "\n")
      .compactMap { $0.split(separator: " ").first }
    #expect(lines == ["Document"] + ["H1", "Caption", "Figure", "H1", "Caption", "Figure"])
  }

  @Test func dataInImagesKeepsHardEdgesWhereViewersBlur() throws {
    let file = try TemporaryFile(
      SceneEncoder.pdf([SampleScene.images()], metadata: metadata), "pdf")
    let rows = try run("pdfimages", ["-list", file.path]).split(separator: "\n").dropFirst(2)
      .map { $0.split(separator: " ").map(String.init) }
    try #require(rows.count == 3 && rows.allSatisfy { $0.count > 9 }, "\(rows)")
    // 8 pixels over 80 points: 89 pixels would be 80 to the inch, so each is repeated 11 times.
    #expect(rows[0][3] == "88" && rows[0][9] == "no")
    #expect(rows[1][3] == "8" && rows[1][9] == "yes")
  }

  /// A long strip of pixels is enlarged in each direction by what it needs.
  @Test func aLongStripIsEnlargedInEachDirectionAsNeeded() throws {
    let strip = ImageMark(
      Raster(
        (0..<256).map { Float($0) / 255 }, width: 256, height: 1, limits: 0...1,
        colormap: .viridis), rect: Rect(x: 10, y: 10, width: 120, height: 12))
    let file = try TemporaryFile(
      SceneEncoder.pdf([SampleScene.scene([.image(strip)])], metadata: metadata), "pdf")
    let row = try run("pdfimages", ["-list", file.path]).split(separator: "\n").dropFirst(2).first
    let words = try #require(row).split(separator: " ")
    try #require(words.count > 4, "\(words)")
    #expect(words[3] == "256" && words[4] == "13")
  }

  @Test func aPageLooksAsItDoesInAPNG() throws {
    for scene in [SampleScene.words(), SampleScene.shapes(.dark)] {
      let file = try TemporaryFile(SceneEncoder.pdf([scene], metadata: metadata), "pdf")
      let root = file.path + "-page"
      _ = try run("pdftoppm", ["-r", "144", "-png", "-singlefile", file.path, root])
      defer { try? FileManager.default.removeItem(atPath: root + ".png") }
      let page = try Raster(png: Data(contentsOf: URL(filePath: root + ".png")))
      let image = try SceneEncoder.renderPixels(scene: scene, dpi: 144)
      #expect(page.width == image.width && page.height == image.height)
      let difference = zip(page.rgba, image.rgba).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
      #expect(Double(difference) / Double(image.rgba.count) < 2)
    }
  }

  @Test func aDocumentWithoutPagesIsRefused() {
    #expect(throws: Failure.self) { try SceneEncoder.pdf([], metadata: metadata) }
  }

  /// The date comes from SOURCE_DATE_EPOCH, or is always the same.
  @Test func theDateIsGivenOrAlwaysTheSame() {
    func date(_ value: String?) -> Double {
      DocumentMetadata.reproducibleDate(environment: value.map { ["SOURCE_DATE_EPOCH": $0] } ?? [:])
        .timeIntervalSince1970
    }
    #expect(date("1700000000") == 1_700_000_000)
    let fixed = date(nil)
    for value in ["", "tomorrow", "-1", "9999999999999999999"] { #expect(date(value) == fixed) }
  }
}

/// A file that is gone when this object is.
final class TemporaryFile {
  let path: String

  init(_ data: Data, _ ending: String) throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "aeviz-\(UUID().uuidString).\(ending)").path
    try data.write(to: URL(filePath: path))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// What a program that is on PATH prints; the test ends where there is no such program.
func run(_ program: String, _ arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(program) \(arguments)")
  return String(decoding: data, as: UTF8.self)
}
