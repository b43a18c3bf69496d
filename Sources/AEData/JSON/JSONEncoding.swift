import Foundation

extension JSONValue {
  /// `value` as a document whose members stand in the order in which they were encoded;
  /// Foundation's encoder offers only the alphabet's order. A property `latentSize` has the key
  /// `latent_size`, except in ``VerbatimKeys``. A number that is not finite is null.
  package init(encoding value: some Encodable) throws {
    self = try Node.of(value, at: []).value
  }
}

/// A value under construction; a container fills it while the encoded type still holds on to it.
private final class Node {
  var value: JSONValue {
    switch kind {
    case .scalar(let value): value
    case .list: .array(nodes.map(\.value))
    case .members: .object(zip(keys, nodes).map { JSONValue.Member($0, $1.value) })
    }
  }

  var count: Int { nodes.count }

  private var kind: Kind
  private var nodes: [Node] = []
  private var keys: [String] = []

  private enum Kind {
    case scalar(JSONValue)
    case list
    case members
  }

  init(_ scalar: JSONValue = .object([])) { kind = .scalar(scalar) }

  func set(_ scalar: JSONValue) { kind = .scalar(scalar) }

  func startList() { kind = .list }

  func startMembers() { kind = .members }

  func append(_ node: Node) { nodes.append(node) }

  func append(_ node: Node, forKey key: String) {
    keys.append(key)
    nodes.append(node)
  }

  static func of(_ value: some Encodable, at path: [any CodingKey]) throws -> Node {
    switch value {
    case let value as Bool: return Node(.bool(value))
    case let value as String: return Node(.string(value))
    case let value as Double: return Node(value.isFinite ? .number("\(value)") : .null)
    case let value as Float: return Node(value.isFinite ? .number("\(value)") : .null)
    default:
      if JSONNumbers.whole(type(of: value)) != nil { return Node(.number("\(value)")) }
      let node = Node()
      let spelling = KeySpelling(type(of: value))
      try value.encode(to: TreeEncoder(node: node, spelling: spelling, codingPath: path))
      return node
    }
  }
}

private struct TreeEncoder: Encoder {
  let node: Node
  let spelling: KeySpelling
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.startMembers()
    return KeyedEncodingContainer(
      MemberContainer<Key>(node: node, spelling: spelling, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.startList()
    return ListContainer(node: node, spelling: spelling, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    ScalarContainer(node: node, codingPath: codingPath)
  }
}

private struct MemberContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  let spelling: KeySpelling
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { node.append(Node(.null), forKey: spelled(key)) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    node.append(try Node.of(value, at: codingPath + [key]), forKey: spelled(key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    nested(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    nested(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    TreeEncoder(node: node, spelling: spelling, codingPath: codingPath)
  }

  func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

  private func spelled(_ key: Key) -> String { spelling.key(key.stringValue) }

  private func nested(_ key: Key) -> TreeEncoder {
    let child = Node()
    node.append(child, forKey: spelled(key))
    return TreeEncoder(node: child, spelling: spelling, codingPath: codingPath + [key])
  }
}

private struct ListContainer: UnkeyedEncodingContainer {
  let node: Node
  let spelling: KeySpelling
  let codingPath: [any CodingKey]
  var count: Int { node.count }

  func encodeNil() { node.append(Node(.null)) }

  func encode(_ value: some Encodable) throws {
    node.append(try Node.of(value, at: codingPath))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    nested().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

  func superEncoder() -> any Encoder { nested() }

  private func nested() -> TreeEncoder {
    let child = Node()
    node.append(child)
    return TreeEncoder(node: child, spelling: spelling, codingPath: codingPath)
  }
}

private struct ScalarContainer: SingleValueEncodingContainer {
  let node: Node
  let codingPath: [any CodingKey]

  func encodeNil() { node.set(.null) }

  func encode(_ value: some Encodable) throws {
    node.set(try Node.of(value, at: codingPath).value)
  }
}
