/// What went wrong with something that a user gave, as one line: the subject, the place in it, the
/// problem, and what to do next.
public struct Failure: Error, Hashable, Sendable {
  /// What kind of trouble it is; decides the exit code.
  public enum Kind: Int32, Sendable {
    /// The command line does not make sense (EX_USAGE).
    case usage = 64
    /// A file's content is wrong (EX_DATAERR).
    case badData = 65
    /// A file is not there or cannot be opened (EX_NOINPUT).
    case noInput = 66
    /// Something that is needed is not on this machine (EX_UNAVAILABLE).
    case unavailable = 69
    /// A promise inside aeviz is broken (EX_SOFTWARE).
    case `internal` = 70
    /// The system does not give what is needed: threads, open files, memory (EX_OSERR).
    case system = 71
    /// A file or folder cannot be made (EX_CANTCREAT).
    case cannotCreate = 73
    /// Reading or writing failed on the way (EX_IOERR).
    case inputOutput = 74
  }

  /// What kind of trouble it is.
  public var kind: Kind
  /// The file or option, as the user wrote it; nil when there is none.
  public var subject: String?
  /// Where in the subject: a field's path, an offset; nil when it is the whole.
  public var place: String?
  /// What is wrong, with the values that show it.
  public var problem: String
  /// What to do next.
  public var advice: String?

  /// A failure of a kind, told in one line.
  public init(
    _ kind: Kind, _ subject: String? = nil, at place: String? = nil, _ problem: String,
    advice: String? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.place = place
    self.problem = problem
    self.advice = advice
  }
}

extension Failure: CustomStringConvertible {
  /// `FILE: where: what; what to do`, always one line. A control character that a file brought in
  /// (an escape sequence for the terminal, say) is shown as a picture of itself.
  public var description: String {
    let what = [subject, place, problem].compactMap { $0 }.joined(separator: ": ")
    let line = advice.map { "\(what); \($0)" } ?? what
    return String(line.map { $0.isNewline ? " " : $0 }).visible
  }
}
