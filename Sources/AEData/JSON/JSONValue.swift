/// A JSON document as it stands in a file: members keep their order, numbers their digits.
package enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, in the digits of the file.
  case number(String)
  /// A string, its escapes resolved.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Members in the order of the file; no two have the same key.
  case object([Member])

  /// A key and its value.
  package struct Member: Hashable, Sendable {
    /// The key, its escapes resolved.
    package var key: String
    /// What stands behind it.
    package var value: JSONValue

    /// A member of an object.
    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The member `key` of an object; nil for anything else.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// A whole number that is written as one (`3`, not `3.0`) and fits into an `Int`; else nil.
  package var integer: Int? {
    guard case .number(let digits) = self else { return nil }
    return Int(digits)
  }

  /// What it is, for an error: `the string "abc"`, `a list`; long values are cut.
  package var described: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let digits): digits.count > 40 ? "\(digits.prefix(40))…" : digits
    case .string(let text):
      text.count > 40 ? "the string \"\(text.prefix(40))…\"" : "the string \"\(text)\""
    case .array: "a list"
    case .object: "an object"
    }
  }
}
