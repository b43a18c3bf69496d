import AECore
import ArgumentParser
import Foundation
import Visual

/// A second run that stands beside the first one.
struct TwinOption: ParsableArguments {
  @Option(
    name: .customLong("twin"),
    help: ArgumentHelp(
      "A second run on images of the same shape, to stand beside this one in checkerboard.",
      valueName: "run.json"),
    completion: .file(extensions: ["json"]))
  var path: String?

  /// The second run; nil when none is named.
  /// - Throws: ``Failure`` when it cannot be read, or its images have another shape than `run`'s.
  func read(beside run: Run) throws -> Run? {
    guard let path else { return nil }
    let twin = try RunDirectory.read(RunPath.url(path))
    try Failure.about(path) { try CheckerboardFigure.check(twin: twin, of: run) }
    return twin
  }
}
