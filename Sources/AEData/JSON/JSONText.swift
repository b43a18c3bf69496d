import Foundation

extension JSONValue {
  /// The document on one line, without a line's end.
  package var line: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .string(let text): Self.quoted(text)
    case .array(let elements): "[\(elements.map(\.line).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.key)): \($0.value.line)" }.joined(separator: ", "))}"
    }
  }

  /// The document for people to read, two spaces a level: a list or object that is short and has
  /// no objects in it stands on one line. Ends with a line's end; the same value, the same text.
  package var text: String { lines(indent: 0, before: 0) + "\n" }

  /// ``text`` in UTF-8.
  package var data: Data { Data(text.utf8) }

  /// The document for programs: on one line without spaces, keys in the alphabet's order, a whole
  /// number without `.0`. Ends with a line's end; the same value, the same text.
  package var sortedText: String { compact + "\n" }

  private var compact: String {
    switch self {
    case .null, .bool, .string: line
    case .number(let digits): digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
    case .array(let elements): "[\(elements.map(\.compact).joined(separator: ","))]"
    case .object(let members):
      "{\(members.sorted { $0.key < $1.key }.map(compact).joined(separator: ","))}"
    }
  }

  private func compact(_ member: Member) -> String {
    "\(Self.quoted(member.key)):\(member.value.compact)"
  }

  /// One line holds a convolution layer of a run.
  private static let longestLine = 200

  private func lines(indent: Int, before: Int) -> String {
    // `before` is what stands on the line already: the indentation and the key.
    if depth < 3 && indent > 0 {
      let line = line
      if before + line.count <= Self.longestLine { return line }
    }
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .array(let elements) where !elements.isEmpty:
      let parts = elements.map { inner + $0.lines(indent: indent + 2, before: indent + 2) }
      return "[\n\(parts.joined(separator: ",\n"))\n\(outer)]"
    case .object(let members) where !members.isEmpty:
      let parts = members.map { member in
        let start = "\(inner)\(Self.quoted(member.key)): "
        return start + member.value.lines(indent: indent + 2, before: start.count)
      }
      return "{\n\(parts.joined(separator: ",\n"))\n\(outer)}"
    default: return line
    }
  }

  /// 0 for a scalar, 1 for a list or object of scalars, 2 when there are lists in it; objects in
  /// lists or objects always get lines of their own.
  private var depth: Int {
    switch self {
    case .null, .bool, .number, .string: 0
    case .array(let elements): nested(elements)
    case .object(let members): nested(members.map(\.value))
    }
  }

  private func nested(_ children: [JSONValue]) -> Int {
    let deepest = children.map { child in
      if case .object = child { return 3 }
      return child.depth
    }
    return 1 + (deepest.max() ?? 0)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case let scalar where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
