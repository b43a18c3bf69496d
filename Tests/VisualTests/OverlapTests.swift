import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// What the view `overlap` draws and says, against contributions that are counted one by one.
struct OverlapTests {
  /// One axis of a transposed convolution, counted by brute force.
  private struct Axis {
    let (kernel, stride, dilation, before, small, size): (Int, Int, Int, Int, Int, Int)

    init(_ pair: ConvolutionPair, _ axis: Size2D.Axis) {
      let g = pair.geometry
      (kernel, stride, dilation) = (g.kernel[axis], g.stride[axis], g.dilation[axis])
      (before, small) = (g.padding[axis].before, pair.smallShape.size[axis])
      size = pair.restoredShape.size[axis]
    }

    /// What `windows` windows, from window `first` on, write to cell `cell`.
    func count(_ cell: Int, from first: Int = 0, _ windows: Int) -> Int {
      (first..<first + windows).reduce(0) { count, window in
        count + (0..<kernel).count { window * stride - before + $0 * dilation == cell }
      }
    }

    /// The counts of one tile in an endless map.
    static func endless(kernel: Int, stride: Int, dilation: Int) -> [Int] {
      (0..<stride).map { cell in
        (0..<kernel).count { tap in (cell - tap * dilation) % stride == 0 }
      }
    }
    var endless: [Int] { Self.endless(kernel: kernel, stride: stride, dilation: dilation) }
    var isEven: Bool { Set(endless).count == 1 }

    /// The cells that receive what they would in an endless map, a tile of them side by side.
    var hasTile: Bool {
      let wide = 20
      let inside = (0..<size).map { cell in
        // No window that is not there spans it.
        (-wide..<small + wide).allSatisfy { window in
          let start = window * stride - before
          return (0..<small).contains(window)
            || !(start..<start + dilation * (kernel - 1) + 1).contains(cell)
        }
      }
      return inside.count { $0 } >= (isEven ? 1 : stride)
    }
  }

