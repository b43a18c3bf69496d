/// Named values in their order, as a JSON object: the numbers behind a picture. Names are spelled
/// as those of a type's properties are, and a value that is nil is left out.
///
///     public var data: any Encodable & Sendable { ["errors": errors, "pcaMSE": pca] as Fields }
package struct Fields: Encodable, Sendable, ExpressibleByDictionaryLiteral {
  private let fields: [(name: String, value: (any Encodable & Sendable)?)]

  /// The values by name.
  package init(dictionaryLiteral elements: (String, (any Encodable & Sendable)?)...) {
    fields = elements.map { (name: $0.0, value: $0.1) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (name, value) in fields {
      if let value { try container.encode(value, forKey: Name(stringValue: name)) }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
