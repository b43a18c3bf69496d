import Foundation
import Testing

/// The connectivity views as a user meets them.
@Suite struct ConnectivityCommandTests {
  static let views = [
    "pair", "maps", "matrix", "values", "products", "three-ways", "overlap", "sizes", "sides",
    "steps",
  ]

  @Test(arguments: views) func drawsInOneAndTwoDimensions(_ view: String) async throws {
    let sandbox = try Sandbox()
    for options in [[], ["--dims", "1", "--input", "9"], ["--depthwise", "--channels", "3:3"]] {
      for format in ["svg", "json"] {
        let result = try await Program.run(
          ["stride-demo", "--view", view, "--focus", "1", "--format", format, "-o", "-"]
            + (options.first == "--dims" ? options : ["--focus", "1,1"] + options),
          in: sandbox.folder)
        #expect(result.code == 0, "\(options): \(result.errors)")
        #expect(result.text.hasPrefix(format == "svg" ? "<?xml" : "{"))
      }
    }
  }

  @Test(arguments: views) func drawsALayerOfARun(_ view: String) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    for arguments in [
      ["figure", "connectivity", "run/run.json", "--layer", "decoder.3"],
      ["figure", "connectivity", "run/run.json", "--layer", "encoder.0", "--map", "0:5"],
      ["figure", "connectivity", "run/run.json"],
      ["stride-demo", "--run", "run/run.json", "--layer", "decoder.5", "--focus", "1,2"],
    ] {
      let result = try await Program.run(
        arguments + ["--view", view, "--format", "svg", "-o", "-"], in: sandbox.folder)
      #expect(result.code == 0, "\(arguments): \(result.errors)")
      #expect(result.text.hasPrefix("<?xml"))
    }
  }

  @Test func whatCannotBeIsRefusedWithTheArithmetic() async throws {
    let sandbox = try Sandbox()
    for (arguments, word) in [
      (["--focus", "3,0"], "⌊(5 + 2·1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3"),
      (["--dims", "1", "--input", "5x7"], "--input"), (["--dims", "3"], "--dims"),
      (["--view", "values", "--input-values", "1,2,3"], "5·5 = 25"),
      (["--view", "values", "--kernel-values", "1,x"], "kernel-values"),
      (["--input-values", "1,2,3"], "--view values"), (["--map", "0:1"], "output map 1"),
      (["--depthwise", "--groups", "2"], "--depthwise"), (["--sample", "1"], "--run"),
    ] {
      let result = try await Program.run(
        ["stride-demo", "-o", "x.png"] + arguments, in: sandbox.folder)
      expectFailure(result, 64, word)
    }
    #expect(sandbox.files == [])
  }

  /// No size is so large that a view hangs, crashes or writes half a file.
  @Test(arguments: views) func extremeSizesAreDrawnOrRefused(_ view: String) async throws {
    let sandbox = try Sandbox()
    for arguments in [
      ["--input", "100000000"], ["--kernel", "9223372036854775807"], ["--input", "16777216"],
      ["--dilation", "9223372036854775807"], ["--channels", "16777216:16777216"],
      ["--stride", "16777216", "--input", "16777216"],
    ] {
      let result = try await Program.run(
        ["stride-demo", "--view", view, "-o", "x.svg"] + arguments, in: sandbox.folder)
      if result.code != 0 { expectFailure(result, 64) }
    }
  }
}
