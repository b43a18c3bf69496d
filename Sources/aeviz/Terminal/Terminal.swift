import Foundation

/// What may be shown on a stream.
struct Terminal {
  /// Whether a line can be redrawn and coloured: a real terminal, no `TERM=dumb`, and no `NO_COLOR`
  /// (no-color.org).
  var isInteractive: Bool
  /// Columns.
  var width: Int

  static var standardError: Terminal {
    let environment = ProcessInfo.processInfo.environment
    let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
    return Terminal(isInteractive: isatty(STDERR_FILENO) == 1 && !isPlain, width: columns())
  }

  private static func columns() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
