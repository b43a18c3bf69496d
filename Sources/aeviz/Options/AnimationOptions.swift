import AECore
import ArgumentParser
import Foundation
import Visual

/// How a diagram moves.
struct AnimationOptions: ParsableArguments {
  @Flag(
    help: """
      Let the window slide: a .gif, a .pdf with a page for each step, a folder of numbered PNG \
      frames, or an .mp4 (by ffmpeg).
      """)
  var animate = false

  @Option(
    help: ArgumentHelp("How long a step is shown. (default: 0.8, of most)", valueName: "seconds"))
  var frameSeconds: Double?

  func validate() throws {
    if let frameSeconds {
      guard animate else {
        throw ValidationError("--frame-seconds is for pictures that move: give --animate as well.")
      }
      guard (0.02...600).contains(frameSeconds) else {
        throw Failure(
          .usage, "--frame-seconds", "is \(frameSeconds)", advice: "give a number from 0.02 to 600")
      }
    }
  }
}

/// Where a moving picture goes, and as what.
enum AnimationDestination {
  /// One file.
  case file(Destination)
  /// A PNG for each step; `isDefault` when nobody has named the folder.
  case folder(URL, isDefault: Bool)

  /// Reads `-o` and `--format`; without both it is a GIF.
  /// - Parameters:
  ///   - name: of the file under `output/`, without its ending.
  ///   - inputs: what the command reads, and must not write over.
  /// - Throws: ``Failure`` of kind `usage`.
  init(_ options: DrawingOptions, name: String, reading inputs: InputFiles) throws {
    let output = options.output
    let format =
      options.format
      ?? output.flatMap {
        $0 == "-"
          ? nil : OutputFormat(fileExtension: URL(fileURLWithPath: $0).pathExtension)
      }
    if let format, format == .svg || format == .json {
      throw Failure(
        .usage, "--animate", "\(format == .svg ? "an svg" : "json") does not move",
        advice: "choose gif, pdf, png or mp4")
    }
    let isFolder = output.map { $0.hasSuffix("/") || Folder.exists($0) } ?? false
    switch format {
    case .png:
      guard output != "-" else {
        throw Failure(
          .usage, "-o -", "PNG frames are several files",
          advice: "give a folder that ends in /, or send a gif")
      }
      if let output, !isFolder, !URL(fileURLWithPath: output).pathExtension.isEmpty {
        throw Failure(
          .usage, output, "is one file, but there is a PNG for each step",
          advice: "give a folder that ends in /, or use .gif")
      }
      let path = output ?? "output/\(name)-frames"
      self = .folder(URL(fileURLWithPath: path, isDirectory: true), isDefault: output == nil)
    case nil where isFolder:
      self = .folder(URL(fileURLWithPath: output ?? "", isDirectory: true), isDefault: false)
    case let format? where isFolder:
      throw Failure(
        .usage, output, "is a folder, but a \(format.rawValue) is one file",
        advice: "give -o steps.\(format.rawValue), or --format png for numbered frames")
    default:
      self = .file(
        try options.destination(
          default: "output/\(name).gif", allowed: [.gif, .pdf, .mp4, .png], reading: inputs))
    }
  }
}
