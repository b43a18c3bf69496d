import AECore
import Foundation
import Page
import Visual

/// Where a page for a browser goes.
struct WebDestination {
  private let place: Destination.Place

  /// Whether this path names one.
  static func isMeant(_ output: String?) -> Bool {
    output.map { ["html", "htm"].contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }
      ?? false
  }

  /// - Parameters:
  ///   - output: what `-o` says.
  ///   - url: where it goes without.
  ///   - inputs: what the command reads, and must not write over.
  /// - Throws: `Failure` of kind `usage`.
  init(_ output: String?, default url: URL, reading inputs: InputFiles) throws {
    if Destination.Place.isPipe(output) {
      place = .standardOutput
      return
    }
    let isFolder = output.map { $0.hasSuffix("/") || Folder.exists($0) } ?? false
    if let output, !Self.isMeant(output), !isFolder, !output.hasPrefix("/dev/") {
      throw Failure(
        .usage, output, "its ending is not that of a page", advice: "end it in .html")
    }
    let target =
      output.map {
        isFolder
          ? URL(fileURLWithPath: $0, isDirectory: true).appendingPathComponent(
            url.lastPathComponent)
          : URL(fileURLWithPath: $0)
      } ?? url
    try inputs.check(target)
    place = .file(target, isDefault: output == nil || isFolder)
  }

  /// Writes the page, and says where, when nobody has named the file.
  func write(_ page: Data) throws { try place.writeAndTell(page) }

  /// The page of the run in `runFile`; without its images it has the run's samples alone, which is
  /// told on stderr.
  /// - Parameters:
  ///   - path: what the user calls the run.
  ///   - data: where the images are; nil where the run says.
  static func page(
    of runFile: URL, at path: String, data: String?, _ images: ImageArguments
  ) throws -> Data {
    let (run, tensorsSHA256) = try RunDirectory.open(runFile)
    var dataset: Dataset?
    do {
      dataset = try RunImages.load(for: run, at: path, data: data, images)
    } catch let failure as Failure where data == nil {
      StandardError.line("aeviz: the page has the run's samples alone: \(failure.problem)")
    }
    return try RunPage(
      run, dataset: dataset, command: "aeviz page \(ShellWord.quoted(path))",
      options: FigureCatalog.Options(tensorsSHA256: tensorsSHA256)
    ).html()
  }
}
