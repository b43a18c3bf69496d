import AECore
import Testing

@Suite struct ImageSetTests {
  /// What is taken out and what stays are what a selection of both gives, in their order.
  @Test func whatIsTakenOutAndWhatStaysAreAll() {
    var random = RandomSource(seed: 4)
    for count in 0..<40 {
      let shape = ImageShape(channels: 2, height: 1, width: 3)
      let all = ImageSet(
        shape: shape,
        pixels: (0..<count * shape.count).map { _ in .random(in: 0...16, using: &random) },
        white: 16, labels: count % 3 == 0 ? nil : (0..<count).map { UInt8($0) })
      var isTaken = (0..<count).map { _ in Bool.random(using: &random) }
      if count == 8 { isTaken = isTaken.map { _ in true } }
      if count == 9 { isTaken = isTaken.map { _ in false } }
      var rest = all
      let taken = rest.takeOut(isTaken)
      for (found, expected) in [
        (taken, all.selecting(isTaken.indices.filter { isTaken[$0] })),
        (rest, all.selecting(isTaken.indices.filter { !isTaken[$0] })),
      ] {
        #expect(found.count == expected.count && found.shape == shape && found.white == 16)
        #expect(found.pixels == expected.pixels && found.labels == expected.labels)
      }
    }
  }
}
