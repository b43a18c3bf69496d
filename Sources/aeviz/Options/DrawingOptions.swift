import AECore
import ArgumentParser
import Foundation
import Visual

/// What all commands that draw have in common: the page and the file.
struct DrawingOptions: ParsableArguments {
  @Option(
    name: [.customLong("size"), .customLong("page")],
    help:
      "The page: slide (16:9), slide-4x3 (4:3), a4, letter, WxHin in inches, such as 6x4in, or pixels at 144 dpi, such as 1920x1080.",
    completion: .list(PageSize.named.map(\.name)), transform: PageSize.init(parsing:))
  var size: PageSize = .slide

  @Option(
    name: .customLong("dpi"),
    help: ArgumentHelp("Dots to the inch of a PNG; a GIF has 96. (default: 144)", valueName: "dpi"))
  var givenDPI: Double?

  @Option(help: "The colours: light or dark.")
  var theme: ThemeName = .light

  @Flag(help: "Leave the page unpainted.")
  var transparent = false

  @Flag(help: "Of an SVG: letters as text that can be selected, not as outlines.")
  var svgText = false

  @Option(
    help: "The kind of file: png, pdf, svg, json or pptx, moving gif or mp4. The ending of -o else."
  )
  var format: OutputFormat?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Where to write; - for stdout.", valueName: "file"),
    completion: .file())
  var output: String?

  /// Dots to the inch of whatever has pixels.
  var dpi: Double { givenDPI ?? 144 }

  func validate() throws {
    guard dpi.isFinite, dpi > 0 else {
      throw Failure(.usage, "--dpi", "is \(dpi)", advice: "give a number above 0, such as 144")
    }
    guard output != "" else {
      throw Failure(.usage, "-o", "is empty", advice: "give a file, or - for stdout")
    }
  }

  /// The style for these options.
  var style: Style {
    Style(theme: theme.theme, page: size, measurer: PangoMeasurer())
  }

  /// Says which ground an unpainted page is made for, where that is not a white one.
  func tellGround() {
    guard transparent, theme == .dark else { return }
    StandardError.line(
      "aeviz: --transparent: the dark theme is made for a dark ground, and its letters are hard to "
        + "read on a white one; leave out --theme dark for that")
  }

  /// Whether a GIF or a film is asked for, which is a picture that moves.
  var namesMovingFormat: Bool {
    let ending = output.flatMap {
      OutputFormat(fileExtension: URL(fileURLWithPath: $0).pathExtension)
    }
    return (format ?? ending).map { !OutputFormat.still.contains($0) } ?? false
  }

  /// Where to write and as what.
  /// - Parameters:
  ///   - path: where it goes without `-o`.
  ///   - allowed: the formats that the command can write; the first one is the default.
  ///   - inputs: what the command reads, and must not write over.
  ///   - movingAdvice: what follows on the choices for who wants a picture that moves.
  func destination(
    default path: String, allowed: [OutputFormat] = OutputFormat.still, reading inputs: InputFiles,
    movingAdvice: String = ""
  ) throws -> Destination {
    try Destination(
      output: output, format: format, default: path, allowed: allowed, reading: inputs,
      movingAdvice: movingAdvice)
  }
}

/// The themes by their names on the command line.
enum ThemeName: String, NamedChoice {
  case light, dark

  var theme: Theme {
    switch self {
    case .light: .light
    case .dark: .dark
    }
  }
}

extension OutputFormat: NamedChoice {}

extension PageSize: CustomStringConvertible {
  /// - Throws: `ValidationError` for what is no page size.
  init(parsing argument: String) throws {
    guard let page = PageSize(argument) else {
      throw ValidationError(
        "give slide, slide-4x3, a4, letter, from 2 to 100 inches each way, such as 6x4in, or "
          + "pixels, such as 1920x1080")
    }
    self = page
  }

  /// As one would type it.
  public var description: String { name }
}
