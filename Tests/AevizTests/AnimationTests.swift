import Foundation
import Testing

/// `--animate` as a user meets it: each kind of output, and each refusal.
@Suite struct AnimationTests {
  private static let small = ["--dpi", "40", "--animate"]

  @Test(arguments: ["pair", "maps", "matrix", "values", "overlap", "planes"])
  func writesAGIF(_ view: String) async throws {
    let sandbox = try Sandbox()
    let arguments = ["stride-demo", "--view", view] + Self.small
    let result = try await Program.run(
      arguments + ["--frame-seconds", "0.5", "-o", "x.gif"], in: sandbox.folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.text == "" && result.errors == "")
    #expect(sandbox.files == ["x.gif"])
    let bytes = try sandbox.read("x.gif")
    #expect(bytes.starts(with: Data("GIF89a".utf8)) && bytes.last == 0x3B)
    // 960 · 40 / 72 by 540 · 40 / 72.
    #expect(Array(bytes[6..<10]) == [533 & 255, 533 >> 8, 300 & 255, 300 >> 8])
    #expect(Self.count("NETSCAPE2.0".utf8 + [3, 1, 0, 0, 0], in: bytes) == 1)
    // A step for each small cell (of maps for each unit of two rows, of overlap for one row), held
    // for half a second but for the way to the next one, and the last one for two.
    let steps = ["maps": 6, "overlap": 5][view] ?? 9
    func frames(_ centiseconds: UInt8) -> Int {
      // What stays is the last of the palette's colours, of which there are as few as do.
      [63, 127, 255].map {
        Self.count([0x21, 0xF9, 4, 5, centiseconds, 0, $0, 0, 0x2C], in: bytes)
      }.reduce(0, +)
    }
    #expect(frames(34) == steps - 1)
    #expect(frames(8) == 2 * (steps - 1))
    #expect(frames(200) == 1)
  }

  @Test func writesAPageForEachStep() async throws {
    let sandbox = try Sandbox()
    _ = try await sandbox.aeviz("stride-demo", "--animate", "-o", "x.pdf")
    let info = try await sandbox.shell("pdfinfo x.pdf")
    #expect(info.text.contains("Pages:           9"))
    #expect(info.text.contains("Page size:       960 x 540 pts"))
    let text = try await sandbox.shell("pdftotext -f 5 -l 5 -layout x.pdf -")
    #expect(text.text.contains("step 5 of 9: 9 cells into (1, 1)"))
  }

  @Test func writesNumberedFrames() async throws {
    let sandbox = try Sandbox()
    let named = try await Program.run(
      ["stride-demo", "-o", "frames/"] + Self.small, in: sandbox.folder)
    #expect(named.code == 0, "\(named.errors)")
    #expect(named.text == "")
    let names = (1...9).map { "frames/frame-00\($0).png" }
    #expect(sandbox.files == names)
    let frames = try names.map { try sandbox.read($0) }
    #expect(frames.allSatisfy { $0.starts(with: [0x89, 0x50, 0x4E, 0x47]) })
    #expect(Set(frames).count == 9)
    let unnamed = try await Program.run(
      ["stride-demo", "--format", "png"] + Self.small, in: sandbox.folder)
    #expect(unnamed.text == "output/stride-demo-frames/\n")
    // Once more into the same folder: the same files.
    let again = try await Program.run(
      ["stride-demo", "--format", "png", "-o", "frames"] + Self.small, in: sandbox.folder)
    #expect(again.code == 0, "\(again.errors)")
    #expect(try names.map { try sandbox.read($0) } == frames)
  }

  /// Frames of a longer series would be taken for this one's.
  @Test func framesOfALongerSeriesAreNotMixedIn() async throws {
    let sandbox = try Sandbox()
    try sandbox.write(Data([1]), to: "frames/frame-010.png")
    try sandbox.write(Data([1]), to: "frames/notes.txt")
    let arguments = ["stride-demo", "-o", "frames/"] + Self.small
    expectFailure(
      try await Program.run(arguments, in: sandbox.folder), 73, "frames", "frame-010.png")
    #expect(sandbox.files == ["frames/frame-010.png", "frames/notes.txt"])
    try FileManager.default.removeItem(
      at: sandbox.folder.appendingPathComponent("frames/frame-010.png"))
    #expect(try await Program.run(arguments, in: sandbox.folder).code == 0)
    #expect(sandbox.files.count == 10)
  }

