import AECore
import DrawingTesting
import Testing
import Visual

/// What the view `maps` draws and prints, against the one-dimensional geometry of its slice.
struct MapsViewTests {
  private func scene(_ figure: ConnectivityFigure, page: PageSize = .slide) -> Scene {
    Page(figure).scene(
      style: Style(theme: .light, page: page, measurer: FixedWidthMeasurer()))
  }

  /// The slice by the definition: every unit, tap and pair of maps of one group.
  private func slice(_ pair: ConvolutionPair) -> Set<String> {
    let g = pair.geometry
    var result: Set<String> = []
    for o in 0..<pair.smallShape.channels {
      for c in 0..<pair.largeShape.channels
      where c * g.groups / pair.largeShape.channels == o * g.groups / pair.smallShape.channels {
        for x in 0..<pair.smallShape.width {
          for tap in 0..<g.kernel.width {
            let at = x * g.stride.width + tap * g.dilation.width - g.padding.before.width
            if at >= 0, at < pair.largeShape.width {
              result.insert("\(c).0.\(at)-\(o).0.\(x)")
            }
          }
        }
      }
    }
    return result
  }

  private func ends(_ id: String) -> (large: String, small: String) {
    let parts = id.split(separator: "-")
    return (String(parts[0]), String(parts[1]))
  }

  @Test func linesAreTheSlicesConnections() {
    var source = RandomSource(seed: 12)
    var whole = 0
    for _ in 0..<200 {
      let pair = ConnectivityGeometries.random(&source)
      let scene = scene(ConnectivityFigure(pair, view: .maps))
      let large = Set(scene.paths("maps/large/"))
      let small = Set(scene.paths("maps/small/"))
      let lines = scene.paths("maps/connection/")
      let expected = slice(pair).filter {
        large.contains(ends($0).large) && small.contains(ends($0).small)
      }
      #expect(lines.count == expected.count && Set(lines) == expected, "\(pair)")
      if expected == slice(pair) { whole += 1 }
    }
    #expect(whole > 50, "too few geometries are drawn whole to show anything")
  }

  @Test func theLecturesFigureIsComplete() throws {
    let figure = ConnectivityFigure(try ConnectivityGeometries.lecture(maps: 2), view: .maps)
    let scene = scene(figure)
    #expect(scene.paths("maps/connection/").count == 2 * 2 * 7)
    #expect(scene.paths("maps/large/").count == 10)
    #expect(scene.paths("maps/small/").count == 6)
    #expect(scene.texts("maps/label/small/0") == ["feature map 1"])
    #expect(scene.texts("maps/label/large/size") == ["2 feature maps of 5 × 5"])
    #expect(scene.texts("convolution/heading/") == ["Convolution", "many to one"])
    #expect(scene.texts("transposed_convolution/heading/")[1] == "one to many")
    #expect(figure.caption.contains("one unit feeds 6 units (3 in each of 2 maps)"))
  }

  @Test func arrowsPointTheWayOfReading() throws {
    let scene = scene(ConnectivityFigure(try ConnectivityGeometries.lecture(maps: 2), view: .maps))
    func tip(_ id: String) -> (first: Point, tip: Point)? {
      for case .path(let path) in scene.leaves where path.id == id {
        let points = path.path.elements.compactMap { element -> Point? in
          switch element {
          case .move(let p), .line(let p): p
          default: nil
          }
        }
        return points.count == 7 ? (points[0], points[3]) : nil
      }
      return nil
    }
    let down = try #require(tip("transposed_convolution/arrow"))
    let up = try #require(tip("convolution/arrow"))
    #expect(down.tip.y > down.first.y && up.tip.y < up.first.y)
    #expect(down.tip.x < scene.size.width / 2 && up.tip.x > scene.size.width / 2)
  }

  @Test func theRestIsCounted() throws {
    let pair = try ConnectivityGeometries.pair(
      Size2D(7), kernel: Size2D(3), stride: Size2D(2), padding: Size2D(1), large: 64, small: 3)
    let scene = scene(ConnectivityFigure(pair, view: .maps))
    let shown = Set(scene.paths("maps/large/").map { $0.split(separator: ".")[0] }).count
    #expect(shown > 1)
    #expect(scene.texts("maps/label/large/more") == ["+ \(64 - shown) more"])
    #expect(scene.texts("maps/label/large/size")[0].hasPrefix("64 feature maps of 7 × 7"))
  }

  @Test func linesCarryTheWeights() throws {
    let pair = try ConnectivityGeometries.lecture()
    // The middle row of the kernel is what the cross-section shows: −1, 0, 0.5.
    let weights = Tensor([1, 1, 3, 3], [9, 9, 9, -1, 0, 0.5, 9, 9, 9].map { $0 * 0.1 })
    let figure = ConnectivityFigure(pair, view: .maps, weights: weights)
    let scene = scene(figure)
    func color(_ id: String) -> Color? {
      for case .path(let path) in scene.leaves where path.id == "maps/connection/\(id)" {
        return path.stroke?.color
      }
      return nil
    }
    let map = Colormap.diverging(.light)
    let weak = try #require(color("0.0.1-0.0.1"))
    #expect(abs(weak.blue - map.color(at: 0.5 - 0.5 / 9).blue) < 1e-4 && weak.blue > weak.red)
    #expect(color("0.0.2-0.0.1") == map.color(at: 0.5))
    #expect(scene.texts("maps/scale/") == ["−0.9", "+0.9"])
    #expect(figure.caption.contains("±0.9"))
  }
}
