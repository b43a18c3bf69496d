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

    // As many marks as the data and the caption count.
    let all = try stages(first)
    let (dead, silent) = (
      all.reduce(0) { $0 + $1.dead.count }, all.reduce(0) { $0 + $1.silent.count }
    )
    #expect(scene(first).paths("feature-maps/dead").count == dead)
    #expect(scene(first).paths("feature-maps/silent").count == silent)
    #expect(first.caption.contains("Crossed out: \(dead) dead maps, 0 everywhere"))
    #expect(first.caption.contains("in all \(n) images."))
    #expect(first.caption.contains("One stroke: \(silent) map is 0 for this image."))
    #expect(scene(second).paths("feature-maps/silent").isEmpty)
    #expect(!second.caption.contains("One stroke"))
  }

  /// With a single sample nothing is known of others: a map of zeros is dead for it.
  @Test func oneSampleIsAllThereIs() throws {
    var sample = SampleRun(name: "one sample")
    sample.sampleCount = 1
    let figure = try FeatureMapsFigure(run: sample.run)
    let all = try stages(figure)
    #expect(all.contains { $0.dead == [1] } && all.allSatisfy { $0.silent.isEmpty })
    #expect(figure.caption.contains("dead maps, 0 everywhere."))
  }

  /// For each large map a sum, and before each sum a kernel for each large map before it.
  @Test func sumsAreWiredToTheMapsThatAreDrawn() throws {
    let run = try SampleRun(name: "conv").run
    let encoder = scene(try FeatureMapsFigure(run: run, halves: [.encoder]))
    // Three maps of the first convolution from one image, three of the second from three maps.
    #expect(encoder.paths("feature-maps/sum").count == 6)
    #expect(images(encoder, "feature-maps/kernel") == 3 + 9)
    // Three from three, and the image from three.
    let decoder = scene(try FeatureMapsFigure(run: run, halves: [.decoder]))
    #expect(decoder.paths("feature-maps/sum").count == 4)
    #expect(images(decoder, "feature-maps/kernel") == 9 + 3)
    // Every value of the code is written.
    #expect(encoder.paths("feature-maps/value/").count == 16)
  }

  /// Maps for the last row: three a stage of 100 points and more on a slide, with what is added and
  /// what becomes of the sum, and every stage's size.
  @Test(arguments: [PageSize.slide, .slide4x3, .a4])
  func mapsAreLargeAndSumsAreWhole(_ page: PageSize) throws {
    let run = try SampleRun(name: "conv").run
    let style = Style(theme: .light, page: page, measurer: PangoMeasurer())
    let least: Double = page == .slide ? 105 : page == .slide4x3 ? 70 : 80
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
      let sums = half == .encoder ? 6 : 3
      // The dense stage of the decoder has its ReLU in its title.
      #expect(texts.count { $0 == "ReLU" } == sums)
      #expect(texts.count { $0 == "Sigmoid" } == (half == .encoder ? 0 : 1))
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
    #expect(!figure.caption.contains("A + adds"))
  }

  private func images(_ scene: Scene, _ id: String) -> Int {
    scene.leaves.count { mark in
      if case .image(let image) = mark { image.id == id } else { false }
    }
  }
}
