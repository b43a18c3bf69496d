extension JSONValue {
  /// The document as a `Value`. A property `latentSize` is read from the key `latent_size`, except
  /// in ``VerbatimKeys``.
  ///
  /// Unlike Foundation's decoder, every error says in its `debugDescription` what was expected
  /// and what was found, and a number that does not fit its type has its path.
  /// - Throws: `DecodingError`.
  package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try TreeDecoder(value: self).decode(type)
  }
}

private struct TreeDecoder: Decoder {
  let value: JSONValue
  var spelling = KeySpelling.snakeCase
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else { throw mismatch(type, "an object") }
    let values = Dictionary(
      members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    return KeyedDecodingContainer(
      MemberReader<Key>(
        members: members, values: values, spelling: spelling, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch([Any].self, "a list") }
    return ListReader(elements: elements, spelling: spelling, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { ScalarReader(decoder: self) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let (scalar, expected): (Any?, String)
    if type is Bool.Type {
      (scalar, expected) = (bool, "true or false")
    } else if type is String.Type {
      (scalar, expected) = (string, "a string")
    } else if let type = JSONNumbers.whole(type) {
      (scalar, expected) = (digits.flatMap { type.init($0, radix: 10) }, range(of: type))
    } else if let type = JSONNumbers.fraction(type) {
      (scalar, expected) = (finite(type), "a number within \(type)'s range")
    } else {
      return try decodeComposite(type)
    }
    guard let result = scalar as? Value else { throw mismatch(type, expected) }
    return result
  }

  /// A value that reads itself. Where it refuses one of its fields, the path has the field's name
  /// in Swift; the file's is told.
  private func decodeComposite<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let spelling = KeySpelling(type)
    do {
      return try Value(
        from: TreeDecoder(value: value, spelling: spelling, codingPath: codingPath))
    } catch DecodingError.dataCorrupted(let context) {
      let path = context.codingPath.map { key -> any CodingKey in
        key is SpelledKey || key.intValue != nil
          ? key : SpelledKey(stringValue: spelling.key(key.stringValue))
      }
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: path, debugDescription: context.debugDescription,
          underlyingError: context.underlyingError))
    }
  }

  private var bool: Bool? {
    guard case .bool(let value) = value else { return nil }
    return value
  }

  private var string: String? {
    guard case .string(let text) = value else { return nil }
    return text
  }

  private var digits: String? {
    guard case .number(let digits) = value else { return nil }
    return digits
  }

  private func finite<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ type: Number.Type
  ) -> Number? {
    digits.flatMap { Number($0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  /// The range only when it is what is wrong.
  private func range<Number: FixedWidthInteger>(of type: Number.Type) -> String {
    let isWhole = digits?.allSatisfy { $0.isNumber || $0 == "-" } ?? false
    return isWhole ? "a whole number from \(Number.min) to \(Number.max)" : "a whole number"
  }

  private func mismatch(_ type: any Any.Type, _ expected: String) -> DecodingError {
    .typeMismatch(
      type,
      .init(
        codingPath: codingPath,
        debugDescription: "expected \(expected), found \(value.described)"))
  }
}

private struct MemberReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [JSONValue.Member]
  let values: [String: JSONValue]
  let spelling: KeySpelling
  let codingPath: [any CodingKey]

  /// What a dictionary asks for, and an `enum` with values, which are all ``VerbatimKeys``: the way
  /// back from `psnr_db` would not be clear.
  var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

  func contains(_ key: Key) -> Bool { values[spelled(key)] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).value == .null }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder(key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder {
    TreeDecoder(value: .object(members), spelling: spelling, codingPath: codingPath)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  private func spelled(_ key: Key) -> String { spelling.key(key.stringValue) }

  private func decoder(_ key: Key) throws -> TreeDecoder {
    let spelled = SpelledKey(stringValue: spelled(key))
    guard let value = values[spelled.stringValue] else {
      throw DecodingError.keyNotFound(
        spelled, .init(codingPath: codingPath, debugDescription: "missing"))
    }
    return TreeDecoder(value: value, spelling: spelling, codingPath: codingPath + [spelled])
  }
}

private struct ListReader: UnkeyedDecodingContainer {
  let elements: [JSONValue]
  let spelling: KeySpelling
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(elements: [JSONValue], spelling: KeySpelling, codingPath: [any CodingKey]) {
    self.elements = elements
    self.spelling = spelling
    self.codingPath = codingPath
  }

  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex == elements.count }

  mutating func decodeNil() throws -> Bool {
    let isNull = try current().value == .null
    if isNull { currentIndex += 1 }
    return isNull
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try current().decode(type)
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try current().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try current().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try current()
    currentIndex += 1
    return decoder
  }

  private func current() throws -> TreeDecoder {
    let path = codingPath + [Index(intValue: currentIndex)]
    guard currentIndex < elements.count else {
      throw DecodingError.valueNotFound(
        Any.self,
        .init(codingPath: path, debugDescription: "the list has only \(elements.count) entries"))
    }
    return TreeDecoder(value: elements[currentIndex], spelling: spelling, codingPath: path)
  }

  private struct Index: CodingKey {
    let index: Int
    init(intValue: Int) { index = intValue }
    init?(stringValue: String) { return nil }
    var intValue: Int? { index }
    var stringValue: String { "\(index)" }
  }
}

private struct ScalarReader: SingleValueDecodingContainer {
  let decoder: TreeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.value == .null }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}
