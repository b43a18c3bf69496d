import Foundation
import Testing

@Suite struct UsageTests {
  /// Each of these is told in one line with code 64, and leaves no file.
  @Test(arguments: [
    (["trian"], "'trian'"),
    (["stride-demo", "--sride", "2"], "--stride"),
    (["stride-demo", "--stride"], "--stride"),
    (["stride-demo", "--stride", "two"], "'two'"),
    (["stride-demo", "--stride", "2x2x2"], "'2x2x2'"),
    (["stride-demo", "--stride", "99999999999999999999"], "99999999999999999999"),
    (["stride-demo", "--channels", "2"], "C:O"),
    (["stride-demo", "--view", "side"], "maps"),
    (["stride-demo", "extra"], "'extra'"),
    (["stride-demo", "--theme", "blue"], "dark"),
    (["stride-demo", "--size", "6x4"], "'6x4'"),
    (["stride-demo", "--size", "1000x1000in"], "1000x1000in"),
    (["stride-demo", "--size", "1x1in"], "from 2 to 100 inches"),
    (["sweep", "--latent", "2,x"], "'x' is no number"),
    (["sweep", "--latent", "2,,4"], "'' is no number"),
    (["stride-demo", "--dpi", "0"], "--dpi"),
    (["stride-demo", "--dpi", "nan"], "--dpi"),
    (["stride-demo", "--dpi", "100000"], "--dpi"),
    (["stride-demo", "-o", "picture.bmp"], "--format"),
    (["stride-demo", "-o", "picture"], "--format"),
    (["stride-demo", "-o", ""], "-o"),
    (["stride-demo", "--format", "gif"], "svg"),
    (["stride-demo", "--run", "run.json"], "--layer"),
    (["stride-demo", "--run", "run.json", "--layer", "decoder.3", "--stride", "2"], "geometry"),
    (["train", "--preset", "transformer"], "conv-upsample"),
    (["train", "--loss", "hinge"], "bce"),
    (["train", "--latent", "0"], "--latent"),
    (["train", "--latent", "-3"], "--latent"),
    (["train", "--epochs", "0"], "--epochs"),
    (["train", "--batch-size", "0"], "--batch-size"),
    (["train", "--batch-size", "6001"], "6000"),
    (["train", "--limit", "0"], "--limit"),
    (["train", "--learning-rate", "0"], "--learning-rate"),
    (["train", "--learning-rate", "inf"], "--learning-rate"),
    (["train", "--threads", "0"], "--threads"),
    (["train", "--seed", "-1"], "--seed"),
    (["train", "-o", "-"], "folder"),
    (["report"], "<run.json>"),
    (["report", "run.json", "-o", "report.png"], "pdf"),
    (["report", "run.json", "--format", "json"], "pdf"),
    (["figure"], "--list"),
    (["figure", "latent"], "run.json"),
    (["figure", "loss", "run.json", "--sample", "3"], "--sample"),
    (["figure", "monalisa", "run.json"], "architecture"),
    (["inspect"], "<run.json>"),
    (["data", "-o", "data.png"], "name"),
    // What was meant, or an example of what is right.
    (["trian"], "aeviz train"),
    (["stride-demo", "--sride", "2"], "--stride 2"),
    (["stride-demo", "--view", "matrx"], "did you mean matrix?"),
    (["stride-demo", "--theme", "blue"], "choose one of light, dark; "),
    (["train", "--preset", "lineer"], "did you mean linear? choose one of dense, deep, linear"),
    (["figure", "laten", "run.json"], "did you mean latent?"),
    (["compare", "a", "b", "--figure", "eror"], "did you mean error?"),
    (["train", "--noise", "0.3"], "--noise gaussian:0.3"),
    (["train", "--schedule", "step"], "--schedule step:10:0.5"),
    (["train", "--epochs", "-5"], "--epochs: -5 epochs"),
    (["train", "--epochs", "two"], "--epochs 20"),
    (["sweep", "--format", "gif"], "choose png, pdf, svg"),
    (["report", "x.pdf"], "run.json -o x.pdf"),
    (["report", "run.json", "x.pdf"], "-o x.pdf"),
    (["figure", "loss", "x.svg"], "run.json -o x.svg"),
    (["stride-demo", "--format", "pdf", "-o", "x.png"], "x.png ends as a png"),
    (["report", "run.json", "--format", "pdf", "-o", "x.png"], "x.png ends as a png"),
    (["stride-demo", "--size", "20x10"], "such as 1920x1080"),
    (["report", "run.json", "--format", "html"], "-o report.html"),
    (["figure", "latent", "run.json", "--format", "HTML"], "aeviz page"),
    (["lecture", "--format", "svg", "-o", "y.pdf"], "y.pdf ends as a pdf"),
    (["stride-demo", "--view", "steps", "-o", "w.mp4"], "or give --animate"),
    (["figure", "target", "run.json", "-o", "w.gif"], "figures that move: "),
    (["figure", "/", "latent"], "aeviz figure latent /"),
    (["train", "mnist"], "--data mnist"),
  ])
  func isToldInOneLine(_ arguments: [String], _ word: String) async throws {
    let sandbox = try Sandbox()
    expectFailure(try await Program.run(arguments, in: sandbox.folder), 64, word)
    #expect(sandbox.files == [])
  }

