import AECore
import Testing

@Suite struct FailureTests {
  @Test func tellsFileWhereWhatAndWhatToDo() {
    #expect(
      Failure(.badData, "f", at: "a.b", "is 3", advice: "use 2").description
        == "f: a.b: is 3; use 2")
    #expect(Failure(.usage, nil, "is 3").description == "is 3")
  }

  @Test func isOneLineWithoutControlCharacters() {
    #expect(Failure(.badData, "a\nb", "c\r\nd\u{2028}e").description == "a b: c d e")
    #expect(Failure(.badData, "f", "\u{1B}[2J\u{7}").description == "f: ␛[2J␇")
    #expect(Failure(.badData, "f", "\u{7F}\u{9B}0m\t").description == "f: ␡\\u{9b}0m␉")
  }
}
