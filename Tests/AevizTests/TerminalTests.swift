import AECore
import Foundation
import Testing

/// What a terminal shows. `script` (util-linux) is the terminal.
@Suite struct TerminalTests {
  /// An escape sequence in a name is a picture of itself wherever the name is printed.
  @Test func escapesAreShownAsPictures() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let text = String(decoding: try sandbox.read("run/run.json"), as: UTF8.self)
    let escaped = text.replacingOccurrences(
      of: "\"digits\"", with: #""dig\u001b]0;x\u0007\u001b[31mits\u009b""#)
    #expect(escaped != text)
    try sandbox.write(Data(escaped.utf8), to: "run/run.json")
    try sandbox.forgetTraining()
    let inspected = try await sandbox.aeviz("inspect", "run")
    #expect(inspected.code == 0, "\(inspected.errors)")
    #expect(inspected.text.contains(#"dig␛]0;x␇␛[31mits\u{9b}"#))
    // It names the data set that it does not find.
    let measured = try await sandbox.aeviz("evaluate", "run")
    expectFailure(measured, 66, "dig␛]0;x␇")
    for text in [inspected.text, measured.errors] {
      #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{9B}" })
    }
  }

  #if os(Linux)
    private static let train =
      "aeviz train --data digits --preset linear --limit 100 --batch-size 5 --epochs 2"

    @Test func aBarWithAndWithoutColours() async throws {
      let sandbox = try Sandbox()
      for (setting, isColoured) in [("NO_COLOR=1", false), ("NO_COLOR=", true)] {
        let result = try await sandbox.shell(
          "script -qefc 'env TERM=xterm \(setting) \(Self.train)' log >/dev/null")
        #expect(result.code == 0)
        let log = String(decoding: try sandbox.read("log"), as: UTF8.self)
        #expect(log.contains("─"))
        #expect(log.contains("measuring 1 of 10: errors"))
        #expect(log.contains("\u{1B}[36m") == isColoured)
        #expect(log.contains("epoch 2/2, train mse"))
      }
    }

    /// A command of `aeviz` that gets Ctrl-C while it measures, and again where it waits; anew
    /// where the measuring was over before the signal came. The folder `before` is `run` as it was.
    private static func interrupted(_ command: String, again: Bool = false) -> String {
      """
      for attempt in $(seq 30); do
        rm -rf log before; [ ! -e run ] || cp -r run before
        script -qefc 'echo $$ >pid; exec env --default-signal=INT TERM=xterm aeviz \(command)' log \
          >/dev/null & P=$!
        while ! grep -q measuring log 2>/dev/null; do sleep 0.02; done
        kill -INT $(cat pid) 2>/dev/null
        \(again ? "sleep 0.1; kill -INT $(cat pid) 2>/dev/null" : ":")
        wait $P; code=$?
        [ $code = 0 ] || break
      done
      exit $code
      """
    }

    /// The first Ctrl-C says what it waits for, the second one stops now; the run is there. Nothing
    /// is lost by not waiting for `evaluate`: it ends at once, and the run is as it was.
    @Test func measuringCanBeInterrupted() async throws {
      let sandbox = try Sandbox()
      let result = try await sandbox.shell(
        Self.interrupted(
          "train --data digits --preset conv --epochs 1 --overwrite -o run", again: true))
      let log = String(decoding: try sandbox.read("log"), as: UTF8.self)
      #expect(result.code == 130, "\(log)")
      #expect(log.contains("aeviz: interrupted"), "\(log)")
      let run = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
      #expect(run.training?.history.count == 1)
      let resumed = try await sandbox.aeviz("train", "--resume", "run", "--quiet")
      #expect(resumed.code == 0, "\(resumed.errors)")
      let whole = try RunDirectory.read(sandbox.folder.appendingPathComponent("run"))
      #expect(whole.evaluation?.mse != nil && whole.evaluation?.latentSpace != nil)

      let stopped = try await sandbox.shell(Self.interrupted("evaluate run"))
      let words = String(decoding: try sandbox.read("log"), as: UTF8.self)
      #expect(stopped.code == 130, "\(words)")
      #expect(words.contains("aeviz: interrupted; the run is as it was"), "\(words)")
      let files = sandbox.files.filter { $0.hasPrefix("run/") && !$0.hasSuffix(".lock") }
      #expect(files.count > 2)
      for file in files {
        #expect(try sandbox.read(file) == sandbox.read("before" + file.dropFirst("run".count)))
      }
    }
  #endif

  /// A process that has too little of the system is told so before it begins.
  @Test(arguments: ["n 8", "v 400000"]) func limitsAreOneLine(_ limit: String) async throws {
    let sandbox = try Sandbox()
    let result = try await sandbox.shell("ulimit -\(limit); exec aeviz stride-demo -o x.svg")
    expectFailure(result, 71, "ulimit -\(limit.prefix(1))")
    #expect(sandbox.files == [])
  }
}
