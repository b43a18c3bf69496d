import Testing

/// A test that mostly waits for another program, and goes on before others once that is done.
///
/// All tests begin at once, and what one does after it has waited comes behind all that the others
/// have begun: a long one of several steps would be left alone at the end, with one processor idle.
struct EarlyTrait: TestTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    try await withoutActuallyEscaping(function) { function in
      try await Task(priority: .high) { try await function() }.value
    }
  }
}

extension Trait where Self == EarlyTrait {
  /// Goes on before others.
  static var early: Self { EarlyTrait() }
}
