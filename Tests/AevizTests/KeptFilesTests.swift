import AECore
import Foundation
import Testing

/// Nothing that a person has is overwritten without their word.
@Suite struct KeptFilesTests {
  // MARK: What a command reads

  /// Every command that writes, given one of its own inputs as `-o`; `TENSORS` is the tensors file.
  static let overwrites: [[String]] = [
    ["figure", "loss", "run/run.json", "-o", "run/run.json"],
    ["figure", "loss", "run", "--format", "json", "-o", "run/../run/run.json"],
    ["figure", "loss", "run", "--format", "json", "-o", "link.json"],
    ["figure", "loss", "run", "--format", "json", "-o", "hard.json"],
    ["figure", "loss", "run/run.json", "--format", "png", "-o", "TENSORS"],
    ["figure", "loss", "run", "--format", "png", "-o", "run/checkpoints/last.safetensors"],
    ["figure", "checkerboard", "run", "--twin", "twin", "-o", "twin/run.json"],
    ["figure", "connectivity", "run", "--animate", "--format", "gif", "-o", "TENSORS"],
    ["report", "run", "--format", "pdf", "-o", "TENSORS"],
    ["compare", "run", "twin", "-o", "twin/run.json"],
    ["compare", "run", "twin", "--figure", "error", "--format", "png", "-o", "TENSORS"],
    ["compare", "run", "twin", "--format", "pdf", "-o", "TENSORS"],
    [
      "stride-demo", "--run", "run/run.json", "--layer", "encoder.0", "--format", "json", "-o",
      "run/run.json",
    ],
    ["stride-demo", "--run", "run", "--layer", "encoder.0", "--format", "svg", "-o", "TENSORS"],
    ["data", "set", "--format", "png", "-o", "set/train-images-idx3-ubyte"],
    ["data", "set", "-o", "set/dataset.json", "--format", "json"],
    ["train", "--data", "digits", "--architecture", "mine/run.json", "-o", "mine"],
  ]

