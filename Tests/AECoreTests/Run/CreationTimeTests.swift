import AECore
import Testing

@Suite struct CreationTimeTests {
  @Test func theTimeMayBeGiven() throws {
    #expect(
      try CreationTime.text(environment: ["SOURCE_DATE_EPOCH": "1700000000"])
        == "2023-11-14T22:13:20Z")
    #expect(
      try CreationTime.text(environment: ["SOURCE_DATE_EPOCH": "253402300799"])
        == "9999-12-31T23:59:59Z")
    #expect(try CreationTime.text(environment: [:]).hasPrefix("20"))
  }

  @Test(arguments: ["nan", "1e300", "abc", "-1", "1.5", "253402300800", "9223372036854775808"])
  func whatIsNoTimeIsRefused(_ text: String) {
    expectFailure(.usage, "SOURCE_DATE_EPOCH", "'\(text)'") {
      _ = try CreationTime.text(environment: ["SOURCE_DATE_EPOCH": text])
    }
  }
}