  @Test func aRunsLayerMovesToo() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    for (command, name) in [
      (
        ["figure", "connectivity", "run/run.json", "--layer", "decoder.3"],
        "connectivity-decoder-3"
      ),
      (
        ["stride-demo", "--run", "run/run.json", "--layer", "encoder.0"], "stride-demo-encoder-0"
      ),
      (["figure", "connectivity", "run/run.json", "--view", "values"], "connectivity-values"),
    ] {
      let result = try await Program.run(command + Self.small, in: sandbox.folder)
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.text == "output/\(name).gif\n")
    }
  }

  @Test(arguments: ["gif", "pdf", "mp4"]) func givesTheSameBytesTwice(_ format: String) async throws
  {
    let sandbox = try Sandbox()
    try Self.installFFmpeg(in: sandbox.folder)
    let arguments = ["stride-demo", "--format", format, "-o", "-"] + Self.small
    let first = try await Program.run(
      arguments, in: sandbox.folder, environment: Self.withOwnTools(sandbox.folder))
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.output.count > 500)
    let again = try await Program.run(
      arguments, in: sandbox.folder, environment: Self.withOwnTools(sandbox.folder))
    #expect(again.output == first.output)
  }

  /// What ffmpeg is asked for and fed with, seen by one that only copies.
  @Test func feedsFFmpegWithEveryFrame() async throws {
    let sandbox = try Sandbox()
    try Self.installFFmpeg(in: sandbox.folder)
    let result = try await Program.run(
      ["stride-demo", "--frame-seconds", "0.5", "-o", "x.mp4"] + Self.small, in: sandbox.folder,
      environment: Self.withOwnTools(sandbox.folder))
    #expect(result.code == 0, "\(result.errors)")
    #expect(sandbox.files == ["bin/ffmpeg", "x.mp4"])
    let film = try sandbox.read("x.mp4")
    let words = String(decoding: film.prefix { $0 != 10 }, as: UTF8.self)
    for word in ["-s 533x300", "-framerate 12.500000", "-pix_fmt rgba", "libx264", "yuv420p"] {
      #expect(words.contains(word), "\(words)")
    }
    // Twelve and a half pictures a second: eight steps and the ways behind them, two seconds.
    #expect(film.count == words.utf8.count + 1 + (8 * (3 + 3) + 25) * 4 * 533 * 300)
  }

  #if os(Linux)
    /// An ffmpeg that begins late: a frame is more than a pipe holds, so the film is never too
    /// short for its bar, on whatever machine.
    @Test func aFilmHasABar() async throws {
      let sandbox = try Sandbox()
      try Self.installFFmpeg(in: sandbox.folder, script: "sleep 1; cat >/dev/null; echo film")
      let result = try await sandbox.shell(
        """
        PATH="$PWD/bin:$PATH" script -qefc \
        'env TERM=xterm NO_COLOR=1 aeviz stride-demo --animate --dpi 40 -o x.mp4' log >/dev/null
        """)
      let log = String(decoding: try sandbox.read("log"), as: UTF8.self)
      #expect(result.code == 0, "\(log)")
      #expect(log.contains("\r\u{1B}[Kdrawing 2 of 25 ━"), "\(log)")
      let last = try #require(log.range(of: "drawing ", options: .backwards))
      #expect(log[last.upperBound...].contains("\r\u{1B}[K"), "\(log)")
      #expect(sandbox.files == ["bin/ffmpeg", "log", "x.mp4"])
    }
  #endif

  @Test func anFFmpegThatFailsIsQuoted() async throws {
    let sandbox = try Sandbox()
    try Self.installFFmpeg(in: sandbox.folder, script: "echo 'Unknown encoder libx264' >&2; exit 1")
    let result = try await Program.run(
      ["stride-demo", "-o", "x.mp4"] + Self.small, in: sandbox.folder,
      environment: Self.withOwnTools(sandbox.folder))
    expectFailure(result, 69, "ffmpeg", "Unknown encoder libx264")
    #expect(sandbox.files == ["bin/ffmpeg"])
  }

  @Test func withoutFFmpegThereIsNoFilm() async throws {
    let sandbox = try Sandbox()
    let result = try await Program.run(
      ["stride-demo", "-o", "x.mp4"] + Self.small, in: sandbox.folder,
      environment: ["PATH": sandbox.folder.path])
    expectFailure(result, 69, "ffmpeg", ".gif")
    #expect(sandbox.files == [])
  }

  @Test func whatCannotMoveIsRefused() async throws {
    let sandbox = try Sandbox()
    try await sandbox.addRun()
    let files = sandbox.files
    for (arguments, word) in [
      (["stride-demo", "--animate", "-o", "x.svg"], "svg"),
      (["stride-demo", "--animate", "--format", "json"], "json"),
      (["stride-demo", "--animate", "--format", "json", "-o", "-"], "json"),
      (["stride-demo", "--animate", "-o", "x.png"], "folder"),
      (["stride-demo", "--animate", "--format", "png", "-o", "-"], "folder"),
      (["stride-demo", "--animate", "--format", "gif", "-o", "run"], "is a folder"),
      (["stride-demo", "--animate", "-o", "x"], "names no format"),
      (["stride-demo", "--animate", "--view", "sizes", "-o", "x.gif"], "sizes does not move"),
      (["stride-demo", "--animate", "--view", "steps", "-o", "x.gif"], "steps does not move"),
      (["stride-demo", "--animate", "--transparent", "-o", "x.gif"], "--transparent"),
      (["stride-demo", "--animate", "--frame-seconds", "0", "-o", "x.gif"], "--frame-seconds"),
      (["stride-demo", "--animate", "--frame-seconds", "nan", "-o", "x.gif"], "--frame-seconds"),
      (["stride-demo", "--frame-seconds", "1", "-o", "x.png"], "--animate"),
      (["stride-demo", "-o", "x.gif"], "--animate"),
      (["stride-demo", "--format", "mp4"], "--animate"),
      (
        [
          "stride-demo", "--animate", "--kernel", "1", "--stride", "1", "--padding", "0", "--input",
          "9x25", "--size", "a4", "-o", "x.gif",
        ], "225 steps"
      ),
      (
        ["figure", "loss", "run/run.json", "--animate", "-o", "x.gif"],
        "draw one of latent, interpolation, connectivity"
      ),
      (
        ["figure", "connectivity", "run/run.json", "--view", "overlap", "--animate"],
        "decoder does not move"
      ),
    ] {
      let result = try await Program.run(arguments, in: sandbox.folder)
      expectFailure(result, 64, word)
      #expect(sandbox.files == files, "\(arguments)")
    }
  }

  @Test func whatCannotBeWrittenLeavesNothing() async throws {
    let sandbox = try Sandbox()
    try sandbox.write(Data([1]), to: "file")
    for name in ["file/x.gif", "file/frames/", "file/none/x.pdf"] {
      let result = try await Program.run(
        ["stride-demo", "-o", name] + Self.small, in: sandbox.folder)
      #expect(result.code == 73, "\(name): \(result.errors)")
      #expect(result.errors.filter(\.isNewline).count == 1)
      #expect(sandbox.files == ["file"], "\(name)")
    }
  }

  // MARK: Tools

  /// An `ffmpeg` that writes its arguments and then what it is fed with to its last argument.
  private static func installFFmpeg(
    in folder: URL, script: String = "for last; do :; done; { echo \"$@\"; cat; } >\"$last\""
  ) throws {
    let bin = folder.appendingPathComponent("bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    let file = bin.appendingPathComponent("ffmpeg")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  private static func withOwnTools(_ folder: URL) -> [String: String] {
    ["PATH": "\(folder.path)/bin:/usr/bin:/bin"]
  }

  /// How often `pattern` occurs in `data`.
  private static func count(_ pattern: some Sequence<UInt8>, in data: Data) -> Int {
    let (pattern, bytes) = (Array(pattern), Array(data))
    return (0...max(0, bytes.count - pattern.count)).count {
      bytes[$0...].starts(with: pattern)
    }
  }
}
