import Foundation

/// Measures text with the engine that draws it. Any number of threads may ask at once.
///
/// `@unchecked`: Pango's objects may be used by one thread at a time, and the cache is changed by
/// every new question; `lock` is held whenever either is touched, and neither leaves this class.
public final class PangoMeasurer: TextMeasurer, @unchecked Sendable {
  private struct Question: Hashable {
    let string: String
    let font: Font
  }

  private let lock = NSLock()
  private let engine = PangoText()
  private var answers: [Question: TextExtents] = [:]

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
    let question = Question(string: string, font: font)
    if let answer = answers[question] { return answer }
    let answer = engine.line(string, font: font).extents
    // A report asks for a few thousand; this only keeps a long session from growing for ever.
    if answers.count >= 50_000 { answers.removeAll() }
    answers[question] = answer
    return answer
  }
}
