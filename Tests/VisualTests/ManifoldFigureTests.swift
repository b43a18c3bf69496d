import AECore
import DrawingTesting
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
      let lie = missing == 1 ? "lies" : "lie"
      let place = missing == 0 ? "." : "; \(missing) \(lie) outside of it."
      let words = "Right, on the same plane, the codes of \(all) test images" + place
      #expect(figure.caption.contains(words), "\(figure.caption)")
      #expect(figure.caption.hasPrefix("Left, 13 × 13 evenly spaced"))
    }
  }

  /// Each class keeps its share of the dots, whatever the order of the images, and the caption says
  /// which part of the codes is drawn.
  @Test(arguments: [1, 1999, 2000, 2001, 5003], [nil, 1, 3, 10] as [Int?])
  func dotsAreThinnedAlikeInEachClass(_ count: Int, _ classes: Int?) throws {
    let names = classes.map { (0..<$0).map { "class \($0)" } }
    let run = try SampleRun(
      name: "many", preset: .dense, latentSize: 2, classNames: names, testCount: max(24, count)
    ).run
    let figure = try ManifoldFigure(run: run)
    let map = try #require(figure.codes)
    let (all, step) = (map.count, figure.codeStep)
    #expect(step == max(1, (all + 1999) / 2000))
    let drawn = Set(figure.drawnCodes)
    let members = Dictionary(grouping: map.groups.indices) { map.groups[$0] }
    for indices in members.values {
      // All are as far apart, in the order of their class.
      #expect(
        indices.filter(drawn.contains)
          == stride(from: 0, to: indices.count, by: step).map { indices[$0] })
    }
    let part = "one in \(step)" + (names == nil ? "" : " of each class") + " is drawn."
    #expect(figure.caption.contains(part) == (step > 1), "\(figure.caption)")
  }

  /// The grid takes the height of the stage or two thirds of its width, the codes beside it the
  /// rest; one alone that has no codes takes the stage.
  @Test(arguments: [PageSize.slide, .slide4x3, .a4], [true, false])
  func thePlanesFillTheStage(_ page: PageSize, _ hasCodes: Bool) throws {
    var run = try SampleRun(name: "2", preset: .dense, latentSize: 2).run
    if !hasCodes { run.tensors[TensorName.testLatents] = nil }
    let figure = try ManifoldFigure(run: run)
    #expect((figure.codes != nil) == hasCodes)
    #expect(figure.caption.contains("Left") == hasCodes)
    let style = Style(theme: .light, page: page, measurer: PangoMeasurer())
    let stage = Page(figure).pictureFrame(style: style)
    let marks = Self.flat(figure.marks(in: stage, style: style))
    let grid = try #require(marks.first { $0.id == "manifold/grid" }?.bounds)
    let plane = marks.first { $0.id == "manifold/plane" }?.bounds
    #expect((plane != nil) == hasCodes)
    #expect(stage.contains(grid, tolerance: 1e-6))
    if let plane {
      #expect(stage.contains(plane, tolerance: 1))
      #expect(!plane.overlaps(grid) && grid.height > plane.height)
      #expect(plane.maxX - grid.x >= 0.75 * stage.width)
      #expect(grid.width >= 0.55 * stage.width || grid.height >= 0.95 * stage.height)
    } else if page.isSlide {
      #expect(grid.height >= 0.85 * stage.height)
    }
    let scene = Page(figure).scene(style: style)
    #expect(LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize) == [])
  }

  private static func flat(_ marks: [Mark]) -> [(id: String?, bounds: Rect?)] {
    marks.flatMap { mark -> [(id: String?, bounds: Rect?)] in
      switch mark {
      case .group(let group): flat(group.marks)
      case .image(let image): [(image.id, mark.bounds)]
      case .path(let path): [(path.id, mark.bounds)]
      case .text(let text): [(text.id, mark.bounds)]
      }
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
