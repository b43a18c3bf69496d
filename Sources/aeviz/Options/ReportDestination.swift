import AECore
import Foundation
import Visual

/// Where a report goes: a PDF or a presentation, or a folder with a file for each page.
enum ReportDestination {
  /// One file with all pages, a PDF or a PPTX.
  case document(Destination.Place, OutputFormat)
  /// A file for each page, `01-summary.png` …
  case folder(URL, OutputFormat)

  /// Reads `-o` and `--format`; without `-o` the report goes beside `run`.
  /// - Throws: ``Failure`` of kind `usage`.
  init(_ options: DrawingOptions, run: URL, reading inputs: InputFiles) throws {
    try self.init(
      options, default: run.deletingLastPathComponent().appendingPathComponent("report").path,
      reading: inputs)
  }

  /// Reads `-o` and `--format`; without `-o` the pages go to `beside`, a path without an ending.
  /// - Parameter inputs: what the command reads, and must not write over.
  /// - Throws: ``Failure`` of kind `usage`.
  init(_ options: DrawingOptions, default beside: String, reading inputs: InputFiles) throws {
    let output = options.output
    let isNamedFolder = output.map { $0.hasSuffix("/") || Folder.exists($0) }
    let pages = options.format.flatMap { $0 == .png || $0 == .svg ? $0 : nil }
    switch isNamedFolder {
    case true where options.format == nil || pages != nil, nil where pages != nil:
      self = .folder(URL(fileURLWithPath: output ?? beside, isDirectory: true), pages ?? .png)
    case true where options.format == .pdf || options.format == .pptx:
      let ending = options.format?.rawValue ?? ""
      throw Failure(
        .usage, output, "is a folder, but a \(ending.uppercased()) is one file",
        advice: "give -o report.\(ending)")
    case false where pages != nil:
      let ending = output.map { URL(fileURLWithPath: $0).pathExtension } ?? ""
      if let other = OutputFormat(fileExtension: ending), other != pages {
        throw Failure(
          .usage, "--format \(pages?.rawValue ?? "")",
          "\(output ?? "") ends as a \(other.rawValue)",
          advice: "leave --format out, or give a folder that ends in /")
      }
      throw Failure(
        .usage, output, "a report has several pages, and a \(pages?.rawValue ?? "") one",
        advice: "give a folder that ends in /, or use .pdf")
    default:
      let destination = try options.destination(
        default: beside + ".pdf", allowed: [.pdf, .pptx], reading: inputs)
      self = .document(destination.place, destination.format)
    }
  }

  /// The path as one would type it.
  var shown: String {
    switch self {
    case .document(.file(let url, _), _), .folder(let url, _): PathText.shown(url)
    case .document(.standardOutput, _): "-"
    }
  }
}

/// Draws a run's report.
struct ReportWriter {
  private let options: DrawingOptions

  init(_ options: DrawingOptions) { self.options = options }

  /// Draws all pages of the run in `runFile`, then writes them; what it lacks is told on stderr.
  func write(_ runFile: URL, twin: TwinOption? = nil, to destination: ReportDestination) throws {
    // It has the system's fonts looked for, which takes until the run is read.
    let style = options.style
    let (run, tensorsSHA256) = try RunDirectory.open(runFile)
    let figures = FigureCatalog.Options(
      twin: try twin?.read(beside: run), tensorsSHA256: tensorsSHA256)
    try write(Report(run: run, page: options.size, options: figures), style, to: destination)
  }

  /// Draws all pages, then writes them; what they lack the data for is told on stderr.
  func write(_ report: some PagedReport, to destination: ReportDestination) throws {
    try write(report, options.style, to: destination)
  }

  private func write(
    _ report: some PagedReport, _ style: Style, to destination: ReportDestination
  ) throws {
    for omission in report.omissions {
      StandardError.line("aeviz: left out: \(omission.figure): \(omission.reason)")
    }
    options.tellGround()
    let isTransparent = options.transparent
    let pages = report.pages(style: style)
    switch destination {
    case .document(let place, let format):
      let metadata = DocumentMetadata(title: report.name)
      let data =
        format == .pptx
        ? try Drawing.presentation(of: report.pages, metadata, options)
        : try SceneEncoder.pdf(
          pages.count, metadata: metadata, measurer: style.measurer as? PangoMeasurer
        ) { pages[$0].scene(style: style, isTransparent: isTransparent) }
      try place.write(data)
    case .folder(let url, let format):
      let options = options
      var files: [(name: String, data: Data)] = []
      try Parallel.inOrder(pages.count) { _, index in
        let scene = pages[index].scene(style: style, isTransparent: isTransparent)
        let number = String(format: "%02d", index + 1)
        return (
          "\(number)-\(pages[index].figures[0].name).\(format.rawValue)",
          try Drawing.encode(scene, as: format, options)
        )
      } use: {
        files.append($0)
      }
      try AtomicFolder.write(files, to: url) { Self.isPage($0, format) }
    }
  }

  /// Whether a file of this name is a page of a report, `07-latent.png` say.
  private static func isPage(_ name: String, _ format: OutputFormat) -> Bool {
    let number = name.prefix { $0.isASCII && $0.isNumber }
    guard number.count >= 2, name.dropFirst(number.count).hasPrefix("-"),
      name.hasSuffix(".\(format.rawValue)")
    else { return false }
    let figure = name.dropFirst(number.count + 1).dropLast(format.rawValue.count + 1)
    return figure == "omissions"
      || (FigureCatalog.entries.map(\.name) + ComparisonCatalog.entries.map(\.name))
        .contains(String(figure))
  }
}
