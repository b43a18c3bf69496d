import AECore
import Foundation

/// A validator for the part of JSON Schema 2020-12 that `Schemas/` uses. A keyword that it does not
/// know is an error, so that no rule is passed over in silence.
struct JSONSchema {
  /// A keyword that this validator lacks, or a schema that makes no sense.
  struct Unsupported: Error { var reason: String }

  private let root: JSONValue
  private static let keywords: Set<String> = [
    "$schema", "$defs", "title", "description", "$ref", "type", "const", "enum", "anyOf",
    "properties", "required", "additionalProperties", "items", "prefixItems", "minItems",
    "maxItems", "minimum", "maximum", "pattern",
  ]

  /// The schema in `document`; every part of it is looked through for unknown keywords.
  init(_ document: JSONValue) throws {
    root = document
    try checkKeywords(document)
  }

  /// What is wrong with `value`, one line each; empty when it is valid.
  func problems(_ value: JSONValue) throws -> [String] { try check(value, root, "$") }

  private func checkKeywords(_ schema: JSONValue) throws {
    if case .bool = schema { return }
    guard case .object(let members) = schema else {
      throw Unsupported(reason: "\(schema.described) is no schema")
    }
    for member in members {
      guard Self.keywords.contains(member.key) else { throw Unsupported(reason: member.key) }
      switch (member.key, member.value) {
      case ("$defs", .object(let inner)), ("properties", .object(let inner)):
        for schema in inner { try checkKeywords(schema.value) }
      case ("anyOf", .array(let inner)), ("prefixItems", .array(let inner)):
        for schema in inner { try checkKeywords(schema) }
      case ("items", let inner), ("additionalProperties", let inner): try checkKeywords(inner)
      case ("$ref", .string(let reference)): _ = try resolve(reference)
      default: break
      }
    }
  }

  private func resolve(_ reference: String) throws -> JSONValue {
    let prefix = "#/$defs/"
    guard reference.hasPrefix(prefix),
      let schema = root["$defs"]?[String(reference.dropFirst(prefix.count))]
    else { throw Unsupported(reason: reference) }
    return schema
  }

  private func check(
    _ value: JSONValue, _ schema: JSONValue, _ path: String
  ) throws -> [String] {
    guard case .object(let rules) = schema else {
      return schema == .bool(false) ? ["\(path) must not be there"] : []
    }
    return try rules.flatMap { try check(value, rule: $0, of: schema, path) }
  }

  private func check(
    _ value: JSONValue, rule: JSONValue.Member, of schema: JSONValue, _ path: String
  ) throws -> [String] {
    func problem(unless holds: Bool) -> [String] {
      holds ? [] : ["\(path): \(value.described) breaks \(rule.key) \(rule.value.line)"]
    }
    switch (rule.key, rule.value) {
    case ("$schema", _), ("$defs", _), ("title", _), ("description", _): return []
    case ("$ref", .string(let reference)): return try check(value, resolve(reference), path)
    case ("type", .string(let type)): return problem(unless: try has(value, type: type))
    case ("const", let constant): return problem(unless: value == constant)
    case ("enum", .array(let values)): return problem(unless: values.contains(value))
    case ("anyOf", .array(let schemas)):
      return problem(unless: try schemas.contains { try check(value, $0, path).isEmpty })
    case ("properties", _), ("required", _), ("additionalProperties", _):
      guard case .object(let members) = value else { return [] }
      return try check(members, rule: rule, of: schema, path)
    case ("items", _), ("prefixItems", _), ("minItems", _), ("maxItems", _):
      guard case .array(let elements) = value else { return [] }
      return try check(elements, rule: rule, of: schema, path)
    case ("minimum", .number(let limit)):
      guard case .number(let digits) = value else { return [] }
      return problem(unless: try number(digits) >= number(limit))
    case ("maximum", .number(let limit)):
      guard case .number(let digits) = value else { return [] }
      return problem(unless: try number(digits) <= number(limit))
    case ("pattern", .string(let pattern)):
      guard case .string(let text) = value else { return [] }
      return problem(unless: text.range(of: pattern, options: .regularExpression) != nil)
    default: throw Unsupported(reason: "\(rule.key): \(rule.value.described)")
    }
  }

  private func check(
    _ members: [JSONValue.Member], rule: JSONValue.Member, of schema: JSONValue, _ path: String
  ) throws -> [String] {
    switch (rule.key, rule.value) {
    case ("properties", .object(let properties)):
      return try members.flatMap { member in
        try properties.filter { $0.key == member.key }
          .flatMap { try check(member.value, $0.value, "\(path).\(member.key)") }
      }
    case ("required", .array(let keys)):
      return keys.filter { key in !members.contains { .string($0.key) == key } }
        .map { "\(path): \($0.described) is missing" }
    case ("additionalProperties", let inner):
      return try members.filter { schema["properties"]?[$0.key] == nil }
        .flatMap { try check($0.value, inner, "\(path).\($0.key)") }
    default: throw Unsupported(reason: "\(rule.key): \(rule.value.described)")
    }
  }

  private func check(
    _ elements: [JSONValue], rule: JSONValue.Member, of schema: JSONValue, _ path: String
  ) throws -> [String] {
    var first: [JSONValue] = []
    if case .array(let schemas) = schema["prefixItems"] { first = schemas }
    switch (rule.key, rule.value.integer) {
    case ("prefixItems", _):
      return try zip(elements, first).enumerated().flatMap { index, pair in
        try check(pair.0, pair.1, "\(path)[\(index)]")
      }
    case ("items", _):
      return try elements.enumerated().dropFirst(first.count).flatMap { index, element in
        try check(element, rule.value, "\(path)[\(index)]")
      }
    case ("minItems", .some(let count)):
      return elements.count >= count ? [] : ["\(path): \(elements.count) entries, not \(count)"]
    case ("maxItems", .some(let count)):
      return elements.count <= count ? [] : ["\(path): \(elements.count) entries, not \(count)"]
    default: throw Unsupported(reason: "\(rule.key): \(rule.value.described)")
    }
  }

  private func has(_ value: JSONValue, type: String) throws -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("number", .number),
      ("boolean", .bool), ("null", .null):
      true
    case ("integer", .number(let digits)): digits.allSatisfy { $0.isNumber || $0 == "-" }
    case ("object", _), ("array", _), ("string", _), ("number", _), ("boolean", _), ("null", _),
      ("integer", _):
      false
    default: throw Unsupported(reason: "type \(type)")
    }
  }

  private func number(_ digits: String) throws -> Double {
    guard let number = Double(digits) else { throw Unsupported(reason: digits) }
    return number
  }
}
