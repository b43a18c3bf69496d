import AECore
import Foundation

/// A training that ended because of a signal; all is saved.
struct Interrupted: Error {
  /// SIGINT, SIGTERM or SIGHUP.
  var signal: Int32
  /// How to go on: `go on with: …`.
  var advice: String

  /// One line for the user.
  var line: String { "aeviz: interrupted, all saved; \(advice)" }
}
