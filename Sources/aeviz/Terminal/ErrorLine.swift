import AECore
import ArgumentParser
import Foundation
import Visual

/// How an error is told: one line on stderr, and an exit code from sysexits.
enum ErrorLine {
  /// What is wrong with the arguments, an example of what is right, and where to read on.
  /// - Parameters:
  ///   - message: the parser's.
  ///   - commands: every command, to find the one that was meant.
  static func usage(
    _ message: String, _ arguments: [String], commands: [CommandConfiguration]
  ) -> Failure {
    let names = commands.compactMap(\.commandName)
    let command = commands.first { arguments.contains($0.commandName ?? "") }
    let name = command?.commandName
    let problem = withPlainChoices(
      message.split(whereSeparator: \.isNewline)
        .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        .joined(separator: " "))
    // What the parser does not know is no example of itself.
    let isUnknown = problem.hasPrefix("Unknown") && !problem.contains("did you mean")
    let example =
      problem.contains("such as")
      ? nil
      : meant(by: arguments, names, command: name)
        ?? meantByFormat(problem, command: name) ?? meantByArgument(problem, command: name)
        ?? (isUnknown ? nil : TypedWords.example(in: problem, command: name))
        ?? command.flatMap { firstExample(of: $0) }
    let subject = ["aeviz", name].compactMap { $0 }.joined(separator: " ")
    return Failure(
      .usage, nil, problem.hasSuffix(".") ? String(problem.dropLast()) : problem,
      advice: (example.map { "give for example \($0), or " } ?? "") + "see '\(subject) --help'")
  }

  /// What a word was meant to be that is in the way: a command, or a file to write.
  private static func meant(
    by arguments: [String], _ commands: [String], command: String?
  ) -> String? {
    guard let command else {
      return arguments.first.flatMap {
        $0.hasPrefix("-") ? nil : NearestWord.of($0, among: commands)
      }
      .map { "aeviz \($0)" }
    }
    // `report run.json x.pdf`
    guard let last = arguments.last, arguments.count > 2, last.hasPrefix("-") == false,
      arguments[arguments.count - 2].hasPrefix("-") == false,
      arguments[arguments.count - 2] != command,
      let format = OutputFormat(fileExtension: URL(fileURLWithPath: last).pathExtension),
      format != .json
    else { return nil }
    return "-o \(ShellWord.quoted(last))"
  }

  /// A page for a browser is no format of a drawing; who asks for one finds it here.
  private static func meantByFormat(_ problem: String, command: String?) -> String? {
    let isAskedFor = ["html", "htm"].contains {
      problem.lowercased().contains("'\($0)' is invalid")
    }
    guard isAskedFor, problem.contains("--format") else { return nil }
    return command == "report" ? "-o report.html" : "aeviz page output/demo/run.json"
  }

  /// `train mnist`: the images have an option.
  private static func meantByArgument(_ problem: String, command: String?) -> String? {
    guard command == "train" || command == "sweep" else { return nil }
    let parts = problem.components(separatedBy: "Unexpected argument '")
    guard parts.count == 2, let word = parts.last?.split(separator: "'").first.map(String.init),
      OutputFormat(fileExtension: URL(fileURLWithPath: word).pathExtension) == nil
    else { return nil }
    return "--data \(ShellWord.quoted(word))"
  }

  /// The parser's lists of choices as all others: with commas, without quotes, and the one that
  /// was meant before them.
  private static func withPlainChoices(_ message: String) -> String {
    for (start, separators) in [
      (". Please provide one of the following:", [" - "]),
      (". Please provide one of ", [" and ", " or ", ", "]),
    ] {
      guard let range = message.range(of: start) else { continue }
      var choices = [String(message[range.upperBound...])]
      for separator in separators {
        choices = choices.flatMap { $0.components(separatedBy: separator) }
      }
      let quotes = CharacterSet(charactersIn: " '.-").union(.whitespaces)
      let names = choices.map { $0.trimmingCharacters(in: quotes) }.filter { !$0.isEmpty }
      let typed = message.split(separator: "'").dropFirst().first.map(String.init) ?? ""
      let meant = NearestWord.of(typed, among: names).map { "did you mean \($0)? " } ?? ""
      return message[..<range.lowerBound] + ": \(meant)choose one of "
        + names.joined(separator: ", ")
    }
    guard let range = message.range(of: ". Did you mean '"), message.hasSuffix("'?") else {
      return message
    }
    // The parser's next best may be far away.
    let (typed, meant) = (
      message[..<range.lowerBound].split(separator: "'").last.map(String.init) ?? "",
      String(message[range.upperBound...].dropLast(2))
    )
    let isClose = NearestWord.of(typed.droppingDashes, among: [meant.droppingDashes]) != nil
    return message[..<range.lowerBound] + (isClose ? " (did you mean \(meant)?)" : "")
  }

  /// The first line of the command's examples.
  private static func firstExample(of command: CommandConfiguration) -> String? {
    command.discussion.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.first { $0.hasPrefix("aeviz ") }
      .map { line in
        line.components(separatedBy: "  ").first ?? line
      }
  }

  /// Prints `aeviz: …` and ends the process, without what libraries do at an end: their threads may
  /// never have been started.
  static func exit(with error: any Error) -> Never {
    if let error = error as? Interrupted {
      StandardError.line(error.line)
      _exit(128 + error.signal)
    }
    if let error = error as? ArchitectureError { StandardError.write(table(error)) }
    let failure = self.failure(for: error)
    StandardError.line("aeviz: \(failure)")
    _exit(failure.kind.rawValue)
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

extension String {
  /// An option's name without what makes it one.
  fileprivate var droppingDashes: String { String(drop(while: { $0 == "-" })) }
}
