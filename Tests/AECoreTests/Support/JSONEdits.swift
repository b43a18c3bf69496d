import AECore

extension JSONValue {
  /// The document with the member at `path` (keys, or indices of lists as numbers) replaced, added
  /// or, for nil, taken out.
  func setting(_ path: ArraySlice<String>, to value: JSONValue?) -> JSONValue {
    guard let key = path.first else { return value ?? self }
    let rest = path.dropFirst()
    switch self {
    case .object(var members):
      let index = members.firstIndex { $0.key == key }
      if rest.isEmpty, value == nil {
        if let index { members.remove(at: index) }
      } else if let index {
        members[index].value = members[index].value.setting(rest, to: value)
      } else if let value {
        members.append(Member(key, value))
      }
      return .object(members)
    case .array(var elements):
      guard let index = Int(key), elements.indices.contains(index) else { return self }
      elements[index] = elements[index].setting(rest, to: value)
      return .array(elements)
    default: return value ?? self
    }
  }
}
