import AECore
import Foundation

/// A training that ended because of a signal; all is saved.
struct Interrupted: Error {
  /// SIGINT or SIGTERM.
  var signal: Int32
  /// Where it is saved.
  var folder: URL
  /// How to go on; nil for `train --resume`.
  var advice: String?

  /// One line for the user.
  var line: String {
    let resume = "go on with: aeviz train --resume " + ShellWord.quoted(folder.relativePath)
    return "aeviz: interrupted, all saved; \(advice ?? resume)\n"
  }
}
