import AECore
import DrawingTesting
import Testing
import Visual

/// What the view `planes` draws and prints, against matrices that come from pushing basis vectors
/// through the real layers.
struct PlanesViewTests {
  private func scene(
    _ figure: ConnectivityFigure, page: PageSize = .slide, theme: Theme = .light
  ) -> Scene {
    Page(figure).scene(style: Style(theme: theme, page: page, measurer: FixedWidthMeasurer()))
  }

  private func numbers(_ id: some StringProtocol) -> [Int] {
    id.split(separator: ".").compactMap { Int($0) }
  }

  private func path(_ id: String, in scene: Scene) -> PathMark? {
    for case .path(let path) in scene.leaves where path.id == id { return path }
    return nil
  }

  /// 500 geometries: the taps on the sheets are the cells that the layers join with the focus cell,
  /// in both directions, and the sizes that are printed are those of the layers' outputs.
  @Test(arguments: 0..<5) func tapsAreWhatTheLayersJoin(part: Int) throws {
    var source = RandomSource(seed: UInt64(500 + part))
    var whole = 0
    for number in 0..<100 {
      let isFlat = number % 3 == 0
      let pair = try ConnectivityViewsTests.random(&source, flat: isFlat)
      let truth = try ConnectivityViewsTests.Matrices(pair)
      let (c, o) = (pair.largeShape, pair.smallShape)
      let cell = Cell(
        channel: Int(source.next() % UInt64(o.channels)), y: Int(source.next() % UInt64(o.height)),
        x: Int(source.next() % UInt64(o.width)))
      let figure = ConnectivityFigure(pair, view: .planes, focus: cell, isOneDimensional: isFlat)
      let scene = scene(figure)
      let row = (cell.channel * o.height + cell.y) * o.width + cell.x

      let taps = scene.paths("planes/tap/")
      let drawn = Set(scene.paths("planes/large/"))
      let expected = truth.convolution.filter { $0[0] == row }.map { entry in
        "\(entry[1] / c.size.count).\(entry[1] / c.width % c.height).\(entry[1] % c.width)"
      }
      #expect(Set(taps).count == taps.count)
      #expect(Set(taps) == Set(expected).intersection(drawn), "\(pair), \(cell)")
      if Set(taps) == Set(expected) { whole += 1 }

      // The other way: the small cell reaches the same cells, as far as they are in its output.
      for tap in taps {
        let at = numbers(tap)
        guard at[1] < pair.restoredShape.height, at[2] < pair.restoredShape.width else { continue }
        let index = (at[0] * pair.restoredShape.height + at[1]) * pair.restoredShape.width + at[2]
        #expect(truth.transposed.contains([index, row]), "\(pair), \(tap)")
      }
      // One slice for every joined map that is drawn, with a cell for every tap that is.
      let maps = Set(taps.map { numbers($0)[0] })
      let slices = Set(scene.paths("planes/slice/").compactMap { Int($0) })
      #expect(maps.isSubset(of: slices) && slices.isSubset(of: figure.joinedMaps))

      // Sizes and counts, as the layers' outputs have them.
      func words(_ size: Size2D) -> String { isFlat ? "\(size.width)" : "\(size)" }
      let sizes = (
        large: scene.texts("planes/label/large/size"), small: scene.texts("planes/label/small/size")
      )
      #expect(sizes.large.first?.contains(words(truth.inputSize)) == true, "\(sizes)")
      #expect(sizes.small.first?.contains(words(truth.outputSize)) == true, "\(sizes)")
      #expect(pair.restoredShape.size == truth.restoredSize)
    }
    #expect(whole > 70, "too few footprints are drawn whole to show anything")
  }

