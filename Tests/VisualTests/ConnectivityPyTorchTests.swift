import AECore
import DrawingTesting
import Foundation
import Testing
import Visual

/// The connectivity views against PyTorch: `Scripts/make_fixtures_connectivity.py` pushed basis
/// vectors through its convolutions.
struct ConnectivityPyTorchTests {
  struct Fixture: Decodable {
    let torch: String
    let cases: [Case]
  }

  struct Case: Decodable {
    let dims, groups: Int
    let kernel, stride, padding, dilation, outputPadding: [Int]
    let channels, input, small, restored: [Int]
    let matrix, transposed: [[Int]]
    let overlap: [Int]

    func pair() throws -> ConvolutionPair {
      func size(_ pair: [Int]) -> Size2D { Size2D(height: pair[0], width: pair[1]) }
      return try ConvolutionPair(
        geometry: ConvGeometry(
          kernel: size(kernel), stride: size(stride), padding: size(padding),
          dilation: size(dilation), outputPadding: size(outputPadding), groups: groups),
        largeShape: ImageShape(channels: channels[0], height: input[0], width: input[1]),
        smallChannels: channels[1])
    }
  }

  private func fixture() throws -> Fixture {
    let url = try #require(
      Bundle.module.url(
        forResource: "connectivity-pytorch", withExtension: "json", subdirectory: "Fixtures"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Fixture.self, from: Data(contentsOf: url))
  }

  private func index(_ cell: Cell, _ shape: ImageShape) -> Int {
    (cell.channel * shape.height + cell.y) * shape.width + cell.x
  }

  @Test func agreesWithPyTorch() throws {
    let cases = try fixture().cases
    #expect(cases.count == 24 && Set(cases.map(\.dims)) == [1, 2])
    for entry in cases {
      let pair = try entry.pair()
      #expect(pair.smallShape.shape.dimensions == [entry.channels[1]] + entry.small)
      #expect(pair.restoredShape.shape.dimensions == [entry.channels[0]] + entry.restored)
      func number(_ tap: Tap) -> Int { tap.y * entry.kernel[1] + tap.x + 1 }
      let matrix = Set(
        pair.convolution.map {
          [index($0.small, pair.smallShape), index($0.large, pair.largeShape), number($0.tap)]
        })
      #expect(matrix == Set(entry.matrix), "\(pair)")
      let transposed = Set(
        pair.transposedConvolution.map {
          [index($0.large, pair.restoredShape), index($0.small, pair.smallShape), number($0.tap)]
        })
      #expect(transposed == Set(entry.transposed), "\(pair)")

      let isFlat = entry.dims == 1
      func scene(_ view: ConnectivityFigure.View) -> Scene {
        Page(ConnectivityFigure(pair, view: view, isOneDimensional: isFlat)).scene(
          style: Style(theme: .light, page: .slide, measurer: FixedWidthMeasurer()))
      }
      // What the matrix view fills, with the taps that it colours by.
      func cell(_ text: Substring, _ shape: ImageShape) -> Int {
        let n = text.split(separator: ".").compactMap { Int($0) }
        return (n[0] * shape.height + n[1]) * shape.width + n[2]
      }
      let filled = scene(.matrix).paths("convolution/tap/").map { id -> [Int] in
        let parts = id.split(separator: "-")
        let tap = parts[2].split(separator: ".").compactMap { Int($0) }
        return [
          cell(parts[0], pair.smallShape), cell(parts[1], pair.largeShape),
          number(Tap(y: tap[0], x: tap[1])),
        ]
      }
      #expect(!filled.isEmpty && Set(filled).isSubset(of: Set(entry.matrix)), "\(pair)")
      for case .text(let text) in scene(.overlap).leaves {
        guard let id = text.id, id.hasPrefix("overlap/digit/") else { continue }
        let at = id.dropFirst(14).split(separator: ".").compactMap { Int($0) }
        #expect(text.string == "\(entry.overlap[at[0] * entry.restored[1] + at[1]])", "\(pair)")
      }
    }
  }
}