  private static func figures(_ count: Int, seed: UInt64) -> [ConnectivityFigure] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { _ in
      let pair = ConnectivityGeometries.random(&random)
      return ConnectivityFigure(
        pair, view: .overlap, isOneDimensional: pair.largeShape.height == 1)
    }
  }

  /// Every kind of sentence, in three thousand geometries.
  @Test func whatIsSaidIsSo() {
    var kinds: [String: Int] = [:]
    for figure in Self.figures(3000, seed: 31) {
      let pair = figure.pair
      let (down, across) = (Axis(pair, .vertical), Axis(pair, .horizontal))
      // One dimension is told by the width alone; a height of 1 has a kernel of 1.
      let axes = figure.isOneDimensional ? [across] : [down, across]
      let caption = figure.caption
      func says(_ words: String) -> Bool {
        guard caption.contains(words) else { return false }
        kinds[words, default: 0] += 1
        return true
      }
      let note = Comment("\(pair.geometry), \(pair.smallShape.size): \(caption)")
      let products = Set(down.endless.flatMap { a in across.endless.map { a * $0 } }).sorted()
      let uneven = axes.filter { !$0.isEven }
      let most = products.last ?? 0

      #expect(says("In a larger map") == !axes.allSatisfy(\.hasTile), note)
      if says("every cell receives") {
        #expect(products.count == 1, note)
        let one = "\(products[0]) contribution\(products[0] == 1 ? "" : "s"):"
        #expect(caption.contains("every cell receives \(one)"), note)
        #expect(says("no two windows meet") == (products == [1]), note)
        #expect(says("the paint lies evenly") == (products != [1]), note)
      } else {
        let listed =
          products.count <= 4
          ? products.dropLast().map(String.init).joined(separator: ", ") + " or \(most)"
          : "\(products[0]) to \(most)"
        #expect(caption.contains("cells receive \(listed) contributions"), note)
      }
      #expect(says("gaps that no window reaches") == (products == [0, 1]), note)
      #expect(says("with gaps") == (products.first == 0 && most > 1), note)
      if says("a checkerboard") { #expect(uneven.count == 2, note) }
      if says("stripes") { #expect(uneven.count == 1 || figure.isOneDimensional, note) }

      if says("At stride 1") {
        for axis in axes { #expect(axis.stride == 1 && axis.endless == [axis.kernel], note) }
      }
      if says("The stride divides the kernel's size") {
        for axis in axes { #expect(axis.isEven && axis.kernel % axis.stride == 0, note) }
      }
      if says("no divisor in common") || says("The stride divides") {
        for axis in axes { #expect(axis.isEven, note) }
      }
      if says("no kernel reaches every cell") {
        #expect(
          uneven.contains { axis in
            (1...12).allSatisfy { kernel in
              Axis.endless(kernel: kernel, stride: axis.stride, dilation: axis.dilation)
                .contains(0)
            }
          }, note)
      }
      if let match = caption.firstMatch(
        of: /With stride (\d+) a kernel of (\d+)(?: or (\d+))?( along the (?:height|width))? would/)
      {
        kinds["would be even", default: 0] += 1
        let kernels = [match.2, match.3].compactMap { $0 }.compactMap { Int($0) }
        for axis in uneven {
          #expect("\(axis.stride)" == match.1, note)
          for kernel in kernels {
            let counts = Axis.endless(kernel: kernel, stride: axis.stride, dilation: axis.dilation)
            #expect(Set(counts).count == 1, note)
          }
        }
        #expect((match.4 == nil) == (uneven.count == axes.count), note)
        if let along = match.4 { #expect(along.hasSuffix(down.isEven ? "width" : "height"), note) }
      }
      if says("It is even where the stride divides the kernel's size") {
        for axis in uneven {
          let counts = Axis.endless(
            kernel: 2 * axis.stride, stride: axis.stride, dilation: axis.dilation)
          #expect(Set(counts).count == 1, note)
        }
      }
      let isLess = axes.contains { axis in
        let least = axis.endless.min() ?? 0
        return (0..<axis.size).contains { axis.count($0, axis.small) < least }
      }
      #expect(says("Towards the border fewer") == isLess, note)
      // The title has the dilation, where there is one.
      let isDilated = axes.contains { $0.dilation > 1 } || pair.geometry.dilation != Size2D(1)
      #expect(figure.title.contains("dilation") == isDilated, note)
    }
    // All kinds were met.
    for kind in [
      "In a larger map", "every cell receives", "no two windows meet", "the paint lies evenly",
      "gaps that no window reaches", "with gaps", "a checkerboard", "stripes", "At stride 1",
      "The stride divides the kernel's size", "no kernel reaches every cell", "would be even",
      "It is even where", "Towards the border fewer",
    ] {
      let met = kinds.first { $0.key.hasPrefix(kind) }?.value ?? 0
      #expect(met > 10, "\(kind): \(kinds)")
    }
  }

  /// The strip and the map, at every step of the window.
  @Test func whatIsPaintedAddsUp() throws {
    let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
    for figure in Self.figures(150, seed: 32) {
      let pair = figure.pair
      let steps = try ConnectivityAnimation(figure, style: style).figures
      for figure in [figure] + steps {
        let scene = Page(figure).scene(style: style)
        let isVertical = pair.overlapRunsDown
        let axis = Axis(pair, isVertical ? .vertical : .horizontal)
        let painted = figure.step.map { $0.index + 1 } ?? axis.small
        let (rows, columns) = (Axis(pair, .vertical), Axis(pair, .horizontal))
        for case .text(let text) in scene.leaves {
          guard let id = text.id else { continue }
          if id.hasPrefix("overlap/output/number/"), let cell = Int(id.dropFirst(22)) {
            #expect(text.string == "\(axis.count(cell, painted))", "\(pair), \(id)")
          }
          if id.hasPrefix("overlap/digit/") {
            let at = id.dropFirst(14).split(separator: ".").compactMap { Int($0) }
            let down = rows.count(at[0], isVertical ? painted : rows.small)
            let across = columns.count(at[1], isVertical ? columns.small : painted)
            #expect(text.string == "\(down * across)", "\(pair), \(id)")
          }
        }
        // A ribbon for every window that has been painted, and is drawn at all.
        let ribbons = scene.paths("overlap/input/ribbon/")
          .compactMap { $0.split(separator: ".").first }.compactMap { Int($0) }
        let cells = scene.paths("overlap/input/cell/").compactMap { Int($0) }
        #expect(Set(ribbons) == Set(cells.filter { $0 < painted }), "\(pair)")
      }
    }
  }

  /// A map of a million cells a side, a kernel as large, and strides beyond both are drawn at once.
  @Test func whatIsHugeIsDrawnInPart() throws {
    let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
    for (size, kernel, stride) in [(1 << 20, 3, 2), (1 << 20, 1 << 20, 1), (1 << 20, 5, 1 << 19)] {
      let pair = try ConnectivityGeometries.pair(
        Size2D(size), kernel: Size2D(kernel), stride: Size2D(stride))
      let scene = Page(ConnectivityFigure(pair, view: .overlap)).scene(style: style)
      #expect(LayoutCheck.problems(in: scene, minimumTextSize: 18) == [])
      #expect(scene.leaves.count < 1000)
    }
  }
}

extension ConvolutionPair {
  /// Whether the strip of the view `overlap` shows a column: only the height is uneven.
  fileprivate var overlapRunsDown: Bool {
    geometry.innerContributions(.horizontal).count == 1
      && geometry.innerContributions(.vertical).count > 1
  }
}
