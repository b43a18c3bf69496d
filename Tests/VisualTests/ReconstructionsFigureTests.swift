import AECore
import Testing
import Visual

@Suite struct ReconstructionsFigureTests {
  static let style = Style(theme: .light, page: .slide, measurer: PangoMeasurer())

  private func texts(_ marks: [Mark]) -> [String] {
    marks.compactMap { if case .text(let text) = $0 { text.string } else { nil } }
  }

  private func rows(_ figure: ReconstructionsFigure) -> [String] {
    let marks = figure.marks(in: Rect(x: 0, y: 0, width: 900, height: 400), style: Self.style)
      .leaves
    let names = ["input", "clean", "corrupted", "output", "error"]
    // Every band of rows has its names.
    let found = texts(marks).filter(names.contains)
    return Array(found.prefix(Set(found).count))
  }

  @Test func aDenoisingRunShowsTheCleanTheCorruptedAndTheOutput() throws {
    let run = try SampleRun(name: "denoising", isDenoising: true).run
    let figure = try ReconstructionsFigure(run: run)
    #expect(rows(figure) == ["clean", "corrupted", "output", "error"])
    #expect(figure.title == "Reconstructions of corrupted test images")
    // The error is the one to the clean image, the noise's stands beside it.
    let clean = try #require(run.tensors[TensorName.sampleInput])
    let output = try #require(run.tensors[TensorName.sampleReconstruction])
    let corrupted = try #require(run.tensors[TensorName.sampleCorrupted])
    let before = NumberText.short(Measure.meanSquaredError(corrupted, clean))
    let after = NumberText.short(Measure.meanSquaredError(output, clean))
    #expect(figure.caption.contains("(gaussian 0.3): their mean squared error is \(before)"))
    #expect(figure.caption.contains("the outputs' \(after)."))
    #expect(figure.errors.count == 10)
    #expect(
      abs(figure.errors[3] - Measure.meanSquaredError(output[3], clean[3])) < 1e-12)
  }

  @Test func otherRunsShowInputAndOutput() throws {
    let figure = try ReconstructionsFigure(run: SampleRun(name: "conv").run)
    #expect(rows(figure) == ["input", "output", "error"])
    #expect(figure.title == "Reconstructions of test images")
  }
}
