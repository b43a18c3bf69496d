import AECore
import Foundation
import Visual

/// Where a command writes, and as what kind of file.
struct Destination {
  /// A place that takes bytes.
  enum Place: Hashable {
    /// A file; `isDefault` when nobody has named it.
    case file(URL, isDefault: Bool)
    /// The pipe.
    case standardOutput
  }

  let place: Place
  let format: OutputFormat

  /// Reads `-o` and `--format`: the ending of the file decides, `--format` wins.
  /// - Throws: ``Failure`` of kind `usage` when neither tells.
  init(
    output: String?, format: OutputFormat?, default path: String, allowed: [OutputFormat]
  ) throws {
    let byEnding = output.flatMap { name in
      name == "-" ? nil : OutputFormat(fileExtension: URL(fileURLWithPath: name).pathExtension)
    }
    let isFile = output.map { $0 != "-" } ?? false
    let isSpecial = output.map { $0.hasPrefix("/dev/") } ?? false
    let names = allowed.map(\.rawValue).joined(separator: ", ")
    guard let chosen = format ?? byEnding ?? (isFile && !isSpecial ? nil : allowed.first) else {
      throw Failure(
        .usage, output, "its ending names no format",
        advice: "end it in one of \(names), or give --format")
    }
    guard allowed.contains(chosen) else {
      throw Failure(
        .usage, output ?? "--format", "this command does not write \(chosen.rawValue)",
        advice: OutputFormat.still.contains(chosen)
          ? "choose one of \(names)"
          : "choose one of \(names), or let a connectivity diagram --animate")
    }
    self.format = chosen
    switch output {
    case "-": place = .standardOutput
    case let name?: place = .file(URL(fileURLWithPath: name), isDefault: false)
    case nil:
      let url = URL(fileURLWithPath: path).deletingPathExtension()
        .appendingPathExtension(chosen.rawValue)
      place = .file(url, isDefault: true)
    }
    if place == .standardOutput, chosen != .json, chosen != .svg, StandardOutput.isTerminal {
      throw Failure(
        .usage, "-o -", "a \(chosen.rawValue) is not for a terminal",
        advice: "send it on with a pipe or to a file with >")
    }
  }

  /// Writes `data`; says where, when nobody has named the file.
  /// - Throws: ``Failure``, ``ClosedPipe``.
  func write(_ data: Data) throws {
    switch place {
    case .standardOutput: try StandardOutput.write(data)
    case .file(let url, let isDefault):
      if isDefault { try Folder.make(url.deletingLastPathComponent()) }
      try AtomicFile.write(data, to: url)
      if isDefault { try StandardOutput.write(PathText.shown(url) + "\n") }
    }
  }
}
