import AECore
import Testing
import Visual

/// The plane of a code of two values: what is said of it, against the numbers.
struct ManifoldFigureTests {
  /// Which codes lie outside of a grid, and where the others lie in it, over grids of all kinds.
  @Test func codesAreFoundOnTheGrid() throws {
    var random = RandomSource(seed: 5)
    var run = try SampleRun(name: "2", preset: .dense, latentSize: 2).run
    for _ in 0..<40 {
      let low = Double(random.normal())
      let step = 0.05 + 0.3 * Double(random.uniform())
      let values = (0..<13).map { low + Double($0) * step }
      run.evaluation?.manifold?.axes[0].values = values
      run.evaluation?.manifold?.axes[1].values = values
      let figure = try ManifoldFigure(run: run)
      let codes = try #require(run.tensors[TensorName.testLatents])
      let places = (0..<codes.shape[0]).map { row in
        (0..<2).map { (Double(codes.values[2 * row + $0]) - low) / step }
      }
      let isInside = places.map { $0.allSatisfy { $0 >= -0.5 && $0 <= 12.5 } }
      #expect(figure.codesOutside == isInside.count { !$0 })
      for (place, cell) in zip(places, figure.cellsOfCodes) {
        guard let cell else { continue }
        #expect(abs(cell.x - place[0]) < 1e-6 && abs(cell.y - place[1]) < 1e-6)
      }
      let (missing, all) = (figure.codesOutside, codes.shape[0])
      let words =
        missing == 0
        ? "It holds the codes of all \(all) test images."
        : "\(missing) of the \(all) test images' codes \(missing == 1 ? "lies" : "lie") outside"
      #expect(figure.caption.contains(words), "\(figure.caption)")
      #expect(figure.caption.contains("evenly spaced"))
    }
  }

  @Test func smoothnessIsMeasured() throws {
    var random = RandomSource(seed: 9)
    for _ in 0..<200 {
      let (rows, columns) = (
        Int.random(in: 1...5, using: &random), Int.random(in: 2...5, using: &random)
      )
      let count = rows * columns
      let images = Tensor([count, 1, 2, 2], (0..<count * 4).map { _ in random.uniform() })
      let found = try #require(GridSmoothness(images, rows: rows, columns: columns))
      func apart(_ a: Int, _ b: Int) -> Double {
        Measure.meanSquaredError(images[a], images[b]).squareRoot()
      }
      let steps = (0..<count).flatMap { a in
        (0..<count).filter {
          $0 > a
            && abs($0 / columns - a / columns) + abs($0 % columns - a % columns) == 1
        }.map { apart(a, $0) }
      }
      #expect(abs(found.neighbours - steps.reduce(0, +) / Double(steps.count)) < 1e-6)
      #expect(abs(found.largest - (steps.max() ?? 0)) < 1e-6)
      let all = (0..<count).flatMap { a in (0..<a).map { apart(a, $0) * apart(a, $0) } }
      #expect(abs(found.any - (all.reduce(0, +) / Double(all.count)).squareRoot()) < 1e-6)
    }
    // A ramp is smooth, two halves are not, and grey soup is nothing at all.
    func grid(_ level: (Int) -> Float) throws -> GridSmoothness {
      try #require(GridSmoothness(Tensor([9, 1], (0..<9).map(level)), rows: 1, columns: 9))
    }
    #expect(try grid { Float($0) / 8 }.isSmooth)
    #expect(try !grid { $0 < 4 ? 0 : 1 }.isSmooth)
    #expect(try !grid { 0.5 + 0.0001 * Float($0) }.varies)
  }
}
