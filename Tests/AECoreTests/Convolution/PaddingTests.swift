import AECore
import Testing

/// Padding of its own on each side, and what `same` and `valid` make of it.
struct PaddingTests {
  /// Geometries along a single row: kernel, stride, dilation and the size of the map.
  private static let cases: [(kernel: Int, stride: Int, dilation: Int, size: Int)] =
    (1...5).flatMap { kernel in
      (1...4).flatMap { stride in
        (1...3).flatMap { dilation in (1...9).map { (kernel, stride, dilation, $0) } }
      }
    }

  private func row(_ width: Int, height: Int = 1) -> Size2D { Size2D(height: height, width: width) }

  private func geometry(_ kernel: Int, _ stride: Int, _ dilation: Int) throws -> ConvGeometry {
    try ConvGeometry(kernel: row(kernel), stride: row(stride), dilation: row(dilation))
  }

  /// Every `stride`-th cell gets a window, with no zero more than that needs, and an odd one behind
  /// the map.
  @Test func sameGivesAWindowToEveryStridethCell() throws {
    for (kernel, stride, dilation, size) in Self.cases {
      let padded = try geometry(kernel, stride, dilation).padded(.same, for: row(size))
      let output = try padded.convolvedSize(of: row(size)).width
      #expect(output == (size + stride - 1) / stride)
      let ends = padded.padding.horizontal
      #expect((0...1).contains(ends.after - ends.before) && padded.padding.vertical == .init(0))
      // The last window ends where the padding does.
      let end = padded.large(small: output - 1, tap: kernel - 1, .horizontal)
      #expect(ends.total == 0 || end == size - 1 + ends.after, "\(padded) over \(size)")
    }
  }

  /// Keras's transposed `same` is the transpose of its `same` over the map that it gives.
  @Test func transposedSameIsTheTransposeOfSame() throws {
    for (kernel, stride, dilation, size) in Self.cases {
      let plain = try geometry(kernel, stride, dilation)
      let transposed = try plain.transposedPadded(.same)
      let large = size * stride
      #expect(try transposed.transposedSize(of: row(size)) == row(large))
      let forward = try plain.padded(.same, for: row(large))
      #expect(forward.padding == transposed.padding, "\(forward), \(transposed)")
      #expect(try forward.outputPadding(restoring: row(large)) == transposed.outputPadding)
    }
  }

  @Test func validHasNoZeros() throws {
    for (kernel, stride, dilation, size) in Self.cases {
      let plain = try geometry(kernel, stride, dilation)
      #expect(try plain.with(padding: Padding(row(2))).padded(.valid, for: row(size)) == plain)
      let transposed = try plain.transposedPadded(.valid)
      let span = dilation * (kernel - 1) + 1
      #expect(transposed.padding == .zero)
      #expect(
        try transposed.transposedSize(of: row(size)).width == (size - 1) * stride
          + max(span, stride))
    }
  }

  /// `i + p₁ + p₂` cells are convolved, and as many come back.
  @Test func bothEndsCount() throws {
    let geometry = try ConvGeometry(
      kernel: Size2D(3), stride: Size2D(2),
      padding: Padding(vertical: .init(before: 0, after: 1), horizontal: .init(before: 2, after: 1))
    )
    #expect(try geometry.convolvedSize(of: Size2D(6)) == Size2D(height: 3, width: 4))
    #expect(try geometry.outputPadding(restoring: Size2D(6)) == Size2D(0))
    #expect(try geometry.transposedSize(of: Size2D(height: 3, width: 4)) == Size2D(6))
    #expect(geometry.large(small: 0, tap: 0, .vertical) == 0)
    #expect(geometry.large(small: 0, tap: 0, .horizontal) == -2)
    #expect(geometry.description == "kernel 3×3, stride 2, padding 0:1×2:1")
  }

  @Test func equalEndsAreTheSizeThatTheyWere() throws {
    let geometry = try ConvGeometry(kernel: Size2D(3), padding: Size2D(height: 1, width: 2))
    #expect(geometry.padding == Padding(Size2D(height: 1, width: 2)))
    #expect(geometry.padding.symmetric == Size2D(height: 1, width: 2))
    #expect(geometry.description == "kernel 3×3, stride 1, padding 1×2")
    #expect(Padding(vertical: .init(1), horizontal: .init(before: 0, after: 1)).symmetric == nil)
  }

  /// Negative or endless padding at either end is refused.
  @Test(arguments: [-1, ConvGeometry.largestNumber + 1])
  func eachEndIsChecked(_ number: Int) {
    for ends in [Padding.Ends(before: number, after: 0), .init(before: 0, after: number)] {
      #expect(throws: GeometryError.self) {
        try ConvGeometry(kernel: Size2D(1), padding: Padding(vertical: ends, horizontal: .init(0)))
      }
      #expect(throws: GeometryError.self) {
        try ConvGeometry(kernel: Size2D(1), padding: Padding(vertical: .init(0), horizontal: ends))
      }
    }
  }

  /// A window of a pooling layer always has a cell of the map in it.
  @Test func poolingsWindowsStayOnTheMap() throws {
    func spec(_ before: Int, _ after: Int) throws -> PoolingSpec {
      let ends = Padding.Ends(before: before, after: after)
      return try PoolingSpec(
        kernel: Size2D(3), padding: Padding(vertical: ends, horizontal: .init(0)))
    }
    for (before, after) in [(1, 1), (0, 2), (2, 1), (2, 0)] { _ = try spec(before, after) }
    for (before, after) in [(2, 2), (0, 3), (3, 1)] {
      #expect(throws: GeometryError.self) { try spec(before, after) }
    }
  }
}
