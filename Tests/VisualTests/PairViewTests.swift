import AECore
import DrawingTesting
import Testing
import Visual

/// What the view `pair` draws and prints, against the geometry.
struct PairViewTests {
  private func scene(
    _ pair: ConvolutionPair, focus: Cell? = nil, page: PageSize = .slide, showsFormula: Bool = false
  ) -> (figure: ConnectivityFigure, scene: Scene) {
    let figure = ConnectivityFigure(pair, focus: focus, showsFormula: showsFormula)
    let style = Style(theme: .light, page: page, measurer: FixedWidthMeasurer())
    return (figure, Page(figure).scene(style: style))
  }

  /// Maps of one row stand one above the other, whatever the page: no line runs along cells.
  @Test(arguments: [PageSize.slide, .slide4x3, .a4], [(9, 3, 2), (64, 9, 4), (5, 2, 1)])
  func rowsStandOneAboveTheOther(_ page: PageSize, _ numbers: (Int, Int, Int)) throws {
    let (size, kernel, stride) = numbers
    let pair = try ConnectivityGeometries.pair(
      Size2D(height: 1, width: size), kernel: Size2D(height: 1, width: kernel),
      stride: Size2D(height: 1, width: stride))
    let leaves = scene(pair, page: page).scene.leaves
    for direction in ["convolution", "transposed_convolution"] {
      func bounds(_ map: String) -> [Rect] {
        leaves.compactMap { mark in
          guard case .path(let path) = mark, path.id?.hasPrefix("\(direction)/\(map)/") == true
          else { return nil }
          return mark.bounds
        }
      }
      let (large, small) = (bounds("large"), bounds("small"))
      let low = try #require((direction == "convolution" ? large : small).map(\.maxY).max())
      let high = try #require((direction == "convolution" ? small : large).map(\.y).min())
      #expect(low < high)
    }
  }

  private func name(_ connection: Connection) -> String {
    let (l, s) = (connection.large, connection.small)
    return "\(l.channel).\(l.y).\(l.x)-\(s.channel).\(s.y).\(s.x)"
  }

