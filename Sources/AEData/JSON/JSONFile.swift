import Foundation

/// A JSON file, read strictly, then decoded; every failure is one line that names the field.
package struct JSONFile {
  /// The document.
  package let value: JSONValue
  private let name: String
  private let advice: String

  /// No JSON file of aeviz is larger: 16 MiB.
  package static let largestFile = 1 << 24

  /// The document in the file at `url`.
  ///
  /// - Parameter advice: what to do when the content is wrong.
  /// - Throws: ``Failure``: `noInput` when it is missing, `badData` when it is no JSON document.
  package init(_ url: URL, advice: String, missing: String? = nil) throws {
    let data = try InputFile.read(url, limit: Self.largestFile, missing: missing)
    try self.init(data, name: url.relativePath, advice: advice)
  }

  /// The document in `data`, which is called `name`.
  ///
  /// - Throws: ``Failure`` of kind `badData` when it is no JSON document, or too large for one.
  package init(_ data: Data, name: String, advice: String) throws {
    self.name = name
    self.advice = advice
    guard data.count <= Self.largestFile else {
      throw Failure(
        .badData, name, "has \(data.count) bytes; such a file has at most \(Self.largestFile)",
        advice: advice)
    }
    do {
      value = try StrictJSON.parse(data)
    } catch {
      throw Failure(.badData, name, at: error.place, error.problem, advice: advice)
    }
  }

  /// The document as a `Value`.
  /// - Throws: ``Failure`` of kind `badData` with the field's path, what was expected and found.
  package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    do {
      return try value.decoded(as: type)
    } catch let error as DecodingError {
      throw failure(error)
    }
  }

  /// A failure at the field with this path.
  package func failure(at place: String?, _ problem: String) -> Failure {
    Failure(.badData, name, at: place, problem, advice: advice)
  }

  private func failure(_ error: DecodingError) -> Failure {
    failure(at: error.place, error.problem)
  }
}

extension DecodingError {
  /// The path of the field, as in `training.history[3].epoch`; nil at the top.
  package var place: String? {
    let keys: [any CodingKey] =
      switch self {
      case .keyNotFound(let key, let context): context.codingPath + [key]
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        context.codingPath
      @unknown default: []
      }
    let path = keys.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    return path.isEmpty ? nil : path
  }

  /// What was expected, and what was found.
  package var problem: String {
    switch self {
    case .keyNotFound(_, let context), .typeMismatch(_, let context),
      .valueNotFound(_, let context), .dataCorrupted(let context):
      context.debugDescription
    @unknown default: "\(self)"
    }
  }
}
