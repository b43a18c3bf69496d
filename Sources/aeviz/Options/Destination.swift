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

    /// Whether `output` means the pipe.
    static func isPipe(_ output: String?) -> Bool { output == "-" || output == "/dev/stdout" }

    /// Writes `data`, and makes the folder for it.
    /// - Throws: ``Failure``, ``ClosedPipe``.
    func write(_ data: Data) throws {
      switch self {
      case .standardOutput: try StandardOutput.write(data)
      case .file(let url, _):
        try Folder.make(url.deletingLastPathComponent())
        try AtomicFile.write(data, to: url)
      }
    }

    /// The same; says where, when nobody has named the file.
    func writeAndTell(_ data: Data) throws {
      try write(data)
      if case .file(let url, isDefault: true) = self {
        try StandardOutput.write(PathText.shown(url) + "\n")
      }
    }
  }

  let place: Place
  let format: OutputFormat

  /// Reads `-o` and `--format`: the ending of the file decides, or `--format` where it names none.
  /// A folder gets a file of the usual name.
  /// - Parameters:
  ///   - path: where it goes without `-o`.
  ///   - inputs: what the command reads, and must not write over.
  ///   - movingAdvice: what follows on the choices for who wants a picture that moves.
  /// - Throws: ``Failure`` of kind `usage` when neither tells, or both do and differ.
  init(
    output: String?, format: OutputFormat?, default path: String, allowed: [OutputFormat],
    reading inputs: InputFiles, movingAdvice: String = ""
  ) throws {
    let isPipe = Place.isPipe(output)
    let isFolder = output.map { !isPipe && ($0.hasSuffix("/") || Folder.exists($0)) } ?? false
    let file = isPipe || isFolder ? nil : output
    let byEnding = file.flatMap {
      OutputFormat(fileExtension: URL(fileURLWithPath: $0).pathExtension)
    }
    if let file, let format, let byEnding, byEnding != format {
      throw Failure(
        .usage, "--format \(format.rawValue)", "\(file) ends as a \(byEnding.rawValue)",
        advice: "leave --format out, or end it in .\(format.rawValue)")
    }
    let needsEnding = file.map { !$0.hasPrefix("/dev/") } ?? false
    let names = allowed.map(\.rawValue).joined(separator: ", ")
    guard let chosen = format ?? byEnding ?? (needsEnding ? nil : allowed.first) else {
      throw Failure(
        .usage, output, "its ending names no format",
        advice: "end it in one of \(names), or give --format")
    }
    guard allowed.contains(chosen) else {
      throw Failure(
        .usage, output ?? "--format", "this command does not write \(chosen.rawValue)",
        advice: "choose one of \(names)" + (OutputFormat.still.contains(chosen) ? "" : movingAdvice)
      )
    }
    self.format = chosen
    if isPipe {
      place = .standardOutput
      if chosen != .json, chosen != .svg, StandardOutput.isTerminal {
        throw Failure(
          .usage, "-o -", "a \(chosen.rawValue) is not for a terminal",
          advice: "send it on with a pipe or to a file with >")
      }
      return
    }
    let url: URL
    if let file {
      url = URL(fileURLWithPath: file)
    } else {
      let usual = URL(fileURLWithPath: path).deletingPathExtension()
        .appendingPathExtension(chosen.rawValue)
      url =
        output.map {
          URL(fileURLWithPath: $0, isDirectory: true).appendingPathComponent(
            usual.lastPathComponent)
        } ?? usual
    }
    try inputs.check(url)
    place = .file(url, isDefault: file == nil)
  }

  /// Writes `data`, and makes the folder for it; says where, when nobody has named the file.
  /// - Throws: ``Failure``, ``ClosedPipe``.
  func write(_ data: Data) throws { try place.writeAndTell(data) }
}