  @Test(arguments: overwrites) func itsOwnInputIsKept(_ arguments: [String]) async throws {
    let sandbox = try Sandbox()
    for name in ["run", "twin"] { try await sandbox.addRun(name) }
    try sandbox.write(Data(#"{"encoder": [], "decoder": []}"#.utf8), to: "mine/run.json")
    let digits = try #require(DatasetCatalog.available().first { $0.name == "digits" }?.location)
    try FileManager.default.copyItem(
      at: digits, to: sandbox.folder.appendingPathComponent("set"))
    for name in sandbox.files where name.hasPrefix("set/") && name.hasSuffix(".gz") {
      _ = try await sandbox.shell("gunzip -f \(name)")
    }
    _ = try await sandbox.shell("ln -s run/run.json link.json; ln run/run.json hard.json")
    let tensors = try #require(sandbox.files.first { $0.hasPrefix("run/tensors-") })
    // A training leaves its lock.
    let files = sandbox.files.filter { !$0.hasSuffix(".lock") }
    let before = try files.map { try sandbox.read($0) }
    let result = try await Program.run(
      arguments.map { $0 == "TENSORS" ? tensors : $0 }, in: sandbox.folder)
    if arguments[0] == "train" {
      // Whichever is noticed first: the network is none, or it would be written over.
      #expect(result.code == 64 || result.code == 65, "\(result.errors)")
    } else {
      expectFailure(result, 64, "write")
    }
    #expect(sandbox.files.filter { !$0.hasSuffix(".lock") } == files)
    #expect(try files.map { try sandbox.read($0) } == before)
  }

  // MARK: Runs

  private static let train = [
    "train", "--data", "digits", "--preset", "linear", "--limit", "60", "--latent", "2",
    "--epochs", "1", "--quiet",
  ]

  @Test func aRunIsReplacedOnlyOnDemand() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    try await sandbox.addRun("other")
    let before = try sandbox.read("run/run.json")
    for arguments in [Self.train + ["-o", "run"], ["evaluate", "other", "-o", "run"]] {
      let result = try await Program.run(arguments, in: sandbox.folder)
      expectFailure(result, 73, "run: holds a run of 1 epoch", "--overwrite")
      #expect(try sandbox.read("run/run.json") == before)
    }
    let resumed = try await sandbox.aeviz("train", "--resume", "run/run.json", "--quiet")
    #expect(resumed.code == 0, "\(resumed.errors)")
    let replaced = try await Program.run(
      Self.train + ["-o", "run", "--overwrite"], in: sandbox.folder)
    #expect(replaced.code == 0, "\(replaced.errors)")
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    #expect(run.model.name == "linear")
    // Nothing of the old training is left to go on with.
    let more = try await sandbox.aeviz("train", "--resume", "run", "--epochs", "2", "--quiet")
    #expect(more.code == 0, "\(more.errors)")
    expectFailure(try await sandbox.aeviz("train", "--overwrite"), 64, "-o")
    expectFailure(
      try await sandbox.aeviz("train", "--overwrite", "--resume", "run"), 64, "give one of them")
  }

  /// The demo's own run is kept, another one is not replaced.
  @Test func demoKeepsItsRun() async throws {
    let sandbox = try Sandbox()
    let demo = ["demo", "--epochs", "1", "-o", "demo"]
    let first = try await Program.run(demo, in: sandbox.folder)
    #expect(first.code == 0, "\(first.errors)")
    let before = try sandbox.read("demo/run.json")
    let again = try await Program.run(demo + ["--dark"], in: sandbox.folder)
    #expect(again.code == 0)
    #expect(again.errors == "demo: kept\n" && again.text == first.text)
    let other = try await sandbox.aeviz("demo", "--epochs", "2", "-o", "demo")
    expectFailure(other, 65, "--epochs", "--overwrite")
    #expect(try sandbox.read("demo/run.json") == before)
  }

  /// A name that nobody has chosen tells what differs, and is never taken twice.
  @Test func defaultNamesAreNew() async throws {
    let sandbox = try Sandbox()
    var names: [String] = []
    for options in [
      [], [], ["--noise", "mask:0.2"], ["--hold-out-class", "3"], ["--latent", "3"],
    ] {
      let result = try await Program.run(Self.train + options, in: sandbox.folder)
      #expect(result.code == 0, "\(result.errors)")
      names.append(result.text)
    }
    #expect(
      names
        == [
          "digits-linear-2", "digits-linear-2-2", "digits-linear-2-mask-0.2",
          "digits-without-3-linear-2", "digits-linear-3",
        ].map { "output/\($0)/run.json\n" })
  }

  /// A full disk may leave a run that was saved before its first step: it counts as nothing.
  @Test func whatWasNeverTrainedCountsAsNothing() async throws {
    let sandbox = try Sandbox()
    let sweep = [
      "sweep", "--latent", "2,3", "--preset", "linear", "--data", "digits", "--limit", "60",
      "--epochs", "1", "--quiet", "-o", "sizes",
    ]
    let first = try await sandbox.shell(
      "ulimit -f 60; exec aeviz \(sweep.joined(separator: " "))")
    expectFailure(first, 74, "sizes/latent-2/")
    #expect(sandbox.files.contains("sizes/latent-2/run.json"))
    #expect(!sandbox.files.contains { $0.hasSuffix(".tmp") })
    let one = try await Program.run(
      Self.train + ["-o", "sizes/latent-2", "--overwrite"], in: sandbox.folder)
    #expect(one.code == 0, "\(one.errors)")
    let second = try await Program.run(sweep, in: sandbox.folder)
    #expect(second.code == 0, "\(second.errors)")
  }

