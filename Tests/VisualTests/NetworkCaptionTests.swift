import AECore
import Foundation
import Testing
import Visual

/// What the captions of a network's own figures say, against its layers and weights.
struct NetworkCaptionTests {
  @Test(arguments: SampleRun.all) func parametersAreCounted(sample: SampleRun) throws {
    let run = try sample.run
    let caption = try ArchitectureFigure(run: run).caption
    #expect(CaptionTests.wrongNumbers(caption) == [], "\(caption)")
    func count(_ layers: [LayerSpec]) -> Int {
      layers.flatMap(\.parameterShapes).reduce(0) { $0 + $1.shape.count }
    }
    let (encoder, decoder) = (count(run.model.encoder), count(run.model.decoder))
    #expect(
      caption.contains(
        "trained: \(NumberText.count(encoder)) in the encoder, \(NumberText.count(decoder)) in the "
          + "decoder."), "\(caption)")
    #expect(caption.contains("drawn around μ") == run.model.isVariational, "\(caption)")
    // The faces that are meant stand between the image and what comes out.
    let maps = try NetworkStages(run)
    let hasMaps = (maps.encoder + maps.decoder.dropLast()).contains { $0.output.rank == 3 }
    #expect(!caption.contains("Each face") || hasMaps, "\(caption)")
  }

  @Test func filtersThatNeverAnswerAreCounted() throws {
    var random = RandomSource(seed: 1)
    for sample in [
      SampleRun(name: "conv", latentSize: 3, sampleCount: 2),
      SampleRun(name: "dense", preset: .dense, latentSize: 3, sampleCount: 2),
    ] {
      let run = try sample.run
      for _ in 0..<60 {
        var run = run
        var (maps, units) = (0, 0)
        // Behind each ReLU some maps, or units, are 0 for every sample.
        for half in TensorName.Half.allCases {
          let layers = half == .encoder ? run.model.encoder : run.model.decoder
          for (index, layer) in layers.enumerated() where layer == .relu {
            let name = TensorName.activation(half, index)
            let shape = try #require(run.tensors[name]).shape
            let size = shape.count / (shape[0] * shape[1])
            let silent = (0..<shape[1]).map { _ in random.uniform() < 0.02 }
            run.tensors[name] = Tensor(
              shape, (0..<shape.count).map { silent[$0 / size % shape[1]] ? 0 : 1 })
            switch layers[index - 1] {
            case .conv2d, .convTranspose2d: maps += silent.count { $0 }
            // Of the fully connected layers those that meet the image are shown.
            case .dense where sample.name == "dense":
              let isShown = half == .encoder ? index == 2 : index == layers.count - 4
              units += isShown ? silent.count { $0 } : 0
            default: break
            }
          }
        }
        let caption = try FiltersFigure(run: run).caption
        #expect(CaptionTests.wrongNumbers(caption) == [], "\(caption)")
        #expect(caption.contains("Crossed out") == (maps + units > 0), "\(caption)")
        let verb = maps + units == 1 ? "that is 0" : "that are 0"
        #expect(maps + units == 0 || caption.contains(verb), "\(caption)")
        #expect(maps == 0 || caption.contains("filters of \(maps) map"), "\(caption)")
        #expect(units == 0 || caption.contains("filters of \(units) unit"), "\(caption)")
      }
    }
  }

  /// What the stride leaves over of the largest size, cell by cell.
  @Test func whatTheStrideLeavesIsCounted() throws {
    var random = RandomSource(seed: 2)
    for _ in 0..<600 {
      let figure = ConnectivityFigure(ConnectivityGeometries.random(&random), view: .sizes)
      let caption = figure.caption
      guard let left = caption.range(of: "leaves up to ") else { continue }
      let said = Int(caption[left.upperBound...].prefix { $0.isNumber })
      let g = figure.pair.geometry
      let axis: Size2D.Axis = g.stride.height > g.stride.width ? .vertical : .horizontal
      let small = figure.pair.smallShape.size[axis]
      func size(of large: Int) -> Int? {
        var size = figure.pair.largeShape.size
        size[axis] = large
        return (try? g.convolvedSize(of: size))?[axis]
      }
      let largest = try #require((1...400).last { size(of: $0) == small })
      // The last cell that the last window reaches, padding included.
      let reached = (small - 1) * g.stride[axis] + g.dilation[axis] * (g.kernel[axis] - 1) + 1
      #expect(said == largest + g.padding[axis].total - reached, "\(caption)")
      #expect(CaptionTests.wrongNumbers(caption) == [], "\(caption)")
    }
  }
}
