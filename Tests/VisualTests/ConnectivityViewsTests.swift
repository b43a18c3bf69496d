import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// The views of the connectivity figure beside `pair` and `maps`, against matrices that come from
/// pushing basis vectors through the real layers.
struct ConnectivityViewsTests {
  private static func index(_ text: some StringProtocol, _ shape: ImageShape) -> Int {
    let n = text.split(separator: ".").compactMap { Int($0) }
    return (n[0] * shape.height + n[1]) * shape.width + n[2]
  }

  private static func scene(_ figure: ConnectivityFigure) -> Scene {
    Page(figure).scene(
      style: Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer()))
  }

  /// 1-D or 2-D, all parameters, several channels, groups.
  static func random(_ source: inout RandomSource, flat: Bool) throws -> ConvolutionPair {
    guard flat else { return ConnectivityGeometries.random(&source) }
    while true {
      let pair = ConnectivityGeometries.random(&source)
      let g = pair.geometry
      func row(_ size: Size2D, _ height: Int) -> Size2D {
        Size2D(height: height, width: size.width)
      }
      let flat = try? ConvGeometry(
        kernel: row(g.kernel, 1), stride: row(g.stride, 1),
        padding: Padding(vertical: .init(0), horizontal: g.padding.horizontal),
        dilation: row(g.dilation, 1), outputPadding: row(g.outputPadding, 0), groups: g.groups)
      guard let flat,
        let result = try? ConvolutionPair(
          geometry: flat,
          largeShape: ImageShape(
            channels: pair.largeShape.channels, height: 1, width: pair.largeShape.width),
          smallChannels: pair.smallShape.channels)
      else { continue }
      return result
    }
  }

  /// 600 geometries: what the matrix view fills, what the overlap view counts and the sizes that
  /// are printed are what the layers do.
  @Test(arguments: 0..<6) func viewsShowWhatTheLayersDo(part: Int) throws {
    var source = RandomSource(seed: UInt64(100 + part))
    var wholeMatrices = 0
    for number in 0..<100 {
      let isFlat = number % 3 == 0
      let pair = try Self.random(&source, flat: isFlat)
      let truth = try Matrices(pair)

      #expect(
        Set(
          pair.convolution.map {
            [Self.index($0.small, pair.smallShape), Self.index($0.large, pair.largeShape)]
          }) == truth.convolution, "\(pair)")
      #expect(
        Set(
          pair.transposedConvolution.map {
            [Self.index($0.large, pair.restoredShape), Self.index($0.small, pair.smallShape)]
          }) == truth.transposed, "\(pair)")

      // The view that prints sizes: the maps' words, and what the formulas end in.
      let sizes = Self.scene(
        ConnectivityFigure(pair, isOneDimensional: isFlat, showsFormula: true))
      func words(_ size: Size2D) -> String { isFlat ? "\(size.width)" : "\(size)" }
      for (direction, large) in [
        ("convolution", truth.inputSize), ("transposed_convolution", truth.restoredSize),
      ] {
        for (name, size) in [("large", large), ("small", truth.outputSize)] {
          let printed = sizes.texts("\(direction)/label/\(name)")
          #expect(printed.allSatisfy { $0.hasSuffix(words(size)) }, "\(pair): \(printed)")
          #expect(!printed.isEmpty)
        }
        let formula = sizes.words(ofGroup: "\(direction)/formula") ?? ""
        let result = direction == "convolution" ? truth.outputSize : truth.restoredSize
        #expect(formula.hasSuffix("=\(result.width)"), "\(pair): \(formula)")
      }

      // The matrix view: every filled cell, and no other one, of what is shown. Of the largest maps
      // that is one row, whose matrix is another one.
      let isWhole = max(pair.largeShape.size.count, pair.restoredShape.size.count) <= 100
      let matrix = Self.scene(
        ConnectivityFigure(pair, view: .matrix, isOneDimensional: isFlat))
      let filled = matrix.paths("convolution/tap/").map { id -> [Int] in
        let parts = id.split(separator: "-")
        return [Self.index(parts[0], pair.smallShape), Self.index(parts[1], pair.largeShape)]
      }
      let filledBack = matrix.paths("transposed_convolution/tap/").map { id -> [Int] in
        let parts = id.split(separator: "-")
        return [Self.index(parts[0], pair.restoredShape), Self.index(parts[1], pair.smallShape)]
      }
      if isWhole {
        #expect(Set(filled).count == filled.count && Set(filled).isSubset(of: truth.convolution))
        #expect(Set(filledBack).isSubset(of: truth.transposed))
      }
      if isWhole,
        !matrix.leaves.contains(where: { mark in
          if case .text(let text) = mark {
            text.id?.hasPrefix("matrix/part") == true
          } else {
            false
          }
        })
      {
        wholeMatrices += 1
        #expect(Set(filled) == truth.convolution, "\(pair)")
        #expect(Set(filledBack) == truth.transposed, "\(pair)")
      }

      // The overlap view: digits of every cell that is shown.
      let overlap = Self.scene(
        ConnectivityFigure(pair, view: .overlap, isOneDimensional: isFlat))
      var digits = 0
      for case .text(let text) in overlap.leaves {
        guard let id = text.id, id.hasPrefix("overlap/digit/") else { continue }
        let at = id.dropFirst("overlap/digit/".count).split(separator: ".").compactMap { Int($0) }
        #expect(
          text.string == "\(truth.overlap[at[0] * pair.restoredShape.width + at[1]])",
          "\(pair) at \(at)")
        digits += 1
      }
      // A row of the maps is the strip alone; cells too small for digits are one picture.
      for case .text(let text) in overlap.leaves where isFlat {
        guard let id = text.id, id.hasPrefix("overlap/output/number/"),
          let x = id.split(separator: "/").last.flatMap({ Int($0) })
        else { continue }
        #expect(text.string == "\(truth.overlap[x])", "\(pair) at \(x)")
        digits += 1
      }
      let isPicture = overlap.leaves.contains { mark in
        if case .image(let image) = mark { image.id == "overlap/map" } else { false }
      }
      #expect(digits > 0 || isPicture, "\(pair)")

      // The sizes view: each size shrinks to what the picture says, and its output padding leads
      // back.
      let text = try JSONValue(encoding: ConnectivityFigure(pair, view: .sizes).data).data
      for row in try JSONDecoder().decode(SizesDocument.self, from: text).width {
        let g = try pair.geometry.with(
          outputPadding: Size2D(
            height: pair.geometry.outputPadding.height, width: row["output_padding"] ?? -1))
        let largeSize = row["large_size"] ?? -1
        let large = Size2D(height: pair.largeShape.height, width: largeSize)
        #expect(try g.convolvedSize(of: large).width == row["small_size"])
        #expect(try g.transposedSize(of: pair.smallShape.size).width == largeSize)
      }
    }
    #expect(wholeMatrices > 40, "too few matrices are drawn whole to show anything")
  }

  /// What the view `sizes` gives as JSON: a row of numbers for each output padding.
  private struct SizesDocument: Decodable {
    var width: [[String: Int]]
  }

  private static func index(_ cell: Cell, _ shape: ImageShape) -> Int {
    (cell.channel * shape.height + cell.y) * shape.width + cell.x
  }

  /// Contributions by formula are those by counting, also for what no picture has room for.
  @Test func contributionsAreCounted() throws {
    var source = RandomSource(seed: 5)
    for _ in 0..<500 {
      let pair = ConnectivityGeometries.random(&source)
      for axis in Size2D.Axis.allCases {
        let small = pair.smallShape.size[axis]
        for l in -2..<pair.restoredShape.size[axis] + 2 {
          var count = 0
          for s in 0..<small {
            for t in 0..<pair.geometry.kernel[axis]
            where pair.geometry.large(small: s, tap: t, axis) == l { count += 1 }
          }
          #expect(pair.geometry.contributions(to: l, axis, small: small) == count)
        }
        for s in 0..<small {
          let size = pair.largeShape.size[axis]
          let reach = (0..<pair.geometry.kernel[axis]).filter {
            (0..<size).contains(pair.geometry.large(small: s, tap: $0, axis))
          }
          #expect(pair.geometry.reach(ofSmall: s, axis, large: size) == reach.count)
        }
      }
    }
  }

  /// The table's entries are the least and the greatest count in the middle of a long map.
  @Test func innerContributionsAreThoseFarFromTheBorder() throws {
    for k in 1...7 {
      for s in 1...5 {
        for d in 1...4 {
          let g = try ConvGeometry(
            kernel: Size2D(k), stride: Size2D(s), dilation: Size2D(d))
          let middle = 200 * s..<200 * s + 60
          let counts = middle.map { g.contributions(to: $0, .horizontal, small: 400) }
          let inner = g.innerContributions(.horizontal)
          #expect(counts.min() == inner.lowerBound && counts.max() == inner.upperBound, "\(g)")
        }
      }
    }
  }

  /// Sums on the page are the layers' output to the last digit.
  @Test func sumsAreTheLayersOutput() throws {
    var source = RandomSource(seed: 77)
    for number in 0..<60 {
      let pair = try Self.random(&source, flat: number % 3 == 0)
      let example = try WorkedExample.seeded(pair, seed: UInt64(number))
      let forward = try NaiveConvolution.convolve(
        example.large.reshaped(Shape([1] + pair.largeShape.shape.dimensions)),
        weight: example.weights, pair.geometry)
      let back = try NaiveConvolution.convolveTransposed(
        example.small.reshaped(Shape([1] + pair.smallShape.shape.dimensions)),
        weight: example.weights, pair.geometry)
      #expect(example.convolved.values == forward.values)
      #expect(example.restored.values == back.values)

      let figure = ConnectivityFigure(pair, view: .values, example: example)
      let scene = Self.scene(figure)
      for (direction, tensor, name) in [
        ("convolution", example.convolved, "small"),
        ("transposed_convolution", example.restored, "large"),
      ] {
        var seen = 0
        for case .text(let text) in scene.leaves {
          guard let id = text.id, id.hasPrefix("\(direction)/\(name)/"), id.hasSuffix("/digit")
          else { continue }
          let cell = id.split(separator: "/")[2].split(separator: ".").compactMap { Int($0) }
          let value = WorkedExample.value(tensor, cell[0], cell[1], cell[2])
          #expect(text.string == "\(Int(value))", "\(pair) \(id)")
          seen += 1
        }
        // Cells that are too small for digits are shades, and say so.
        #expect(seen > 0 || !scene.texts("\(direction)/shades").isEmpty, "\(pair), \(direction)")
        // The sum that is written out ends in the layer's own number.
        let words = try #require(scene.words(ofGroup: "\(direction)/sum"))
        let result = try #require(words.split(separator: "=").last.flatMap { Int($0) })
        #expect(tensor.values.contains(Float(result)))
        let products = words.split(separator: "=")[0]
        if !products.contains("…"), !products.contains("(") {
          let sum = products.split(separator: "+").reduce(0) { total, product in
            total + product.split(separator: "·").compactMap { Int($0) }.reduce(1, *)
          }
          #expect(sum == result || products == "0", "\(words)")
        }
      }
    }
  }

  @Test func threeWaysAreEqual() throws {
    var source = RandomSource(seed: 9)
    for number in 0..<100 {
      let pair = try Self.random(&source, flat: number % 3 == 0)
      let example = try WorkedExample.seeded(pair, seed: UInt64(number))
      let expected = example.restored.values.map(Double.init)
      #expect(ThreeWays.scatter(example.small, weight: example.weights, pair) == expected)
      #expect(ThreeWays.gather(example.small, weight: example.weights, pair) == expected)
      #expect(ThreeWays.matrix(example.small, weight: example.weights, pair) == expected)
    }
    let scene = Self.scene(
      ConnectivityFigure(try ConnectivityGeometries.lecture(), view: .threeWays))
    let outputs = ["scatter", "gather", "matrix"].map { scene.texts("three-ways/\($0)/output/") }
    #expect(outputs[0].count == 25 && outputs[0] == outputs[1] && outputs[1] == outputs[2])
  }

  @Test func listsAreChecked() throws {
    let pair = try ConnectivityGeometries.lecture()
    let example = try WorkedExample.seeded(
      pair, seed: 1, inputValues: (0..<25).map(Float.init),
      kernelValues: [1, 0, 0, 0, 0, 0, 0, 0, 0])
    // Tap (0, 0) alone: the small cell (1, 1) sees the large cell (1, 1).
    #expect(WorkedExample.value(example.convolved, 0, 1, 1) == 6)
    #expect(throws: Failure.self) {
      try WorkedExample.seeded(pair, seed: 1, inputValues: [1, 2])
    }
    #expect(throws: Failure.self) {
      try WorkedExample.seeded(pair, seed: 1, kernelValues: [1, 2])
    }
  }

  @Test func captionsAreReadBack() throws {
    let pair = try ConnectivityGeometries.lecture()
    func caption(_ view: ConnectivityFigure.View) -> String {
      ConnectivityFigure(pair, view: view).caption
    }
    let matrix = Self.scene(ConnectivityFigure(pair, view: .matrix))
    #expect(
      caption(.matrix).contains(
        "\(matrix.paths("convolution/tap/").count) of C’s 225 entries are not zero."))
    #expect(matrix.texts("convolution/heading")[0].hasPrefix("C: 9 × 25"))
    let point = try ConnectivityGeometries.pair(Size2D(1), kernel: Size2D(1))
    #expect(
      ConnectivityFigure(point, view: .matrix).caption.contains("C’s one entry is not zero."))
    let border = try ConnectivityGeometries.pair(Size2D(2), kernel: Size2D(1), stride: Size2D(2))
    #expect(
      ConnectivityFigure(border, view: .matrix).caption.contains("1 of C’s 4 entries is not zero."))
    #expect(matrix.texts("transposed_convolution/heading")[0].hasPrefix("Cᵀ: 25 × 9"))
    let overlap = Self.scene(ConnectivityFigure(pair, view: .overlap))
    let digits = overlap.texts("overlap/digit/").compactMap { Int($0) }
    let numbers = Set(digits).sorted().map(String.init)
    #expect(
      caption(.overlap).contains(
        "receive \(numbers.dropLast().joined(separator: ", ")) or \(numbers.last ?? "") contrib"))
    #expect(caption(.sizes).hasPrefix("5 and 6 shrink to 3:"))
    let sizes = Self.scene(ConnectivityFigure(pair, view: .sizes))
    #expect(sizes.words(ofGroup: "sizes/0/convolution/formula")?.hasSuffix("=3") == true)
    #expect(sizes.words(ofGroup: "sizes/1/transposed_convolution/formula")?.hasSuffix("=6") == true)
    #expect(sizes.paths("sizes/1/output/").count == 7)  // Six cells, and the outline of the sixth.
    let values = Self.scene(ConnectivityFigure(pair, view: .values))
    let sum = try #require(values.words(ofGroup: "convolution/sum"))
    let products = sum.filter { $0 == "·" }.count
    #expect(caption(.values).contains("sums \(products) products"))
  }

  /// The whole decoder's ways are what ones become when they are pushed through its layers with all
  /// weights 1.
  @Test func decodersOverlapIsPropagated() throws {
    let run = try SampleRun(name: "conv").run
    let steps = try run.model.steps(imageShape: run.dataset.imageShape)
    let overlap = try #require(try DecoderOverlap(steps: steps))
    #expect(overlap.stages.map(\.name) == ["decoder.3", "decoder.5"])
    var map = Tensor([1, 1, 7, 7], [Float](repeating: 1, count: 49))
    for step in steps where step.half == .decoder {
      guard case .convTranspose2d(let spec) = step.layer else { continue }
      map = try NaiveConvolution.convolveTransposed(
        map, weight: Tensor([1, 1, 3, 3], [Float](repeating: 1, count: 9)), spec.geometry)
    }
    let last = try #require(overlap.stages.last)
    let ways = (0..<28).flatMap { y in (0..<28).map { Float(last.ways(y: y, x: $0)) } }
    #expect(map.values == ways)
    #expect(last.limits.lowerBound == Double(map.values.min() ?? -1))
    #expect(last.limits.upperBound == Double(map.values.max() ?? -1))
  }

  @Test func focusIsCheckedWithTheArithmetic() throws {
    let pair = try ConnectivityGeometries.lecture()
    #expect(try ConnectivityChoice(focus: (0, 2)).cell(in: pair) == Cell(channel: 0, y: 0, x: 2))
    let failure = #expect(throws: Failure.self) {
      try ConnectivityChoice(focus: (3, 0)).cell(in: pair)
    }
    #expect(failure?.kind == .usage)
    #expect(failure?.problem.contains("⌊(5 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3") == true)
    let maps = try ConnectivityGeometries.pair(
      Size2D(6), kernel: Size2D(3), groups: 2, large: 4, small: 2)
    #expect(try ConnectivityChoice(maps: (3, 1)).largeMap(in: maps) == 3)
    #expect(throws: Failure.self) { try ConnectivityChoice(maps: (0, 1)).largeMap(in: maps) }
    #expect(throws: Failure.self) { try ConnectivityChoice(maps: (4, 1)).largeMap(in: maps) }
  }
}
