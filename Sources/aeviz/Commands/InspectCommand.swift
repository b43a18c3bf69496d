import AECore
import ArgumentParser
import Foundation

/// `aeviz inspect`: a run in text.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Tell what is in a run: data, layers, training, result.",
    discussion: """
      EXAMPLES:
        aeviz inspect output/demo/run.json
        aeviz inspect output/demo/run.json --json > summary.json
      """)

  @Argument(
    help: ArgumentHelp("The run.json of a run directory.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var path: String
  @Flag(help: "For programs: JSON.")
  var json = false

  func run() throws {
    let run = try RunDirectory.read(RunPath.url(path))
    if let warning = run.rangeWarning { StandardError.line("aeviz: \(path): \(warning)") }
    let summary = try Failure.about(path) { try RunSummary(run) }
    try StandardOutput.write(
      json ? Drawing.json(summary) : Data(summary.text(path: path).utf8))
  }
}
