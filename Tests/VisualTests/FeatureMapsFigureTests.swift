import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// Which maps the figure `feature-maps` marks, and what it says about them.
struct FeatureMapsFigureTests {
  struct Stage: Decodable, Equatable {
    var stage: String
    var shape: [Int]
    var dead: [Int]
    var silent: [Int]

    enum CodingKeys: String, CodingKey {
      case stage, shape
      case dead = "dead_maps"
      case silent = "silent_maps"
    }
  }

  private func stages(_ figure: FeatureMapsFigure) throws -> [Stage] {
    let data = figure.data
    return try JSONDecoder().decode([Stage].self, from: JSONValue(encoding: data).data)
  }

  private func scene(_ figure: FeatureMapsFigure) -> Scene {
    Page(figure).scene(
      style: Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer()))
  }

  /// In the sample run the second map of every ReLU is zero in all samples; here another one is
  /// zero in the first sample, and a third one has the same value, not zero, in every sample: that
  /// one answers.
  @Test func deadMapsAreDeadInEverySample() throws {
    var run = try SampleRun(name: "conv").run
    let name = TensorName.activation(.encoder, 1)
    let tensor = try #require(run.tensors[name])
    let (n, c) = (tensor.shape[0], tensor.shape[1])
    let map = tensor.shape[2] * tensor.shape[3]
    var values = tensor.values
    for i in 0..<map {
      values[5 * map + i] = 0
      for sample in 0..<n { values[(sample * c + 7) * map + i] = 0.5 }
    }
    run.tensors[name] = Tensor(tensor.shape, values)

    let first = try FeatureMapsFigure(run: run, halves: [.encoder])
    let stage = try #require(try stages(first).first { $0.shape == [c, 14, 14] })
    #expect(stage.dead == [1] && stage.silent == [5])
    let second = try FeatureMapsFigure(run: run, sample: 1, halves: [.encoder])
    let other = try #require(try stages(second).first { $0.shape == [c, 14, 14] })
    #expect(other.dead == [1] && other.silent.isEmpty)

    // The caption counts the dead ones; those that answer most are drawn, and none of these is.
    let all = try stages(first)
    let maps = all.filter { $0.shape.count == 3 && $0.stage != "Input" }
      .reduce(0) { $0 + $1.shape[0] }
    let dead = all.reduce(0) { $0 + $1.dead.count }
    #expect(
      first.caption.contains(
        "Of all \(maps) maps \(dead) are dead: 0 everywhere in all \(n) images."))
    for figure in [first, second] {
      #expect(scene(figure).paths("feature-maps/dead").isEmpty)
      #expect(scene(figure).paths("feature-maps/silent").isEmpty)
      #expect(!figure.caption.contains("rossed out"))
    }
  }

  /// Where fewer maps answer than are drawn, the others are marked, and the caption has the key.
  @Test func mapsThatDoNotAnswerAreMarked() throws {
    var run = try SampleRun(name: "conv").run
    let name = TensorName.activation(.encoder, 1)
    let tensor = try #require(run.tensors[name])
    let c = tensor.shape[1]
    let map = tensor.shape[2] * tensor.shape[3]
    var values = [Float](repeating: 0, count: tensor.count)
    // One map answers, one in the second sample alone.
    for i in 0..<map {
      values[3 * map + i] = 1
      values[(c + 6) * map + i] = 1
    }
    run.tensors[name] = Tensor(tensor.shape, values)
    let figure = try FeatureMapsFigure(run: run, halves: [.encoder])
    let (crossed, stroked) = (
      scene(figure).paths("feature-maps/dead").count,
      scene(figure).paths("feature-maps/silent").count
    )
    #expect(crossed + stroked == 2)
    #expect(figure.caption.lowercased().contains("crossed out: a dead map") == (crossed > 0))
    #expect(figure.caption.lowercased().contains("one stroke: 0 for this image") == (stroked > 0))
  }

  /// With a single sample nothing is known of others: a map of zeros is dead for it.
  @Test func oneSampleIsAllThereIs() throws {
    var sample = SampleRun(name: "one sample")
    sample.sampleCount = 1
    let figure = try FeatureMapsFigure(run: sample.run)
    let all = try stages(figure)
    #expect(all.contains { $0.dead == [1] } && all.allSatisfy { $0.silent.isEmpty })
    #expect(figure.caption.contains("dead: 0 everywhere."))
  }

  /// For one map of a convolution a sum, and before it a kernel for each map before it.
  @Test func sumsAreWiredToTheMapsThatAreDrawn() throws {
    let run = try SampleRun(name: "conv").run
    let encoder = scene(try FeatureMapsFigure(run: run, halves: [.encoder]))
    // One of the first convolution from one image, one of the second from three maps.
    #expect(encoder.paths("feature-maps/sum").count == 2)
    #expect(images(encoder, "feature-maps/kernel") == 1 + 3)
    // One from three, and the image from three.
    let decoder = scene(try FeatureMapsFigure(run: run, halves: [.decoder]))
    #expect(decoder.paths("feature-maps/sum").count == 2)
    #expect(images(decoder, "feature-maps/kernel") == 3 + 3)
    // Every value of the code is written.
    #expect(encoder.paths("feature-maps/value/").count == 16)
  }

  /// Maps for the last row: three a stage of 90 points and more on a slide, with what is added and
  /// what becomes of the sum, and every stage's size.
  @Test(arguments: [PageSize.slide, .slide4x3, .a4])
  func mapsAreLargeAndSumsAreWhole(_ page: PageSize) throws {
    let run = try SampleRun(name: "conv").run
    let style = Style(theme: .light, page: page, measurer: PangoMeasurer())
    let least: Double = page == .slide ? 90 : page == .slide4x3 ? 70 : 80
    for half in TensorName.Half.allCases {
      let scene = Page(try FeatureMapsFigure(run: run, halves: [half])).scene(style: style)
      #expect(LayoutCheck.problems(in: scene, minimumTextSize: page.minimumTextSize) == [])
      let maps = scene.leaves.compactMap { mark -> Rect? in
        guard case .image(let image) = mark, image.id?.hasPrefix("feature-maps/map/") == true
        else { return nil }
        return image.rect
      }
      #expect(maps.count == 6)
      #expect(maps.allSatisfy { $0.height >= least }, "\(half), \(page.name): \(maps[0].height)")
      let texts = scene.leaves.compactMap { mark -> String? in
        if case .text(let text) = mark { text.string } else { nil }
      }
      // The dense stage of the decoder has its ReLU in its title; 4:3 has room for maps alone.
      let sums = page == .slide4x3 ? 0 : half == .encoder ? 2 : 1
      #expect(texts.count { $0 == "ReLU" } == sums)
      #expect(
        texts.count { $0 == "Sigmoid" } == (page == .slide4x3 || half == .encoder ? 0 : 1))
      for size in ["1×28×28", "16×14×14", "32×7×7", "16"] {
        #expect(texts.contains(size), "\(half), \(page.name), \(size)")
      }
    }
  }

  /// Without weights there are maps, and no kernels.
  @Test func withoutWeightsNothingIsWired() throws {
    var run = try SampleRun(name: "conv").run
    for index in [0, 2] { run.tensors[TensorName.parameter(.encoder, index, "weight")] = nil }
    let figure = try FeatureMapsFigure(run: run, halves: [.encoder])
    #expect(scene(figure).paths("feature-maps/sum").isEmpty)
    #expect(!figure.caption.contains("a + adds"))
  }

  private func images(_ scene: Scene, _ id: String) -> Int {
    scene.leaves.count { mark in
      if case .image(let image) = mark { image.id == id } else { false }
    }
  }
}