  @Test func fansAreTheFocusCellsConnections() {
    var source = RandomSource(seed: 33)
    for _ in 0..<200 {
      let pair = ConnectivityGeometries.random(&source)
      let (figure, scene) = scene(pair)
      let focus = figure.focus
      let perGroup = (
        pair.largeShape.channels / pair.geometry.groups,
        pair.smallShape.channels / pair.geometry.groups
      )
      let map = focus.first.channel / perGroup.1 * perGroup.0
      let visible = Set(scene.paths("convolution/large/"))
      let visibleBack = Set(scene.paths("transposed_convolution/large/"))
      // A kernel of many taps is a cone, whose lines could not be told apart.
      let hasFan = pair.geometry.kernel.count <= 9
      #expect(scene.paths("convolution/window/edge").isEmpty == hasFan)

      let many = pair.convolution.filter {
        hasFan && $0.small == focus.first && $0.large.channel == map
          && visible.contains("\(map).\($0.large.y).\($0.large.x)")
      }
      #expect(
        scene.paths("convolution/connection/").sorted() == many.map(name).sorted(), "\(pair)")
      let one = pair.transposedConvolution.filter {
        hasFan && $0.small == focus.first && $0.large.channel == map
          && visibleBack.contains("\(map).\($0.large.y).\($0.large.x)")
      }
      #expect(
        scene.paths("transposed_convolution/connection/").sorted() == one.map(name).sorted(),
        "\(pair)")
      // One cell alone adds nothing up.
      #expect(scene.paths("transposed_convolution/sum/").isEmpty)
    }
  }

  @Test func aMapThatFitsIsDrawnWhole() throws {
    let (_, scene) = scene(try ConnectivityGeometries.lecture())
    #expect(scene.paths("convolution/large/").count == 25)
    #expect(scene.paths("convolution/small/").count == 9)
    #expect(scene.paths("convolution/padding/").count == 49 - 25)
    #expect(scene.paths("transposed_convolution/large/").count == 25)
    #expect(scene.texts("convolution/label/").contains("input 5 × 5"))
    #expect(scene.texts("transposed_convolution/label/").contains("output 5 × 5"))
  }

  @Test func paddingIsDrawnOnTheSidesOnWhichItIs() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(height: 4, width: 5), kernel: Size2D(height: 1, width: 3),
      padding: Size2D(height: 0, width: 2))
    let (_, scene) = scene(pair)
    let expected = (0..<4).flatMap { y in [-2, -1, 5, 6].map { "\(y).\($0)" } }
    #expect(Set(scene.paths("convolution/padding/")) == Set(expected))
  }

  @Test func eachSideHasItsOwnPadding() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(height: 3, width: 4), kernel: Size2D(2),
      padding: Padding(
        vertical: .init(before: 0, after: 1), horizontal: .init(before: 2, after: 0)))
    let (figure, scene) = scene(pair)
    let map = CellBlock(Size2D(height: 3, width: 4))
    let padded = CellBlock(rows: 0..<4, columns: -2..<4).cells(0).filter { !map.contains($0) }
    let expected = Set(padded.map { "\($0.y).\($0.x)" })
    #expect(Set(scene.paths("convolution/padding/")) == expected)
    // What the transposed convolution cuts off lies on the same sides.
    #expect(Set(scene.paths("transposed_convolution/padding/")) == expected)
    #expect(scene.texts("convolution/label/padding") == ["padding 0:1\u{A0}×\u{A0}2:0"])
    #expect(
      figure.caption.hasSuffix(
        "Padding 0:1\u{A0}×\u{A0}2:0 of the convolution cuts 1 off the bottom, 2 off the left "
          + "of the transposed output."))
  }

  @Test func outputPaddingIsMarkedAtTheBottomAndRight() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(6), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    #expect(pair.geometry.outputPadding == Size2D(1))
    let (_, scene) = scene(pair)
    #expect(scene.paths("transposed_convolution/output-padding").count == 1)
    #expect(scene.paths("convolution/output-padding").isEmpty)
    #expect(scene.texts("transposed_convolution/label/output-padding") == ["output padding 1"])
    // Output padding keeps what the padding would cut: nothing is left to cut at the bottom.
    let cut = scene.paths("transposed_convolution/padding/")
    #expect(cut.contains("-1.0") && !cut.contains("6.0"))
  }

  /// The printed formulas, evaluated again from their words.
  @Test func formulasSayTheSizes() {
    var source = RandomSource(seed: 8)
    for _ in 0..<200 {
      let pair = ConnectivityGeometries.random(&source)
      let (_, scene) = scene(pair, showsFormula: true)
      let words = ["convolution", "transposed_convolution"].map {
        (scene.words(ofGroup: "\($0)/formula") ?? "").filter { !" \u{A0}".contains($0) }
      }
      let g = pair.geometry
      for axis in Size2D.Axis.allCases {
        let isPrinted = { (text: String) in words[0].contains(text) || words[1].contains(text) }
        let (k, s, p, d) = (g.kernel[axis], g.stride[axis], g.padding[axis], g.dilation[axis])
        func padding(_ sign: String) -> String {
          p.before == p.after ? "\(sign)2·\(p.before)" : "\(sign)\(p.before)\(sign)\(p.after)"
        }
        let numerator = "\(pair.largeShape.size[axis])\(padding("+"))−\(d)·(\(k)−1)−1"
        let small = pair.smallShape.size[axis]
        #expect(isPrinted(numerator), "\(words)")
        #expect(
          isPrinted("\(numerator)\(s)+1=\(small)") || isPrinted("(\(numerator))/\(s)+1=\(small)"),
          "\(words)")
        #expect(
          isPrinted(
            "(\(small)−1)·\(s)\(padding("−"))+\(d)·(\(k)−1)+\(g.outputPadding[axis])+1="
              + "\(pair.restoredShape.size[axis])"), "\(words)")
      }
    }
  }

  @Test func formulasAreThereWhenTheyAreAskedFor() throws {
    let pair = try ConnectivityGeometries.lecture()
    #expect(scene(pair).scene.words(ofGroup: "convolution/formula") ?? "" == "")
    #expect(
      scene(pair, showsFormula: true).scene.words(ofGroup: "convolution/formula")?
        .hasSuffix("=3") == true)
  }

  @Test func aLargeGeometryIsAWindowThatSaysSo() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(28), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1))
    let (_, scene) = scene(pair)
    let cells = scene.paths("convolution/large/")
    let rows = Set(cells.map { $0.split(separator: ".")[1] }).count
    let columns = Set(cells.map { $0.split(separator: ".")[2] }).count
    #expect(cells.count == rows * columns && rows < 28)
    #expect(
      scene.texts("convolution/label/large").allSatisfy {
        $0.hasSuffix("\(rows) × \(columns) of 28 × 28")
      })
    #expect(scene.paths("convolution/connection/").count == 9)
  }

  @Test func theFocusCanBeChosen() throws {
    let (figure, scene) = scene(
      try ConnectivityGeometries.lecture(), focus: Cell(channel: 0, y: 0, x: 2))
    #expect(figure.focus.first == Cell(channel: 0, y: 0, x: 2))
    #expect(
      Set(scene.paths("convolution/connection/"))
        == ["0.0.3-0.0.2", "0.0.4-0.0.2", "0.1.3-0.0.2", "0.1.4-0.0.2"])
  }

  @Test func bothDirectionsAreMirrorImages() throws {
    let (_, scene) = scene(try ConnectivityGeometries.lecture())
    func bounds(_ id: String) -> Rect? {
      for case .path(let path) in scene.leaves where path.id == id { return path.path.bounds }
      return nil
    }
    let axis = scene.size.width / 2
    for (y, x) in [(0, 0), (2, 3)] {
      let left = try #require(bounds("convolution/large/0.\(y).\(x)"))
      let right = try #require(bounds("transposed_convolution/large/0.\(y).\(4 - x)"))
      #expect(abs((axis - left.center.x) - (right.center.x - axis)) < 1e-6)
      #expect(abs(left.y - right.y) < 1e-6)
    }
  }
}
