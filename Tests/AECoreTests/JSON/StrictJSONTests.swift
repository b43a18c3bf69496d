import AECore
import Foundation
import Testing

@Suite struct StrictJSONTests {
  @Test func readsEveryKindOfValue() throws {
    let value = try parse(#" {"a": [1, -2.5e3, true, false, null], "b": {"c": "x"}} "#)
    #expect(
      value["a"]
        == .array([.number("1"), .number("-2.5e3"), .bool(true), .bool(false), .null]))
    #expect(value["b"]?["c"] == .string("x"))
    #expect(try parse("{}") == .object([]))
    #expect(try parse("[]") == .array([]))
  }

  @Test func resolvesEscapes() throws {
    #expect(try parse(#""\"\\\/\b\f\n\r\t""#) == .string("\"\\/\u{8}\u{c}\n\r\t"))
    #expect(try parse(#""\u00e9\ud83d\ude00""#) == .string("é😀"))
  }

  @Test(arguments: [
    (#"{"a": {"b": [0, {"c": 1, "c": 2}]}}"#, "a.b[1].c", "stands twice"),
    // The same key, escaped.
    (#"{"a": 1, "\u0061": 2}"#, "a", "stands twice"),
    ("", "", "empty"), ("  \n", "", "empty"),
    ("{", "", "cut off"), (#"{"a": [1, 2"#, "a", "cut off"), (#"{"a": "x"#, "a", "cut off"),
    (#"{"a": tru"#, "a", "expected \"true\""), ("[1,]", "[1]", "expected a value"),
    ("not JSON", "", "expected a value, found \"n\""), ("[01]", "", "expected \",\" or \"]\""),
    ("[1.]", "[0]", "a digit"),
    ("[NaN]", "[0]", "expected a value, found \"N\""), ("{} {}", "", "more after the end"),
    ("{a: 1}", "", "a key in quotes"), (#"{"a" 1}"#, "a", "expected \":\""),
    (#"["\ud800"]"#, "[0]", "a surrogate stands alone"),
    (#"["\ud800\u0041"]"#, "[0]", "lacks its second half"),
    (#"["\x"]"#, "[0]", "expected one of"), ("[\"a\nb\"]", "[0]", "control character"),
  ])
  func refuses(_ text: String, _ path: String, _ problem: String) {
    let error = #expect(throws: StrictJSON.Problem.self) { try parse(text) }
    #expect(error?.path == path)
    #expect(error?.problem.contains(problem) == true, "\(error?.problem ?? "")")
  }

  @Test func refusesBytesThatAreNotUTF8() {
    let error = #expect(throws: StrictJSON.Problem.self) {
      try StrictJSON.parse([UInt8](arrayLiteral: 0x22, 0xFF, 0x22))
    }
    #expect(error?.problem == "a string is not UTF-8")
    #expect(throws: StrictJSON.Problem.self) { try StrictJSON.parse([0x00, 0xFE]) }
  }

  @Test func depthIsLimited() throws {
    let deep = String(repeating: "[", count: 100_000)
    let error = #expect(throws: StrictJSON.Problem.self) { try parse(deep) }
    #expect(error?.problem.contains("nested deeper than 64") == true)
    _ = try parse(String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
  }

  private func parse(_ text: String) throws -> JSONValue { try StrictJSON.parse(Data(text.utf8)) }
}
