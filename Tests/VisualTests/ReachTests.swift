import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// What a receptive field and a footprint draw and say, against the ways through random networks.
struct ReachTests {
  /// A run of a network of random convolutions and the way back; nil where sizes do not fit.
  private static func run(_ random: inout RandomSource) throws -> Run? {
    func pick(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
    let image = ImageShape(channels: 1, height: pick(9...16), width: pick(9...16))
    var (encoder, decoder): ([LayerSpec], [LayerSpec]) = ([], [])
    var shape = image.shape
    for _ in 0..<pick(1...5) {
      let geometry = try ConvGeometry(
        kernel: Size2D(height: pick(1...3), width: pick(1...3)),
        stride: Size2D(height: pick(1...2), width: pick(1...2)),
        padding: Size2D(height: pick(0...1), width: pick(0...1)),
        dilation: Size2D(height: pick(1...2), width: pick(1...2)))
      let before = Size2D(height: shape[1], width: shape[2])
      let layer = LayerSpec.conv2d(
        ConvolutionSpec(inChannels: 1, outChannels: 1, geometry: geometry))
      guard let output = try? layer.outputShape(for: shape),
        let extra = try? geometry.outputPadding(restoring: before),
        let back = try? geometry.with(outputPadding: extra)
      else { return nil }
      encoder += [layer, .relu]
      decoder =
        [.convTranspose2d(ConvolutionSpec(inChannels: 1, outChannels: 1, geometry: back)), .relu]
        + decoder
      shape = output
    }
    let code = ImageShape(shape)
    encoder.append(.flatten)
    decoder.insert(.reshape(code), at: 0)
    return try SampleRun(
      name: "random", imageShape: image, latentSize: code.count,
      layers: (encoder, decoder)
    ).run
  }

  private static func runs(_ count: Int, seed: UInt64) throws -> [Run] {
    var random = RandomSource(seed: seed)
    var runs: [Run] = []
    while runs.count < count {
      if let run = try run(&random) { runs.append(run) }
    }
    return runs
  }

  /// No cell that is there for comparison alone lies under the words at its left.
  @Test(arguments: [PageSize.slide, .slide4x3, .a4])
  func noCellLiesUnderWords(_ page: PageSize) throws {
    let style = Style(theme: .light, page: page, measurer: FixedWidthMeasurer())
    for run in try Self.runs(40, seed: 77) {
      let figures: [any Figure] = [
        try ReceptiveFieldFigure(run: run), try FootprintFigure(run: run),
      ]
      for figure in figures {
        let leaves = Page(figure).scene(style: style).leaves
        let words = leaves.compactMap { mark -> Rect? in
          if case .text(let text) = mark { text.bounds } else { nil }
        }
        for mark in leaves {
          guard case .path(let path) = mark, path.fill == nil, let id = path.id,
            id.contains("/map/"),
            id.contains("/cell/"), let bounds = mark.bounds
          else { continue }
          #expect(!words.contains { $0.overlaps(bounds, tolerance: 0.5) }, "\(id)")
        }
      }
    }
  }

  /// From the cell down to any map and from there to the image are as many ways as at once.
  @Test func waysAddUpFromMapToMap() throws {
    for run in try Self.runs(60, seed: 41) {
      let shape = run.dataset.imageShape
      let steps = try run.model.steps(imageShape: shape)
      let field = try ReceptiveField(steps: steps, image: shape.size)
      for (index, stage) in field.stages.enumerated() {
        // The reach counts columns in units that rows have no part in.
        #expect(
          field.columns(seenBy: stage.cell.x, of: index, on: nil) == stage.reach.columns)
        for earlier in 0..<index {
          let onMap = field.columns(seenBy: stage.cell.x, of: index, on: earlier)
          var sum = [Double](repeating: 0, count: shape.width)
          for (x, ways) in onMap.enumerated() where ways > 0 {
            for (pixel, more) in field.columns(seenBy: x, of: earlier, on: nil).enumerated() {
              sum[pixel] += ways * more
            }
          }
          #expect(sum == stage.reach.columns)
          // One view lies within the other.
          let inner = field.stages[earlier].reach.columnRange
          if let outer = stage.reach.columnRange, let inner {
            #expect(outer.lowerBound <= inner.lowerBound && inner.upperBound <= outer.upperBound)
          }
        }
      }
      let footprint = try Footprint(steps: steps, image: shape.size)
      for (index, stage) in footprint.stages.enumerated() {
        for later in index + 1..<footprint.stages.count {
          let onMap = footprint.columns(reachedBy: stage.cell.x, of: index, on: later)
          var sum = [Double](repeating: 0, count: shape.width)
          for (x, ways) in onMap.enumerated() where ways > 0 {
            for (pixel, more) in footprint.columns(reachedBy: x, of: later, on: nil).enumerated() {
              sum[pixel] += ways * more
            }
          }
          #expect(sum == stage.reach.columns)
        }
      }
      let overlap = try #require(try DecoderOverlap(steps: steps))
      let count = overlap.chain.count
      var sum = [Double](repeating: 0, count: shape.width)
      for x in 0..<overlap.start.width {
        for (pixel, ways) in overlap.columns(from: x, of: 0, to: count).enumerated() {
          sum[pixel] += ways
        }
      }
      #expect(sum == overlap.stages.last?.columns)
    }
  }

