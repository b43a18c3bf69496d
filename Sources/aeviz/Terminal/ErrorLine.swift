import AECore
import Foundation

/// How an error is told: one line on stderr, and an exit code from sysexits.
enum ErrorLine {
  /// What is wrong with the arguments, and where to read on.
  /// - Parameter commands: the names of all commands, to find the one that was meant.
  static func usage(_ message: String, _ arguments: [String], commands: [String]) -> Failure {
    let command = arguments.first(where: commands.contains)
    let problem = message.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
      .joined(separator: " ")
    let subject = ["aeviz", command].compactMap { $0 }.joined(separator: " ")
    return Failure(
      .usage, nil, problem.hasSuffix(".") ? String(problem.dropLast()) : problem,
      advice: "see '\(subject) --help'")
  }

  /// Prints `aeviz: …` and ends the process.
  static func exit(with error: any Error) -> Never {
    if let error = error as? Interrupted {
      StandardError.line(error.line)
      Foundation.exit(128 + error.signal)
    }
    if let error = error as? ArchitectureError { StandardError.write(table(error)) }
    let failure = self.failure(for: error)
    StandardError.line("aeviz: \(failure)")
    Foundation.exit(failure.kind.rawValue)
  }

  /// How the shapes went through the layers, down to the one that does not fit.
  private static func table(_ error: ArchitectureError) -> String {
    var rows = [["layer", "what", "takes", "gives"]]
    rows += error.steps.map {
      [$0.name, $0.layer.title, $0.input.description, $0.output.description]
    }
    if let last = error.offending {
      rows.append([last.name, last.layer.title, last.input.description, "does not fit"])
    }
    return TextTable.columns(rows, right: [])
  }

  static func failure(for error: any Error) -> Failure {
    switch error {
    case let failure as Failure: failure
    case let error as ArchitectureError: error.failure
    case let error as GeometryError: Failure(.usage, nil, "\(error)")
    default:
      Failure(
        .internal, nil, "something unforeseen: \(error)",
        advice: "please report it with the command that you gave")
    }
  }
}

extension Failure {
  /// Runs `body`; a failure that names no file becomes one about `subject`.
  static func about<T>(_ subject: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch var failure as Failure where failure.subject == nil {
      failure.subject = subject
      throw failure
    }
  }
}
