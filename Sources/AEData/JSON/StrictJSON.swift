import Foundation

/// Reads JSON (RFC 8259) strictly: a key that stands twice in an object, text after the end, a file
/// that is cut off or nested without end are errors, which say where.
///
/// Foundation's decoder keeps one of two equal keys without a word, so every file is read here
/// before it is decoded.
package struct StrictJSON {
  /// Lists and objects within each other, at most.
  package static let largestDepth = 64

  /// What is wrong, and where.
  package struct Problem: Error, Hashable, Sendable {
    /// The path of the value, as in `training.history[3].epoch`; empty at the top.
    package var path: String
    /// Bytes before the place.
    package var offset: Int
    /// What is wrong.
    package var problem: String

    /// Path or offset, as the place of a ``Failure``.
    package var place: String { path.isEmpty ? "offset \(offset)" : "\(path) (offset \(offset))" }
  }

  /// The document in `data`.
  /// - Throws: ``Problem``.
  package static func parse(_ data: Data) throws(Problem) -> JSONValue {
    try parse(Array(data))
  }

  /// The document in `bytes`, UTF-8.
  /// - Throws: ``Problem``.
  package static func parse(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
    var reader = StrictJSON(bytes: bytes)
    reader.skipSpace()
    guard reader.position < bytes.count else { throw reader.failed("the file is empty") }
    let value = try reader.value()
    reader.skipSpace()
    guard reader.position == bytes.count else {
      throw reader.failed("there is more after the end of the document")
    }
    return value
  }

  private let bytes: [UInt8]
  private var position = 0
  /// Keys and indices that lead to the value being read.
  private var path: [Step] = []

  private enum Step {
    case key(String)
    case index(Int)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  // MARK: Values

  private mutating func value() throws(Problem) -> JSONValue {
    guard path.count <= Self.largestDepth else {
      throw failed("nested deeper than \(Self.largestDepth) levels")
    }
    switch peek {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(let byte) where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
    default: throw unexpected("a value")
    }
  }

  private mutating func object() throws(Problem) -> JSONValue {
    var members: [JSONValue.Member] = []
    var keys: Set<String> = []
    position += 1
    skipSpace()
    if take("}") { return .object(members) }
    while true {
      guard peek == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let start = position
      let key = try string()
      path.append(.key(key))
      guard keys.insert(key).inserted else {
        position = start
        throw failed("the key \"\(key)\" stands twice")
      }
      skipSpace()
      guard take(":") else { throw unexpected("\":\"") }
      skipSpace()
      members.append(JSONValue.Member(key, try value()))
      path.removeLast()
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw unexpected("\",\" or \"}\"") }
      skipSpace()
    }
  }

  private mutating func array() throws(Problem) -> JSONValue {
    var elements: [JSONValue] = []
    position += 1
    skipSpace()
    if take("]") { return .array(elements) }
    while true {
      path.append(.index(elements.count))
      elements.append(try value())
      path.removeLast()
      skipSpace()
      if take("]") { return .array(elements) }
      guard take(",") else { throw unexpected("\",\" or \"]\"") }
      skipSpace()
    }
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(Problem) -> JSONValue {
    let end = position + text.utf8.count
    guard end <= bytes.count, bytes[position..<end].elementsEqual(text.utf8) else {
      // A text without quotes may begin with the same letter.
      let isBegun = bytes[position...].starts(with: text.utf8.prefix(2))
      throw unexpected(isBegun ? "\"\(text)\"" : "a value")
    }
    position = end
    return value
  }

  private mutating func number() throws(Problem) -> JSONValue {
    let start = position
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits() throws(Problem) {
    let start = position
    while let byte = peek, isDigit(byte) { position += 1 }
    guard position > start else { throw unexpected("a digit") }
  }

  // MARK: Strings

  private mutating func string() throws(Problem) -> String {
    let opening = position
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          position = opening
          throw failed("a string is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20:
        position -= 1
        throw failed("a control character stands in a string")
      default: text.append(byte)
      }
    }
    throw unexpected("the closing quote of the string at offset \(opening)")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Problem) {
    guard let byte = peek else { throw unexpected("an escaped character") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try scalar())).utf8)
    default:
      position -= 1
      throw unexpected("one of \"\\/bfnrtu")
    }
  }

  /// The code point of `\u`, of a surrogate pair when it is one.
  private mutating func scalar() throws(Problem) -> Unicode.Scalar {
    var code = try fourDigits()
    if (0xD800..<0xDC00).contains(code), take("\\") {
      guard take("u") else { throw unexpected("the second half of a surrogate pair") }
      let low = try fourDigits()
      guard (0xDC00..<0xE000).contains(low) else {
        throw failed("a surrogate pair lacks its second half")
      }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw failed("a surrogate stands alone") }
    return scalar
  }

  private mutating func fourDigits() throws(Problem) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("four hexadecimal digits")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }

  // MARK: Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  // MARK: Problems

  private func unexpected(_ expected: String) -> Problem {
    guard let byte = peek else { return failed("the file is cut off; expected \(expected)") }
    let found =
      (0x21..<0x7F).contains(byte)
      ? "\"\(Character(Unicode.Scalar(byte)))\"" : "the byte 0x\(String(byte, radix: 16))"
    return failed("expected \(expected), found \(found)")
  }

  private func failed(_ problem: String) -> Problem {
    let path = path.reduce(into: "") { text, step in
      switch step {
      case .key(let key): text += text.isEmpty ? key : ".\(key)"
      case .index(let index): text += "[\(index)]"
      }
    }
    return Problem(path: path, offset: position, problem: problem)
  }
}
