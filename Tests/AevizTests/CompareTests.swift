import AECore
import Foundation
import Testing

@Suite struct CompareTests {
  @Test func drawsPagesOneFigureAndNumbers() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun("one")
    try await sandbox.addRun("two/one")
    let pdf = try await sandbox.aeviz("compare", "one/run.json", "two/one")
    #expect(pdf.code == 0 && pdf.errors == "", "\(pdf.errors)")
    #expect(pdf.text == "output/compare.pdf\n")
    #expect(try sandbox.read("output/compare.pdf").starts(with: Data("%PDF".utf8)))
    let pages = try await sandbox.aeviz("compare", "one", "two/one", "--dpi", "40", "-o", "pages/")
    #expect(pages.code == 0, "\(pages.errors)")
    #expect(
      sandbox.files.filter { $0.hasPrefix("pages/") } == [
        "pages/01-table.png", "pages/02-loss.png", "pages/03-error.png",
        "pages/04-reconstructions.png",
      ])
    let figure = try await sandbox.aeviz("compare", "one", "two/one", "--figure", "error")
    #expect(figure.code == 0, "\(figure.errors)")
    #expect(figure.text == "output/compare-error.png\n")
    let first = try await sandbox.aeviz("compare", "one", "two/one", "--format", "json", "-o", "-")
    let object = try JSONSerialization.jsonObject(with: first.output) as? [String: Any]
    let runs = try #require(object?["runs"] as? [[String: Any]])
    #expect(runs.compactMap { $0["name"] as? String }.map { $0.hasSuffix("one") } == [true, true])
    #expect(Set(runs.compactMap { $0["name"] as? String }).count == 2)
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("one"))
    #expect(runs.allSatisfy { isClose(run.evaluation?.mse, $0["mse"]) })
    #expect(runs.compactMap { $0["parameters"] as? Int }[0] == run.model.parameterCount)
  }

  @Test func leavesOutWhatTheRunsHaveNotInCommon() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun("one")
    var run = try RunDirectory.read(sandbox.folder.appendingPathComponent("one"))
    run.dataset.sha256 = nil
    run.dataset.name = "others"
    if let input = run.tensors["samples.input"] {
      run.tensors["samples.input"] = Tensor(input.shape, input.values.map { 1 - $0 })
    }
    _ = try RunDirectory.write(run, to: sandbox.folder.appendingPathComponent("other"))
    let result = try await sandbox.aeviz("compare", "one", "other", "-o", "x.pdf")
    #expect(result.code == 0)
    #expect(
      result.errors == "aeviz: left out: reconstructions: the runs have no test image in common\n")
    expectFailure(
      try await sandbox.aeviz("compare", "one", "other", "--figure", "reconstructions"), 65,
      "no test image in common")
  }

  @Test func refusesTooManyRunsAndTooFew() async throws {
    let sandbox = try Sandbox()
    expectFailure(try await sandbox.aeviz("compare", "a.json"), 64, "from 2 to 8")
    expectFailure(
      try await Program.run(
        ["compare"] + (1...9).map { "\($0).json" }, in: sandbox.folder), 64, "9 runs", "from 2 to 8"
    )
    expectFailure(try await sandbox.aeviz("compare", "a", "b", "--figure", "mona"), 64, "table")
    expectFailure(try await sandbox.aeviz("compare", "a.json", "b.json"), 66, "a.json")
    #expect(sandbox.files == [])
  }
}
