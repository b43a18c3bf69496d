import Foundation

/// Measures and breaks text with the engine that draws it. Any number of threads may ask at once;
/// one for a whole report answers what was asked before without asking Pango again.
///
/// `@unchecked`: Pango's objects may be used by one thread at a time, and the cache is changed by
/// every new question; `lock` is held whenever either is touched, and neither leaves this class.
public final class PangoMeasurer: TextMeasurer, @unchecked Sendable {
  private struct Fitting: Hashable {
    let words: PangoText.Words
    let width: Double
  }

  private let lock = NSLock()
  private let engine = PangoText()
  private var extents = Answers<PangoText.Words, TextExtents>(limit: 50_000)
  private var lines = Answers<Fitting, [String]>(limit: 50_000)
  private var shortened = Answers<Fitting, String>(limit: 50_000)

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
    return extents.answer(PangoText.Words(string: string, font: font)) {
      engine.line(string, font: font).extents
    }
  }

  /// Pango's lines: by UAX #14, Thai by a dictionary, and between letters where a word is too wide.
  public func lines(of string: String, font: Font, width: Double) -> [String] {
    lock.lock()
    defer { lock.unlock() }
    let words = PangoText.Words(string: string, font: font)
    return lines.answer(Fitting(words: words, width: width)) {
      engine.lines(of: string, font: font, width: width)
    }
  }

  /// Pango's ellipsis, at the end as the text is read.
  public func shortened(_ string: String, font: Font, width: Double) -> String {
    guard measure(string, font: font).width > width else { return string }
    lock.lock()
    defer { lock.unlock() }
    let words = PangoText.Words(string: string, font: font)
    return shortened.answer(Fitting(words: words, width: width)) {
      engine.shortened(string, font: font, width: width)
    }
  }
}
