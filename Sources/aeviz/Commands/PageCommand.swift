import AECore
import ArgumentParser
import Foundation
import Page

/// `aeviz page`: a run as one file for a browser, in which its network computes.
struct PageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Write a run as a living page: one HTML file that decodes, shows and trains.",
    discussion: """
      The page needs no server and no network: open the file. Its network is the run's own, \
      compiled for the browser.

      EXAMPLES:
        aeviz page output/demo/run.json
        aeviz page run.json -o page.html
      """)

  @Argument(
    help: ArgumentHelp("The run.json of a run directory.", valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var path: String
  @Option(
    help: ArgumentHelp(
      "The run's images, where they are not where it says.", valueName: "name|folder|file"))
  var data: String?
  @OptionGroup(title: "Images") var images: ImageArguments
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Where to write; - for stdout.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?

  func run() throws {
    let url = RunDirectory.runFile(at: try RunPath.url(path))
    let destination = try WebDestination(
      output, default: url.deletingLastPathComponent().appendingPathComponent("page.html"),
      reading: .runs([path]))
    try destination.write(WebDestination.page(of: url, at: path, data: data, images))
  }
}
