import AECore
import Foundation
import Testing

/// What happens to a training that does not come to its end by itself.
@Suite struct DurabilityTests {
  /// Small enough to end in a moment, and with everything that a state has to hold.
  static let training = [
    "train", "--data", "digits", "--preset", "vae-dense", "--latent", "3", "--limit", "150",
    "--batch-size", "32", "--noise", "mask:0.2", "--schedule", "cosine", "--patience", "1000",
    "--beta-warmup", "3", "--quiet",
  ]

  /// The tensors file is named after its content.
  static func tensors(_ folder: String, in files: [String]) -> [String] {
    files.filter { $0.hasPrefix(folder + "/tensors-") }.map { String($0.dropFirst(folder.count)) }
  }

  @Test func goesOnAsIfItHadNeverStopped() async throws {
    let sandbox = try Sandbox()
    // Constant, since a cosine depends on how many epochs there are to be.
    let training = Self.training.map { $0 == "cosine" ? "constant" : $0 }
    for arguments in [
      training + ["--epochs", "5", "-o", "whole"], training + ["--epochs", "2", "-o", "parts"],
      ["train", "--resume", "parts", "--epochs", "3", "--threads", "1", "--quiet"],
      ["train", "--resume", "parts", "--epochs", "5", "--quiet"],
    ] {
      let result = try await Program.run(arguments, in: sandbox.folder)
      #expect(result.code == 0 && result.errors == "", "\(result.errors)")
    }
    let whole = Self.tensors("whole", in: sandbox.files)
    #expect(whole.count == 1)
    #expect(whole == Self.tensors("parts", in: sandbox.files))
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("parts"))
    #expect(run.training?.history.map(\.epoch) == [1, 2, 3, 4, 5])
    #expect(run.training?.epochs == 5)
  }

  @Test func resumesAfterBeingKilledFiftyTimes() async throws {
    let sandbox = try Sandbox()
    let training = Self.training + ["--epochs", "60"]
    let checkpoint = "run/checkpoints/last.safetensors"
    let whole = try await Program.run(training + ["-o", "whole"], in: sandbox.folder)
    #expect(whole.code == 0, "\(whole.errors)")
    let expected = Self.tensors("whole", in: sandbox.files)
    func next() -> [String] {
      sandbox.files.contains(checkpoint)
        ? ["train", "--resume", "run", "--quiet"] : training + ["-o", "run"]
    }
    // How long a process gets at most, in seconds: more where it got nowhere, since how far it
    // comes is a matter of what else the machine does.
    var longest = 0.25
    var random = RandomSource(seed: 7)
    var killed = 0
    for kill in 0..<50 {
      let before = try? sandbox.read(checkpoint)
      let wait = String(format: "%.3f", longest * Double(random.uniform()))
      let line =
        "aeviz \(next().joined(separator: " ")) >path & P=$!; sleep \(wait); "
        + "kill -9 $P 2>/dev/null; wait $P"
      if try await sandbox.shell(line).code == 0 {
        // It came to its end before the kill: the next one begins anew.
        #expect(Self.tensors("run", in: sandbox.files) == expected, "kill \(kill)")
        try FileManager.default.removeItem(at: sandbox.folder.appendingPathComponent("run"))
        longest /= 2
        continue
      }
      killed += 1
      // What can be gone on with can be opened.
      guard let after = try? sandbox.read(checkpoint) else {
        longest *= 1.3
        continue
      }
      longest *= after == before ? 1.1 : 0.9
      let inspected = try await sandbox.aeviz("inspect", "run", "--json")
      #expect(inspected.code == 0, "kill \(kill): \(inspected.errors)")
    }
    #expect(killed >= 25)
    let last = try await Program.run(next(), in: sandbox.folder)
    #expect(last.code == 0, "\(last.errors)")
    #expect(Self.tensors("run", in: sandbox.files) == expected)
    #expect(!sandbox.files.contains { $0.hasSuffix(".tmp") })
  }

  @Test(arguments: [("INT", 130), ("TERM", 143)])
  func savesWhenAskedToEnd(_ signal: String, _ code: Int32) async throws {
    let sandbox = try Sandbox()
    let training = Self.training.filter { $0 != "--quiet" }.joined(separator: " ")
    // A shell has its background jobs ignore SIGINT; `env` gives it back its meaning.
    let result = try await sandbox.shell(
      """
      env --default-signal=INT aeviz \(training) --epochs 100000 -o run 2>errors &
      while ! grep -q 'epoch 3/' errors 2>/dev/null; do sleep 0.02; done
      kill -\(signal) $!; wait $!
      """)
    #expect(result.code == code, "\(result.errors)")
    let errors = String(decoding: try sandbox.read("errors"), as: UTF8.self)
    #expect(
      errors.hasSuffix("aeviz: interrupted, all saved; go on with: aeviz train --resume run\n"))
    // The run as it stood; what was done of the next epoch is in the checkpoint.
    let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
    let epochs = try #require(run.training).epochs
    #expect(epochs >= 3)
    #expect(run.evaluation?.mse != nil)
    let resumed = try await sandbox.aeviz("train", "--resume", "run", "--epochs", "\(epochs + 2)")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("going on in epoch \(epochs + 1)\n"))
  }

  @Test func refusesASecondProcess() async throws {
    let sandbox = try Sandbox()
    let training = Self.training.joined(separator: " ")
    let result = try await sandbox.shell(
      """
      aeviz \(training) --epochs 100000 -o run & P=$!
      while ! test -e run/checkpoints/last.safetensors; do sleep 0.02; done
      aeviz \(training) -o run 2>first; echo $?
      aeviz train --resume run 2>second; echo $?
      kill -9 $P
      """)
    #expect(result.text == "73\n73\n")
    for name in ["first", "second"] {
      let error = String(decoding: try sandbox.read(name), as: UTF8.self)
      #expect(error.hasPrefix("aeviz: run: another aeviz (process "), "\(error)")
      #expect(error.filter(\.isNewline).count == 1)
    }
  }

  @Test func keepsTheLastCheckpointWhenTheDiskIsFull() async throws {
    let sandbox = try Sandbox()
    let first = try await Program.run(
      Self.training + ["--epochs", "2", "-o", "run"], in: sandbox.folder)
    #expect(first.code == 0, "\(first.errors)")
    // The lock names the last process that held it.
    let names = sandbox.files.filter { $0 != "run/.aeviz.lock" }
    let before = try names.map { try sandbox.read($0) }
    // A file may have 8 blocks of 512 bytes; writing more is an error, as on a full disk.
    let full = try await sandbox.shell(
      "trap '' XFSZ; ulimit -f 8; exec aeviz train --resume run --epochs 4 --quiet")
    expectFailure(full, 74, "run/checkpoints/")
    #expect(sandbox.files.filter { $0 != "run/.aeviz.lock" } == names)
    #expect(try names.map { try sandbox.read($0) } == before)
    let resumed = try await sandbox.aeviz("train", "--resume", "run", "--epochs", "3", "--quiet")
    #expect(resumed.code == 0, "\(resumed.errors)")
  }

  @Test func tellsOfAFolderThatWasRemoved() async throws {
    let sandbox = try Sandbox()
    let result = try await sandbox.shell(
      """
      aeviz \(Self.training.joined(separator: " ")) --epochs 100000 -o run & P=$!
      while ! test -e run/checkpoints/last.safetensors; do sleep 0.02; done
      # The training writes while `rm` empties the folder: the first `rm` may complain.
      while test -e run; do rm -rf run 2>/dev/null; done; wait $P
      """)
    #expect(result.code == 73, "\(result.errors)")
    #expect(result.errors.hasPrefix("aeviz: run"), "\(result.errors)")
    #expect(result.errors.filter(\.isNewline).count == 1)
  }

  @Test func keepsTheLastCheckpointWhenTheLossIsNoNumber() async throws {
    let sandbox = try Sandbox()
    let result = try await sandbox.aeviz(
      "train", "--data", "digits", "--optimizer", "sgd", "--learning-rate", "1e30", "-o", "run",
      "--quiet")
    expectFailure(result, 65, "epoch 1, batch", "no longer a number", "--learning-rate")
    #expect(sandbox.files.contains("run/checkpoints/last.safetensors"))
    #expect(try await sandbox.aeviz("inspect", "run").code == 0)
  }

  @Test func refusesToGoOnAsAnotherTraining() async throws {
    let sandbox = try Sandbox()
    let first = try await Program.run(
      Self.training + ["--epochs", "1", "-o", "run"], in: sandbox.folder)
    #expect(first.code == 0, "\(first.errors)")
    let files = sandbox.files
    for (arguments, word) in [
      (["--data", "fashion"], "1 × 28 × 28 now"), (["--preset", "conv"], "another network"),
      (["--latent", "4"], "another network"), (["--batch-size", "16"], "--batch-size"),
      (["--noise", "mask:0.3"], "--noise"), (["--seed", "2"], "--seed"),
      (["--beta", "2"], "--beta"),
    ] {
      let result = try await Program.run(
        ["train", "--resume", "run"] + arguments, in: sandbox.folder)
      expectFailure(result, 65, "run", word)
    }
    expectFailure(try await sandbox.aeviz("train", "--resume", "none"), 66, "none")
    try sandbox.write(Data("{}".utf8), to: "odd/checkpoints/last.safetensors")
    expectFailure(try await sandbox.aeviz("train", "--resume", "odd"), 65, "odd/checkpoints")
    let whole = try sandbox.read("run/checkpoints/last.safetensors")
    try sandbox.write(whole.dropLast(100), to: "cut/checkpoints/last.safetensors")
    expectFailure(try await sandbox.aeviz("train", "--resume", "cut"), 65, "cut/checkpoints")
    #expect(sandbox.files.filter { $0.hasPrefix("run/") } == files)
    // What agrees may be said again.
    let same = try await sandbox.aeviz(
      "train", "--resume", "run", "--data", "digits", "--preset", "vae-dense", "--latent", "3",
      "--epochs", "2", "--quiet")
    #expect(same.code == 0, "\(same.errors)")
  }

  @Test func refusesWhatDoesNotFitIntoTheMemory() async throws {
    let sandbox = try Sandbox()
    let result = try await sandbox.aeviz(
      "train", "--data", "digits", "--preset", "dense", "--latent", "8000000")
    expectFailure(result, 64, "GB of memory", "free")
    #expect(sandbox.files == [])
  }

  /// Trained in a moment, but measuring it would take 10¹⁰ covariances: told before the training,
  /// of every size of a sweep before the first.
  @Test(arguments: [
    ["train", "--latent", "100000"], ["sweep", "--latent", "2,100000", "-o", "sizes"],
  ])
  func refusesWhatCouldNotBeMeasured(_ arguments: [String]) async throws {
    let sandbox = try Sandbox()
    let result = try await Program.run(
      arguments + ["--data", "digits", "--preset", "linear"], in: sandbox.folder)
    expectFailure(result, 64, "measuring this network would take about", "GB of memory", "free")
    #expect(sandbox.files == [])
  }

  /// A convolution whose padding is far larger than the image: three cells, but a plane of
  /// billions.
  @Test func refusesAPaddingThatDoesNotFitIntoTheMemory() async throws {
    let sandbox = try Sandbox()
    let conv = """
      {"type": "conv2d", "in_channels": 1, "out_channels": 1, "kernel": [3, 3], "bias": true,
       "stride": [16000000, 16000000], "padding": [16000000, 16000000], "dilation": [1, 1],
       "groups": 1}
      """
    func dense(_ inputs: Int, _ outputs: Int) -> String {
      #"{"type": "dense", "in_features": \#(inputs), "out_features": \#(outputs), "bias": true}"#
    }
    let network = """
      {"name": "padded", "encoder": [\(conv), {"type": "flatten"}, \(dense(9, 2))],
       "decoder": [\(dense(2, 64)), {"type": "reshape", "shape": [1, 8, 8]}]}
      """
    try sandbox.write(Data(network.utf8), to: "padded.json")
    let result = try await sandbox.aeviz(
      "train", "--data", "digits", "--architecture", "padded.json", "-o", "run")
    expectFailure(result, 64, "GB of memory", "free")
    #expect(sandbox.files == ["padded.json"])
  }

  @Test func writesAnObjectALineForPrograms() async throws {
    let names = Set(Evaluator.steps.map(\.name))
    let sandbox = try Sandbox()
    let result = try await sandbox.aeviz(
      "train", "--data", "digits", "--limit", "100", "--batch-size", "50", "--epochs", "2",
      "--json", "-o", "run")
    #expect(result.code == 0 && result.errors == "", "\(result.errors)")
    let objects = try result.text.split(separator: "\n").map { line in
      try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
    let events = objects.compactMap { $0["event"] as? String }
    // How many steps are told depends on how long they take.
    #expect(
      events.filter { $0 != "step" }
        == ["start", "epoch", "epoch"] + Array(repeating: "measuring", count: 10) + ["end"])
    #expect(events.first == "start" && events.last == "end")
    #expect(objects.first?["images"] as? Int == 100)
    #expect(objects.last?["run"] as? String == "run/run.json")
    let records = objects.compactMap { $0["record"] as? [String: Any] }
    #expect(records.compactMap { $0["epoch"] as? Int } == [1, 2])
    let measuring = objects.filter { $0["event"] as? String == "measuring" }
    #expect(measuring.compactMap { $0["step"] as? Int } == Array(1...10))
    #expect(measuring.allSatisfy { $0["of"] as? Int == 10 })
    #expect(measuring.first?["name"] as? String == "errors")
    #expect(Set(measuring.compactMap { $0["name"] as? String }).isSubset(of: names))
  }
}
