import AECore
import Testing
import Visual

@Suite struct FieldsTests {
  @Test func namesKeepTheirOrderAndAreSpelledAsPropertiesAre() throws {
    let inner: Fields = ["testCount": 3]
    let fields: Fields = ["psnrDB": 18.5, "latentSize": 2, "inner": [inner], "a": "b"]
    #expect(
      try JSONValue(encoding: fields)
        == .object([
          .init("psnr_db", .number("18.5")), .init("latent_size", .number("2")),
          .init("inner", .array([.object([.init("test_count", .number("3"))])])),
          .init("a", .string("b")),
        ]))
  }

  @Test func whatIsNilIsLeftOutAndInsideOfAListIsNull() throws {
    let missing: Double? = nil
    let known: Double? = 1
    let nothing: (any Encodable & Sendable)? = nil
    let fields: Fields = [
      "missing": missing, "known": known, "nothing": nothing, "list": [known, missing],
    ]
    #expect(
      try JSONValue(encoding: fields)
        == .object([
          .init("known", .number("1.0")), .init("list", .array([.number("1.0"), .null])),
        ]))
  }
}
