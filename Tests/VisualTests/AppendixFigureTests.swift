import AECore
import Foundation
import Testing
import Visual

@Suite struct AppendixFigureTests {
  static let measurer = PangoMeasurer()

  private func texts(_ run: Run, page: PageSize) -> [String] {
    let style = Style(theme: .light, page: page, measurer: Self.measurer)
    let frame = Rect(x: 0, y: 0, width: page.size.width - 100, height: page.size.height - 200)
    return AppendixFigure(run: run, tensorsSHA256: String(repeating: "ab", count: 32))
      .marks(in: frame, style: style).compactMap {
        if case .text(let text) = $0 { return text.string }
        return nil
      }
  }

  @Test(arguments: PageSize.named) func theWholeCommandIsOnThePage(_ page: PageSize) throws {
    for sample in [SampleRun(name: "conv"), .vae, SampleRun(name: "noise", isDenoising: true)] {
      let run = try sample.run
      let command = try TrainingCommandLine(run).text
      // As a shell joins the lines.
      let joined = texts(run, page: page).filter {
        $0.contains("aeviz train") || $0.hasPrefix("--")
      }
      .map { $0.hasSuffix(" \\") ? String($0.dropLast(2)) : $0 }.joined(separator: " ")
      #expect(joined == command, "\(sample.name)")
    }
  }

  @Test func digestsStandInFull() throws {
    var run = try SampleRun(name: "conv").run
    run.dataset.sha256 = String(repeating: "cd", count: 32)
    let all = texts(run, page: .slide).joined()
    #expect(all.contains(String(repeating: "ab", count: 32)))
    #expect(all.contains(String(repeating: "cd", count: 32)))
  }

  @Test func aRunFromElsewhereHasNoCommand() throws {
    var run = try SampleRun(name: "conv").run
    run.generator = Generator(name: "torch-export", version: "2")
    let figure = AppendixFigure(run: run)
    #expect(figure.command == nil && figure.caption.contains("torch-export"))
    #expect(!texts(run, page: .slide).contains { $0.contains("aeviz train") })
  }
}
