import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz compare`: runs side by side.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Draw several runs side by side: a PDF, a folder of pages, or one figure.",
    discussion: """


      EXAMPLES:
        aeviz compare output/demo/run.json run.json
        aeviz compare output/demo run.json --page a4 --theme dark -o compare.pdf
        aeviz compare output/demo run.json --figure error -o error.png
        aeviz compare output/demo run.json --format json -o -
      """)

  @Argument(
    help: ArgumentHelp(
      "From 2 to 8 runs: their run.json, or their folders.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var paths: [String]
  @Option(
    help: ArgumentHelp(
      "One figure only: \(ComparisonCatalog.entries.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")).",
      valueName: "name"), completion: .list(ComparisonCatalog.entries.map(\.name)))
  var figure: String?
  @OptionGroup var drawing: DrawingOptions

  func validate() throws {
    guard Comparison.counts.contains(paths.count) else {
      throw ValidationError(
        "\(paths.count) run\(paths.count == 1 ? "" : "s") to compare: give from "
          + "\(Comparison.counts.lowerBound) to \(Comparison.counts.upperBound).")
    }
    if let figure, ComparisonCatalog.entry(figure) == nil {
      let names = ComparisonCatalog.entries.map(\.name)
      let meant = NearestWord.of(figure, among: names).map { " did you mean \($0)?" } ?? ""
      throw ValidationError(
        "there is no figure '\(figure)' of several runs;\(meant) choose one of "
          + names.joined(separator: ", "))
    }
  }

  func run() throws {
    let inputs = InputFiles.runs(paths)
    if let entry = figure.flatMap(ComparisonCatalog.entry) {
      let destination = try drawing.destination(
        default: "output/compare-\(entry.name).png", reading: inputs)
      try Drawing.write(entry.make(try comparison()), to: destination, drawing)
    } else if isJSON {
      let destination = try drawing.destination(
        default: "output/compare.json", allowed: [.json], reading: inputs)
      try destination.write(Drawing.json(ComparisonReport(try comparison()).data))
    } else {
      let destination = try ReportDestination(drawing, default: "output/compare", reading: inputs)
      let report = ComparisonReport(try comparison())
      try ReportWriter(drawing).write(report, to: destination)
      if drawing.output == nil { try StandardOutput.write(destination.shown + "\n") }
    }
  }

  private var isJSON: Bool {
    let ending = drawing.output.map { URL(fileURLWithPath: $0).pathExtension.lowercased() }
    return drawing.format == .json || drawing.format == nil && ending == "json"
  }

  private func comparison() throws -> Comparison {
    let files = try paths.map { RunDirectory.runFile(at: try RunPath.url($0)) }
    let names = RunNames.distinct(files.map(Self.components))
    return try Comparison(zip(names, files).map { ($0, try RunDirectory.read($1)) })
  }

  /// The folder's path in its parts; a file that is not called run.json is one, too.
  private static func components(_ file: URL) -> [String] {
    let own =
      file.lastPathComponent == RunDirectory.fileName
      ? [] : [file.deletingPathExtension().lastPathComponent]
    return file.standardizedFileURL.deletingLastPathComponent().pathComponents.filter { $0 != "/" }
      + own
  }
}
