import Foundation

/// Words of a command that is printed to be copied into a shell.
package enum ShellWord {
  /// `text` as a shell takes it for one word: in quotes when it needs them.
  package static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "/._-+=:@%,".utf8.contains($0)
    }
    return isPlain && !text.isEmpty
      ? text : "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
