import AECore
import ArgumentParser
import Foundation
import Visual

/// `aeviz report`: all figures of a run, with captions, as pages.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract:
      "Draw the report of a run: a PDF, a PPTX, a page for a browser, or a folder of pages.",
    discussion: """
      EXAMPLES:
        aeviz report output/demo/run.json
        aeviz report run.json --page a4 --theme dark -o report.pdf
        aeviz report run.json --format svg -o pages/
        aeviz report run.json -o slides.pptx
        aeviz report run.json --twin output/demo/run.json
        aeviz report run.json -o report.html
      """)

  @Argument(
    help: ArgumentHelp("The run.json of a run directory.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var path: String
  @OptionGroup var twin: TwinOption
  @OptionGroup var drawing: DrawingOptions

  func run() throws {
    let url = RunDirectory.runFile(at: try RunPath.url(path))
    if WebDestination.isMeant(drawing.output) {
      let destination = try WebDestination(drawing.output, default: url, reading: .runs([path]))
      try destination.write(
        WebDestination.page(of: url, at: path, data: nil, ImageArguments.parse([])))
      return
    }
    let destination = try ReportDestination(
      drawing, run: url, reading: .runs([path, twin.path].compactMap { $0 }))
    try ReportWriter(drawing).write(url, twin: twin, to: destination)
    if drawing.output == nil { try StandardOutput.write(destination.shown + "\n") }
  }
}