  @Test func theLecturesFigureIsComplete() throws {
    let pair = try ConnectivityGeometries.lecture(maps: 2)
    let figure = ConnectivityFigure(pair, view: .planes)
    let scene = scene(figure)
    #expect(scene.paths("planes/large/").count == 50)
    #expect(scene.paths("planes/small/").count == 18)
    #expect(scene.paths("planes/tap/").count == 18)
    #expect(scene.paths("planes/tunnel").count == 4)
    #expect(scene.paths("planes/pyramid").count == 4)
    #expect(scene.texts("planes/label/large/size") == ["2 feature maps of 5 × 5"])
    #expect(scene.texts("planes/label/small/size") == ["2 feature maps of 3 × 3"])
    #expect(scene.texts("planes/label/kernel") == ["kernel 3 × 3"])
    #expect(scene.texts("planes/label/padding") == ["dashed: padding 1"])
    #expect(scene.texts("convolution/heading") == ["Convolution: many to one"])
    #expect(
      scene.texts("transposed_convolution/heading") == ["Transposed convolution: one to many"])
    // The caption's numbers are those of the scene.
    let taps = scene.paths("planes/tap/").count
    #expect(
      figure.caption.hasPrefix(
        "To the right, \(taps) cells (3 × 3 in each of 2 maps) meet in one; to the left, that one "
          + "spreads over the same \(taps)."))
  }

  @Test func arrowsPointTheWayOfReading() throws {
    let scene = scene(
      ConnectivityFigure(try ConnectivityGeometries.lecture(maps: 2), view: .planes))
    func arrow(_ id: String) throws -> (start: Double, tip: Double) {
      let points = try #require(path(id, in: scene)).path.elements.compactMap { element -> Point? in
        switch element {
        case .move(let p), .line(let p): p
        default: nil
        }
      }
      return (points[0].x, points[3].x)
    }
    let (right, left) = (try arrow("convolution/arrow"), try arrow("transposed_convolution/arrow"))
    #expect(right.tip > right.start && left.tip < left.start)
    let large = try #require(path("planes/sheet/large/0", in: scene)?.path.bounds)
    let small = try #require(path("planes/sheet/small/0", in: scene)?.path.bounds)
    #expect(large.maxX < small.x)
  }

  @Test func theRestIsCounted() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(14), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1), large: 64, small: 32)
    let scene = scene(ConnectivityFigure(pair, view: .planes))
    let (large, small) = (
      scene.paths("planes/sheet/large/").count, scene.paths("planes/sheet/small/").count
    )
    #expect(large > 1 && large <= 4 && small > 1 && small <= 4)
    #expect(scene.texts("planes/label/large/more") == ["+ \(64 - large) more"])
    #expect(scene.texts("planes/label/small/more") == ["+ \(32 - small) more"])
    #expect(scene.texts("planes/label/large/size")[0].hasPrefix("64 "))
    #expect(!scene.paths("planes/ghost").isEmpty)
    // Nothing is counted, and no ghost stands, where all maps are drawn.
    let all = self.scene(
      ConnectivityFigure(try ConnectivityGeometries.lecture(maps: 2), view: .planes))
    #expect(all.paths("planes/ghost").isEmpty && all.texts("planes/label/large/more").isEmpty)
  }

  @Test func onlyMapsOfTheGroupAreJoined() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(7), kernel: Size2D(4), stride: Size2D(2), padding: Size2D(1), groups: 4, large: 8,
      small: 8)
    let figure = ConnectivityFigure(
      pair, view: .planes, focus: Cell(channel: 5, y: 1, x: 1))
    let scene = scene(figure)
    #expect(Set(scene.paths("planes/tap/").map { numbers($0)[0] }) == [4, 5])
    #expect(Set(scene.paths("planes/window/")) == ["4", "5"])
    #expect(scene.paths("planes/sheet/large/").count > 2)
    #expect(figure.caption.contains("4 groups of 2 input maps and 2 output maps"))
    // The joined maps stand nearest to the small ones, whose first is the focus cell's.
    func left(_ id: String) throws -> Double {
      try #require(path("planes/sheet/\(id)", in: scene)?.path.bounds).x
    }
    let others = scene.paths("planes/sheet/large/").filter { !["4", "5"].contains($0) }
    for map in others { #expect(try left("large/\(map)") < min(left("large/4"), left("large/5"))) }
    for map in scene.paths("planes/sheet/small/") where map != "5" {
      #expect(try left("small/\(map)") > left("small/5"))
    }
  }

  @Test func paddingIsDrawnOnTheSidesOnWhichItIs() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(height: 4, width: 5), kernel: Size2D(height: 1, width: 3),
      padding: Size2D(height: 0, width: 2))
    let scene = scene(ConnectivityFigure(pair, view: .planes))
    let expected = (0..<4).flatMap { y in [-2, -1, 5, 6].map { "0.\(y).\($0)" } }
    #expect(Set(scene.paths("planes/padding/")) == Set(expected))
    #expect(scene.texts("planes/label/padding") == ["dashed: padding 0\u{A0}×\u{A0}2"])
    let none = self.scene(
      ConnectivityFigure(
        try ConnectivityGeometries.pair(Size2D(5), kernel: Size2D(3)), view: .planes))
    let oneSide = Padding(vertical: .init(0), horizontal: .init(before: 0, after: 1))
    let single = self.scene(
      ConnectivityFigure(
        try ConnectivityGeometries.pair(Size2D(4), kernel: Size2D(2), padding: oneSide),
        view: .planes))
    #expect(Set(single.paths("planes/padding/")) == Set((0..<4).map { "0.\($0).4" }))
    #expect(single.texts("planes/label/padding") == ["dashed: padding 0:0\u{A0}×\u{A0}0:1"])
    #expect(none.paths("planes/padding").isEmpty && none.texts("planes/label/padding").isEmpty)
  }

  /// A dilated kernel has a thin body for each tap, and its slice has holes.
  @Test func dilationShowsTheTaps() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(9), kernel: Size2D(3), dilation: Size2D(3), large: 1, small: 1)
    let scene = scene(ConnectivityFigure(pair, view: .planes))
    #expect(
      Set(scene.paths("planes/tap/"))
        == Set([1, 4, 7].flatMap { y in [1, 4, 7].map { "0.\(y).\($0)" } }))
    #expect(scene.paths("planes/pyramid").count == 9 * 4)
    #expect(scene.paths("planes/slice-tap/").count == 9)
    #expect(scene.texts("planes/label/kernel") == ["kernel 3 × 3, dilation 3"])
  }

  @Test func aLargeGeometryIsAWindowThatSaysSo() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(height: 1080, width: 1920), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1),
      large: 3, small: 64)
    let scene = scene(ConnectivityFigure(pair, view: .planes))
    let cells = scene.paths("planes/large/").map(numbers).filter { $0[0] == 0 }
    let (rows, columns) = (Set(cells.map { $0[1] }).count, Set(cells.map { $0[2] }).count)
    #expect(cells.count == rows * columns && rows < 30)
    let words = try #require(scene.texts("planes/label/large/size").first)
    #expect(words.contains("\(rows) × \(columns)") && words.contains("1080 × 1920"))
  }

  @Test func slicesCarryTheWeightsAndSheetsTheActivations() throws {
    var run = try SampleRun(name: "conv").run
    var random = RandomSource(seed: 4)
    for step in try run.model.steps(imageShape: run.dataset.imageShape) {
      for (name, shape) in step.layer.parameterShapes {
        run.tensors[TensorName.parameter(step.half, step.index, name)] = Tensor(
          shape, (0..<shape.count).map { _ in 0.3 * random.normal() })
      }
    }
    let figure = try ConnectivityFigure(
      run: run,
      ConnectivityChoice(
        view: .planes, maps: (large: 2, small: 3), layer: "decoder.3",
        sample: 1))
    #expect(figure.focus.first.channel == 3 && figure.largeChannel == 2)
    let scene = scene(figure)
    let weights = try #require(run.tensors[TensorName.parameter(.decoder, 3, "weight")])
    let limit = try #require(weights.values.map { abs($0) }.max())
    let map = Colormap.diverging(.light)
    for (y, x) in [(0, 0), (1, 2), (2, 1)] {
      let mark = try #require(path("planes/slice-tap/2.\(y).\(x)", in: scene))
      #expect(mark.fill == map.color(at: 0.5 + 0.5 * Double(weights[3, 2, y, x] / limit)))
    }
    // The sheets' cells are the layer's input and output for this sample.
    let output = try #require(run.tensors[TensorName.activation(.decoder, 3)])[1]
    let most = try #require(output.values.map { abs(Double($0)) }.max())
    let cell = try #require(path("planes/large/2.5.6", in: scene))
    let value = Double(WorkedExample.value(output, 2, 5, 6))
    let expected = map.color(at: 0.5 + 0.5 * value / most)
    #expect(abs((cell.fill?.red ?? 9) - expected.red) < 1e-6)
    #expect(scene.paths("planes/tap/").count == 9 * scene.paths("planes/window/").count)
    // Without activations the geometry is drawn all the same; a sample that is not there is told.
    var bare = run
    bare.tensors[TensorName.activation(.decoder, 3)] = nil
    let plain = try ConnectivityFigure(
      run: bare, ConnectivityChoice(view: .planes, layer: "decoder.3"))
    #expect(plain.example == nil && !self.scene(plain).paths("planes/slice-tap/").isEmpty)
    let failure = #expect(throws: Failure.self) {
      try ConnectivityFigure(
        run: run, ConnectivityChoice(view: .planes, layer: "decoder.3", sample: 99))
    }
    #expect(failure?.kind == .usage)
  }

  /// Pages of a user's own size, from a strip to a column.
  @Test(arguments: [
    "letter", "6x4in", "20x6in", "6x14in", "40x22in",
  ])
  func everyPageIsWellLaidOut(name: String) throws {
    let page = try #require(PageSize(name))
    let measurer = PangoMeasurer()
    for theme in Theme.named {
      let style = Style(theme: theme, page: page, measurer: measurer)
      for (geometry, pair) in try ConnectivityGeometries.gallery() {
        let scene = Page(ConnectivityFigure(pair, view: .planes)).scene(style: style)
        let problems = LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize)
        #expect(problems.isEmpty, "\(geometry), \(name), \(theme.name): \(problems)")
      }
    }
  }
}

extension ConnectivityFigure {
  /// The large maps of the focus cell's group.
  fileprivate var joinedMaps: Set<Int> {
    let perGroup = pair.largeShape.channels / pair.geometry.groups
    let group = focus.first.channel * pair.geometry.groups / pair.smallShape.channels
    return Set(group * perGroup..<(group + 1) * perGroup)
  }
}
