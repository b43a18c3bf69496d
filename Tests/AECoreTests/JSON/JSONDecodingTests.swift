import AECore
import Foundation
import Testing

@Suite struct JSONDecodingTests {
  private struct Example: Codable, Equatable {
    var whole: Int
    var small: UInt8
    var number: Double?
    var flag: Bool
    var list: [Size2D]
    var table: [String: [String]]
  }

  @Test func decodesWhatWasEncoded() throws {
    let example = Example(
      whole: .min, small: 255, number: -1.5e-300, flag: true,
      list: [Size2D(3), Size2D(height: 0, width: 1)], table: ["a": ["b", ""], "c": []])
    #expect(try JSONValue(encoding: example).decoded(as: Example.self) == example)
    #expect(try JSONValue.null.decoded(as: Int?.self) == nil)
  }

  @Test(arguments: [
    ("whole", "1.5", "whole", "expected a whole number, found 1.5"),
    ("whole", "\"1\"", "whole", "expected a whole number, found the string \"1\""),
    ("whole", "null", "whole", "expected a whole number, found null"),
    ("small", "256", "small", "expected a whole number from 0 to 255, found 256"),
    ("small", "-1", "small", "expected a whole number from 0 to 255, found -1"),
    ("number", "1e999", "number", "expected a number within Double's range, found 1e999"),
    ("flag", "1", "flag", "expected true or false, found 1"),
    ("list", "{}", "list", "expected a list, found an object"),
    ("list", "[[1, 2], [1, \"x\"]]", "list.1.1", "found the string \"x\""),
    ("list", "[[1, 2], [1]]", "list.1", "[1] is not [height, width]"),
    ("table", "[]", "table", "expected an object, found a list"),
    ("table", "{\"a\": [0]}", "table.a.0", "expected a string, found 0"),
  ])
  func saysWhatWasExpected(_ key: String, _ text: String, _ path: String, _ problem: String) {
    let fields = [
      "whole": "1", "small": "1", "flag": "true", "list": "[]", "table": "{}",
    ].merging([key: text]) { $1 }
    let document = fields.map { "\"\($0)\": \($1)" }.joined(separator: ", ")
    let error = #expect(throws: DecodingError.self) {
      try StrictJSON.parse(Data("{\(document)}".utf8)).decoded(as: Example.self)
    }
    switch error {
    case .typeMismatch(_, let context), .dataCorrupted(let context):
      #expect(context.codingPath.map(\.stringValue).joined(separator: ".") == path)
      #expect(context.debugDescription.contains(problem), "\(context.debugDescription)")
    default: Issue.record("\(String(describing: error))")
    }
  }
}
