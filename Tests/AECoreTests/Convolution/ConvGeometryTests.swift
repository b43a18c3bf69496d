import AECore
import Testing

struct ConvGeometryTests {
  /// The lecture's sizes: 5 and 6 both shrink to 3, output padding tells them apart.
  @Test func outputPaddingTellsTheLecturesSizesApart() throws {
    let geometry = try ConvGeometry(kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    #expect(try geometry.convolvedSize(of: Size2D(5)) == Size2D(3))
    #expect(try geometry.convolvedSize(of: Size2D(6)) == Size2D(3))
    #expect(try geometry.transposedSize(of: Size2D(3)) == Size2D(5))
    #expect(try geometry.outputPadding(restoring: Size2D(5)) == Size2D(0))
    #expect(try geometry.outputPadding(restoring: Size2D(6)) == Size2D(1))
    let restoring = try geometry.with(outputPadding: Size2D(1))
    #expect(try restoring.transposedSize(of: Size2D(3)) == Size2D(6))
  }

  /// The output padding chosen always returns to the size, and is always legal.
  @Test func theChosenOutputPaddingRestoresTheSize() throws {
    var random = RandomSource(seed: 1)
    for _ in 0..<500 {
      let drawn = try RandomGeometry(using: &random)
      #expect(try drawn.geometry.transposedSize(of: drawn.small.size) == drawn.large.size)
    }
  }

  @Test func everyErrorShowsItsArithmetic() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "no error"
      } catch { return "\(error)" }
    }
    #expect(
      message { _ = try ConvGeometry(kernel: Size2D(3), stride: Size2D(0)) }
        == "stride (height) is 0; give a whole number from 1 to 16777216")
    #expect(
      message {
        let geometry = try ConvGeometry(kernel: Size2D(7), padding: Size2D(1))
        _ = try geometry.convolvedSize(of: Size2D(4))
      } == "the kernel spans 7 cells of height, but the padded input has only 4 + 2·1 = 6; "
        + "use a smaller kernel or dilation, or more padding")
    #expect(
      message {
        let geometry = try ConvGeometry(
          kernel: Size2D(7),
          padding: Padding(vertical: .init(before: 0, after: 2), horizontal: .init(9)))
        _ = try geometry.convolvedSize(of: Size2D(4))
      }.hasPrefix(
        "the kernel spans 7 cells of height, but the padded input has only 4 + 0 + 2 = 6;"))
    #expect(
      message {
        _ = try ConvGeometry(
          kernel: Size2D(3), stride: Size2D(2), dilation: Size2D(height: 1, width: 3),
          outputPadding: Size2D(height: 2, width: 2))
      } == "output_padding 2 (height) is not below max(stride, dilation) = max(2, 1) = 2; "
        + "use at most 1")
    #expect(
      message {
        let geometry = try ConvGeometry(kernel: Size2D(1), groups: 3)
        try geometry.check(largeChannels: 6, smallChannels: 4)
      } == "3 groups do not divide 4 output channels (4 mod 3 = 1); use a divisor of 4")
    #expect(
      message {
        let geometry = try ConvGeometry(kernel: Size2D(1), padding: Size2D(2))
        _ = try geometry.transposedSize(of: Size2D(3))
      }.hasPrefix(
        "the transposed output's height would be (3 − 1)·1 − 2·2 + 1·(1 − 1) + 0 + 1 = -1;"))
  }

  @Test func numbersThatWouldOverflowAreRefusedNotMultiplied() {
    #expect(throws: GeometryError.self) { try ConvGeometry(kernel: Size2D(Int.max)) }
    #expect(throws: GeometryError.self) {
      try ConvGeometry(kernel: Size2D(3)).transposedSize(of: Size2D(Int.max))
    }
    #expect(throws: GeometryError.self) {
      try ConvGeometry(kernel: Size2D(3), stride: Size2D(1 << 24)).transposedSize(
        of: Size2D(1 << 24))
    }
  }
}
