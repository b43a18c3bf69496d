/// What stands in a document beside the fields that are known here, each in its place: whoever
/// writes the document again keeps it.
package struct UnknownFields: Hashable, Sendable {
  private let root: Node

  /// A place that has unknown fields, or one of them.
  private indirect enum Node: Hashable, Sendable {
    /// A field that is not known, or a known one whose value means nothing.
    case field(JSONValue)
    /// A known object, by its keys.
    case members([Member])
    /// A known list; nil for entries without anything unknown.
    case elements([Node?])
  }

  private struct Member: Hashable, Sendable {
    var key: String
    var node: Node
  }

  /// What `document` has and `known` has not; nil when that is nothing.
  package init?(in document: JSONValue, beside known: JSONValue) {
    guard let root = Self.unknown(document, beside: known) else { return nil }
    self.root = root
  }

  /// `document` with these fields, each behind those that are there already. Where the place of one
  /// is gone, so is the field; where another value has taken it, that stays.
  package func added(to document: JSONValue) -> JSONValue { Self.add(root, to: document) }

  private static func unknown(_ value: JSONValue, beside known: JSONValue) -> Node? {
    switch (value, known) {
    case (.object(let members), .object(let others)):
      let values = Dictionary(others.map { ($0.key, $0.value) }) { first, _ in first }
      let nodes = members.compactMap { member -> Member? in
        guard let other = values[member.key] else {
          return Member(key: member.key, node: .field(member.value))
        }
        return unknown(member.value, beside: other).map { Member(key: member.key, node: $0) }
      }
      return nodes.isEmpty ? nil : .members(nodes)
    case (.array(let elements), .array(let others)):
      let nodes = zip(elements, others).map { unknown($0, beside: $1) }
      return nodes.allSatisfy { $0 == nil } ? nil : .elements(nodes)
    default: return nil
    }
  }

  private static func add(_ node: Node, to value: JSONValue) -> JSONValue {
    switch (node, value) {
    case (.members(let nodes), .object(var members)):
      var places: [String: Int] = [:]
      for (place, member) in members.enumerated() { places[member.key] = place }
      for member in nodes {
        if let place = places[member.key] {
          members[place].value = add(member.node, to: members[place].value)
        } else if case .field(let field) = member.node {
          members.append(JSONValue.Member(member.key, field))
        }
      }
      return .object(members)
    case (.elements(let nodes), .array(let elements)):
      return .array(
        elements.enumerated().map { place, element in
          guard nodes.indices.contains(place), let node = nodes[place] else { return element }
          return add(node, to: element)
        })
    default: return value
    }
  }
}
