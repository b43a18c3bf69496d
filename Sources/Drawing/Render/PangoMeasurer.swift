import Foundation

/// Measures and breaks text with the engine that draws it. Any number of threads may ask at once;
/// one for a whole report answers what was asked before without asking Pango again.
///
/// `@unchecked`: Pango's objects may be used by one thread at a time, and the cache is changed by
/// every new question; `lock` is held whenever either is touched, and neither leaves this class.
public final class PangoMeasurer: TextMeasurer, @unchecked Sendable {
  private struct Question: Hashable {
    let string: String
    let font: Font
  }

  private struct Fitting: Hashable {
    let question: Question
    let width: Double
  }

  private let lock = NSLock()
  private let engine = PangoText()
  private var extents = Answers<Question, TextExtents>()
  private var lines = Answers<Fitting, [String]>()
  private var shortened = Answers<Fitting, String>()

  /// A measurer with a cache of its own.
  public init() {}

  /// Lends the engine to `body`, which draws with it: an engine finds each font once, and that
  /// takes a good part of a small drawing's time. Nobody measures meanwhile.
  func lend<Value>(_ body: (PangoText) throws -> Value) rethrows -> Value {
    lock.lock()
    defer { lock.unlock() }
    return try body(engine)
  }

  /// The extents of `string` in points: its advance, or its ink where that reaches further, and the
  /// ascent and descent of the fonts in it. Control characters count as they are drawn.
  public func measure(_ string: String, font: Font) -> TextExtents {
    lock.lock()
    defer { lock.unlock() }
    return extents.answer(Question(string: string, font: font)) {
      engine.line(string, font: font).extents
    }
  }

  /// Pango's lines: by UAX #14, Thai by a dictionary, and between letters where a word is too wide.
  public func lines(of string: String, font: Font, width: Double) -> [String] {
    lock.lock()
    defer { lock.unlock() }
    let question = Question(string: string, font: font)
    return lines.answer(Fitting(question: question, width: width)) {
      engine.lines(of: string, font: font, width: width)
    }
  }

  /// Pango's ellipsis, at the end as the text is read.
  public func shortened(_ string: String, font: Font, width: Double) -> String {
    guard measure(string, font: font).width > width else { return string }
    lock.lock()
    defer { lock.unlock() }
    let question = Question(string: string, font: font)
    return shortened.answer(Fitting(question: question, width: width)) {
      engine.shortened(string, font: font, width: width)
    }
  }
}

/// What has been asked before.
private struct Answers<Question: Hashable, Answer> {
  private var known: [Question: Answer] = [:]

  mutating func answer(_ question: Question, _ find: () -> Answer) -> Answer {
    if let answer = known[question] { return answer }
    let answer = find()
    // A report asks for a few thousand; this only keeps a long session from growing for ever.
    if known.count >= 50_000 { known.removeAll() }
    known[question] = answer
    return answer
  }
}