  @Test func evaluateWaitsForNobodyInTheSameFolder() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let result = try await sandbox.shell(
      """
      aeviz train --resume run --epochs 100000 --quiet & P=$!
      while ! grep -qx $P run/.aeviz.lock; do sleep 0.02; done
      aeviz evaluate run 2>error; echo $?
      kill -9 $P
      """)
    #expect(result.text == "73\n")
    let error = String(decoding: try sandbox.read("error"), as: UTF8.self)
    #expect(error.hasPrefix("aeviz: run: another aeviz"), "\(error)")
  }

  // MARK: Pages

  /// A limit on the size of a file stops a report within its pages: the old ones stay.
  @Test func pagesAreReplacedTogether() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let report = "aeviz report run --format svg -o pages/"
    #expect(try await sandbox.shell(report).code == 0)
    let files = sandbox.files
    let before = try files.map { try sandbox.read($0) }
    expectFailure(
      try await sandbox.shell("ulimit -f 100; exec \(report) --theme dark"), 74, "pages",
      "too large")
    #expect(sandbox.files == files)
    #expect(try files.map { try sandbox.read($0) } == before)
    // Pages of a longer report would be taken for this one's.
    try sandbox.write(Data("old".utf8), to: "pages/99-loss.svg")
    expectFailure(try await sandbox.shell(report), 73, "pages", "99-loss.svg")
    try sandbox.write(Data("old".utf8), to: "pages/notes.svg")
    _ = try await sandbox.shell("rm pages/99-loss.svg")
    #expect(try await sandbox.shell(report + " --theme dark").code == 0)
    #expect(try sandbox.read("pages/notes.svg") == Data("old".utf8))
    #expect(!sandbox.files.contains { $0.contains(".tmp") })
  }

  /// `ulimit -f` and what it does to a file that would be replaced.
  @Test func aFileThatMayNotGrowIsOneLine() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    try sandbox.write(Data("old".utf8), to: "u.pdf")
    let files = sandbox.files
    expectFailure(
      try await sandbox.shell("ulimit -f 1; exec aeviz figure loss run -o u.pdf"), 74, "u.pdf")
    #expect(sandbox.files == files)
    #expect(try sandbox.read("u.pdf") == Data("old".utf8))
  }

  @Test func aNameThatIsNotUTF8IsRefused() async throws {
    let sandbox = try Sandbox()
    expectFailure(
      try await sandbox.shell(#"aeviz stride-demo -o "$(printf 'a\377.svg')""#), 64, "UTF-8")
    expectFailure(
      try await sandbox.shell(
        #"d="$(printf 'a\377')"; mkdir "$d"; cd "$d"; aeviz stride-demo -o a.svg; e=$?; "#
          + #"cd ..; rmdir "$d"; exit $e"#), 64, "UTF-8")
    #expect(sandbox.files == [])
  }

  /// The lines of README's slides, each of which gets a file of its own.
  @Test func defaultNamesCarryTheView() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun("output/demo")
    let views = ["matrix", "values", "products", "overlap", "sizes", "sides", "planes", "steps"]
    for view in views {
      let result = try await sandbox.aeviz("stride-demo", "--view", view, "--dpi", "40")
      #expect(result.text == "output/stride-demo-\(view).png\n", "\(result.errors)")
    }
    let layer = ["output/demo/run.json", "--layer", "decoder.3", "--view", "products"]
    let figure = try await Program.run(["figure", "connectivity"] + layer, in: sandbox.folder)
    #expect(figure.text == "output/connectivity-decoder-3-products.png\n", "\(figure.errors)")
  }

  @Test func foldersAreMadeAndNamed() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    for (arguments, text, file) in [
      (["stride-demo", "-o", "a/b/x.svg"], "", "a/b/x.svg"),
      (["figure", "loss", "run", "-o", "c/"], "c/loss.png\n", "c/loss.png"),
      (["figure", "loss", "run", "-o", "c", "--format", "svg"], "c/loss.svg\n", "c/loss.svg"),
      (["report", "run", "-o", "d/report.pdf"], "", "d/report.pdf"),
      (["stride-demo", "--animate", "-o", "e/x.gif"], "", "e/x.gif"),
      (["data", "digits", "-o", "f/"], nil, "f/data-digits.png"),
    ] as [([String], String?, String)] {
      let result = try await Program.run(arguments + ["--dpi", "40"], in: sandbox.folder)
      #expect(result.code == 0, "\(result.errors)")
      if let text { #expect(result.text == text) }
      #expect(sandbox.files.contains(file))
    }
  }
}
