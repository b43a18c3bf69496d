import AECore
import Foundation
import Visual

/// An MP4, which an `ffmpeg` on the PATH makes of the frames that it is fed with.
struct Film {
  /// The film of `timeline`, all scenes of one size; `onFrame` is told how many ffmpeg has been
  /// given.
  /// - Throws: ``Failure`` of kind `unavailable` when there is no ffmpeg, or it cannot do it.
  func encode(
    _ timeline: [Timeline.Frame], dpi: Double, onFrame: (_ done: Int) -> Void = { _ in }
  ) throws -> Data {
    let scenes = timeline.map(\.scene)
    guard let program = Self.program() else {
      throw Failure(
        .unavailable, "--animate", "an mp4 needs ffmpeg, and there is none on the PATH",
        advice: "install ffmpeg, or write a .gif")
    }
    guard scenes.allSatisfy({ $0.background?.alpha == 1 }) else {
      throw Failure(
        .usage, "--transparent", "a film has no transparent pixels",
        advice: "leave it out, or write numbered PNG frames")
    }
    // Files without a name: whatever happens, nothing is left behind.
    let film = try NamelessFile()
    let words = try NamelessFile()
    let process = Process()
    process.executableURL = program
    process.standardOutput = film.handle
    process.standardError = words.handle
    let frames = Pipe()
    process.standardInput = frames
    var (isStarted, done) = (false, 0)
    do {
      try SceneEncoder.eachFrame(scenes, dpi: dpi) { width, height, bytes in
        if !isStarted {
          process.arguments = arguments(width: width, height: height)
          try process.run()
          try? frames.fileHandleForReading.close()
          isStarted = true
        }
        // Every picture of a film is as long as any other: one that stays comes several times.
        let times = max(1, Int(clamping: (timeline[done].seconds / Timeline.tick).rounded()))
        for _ in 0..<times { try frames.fileHandleForWriting.write(contentsOf: bytes) }
        done += 1
        onFrame(done)
      }
    } catch let failure as Failure {
      Self.end(process, frames, isStarted)
      throw failure
    } catch {
      // It has stopped reading, or could not be started: what it says is told below.
    }
    Self.end(process, frames, isStarted)
    guard isStarted, process.terminationReason == .exit, process.terminationStatus == 0 else {
      let line = (try? words.data()).map { String(decoding: $0, as: UTF8.self) }?
        .split(whereSeparator: \.isNewline).last.map { $0.trimmingCharacters(in: .whitespaces) }
      throw Failure(
        .unavailable, PathText.shown(program),
        "made no film\(line.map { ": \($0)" } ?? "")", advice: "write a .gif")
    }
    return try film.data()
  }

  /// Frames of four bytes a pixel on stdin to H.264 on stdout, with even sides and 30 pictures a
  /// second, as every player wants it; the same frames give the same bytes.
  private func arguments(width: Int, height: Int) -> [String] {
    let rate = String(format: "%.6f", 1 / Timeline.tick)
    return [
      "-nostdin", "-hide_banner", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgba", "-s",
      "\(width)x\(height)", "-framerate", rate, "-i", "pipe:0", "-an", "-vf",
      "fps=30,pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-preset", "medium", "-crf", "16",
      "-tune", "animation", "-pix_fmt", "yuv420p", "-threads", "1", "-map_metadata", "-1",
      "-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4", "-y", "/dev/stdout",
    ]
  }

  private static func end(_ process: Process, _ frames: Pipe, _ isStarted: Bool) {
    try? frames.fileHandleForWriting.close()
    if isStarted { process.waitUntilExit() }
  }

  /// The first ffmpeg on the PATH.
  private static func program() -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
      .map { URL(fileURLWithPath: String($0)).appendingPathComponent("ffmpeg") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}

/// A file that is open and has no name any more: gone when it is closed, however the process ends.
private final class NamelessFile {
  let handle: FileHandle

  init() throws {
    let folder = FileManager.default.temporaryDirectory.path
    var name = Array("\(folder)/aeviz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, folder, "no file can be made in it: \(String(cString: strerror(errno)))",
        advice: "set TMPDIR to a folder that can be written to")
    }
    unlink(name)
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Everything in it.
  func data() throws -> Data {
    try handle.seek(toOffset: 0)
    return try handle.readToEnd() ?? Data()
  }
}
