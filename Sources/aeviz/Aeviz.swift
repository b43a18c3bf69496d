import AECore
import ArgumentParser
import Foundation

/// The root command: only names its subcommands, and turns what they throw into one line and an
/// exit code.
@main
struct Aeviz: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aeviz",
    abstract: "Trains autoencoders on images and draws what is inside them.",
    discussion: """
      Every figure is computed from the network that it explains.

      EXAMPLES:
        aeviz demo                            train, draw and report, in a minute
        aeviz stride-demo --stride 2          a convolution and its transpose
        aeviz train --data fashion            train; the run goes to output/
        aeviz report output/fashion-conv-16/run.json
        aeviz lecture -o lecture.pptx         a whole lecture, with notes
      """,
    version: Generator.current.version,
    subcommands: [
      StrideDemoCommand.self, TrainCommand.self, SweepCommand.self, EvaluateCommand.self,
      ImportCommand.self, ExportCommand.self,
      ReportCommand.self, PageCommand.self, FigureCommand.self, CompareCommand.self,
      InspectCommand.self, DataCommand.self, DemoCommand.self, LectureCommand.self,
    ])

  static func main() {
    Memory.giveBackLargePieces()
    do {
      // Before anything waits for a thread that the system may refuse.
      try Limits.check()
      Interruption.install()
      let arguments = TypedWords.understood(try givenArguments())
      var command: any ParsableCommand
      do {
        command = try parseAsRoot(arguments)
      } catch {
        try answer(error, arguments)
        return
      }
      do {
        try command.run()
      } catch let error where isFromArgumentParser(error) {
        try answer(error, arguments)
      }
    } catch is ClosedPipe {
      // The reader has seen enough (`aeviz inspect run.json | head -1`).
    } catch {
      ErrorLine.exit(with: error)
    }
  }

  /// What follows on the program's name.
  /// - Throws: ``Failure`` of kind `usage` for what is no UTF-8: as text it would be another file's
  ///   name.
  private static func givenArguments() throws -> [String] {
    func failure(_ what: String, _ shown: String) -> Failure {
      Failure(
        .usage, shown, "\(what) is not UTF-8",
        advice: "rename it, say by convmv -f latin1 -t utf8")
    }
    if let folder = getcwd(nil, 0) {
      defer { free(folder) }
      if String(validatingCString: folder) == nil {
        throw failure("the name of the current folder", String(cString: folder))
      }
    }
    return try (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      guard let word = CommandLine.unsafeArgv[index] else { return nil }
      guard let text = String(validatingCString: word) else {
        throw failure("this name", String(cString: word))
      }
      return text
    }
  }

  /// Prints the help or the version that was asked for; throws what is wrong with the arguments.
  private static func answer(_ error: any Error, _ arguments: [String]) throws {
    guard exitCode(for: error).isSuccess else {
      throw ErrorLine.usage(
        message(for: error), arguments, commands: configuration.subcommands.map { $0.configuration }
      )
    }
    let text = fullMessage(for: error)
    try StandardOutput.write(text.hasSuffix("\n") ? text : text + "\n")
  }

  /// Whether a command's `run()` asked for its help or found fault with its arguments.
  private static func isFromArgumentParser(_ error: any Error) -> Bool {
    error is CleanExit || error is ValidationError
      || exitCode(for: error).isSuccess || exitCode(for: error) == .validationFailure
  }
}