  /// What is far from every option is not taken for one, and no example shows what is not there.
  @Test(arguments: [
    (["import", "m.onnx", "--data", "digits", "--limit", "5"], ["--fit", "--limit 1000"]),
    (["figure", "error", "run.json", "--data", "digits"], ["--map", "give for example --data"]),
    (["train", "--gpu"], ["--fit"]),
    (["lecture", "--format", "gif"], ["--animate"]),
    (["report", "run.json", "-o", "x.gif"], ["--animate"]),
  ])
  func suggestsNothingThatIsFarAway(_ arguments: [String], _ words: [String]) async throws {
    let sandbox = try Sandbox()
    let result = try await Program.run(arguments, in: sandbox.folder)
    expectFailure(result, 64)
    for word in words { #expect(!result.errors.contains(word), "\(result.errors)") }
  }

  /// A geometry that cannot be, with the arithmetic.
  @Test(arguments: [
    (["--stride", "0"], "stride"),
    (["--stride", "2x0"], "width"),
    (["--kernel", "8"], "5 + 2·1 = 7"),
    (["--kernel", "9", "--padding", "0:2"], "5 + 0 + 2 = 7"),
    (["--padding", "1x2", "--dims", "1"], "--padding: is 1x2, but --dims 1 has no height"),
    (["--output-padding", "2"], "max(2, 1) = 2"),
    (["--groups", "2"], "1 mod 2"),
    (["--groups", "0"], "groups"),
    (["--input", "0"], "input"),
    (["--channels", "0:1"], "channels"),
    (["--dilation", "0"], "dilation"),
    (["--input", "1", "--kernel", "1", "--stride", "1", "--padding", "1"], ""),
  ])
  func showsTheArithmetic(_ arguments: [String], _ word: String) async throws {
    let sandbox = try Sandbox()
    let result = try await Program.run(["stride-demo"] + arguments, in: sandbox.folder)
    guard !word.isEmpty else {
      // A legal geometry, however odd.
      #expect(result.code == 0, "\(result.errors)")
      return
    }
    expectFailure(result, 64, word)
    #expect(sandbox.files == [])
  }

  @Test func pointsToTheHelpOfTheCommand() async throws {
    let sandbox = try Sandbox()
    expectFailure(
      try await sandbox.aeviz("stride-demo", "--nothing"), 64, "see 'aeviz stride-demo --help'")
    expectFailure(try await sandbox.aeviz("--nothing"), 64, "see 'aeviz --help'")
  }

  @Test func refusesMoreConnectionsThanAnyoneReads() async throws {
    let sandbox = try Sandbox()
    expectFailure(
      try await sandbox.aeviz(
        "stride-demo", "--input", "4096", "--channels", "64:64", "--format", "json", "-o", "x.json"
      ), 64, "--format json", "5000000")
    expectFailure(
      try await sandbox.aeviz(
        "stride-demo", "--input", "16777216", "--channels", "16777216:16777216", "--format", "json",
        "-o", "-"), 64, "--format json")
    #expect(sandbox.files == [])
  }
}