  /// What no border touches is as in the same decoder of a far larger code.
  @Test func theInsideIsThatOfAnEndlessMap() throws {
    var judged = 0
    for run in try Self.runs(150, seed: 42) {
      let steps = try run.model.steps(imageShape: run.dataset.imageShape)
      guard let last = try DecoderOverlap(steps: steps)?.stages.last, let inner = last.innerLimits
      else { continue }
      judged += 1
      var large: [Double] = Array(repeating: 1, count: 60)
      var high = large
      for step in steps where step.half == .decoder {
        guard case .convTranspose2d(let spec) = step.layer else { continue }
        func scatter(_ small: [Double], _ axis: Size2D.Axis) -> [Double] {
          let g = spec.geometry
          var result = [Double](repeating: 0, count: small.count * g.stride[axis] + 8)
          for (index, ways) in small.enumerated() {
            for tap in 0..<g.kernel[axis] {
              result[index * g.stride[axis] + tap * g.dilation[axis]] += ways
            }
          }
          return result
        }
        (large, high) = (scatter(large, .horizontal), scatter(high, .vertical))
      }
      func middle(_ ways: [Double]) -> (Double, Double) {
        let part = ways[ways.count * 2 / 5..<ways.count * 3 / 5]
        return (part.min() ?? -1, part.max() ?? -1)
      }
      let (columns, rows) = (middle(large), middle(high))
      #expect(inner == rows.0 * columns.0...rows.1 * columns.1, "\(run.model)")
      let caption = try ConnectivityFigure(run: run, ConnectivityChoice(view: .overlap)).caption
      #expect(caption.hasPrefix("Away from the border, "))
      #expect(
        caption.contains("the overlap is even") == (inner.lowerBound == inner.upperBound))
    }
    #expect(judged > 20)
  }

  /// Where the field is a speck the part around it is shown, and the caption says which part.
  @Test func aSpeckIsEnlarged() throws {
    for side in [8, 28, 40, 64, 256] {
      let shape = ImageShape(channels: 1, height: side, width: side)
      let run = try SampleRun(name: "conv", imageShape: shape).run
      let figure = try ReceptiveFieldFigure(run: run)
      let (extent, isSpeck) = (7, side > 35)
      let shown = "Shown are \(3 * extent) × \(3 * extent) of the \(side) × \(side) pixels."
      #expect(figure.caption.contains(shown) == isSpeck, "\(figure.caption)")
      #expect(figure.caption.contains("Shown are") == isSpeck)
      let scene = Page(figure).scene(
        style: Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer()))
      #expect(scene.paths("receptive-field/window").count == (isSpeck ? 1 : 0))
      // Every frame has its size beside it.
      let sizes = scene.leaves.compactMap { mark -> String? in
        guard case .text(let text) = mark, text.id?.hasSuffix("/extent") == true else { return nil }
        return text.string
      }
      #expect(side == 8 || sizes == ["7 × 7 px", "3 × 3 px"], "\(side): \(sizes)")
    }
  }

  /// Layers are called by what they are, with a number where there are several of a kind.
  @Test func layersAreCalledByWhatTheyAre() throws {
    let model = try SampleRun(name: "conv").run.model
    let words = ["encoder.0", "encoder.2", "encoder.5", "decoder.3", "decoder.5", "code"].map {
      model.words(forLayer: $0)
    }
    #expect(
      words.map(\.long) == [
        "convolution 1", "convolution 2", "the dense layer", "transposed convolution 1",
        "transposed convolution 2", "code",
      ])
    #expect(words.map(\.short) == ["conv 1", "conv 2", "dense", "ConvT 1", "ConvT 2", "code"])
  }

  /// Each number that is said, and each cell that is drawn.
  @Test func whatIsSaidIsSo() throws {
    let style = Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer())
    for run in try Self.runs(250, seed: 43) {
      let shape = run.dataset.imageShape
      let steps = try run.model.steps(imageShape: shape)
      let field = try ReceptiveField(steps: steps, image: shape.size)
      let figure = try ReceptiveFieldFigure(run: run)
      let (first, last) = (try #require(field.stages.first), try #require(field.stages.last))
      let caption = figure.caption
      func words(_ stage: ReceptiveField.Stage) -> String {
        run.model.words(forLayer: stage.name).long
      }
      #expect(caption.contains("One cell behind \(words(first)) sees \(first.reach.extent) pixels"))
      if field.stages.count > 1 {
        #expect(caption.contains("one behind \(words(last)) sees \(last.reach.extent)."))
      }
      let ways = Set(last.reach.columns + last.reach.rows).subtracting([0])
      if caption.contains("The stronger a pixel's colour") { #expect(ways.count > 1) }
      let scene = Page(figure).scene(style: style)
      #expect(LayoutCheck.problems(in: scene, minimumTextSize: 18) == [])
      // The numbers under the pixels are the ways to them.
      let drawn = scene.texts("receptive-field/pixels/number/").compactMap(Double.init)
      #expect(drawn.isEmpty || drawn == last.reach.columns.filter { $0 > 0 })
      // A ribbon from the one cell, and below it from each cell that hangs on it.
      let ribbons = scene.paths("receptive-field/map/\(last.name)/ribbon/")
      #expect(ribbons.allSatisfy { $0.hasPrefix("\(last.cell.x).") })

      let footprint = try Footprint(steps: steps, image: shape.size)
      let reached = try FootprintFigure(run: run)
      let code = try #require(footprint.stages.first)
      #expect(
        reached.caption.contains(
          "One cell of the code reaches \(code.reach.extent) pixels of the output"))
      let problems = LayoutCheck.problems(
        in: Page(reached).scene(style: style), minimumTextSize: 18)
      #expect(problems == [])
    }
  }
}
