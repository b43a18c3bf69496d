import AECore
import Foundation
import Testing

@Suite struct JSONTextTests {
  private struct Example: Encodable {
    var zebra = 1
    var apple = Double.nan
    var text = "a\"\\\n\u{1}é"
    var none: Int?
    var pairs = [Size2D(3), Size2D(height: 1, width: 2)]
    var most = UInt64.max
    var inner = ["k": 0.001]
  }

  @Test func keepsTheOrderAndWritesNullForWhatIsNotFinite() throws {
    let value = try JSONValue(encoding: Example())
    #expect(
      value.line == #"{"zebra": 1, "apple": null, "text": "a\"\\\n\u0001é", "#
        + #""pairs": [[3, 3], [1, 2]], "most": 18446744073709551615, "inner": {"k": 0.001}}"#)
  }

  @Test func shortPartsStandOnOneLine() throws {
    #expect(
      try JSONValue(encoding: ["list": [1, 2, 3]]).text == "{\n  \"list\": [1, 2, 3]\n}\n")
    #expect(
      try JSONValue(encoding: [["a": 1], ["a": 2]]).text == "[\n  {\"a\": 1},\n  {\"a\": 2}\n]\n")
    #expect(try JSONValue(encoding: ["a": [Int]()]).text == "{\n  \"a\": []\n}\n")
  }

  @Test func programsGetSortedKeysAndNoSpaces() throws {
    #expect(
      try JSONValue(encoding: Example()).sortedText
        == #"{"apple":null,"inner":{"k":0.001},"most":18446744073709551615,"#
        + #""pairs":[[3,3],[1,2]],"text":"a\"\\\n\u0001é","zebra":1}"# + "\n")
    #expect(try JSONValue(encoding: [1.0, 0.5, -0.0, 1e21]).sortedText == "[1,0.5,-0,1e+21]\n")
  }

  @Test func whatIsWrittenIsReadBack() throws {
    for value in [try JSONValue(encoding: Example()), try JSONValue(encoding: [["x": ["y"]]])] {
      #expect(try StrictJSON.parse(value.data) == value)
      #expect(try StrictJSON.parse(Data(value.line.utf8)) == value)
    }
  }
}
