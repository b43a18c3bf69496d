import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// What the drawing of a network says of its layers.
struct ArchitectureFigureTests {
  private static let pages = [PageSize.slide, .slide4x3, .a4]

  private func scene(_ run: Run, _ page: PageSize) throws -> Scene {
    Page(try ArchitectureFigure(run: run)).scene(
      style: Style(theme: .light, page: page, measurer: PangoMeasurer()))
  }

  /// What stands beside the funnels, in the order of the layers, in short names.
  private func operations(_ scene: Scene) -> String {
    scene.texts("architecture/operation/").joined(separator: ", ")
      .replacing("ConvTranspose", with: "ConvT")
  }

  /// Where room is short texts wrap and names become shorter, and nothing is left out.
  @Test(arguments: [SampleRun(name: "conv"), .vae, SampleRun(name: "dense", preset: .dense)])
  func everyPartOfEveryLayerIsWritten(_ sample: SampleRun) throws {
    let run = try sample.run
    let network = try NetworkStages(run)
    for page in Self.pages {
      let text = operations(try scene(run, page))
      for stage in network.encoder + network.decoder {
        for part in stage.titles[0].components(separatedBy: ", ") {
          let short = part.replacing("ConvTranspose", with: "ConvT")
          // A long part may take two lines.
          let words = short.components(separatedBy: " ")
          #expect(words.allSatisfy { text.contains($0) }, "\(part) on \(page.name): \(text)")
        }
      }
    }
  }

  /// Layers with every number that a convolution has, chosen by chance.
  @Test func normsStridesDilationAndGroupsAreWritten() throws {
    var random = RandomSource(seed: 11)
    func number(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(random.uniform() * Float(range.count)) % range.count
    }
    for _ in 0..<12 {
      let geometry = try ConvGeometry(
        kernel: Size2D(3), stride: Size2D(number(1...2)), padding: Size2D(2),
        dilation: Size2D(number(1...2)), groups: [1, 2, 4][number(0...2)])
      let image = ImageShape(channels: 4, height: 12, width: 12)
      let convolution = LayerSpec.conv2d(
        ConvolutionSpec(inChannels: 4, outChannels: 8, geometry: geometry))
      let shape = try convolution.outputShape(for: image.shape)
      let sample = SampleRun(
        name: "chance", imageShape: image, latentSize: 3,
        layers: (
          [
            convolution, .batchNorm2d(BatchNormSpec(channels: 8)), .leakyReLU(slope: 0.2), .flatten,
            .dense(DenseSpec(inFeatures: shape.count, outFeatures: 3)),
          ],
          [
            .dense(DenseSpec(inFeatures: 3, outFeatures: image.count)), .reshape(image), .sigmoid,
          ]
        ))
      for page in Self.pages {
        let text = operations(try scene(sample.run, page))
        #expect(text.contains("stride \(geometry.stride.height)"), "\(page.name): \(text)")
        #expect(text.contains("dilation 2") == (geometry.dilation.height == 2), "\(text)")
        #expect(text.contains("groups") == (geometry.groups > 1), "\(text)")
        #expect(text.contains("BatchNorm") && text.contains("LeakyReLU 0.2"), "\(text)")
        #expect(text.contains("Sigmoid"), "\(text)")
      }
    }
  }

  /// Twenty layers that do the same are one block that says so.
  @Test func layersThatAreAlikeAreCounted() throws {
    let same = LayerSpec.conv2d(
      ConvolutionSpec(
        inChannels: 1, outChannels: 1,
        geometry: try ConvGeometry(kernel: Size2D(3), padding: Size2D(1))))
    let sample = SampleRun(
      name: "many", imageShape: ImageShape(channels: 1, height: 8, width: 8), latentSize: 2,
      layers: (
        [LayerSpec](repeating: same, count: 20)
          + [.flatten, .dense(DenseSpec(inFeatures: 64, outFeatures: 2))],
        [
          .dense(DenseSpec(inFeatures: 2, outFeatures: 64)),
          .reshape(ImageShape(channels: 1, height: 8, width: 8)),
        ]
      ))
    for page in Self.pages {
      let scene = try scene(sample.run, page)
      #expect(operations(scene).contains("20 times, Conv 3×3"), "\(operations(scene))")
      // The numbers lead to the list, which paper has.
      #expect(scene.texts("architecture/number/").contains("0…19") == !page.isSlide)
    }
  }
}
