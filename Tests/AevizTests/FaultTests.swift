import Foundation
import Testing

/// The list of faults: what a person, a file or a machine can do to the program, with the exit code
/// that each has. All are told in one line and leave every file as it was. (Signals are in
/// `DurabilityTests` and `TerminalTests`; damages of run.json in `BadRunTests`.)
@Suite struct FaultTests {
  /// A fault, and the line of shell that has it, in a folder with a run, `run`, and images, `data`.
  struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    var code: Int32
    var line: String
    var words: [String]

    var testDescription: String { "\(code): \(name)" }

    init(_ code: Int32, _ name: String, _ line: String, _ words: String...) {
      (self.code, self.name, self.line, self.words) = (code, name, line, words)
    }
  }

  static let faults = usage + badData + noInput + environment

  /// 64: the command line does not make sense.
  static let usage = [
    Fault(64, "a command that there is not", "aeviz trian", "aeviz train"),
    Fault(64, "an option that there is not", "aeviz stride-demo --sride 2", "--stride 2"),
    Fault(64, "a choice that there is not", "aeviz figure laten run", "did you mean latent?"),
    Fault(64, "a number beyond its range", "aeviz train --epochs -5", "--epochs: -5 epochs"),
    Fault(64, "a number beyond an Int", "aeviz train --latent 99999999999999999999", "--latent"),
    Fault(64, "a geometry that cannot be", "aeviz stride-demo --kernel 8", "5 + 2·1 = 7"),
    Fault(64, "two ways at once", "aeviz train --json --quiet", "give one of them"),
    Fault(64, "a picture that does not move", "aeviz sweep --format gif", "png, pdf, svg"),
    Fault(64, "a format against the name", "aeviz report run --format pdf -o x.png", "x.png"),
    Fault(64, "a command's own input", "aeviz figure loss run -o run/run.json --format json", "-o"),
    Fault(
      64, "its own input by a link",
      "ln -s run/run.json l; aeviz figure loss run -o l --format json; e=$?; rm l; exit $e", "-o"),
    Fault(
      64, "a date that is none",
      "SOURCE_DATE_EPOCH=1e300 aeviz train --data data -o x; e=$?; rm -r x; exit $e", "1e300"),
    Fault(64, "a name that is not UTF-8", #"aeviz inspect "$(printf 'a\377')""#, "UTF-8"),
    Fault(
      64, "a range that no pixels have", "aeviz import x.onnx --data data --pixel-range -1e30:1e30",
      "--pixel-range -1:1"),
    Fault(
      64, "a training beyond the memory",
      "aeviz train --data digits --preset dense --latent 8000000", "GB of memory"),
    Fault(
      64, "measuring beyond the memory",
      "aeviz train --data digits --preset linear --latent 100000", "measuring", "GB of memory"),
  ]

  /// 65: a file's content is wrong.
  static let badData = [
    Fault(
      65, "no JSON", "echo '{' >x.json; \(clearing("x.json", "aeviz inspect x.json"))", "x.json"),
    Fault(
      65, "a key that a layer has not",
      "echo '\(network(#""strides": [2, 2]"#))' >x.json; "
        + clearing("x.json", "aeviz train --data digits --architecture x.json"), "stride"),
    Fault(
      65, "sizes beyond an Int",
      "echo '\(network(#""padding": [9000000000000000000, 1]"#))' >x.json; "
        + clearing("x.json", "aeviz train --data digits --architecture x.json"), "padding"),
    Fault(
      65, "tensors that were altered",
      "cp -r run x; for t in x/tensors-*; do echo >>$t; done; \(clearing("x", "aeviz inspect x"))",
      "altered"),
    Fault(
      65, "tensors elsewhere",
      "cp -r run x; for t in x/tensors-*; do mv $t y; ln -s ../y $t; done; "
        + clearing("x y", "aeviz inspect x"), "link out of the run's folder"),
    Fault(65, "other images", "aeviz evaluate run --data fashion", "1 × 28 × 28", "1 × 8 × 8"),
    Fault(
      65, "a checkpoint that is none",
      "mkdir -p x/checkpoints; echo >x/checkpoints/last.safetensors; "
        + clearing("x", "aeviz train --resume x"), "x/checkpoints/last.safetensors"),
    Fault(
      65, "images that are cut off",
      "cp -r data x; head -c 100 data/train-images-idx3-ubyte >x/train-images-idx3-ubyte; "
        + clearing("x", "aeviz train --data x"), "x/train-images-idx3-ubyte", "cut off"),
    Fault(
      65, "an array that is none",
      "head -c 100 /dev/zero >x.npy; \(clearing("x.npy", "aeviz data x.npy"))",
      "x.npy: is no NumPy array", "numpy.save"),
    Fault(
      65, "a pipe among the images",
      "cp -r data x; rm x/train-images-idx3-ubyte; mkfifo x/train-images-idx3-ubyte; "
        + clearing("x", "aeviz data x"), "not a regular file"),
    Fault(
      65, "a network that cannot be read",
      "echo x >x.onnx; aeviz import x.onnx --data digits -o y; e=$?; rm x.onnx; "
        + "[ -e y ] && e=99; exit $e", "x.onnx", "is no ONNX file"),
    Fault(
      65, "a network in another form",
      "echo x >x.keras; \(clearing("x.keras", "aeviz import x.keras --data digits"))",
      "format='onnx'"),
    Fault(
      65, "a run of another training",
      "aeviz train --resume run --seed 99", "--seed"),
  ]

  /// 66: a file is not there.
  static let noInput = [
    Fault(66, "a run that is not there", "aeviz report none/run.json", "none/run.json"),
    Fault(66, "images that are not there", "aeviz train --data none", "none", "fashion"),
    Fault(66, "nothing to go on with", "mkdir x; \(clearing("x", "aeviz train --resume x"))", "x"),
  ]

  /// 69 to 74: what the machine has not, or does not give.
  static let environment = [
    Fault(
      69, "no ffmpeg", #"p=$(command -v aeviz); PATH=/none $p stride-demo --animate -o x.mp4"#,
      "ffmpeg"),
    Fault(
      69, "no fonts",
      "echo '<fontconfig></fontconfig>' >f; FONTCONFIG_FILE=$PWD/f aeviz stride-demo -o x.svg; "
        + "e=$?; rm f; exit $e", "no font is installed"),
    Fault(71, "too few open files", "ulimit -n 8; aeviz inspect run", "ulimit -n"),
    Fault(71, "too few addresses", "ulimit -v 400000; aeviz inspect run", "ulimit -v"),
    Fault(
      71, "no addresses for a thread",
      // From where the program itself finds no place: it must not wait for a thread for ever.
      "for v in 400000 380000 360000 340000 320000 300000 280000; do "
        + "l=$( (ulimit -v $v; exec timeout 100 aeviz inspect run) 2>&1); "
        + "[ $? = 124 ] && exit 99; case $l in *'ulimit -v'*) found=$l;; esac; done; "
        + "echo \"$found\" >&2; exit 71", "ulimit -v"),
    Fault(
      71, "no thread beside the first",
      // Root may have as many as it likes; others may not read what was built, but a copy of it.
      "cp $(command -v aeviz) x; n='setpriv --reuid=65534 --regid=65534 --clear-groups'; "
        + "[ $(id -u) = 0 ] || n=; $n test -x x || { rm x; echo 'aeviz: ulimit -u' >&2; exit 71; }; "
        + "$n bash -c 'ulimit -u 1; exec ./x stride-demo -o - --format svg'; e=$?; rm x; exit $e",
      "ulimit -u"),
    Fault(73, "a folder below a file", "aeviz stride-demo -o run/run.json/x.png", "run/run.json"),
    Fault(73, "a run in the way", "aeviz train --data digits -o run", "--resume", "--overwrite"),
    Fault(
      73, "a run in evaluate's way", "cp -r run x; \(clearing("x", "aeviz evaluate run -o x"))", "x"
    ),
    Fault(
      73, "a file in import's way, told before the network is read",
      "echo x >x.onnx; \(clearing("x.onnx", "aeviz import x.onnx --data digits -o run/run.json"))",
      "run/run.json", "a file of that name is there"),
    Fault(
      73, "import below a file",
      "echo x >x.onnx; \(clearing("x.onnx", "aeviz import x.onnx --data digits -o run/run.json/x"))",
      "run/run.json, a file, is there"),
    Fault(73, "a run among its images", "aeviz train --data data -o data/", "holds the images"),
    Fault(
      73, "an import among its images",
      "echo x >x.onnx; \(clearing("x.onnx", "aeviz import x.onnx --data data -o ./data"))",
      "a folder of its own"),
    Fault(74, "a full disk", "aeviz stride-demo -o /dev/full", "No space left"),
    Fault(74, "a file that may not grow", "ulimit -f 1; aeviz figure loss run -o x.pdf", "x.pdf"),
  ]

  @Test(arguments: faults) func isToldInOneLine(_ fault: Fault) async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let images: [(String, [Int])] = [
      ("train-images-idx3-ubyte", [20, 8, 8]), ("t10k-images-idx3-ubyte", [5, 8, 8]),
    ]
    for (name, shape) in images {
      let header: [UInt8] = [0, 0, 8, 3] + shape.flatMap { [0, 0, 0, UInt8($0)] }
      let pixels = (0..<shape.reduce(1, *)).map { UInt8(truncatingIfNeeded: $0 * 7) }
      try sandbox.write(Data(header + pixels), to: "data/\(name)")
    }
    let files = sandbox.files
    let before = try files.map { try sandbox.read($0) }
    let result = try await sandbox.shell(fault.line)
    expectFailure(result, fault.code)
    for word in fault.words { #expect(result.errors.contains(word), "\(result.errors)") }
    // A lock names the last process that held it.
    let locks = sandbox.files.filter { $0.hasSuffix(".aeviz.lock") }
    #expect(sandbox.files.filter { !locks.contains($0) } == files.filter { !locks.contains($0) })
    for (file, content) in zip(files, before) where !locks.contains(file) {
      #expect(try sandbox.read(file) == content, "\(file)")
    }
  }

  /// Every kind of trouble has a fault in the list.
  @Test func everyCodeIsInTheList() {
    // 70 is a broken promise: nobody can cause it.
    #expect(Set(Self.faults.map(\.code)) == [64, 65, 66, 69, 71, 73, 74])
    #expect(Set(Self.faults.map(\.name)).count == Self.faults.count)
  }

  /// `command`, then `files` away, so that nothing but what it leaves is there; its own exit code.
  private static func clearing(_ files: String, _ command: String) -> String {
    "\(command); e=$?; rm -rf \(files); exit $e"
  }

  /// A network whose convolution has this, too.
  private static func network(_ entry: String) -> String {
    #"{"encoder": [{"type": "conv2d", "in_channels": 1, "out_channels": 1, "kernel": [3, 3], "#
      + #""stride": [1, 1], "bias": true, \#(entry)}], "decoder": []}"#
  }
}
