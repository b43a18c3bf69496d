import AECore
import Foundation
import Testing

/// Expects a ``Failure`` of this kind, on one line, that contains each of `parts`.
func expectFailure(
  _ kind: Failure.Kind, _ parts: String..., location: SourceLocation = #_sourceLocation,
  from body: () throws -> Void
) {
  let failure = #expect(throws: Failure.self, sourceLocation: location) { try body() }
  guard let failure else { return }
  let line = failure.description
  #expect(failure.kind == kind, "\(line)", sourceLocation: location)
  #expect(!line.contains { $0.isNewline }, "\(line)", sourceLocation: location)
  for part in parts {
    #expect(line.contains(part), "\"\(part)\" is not in: \(line)", sourceLocation: location)
  }
}
