import AECore
import Foundation
import Testing
import Visual

/// The filters that are drawn against the run's weights.
struct FiltersFigureTests {
  private struct Bank: Decodable {
    var layer: String
    var shape: [Int]
    var limit: Double
    var dead: [Int]
    var silent: [Int]
    var weights: [Float?]
  }

  private func banks(_ run: Run) throws -> [Bank] {
    try JSONDecoder().decode(
      [Bank].self, from: JSONValue(encoding: FiltersFigure(run: run).data).data)
  }

  @Test func aTransposedConvolutionIsShownByOutputMap() throws {
    var run = try SampleRun(name: "conv").run
    let weight = try #require(run.tensors["decoder.3.weight"])
    // (32, 16, 3, 3): input map 5, output map 2 is the only one that is zero.
    var values = weight.values
    for k in 0..<9 { values[(5 * 16 + 2) * 9 + k] = 0 }
    run.tensors["decoder.3.weight"] = Tensor(weight.shape, values)
    let bank = try #require(try banks(run).first { $0.layer == "decoder.3" })
    #expect(bank.shape == [16, 32, 1, 3, 3])
    for (o, c) in [(0, 0), (2, 4), (15, 31), (7, 0)] {
      for k in 0..<9 {
        #expect(bank.weights[(o * 32 + c) * 9 + k] == values[(c * 16 + o) * 9 + k])
      }
    }
    #expect(bank.dead == [2 * 32 + 5])
    #expect(bank.limit == Double(values.map(abs).max() ?? 0))
  }

  @Test func valuesThatNoScaleHoldsAreTold() throws {
    var run = try SampleRun(name: "conv").run
    #expect(try !FiltersFigure(run: run).caption.contains("infinite"))
    let weight = try #require(run.tensors["encoder.0.weight"])
    var values = weight.values
    values[0] = .infinity
    run.tensors["encoder.0.weight"] = Tensor(weight.shape, values)
    let one = try FiltersFigure(run: run).caption
    #expect(one.contains("1 infinite value has the colour of the scale’s end."), "\(one)")
    #expect(!one.contains("Magenta"))
    (values[1], values[2]) = (.nan, .nan)
    run.tensors["encoder.0.weight"] = Tensor(weight.shape, values)
    let more = try FiltersFigure(run: run).caption
    #expect(more.contains("Magenta: 2 values that are no numbers."), "\(more)")
  }

  /// In the sample run the second map behind every ReLU is 0 for all samples.
  @Test func filtersOfAMapThatNeverAnswersAreCrossedOut() throws {
    var run = try SampleRun(name: "conv").run
    let shown = try banks(run)
    #expect(shown.map(\.layer) == ["encoder.0", "encoder.2", "decoder.3", "decoder.5"])
    // The last one has a sigmoid behind it.
    #expect(shown.map(\.silent) == [[1], [1], [1], []])
    let caption = try FiltersFigure(run: run).caption
    #expect(caption.contains("Crossed out: the filters of 3 maps that are 0 for every sample"))
    let answers = try #require(run.tensors["activations.encoder.1"])
    var values = answers.values
    values[14 * 14 * 17] = 0.5  // map 1 of the second sample
    run.tensors["activations.encoder.1"] = Tensor(answers.shape, values)
    #expect(try banks(run).map(\.silent) == [[], [1], [1], []])
    run.tensors["activations.encoder.1"] = nil
    #expect(try banks(run).map(\.silent) == [[], [1], [1], []])
  }

  @Test func denseLayersAreShownWhereTheyMeetTheImageAndOnlyThere() throws {
    // 64 pixels and a hidden layer of 64 units: only the outer layers are pictures.
    var sample = SampleRun(
      name: "dense", preset: .dense, imageShape: ImageShape(channels: 1, height: 8, width: 8))
    let run = try sample.run
    let shown = try banks(run)
    #expect(shown.map(\.layer) == ["encoder.1", "decoder.4"])
    #expect(shown.map(\.shape) == [[128, 1, 1, 8, 8], [128, 1, 1, 8, 8]])
    let first = try #require(run.tensors["encoder.1.weight"])
    #expect(shown[0].weights.map { $0 ?? .nan } == first.values)
    // (64, 128): the picture of unit 3 is column 3.
    let last = try #require(run.tensors["decoder.4.weight"])
    for pixel in 0..<64 {
      #expect(shown[1].weights[3 * 64 + pixel] == last.values[pixel * 128 + 3])
    }
    sample.imageShape = ImageShape(channels: 3, height: 8, width: 8)
    #expect(try banks(sample.run)[0].shape == [128, 1, 3, 8, 8])
  }

  /// The first layer meets the colours, the others do not: the caption tells both.
  @Test func whatIsDrawnInColourIsReadInColour() throws {
    let sample = SampleRun(
      name: "colour", imageShape: ImageShape(channels: 3, height: 28, width: 28))
    let run = try sample.run
    let caption = try FiltersFigure(run: run).caption
    #expect(try banks(run).map { $0.shape[2] } == [3, 1, 1, 1])
    #expect(caption.contains("warm colours add"))
    #expect(caption.contains("In convolution 1 of the encoder"))
    #expect(caption.contains("a bright colour adds"))
    #expect(!(try FiltersFigure(run: SampleRun(name: "conv").run).caption.contains("bright")))
  }

  @Test func aWeightThatIsNoNumberDoesNotSpoilTheScale() throws {
    var run = try SampleRun(name: "conv").run
    let weight = try #require(run.tensors["encoder.0.weight"])
    var values = weight.values
    values[4] = .nan
    values[5] = .infinity
    run.tensors["encoder.0.weight"] = Tensor(weight.shape, values)
    let bank = try #require(try banks(run).first)
    #expect(bank.limit.isFinite && bank.limit <= 0.3 + 1e-6)
    #expect(bank.weights[4] == nil)
  }

  @Test func aRunWithoutWeightsSaysSo() throws {
    let run = try SampleRun(name: "bare", missing: ["encoder", "decoder"]).run
    #expect(throws: Failure.self) { try FiltersFigure(run: run) }
  }
}
