import Foundation

/// What may be shown on a stream.
package struct Terminal: Sendable {
  /// Whether a line can be redrawn: a real terminal, and no `TERM=dumb`.
  var isInteractive: Bool
  /// Whether it may be coloured, too: no `NO_COLOR` (no-color.org).
  var hasColor: Bool
  /// Columns.
  var width: Int

  package init(isInteractive: Bool, hasColor: Bool, width: Int) {
    (self.isInteractive, self.hasColor, self.width) = (isInteractive, hasColor, width)
  }

  static var standardError: Terminal {
    let environment = ProcessInfo.processInfo.environment
    return Terminal(
      isInteractive: isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb",
      hasColor: (environment["NO_COLOR"] ?? "").isEmpty, width: columns())
  }

  /// Begins the line anew.
  static let lineStart = "\r\u{1B}[K"

  /// A bar of `width` columns, filled as far as `fraction` of 1 says.
  func bar(_ fraction: Double, width: Int) -> String {
    let filled = Int(clamping: (min(max(fraction, 0), 1) * Double(width)).rounded(.down))
    let (done, left) = (
      String(repeating: "━", count: filled), String(repeating: "─", count: width - filled)
    )
    return hasColor ? "\u{1B}[36m\(done)\u{1B}[2m\(left)\u{1B}[0m" : done + left
  }

  private static func columns() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
