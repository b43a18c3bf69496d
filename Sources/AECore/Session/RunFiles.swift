import AEData
import Foundation

/// The files that a run consists of.
package enum RunFiles {
  /// `runFile` and the tensors that it names; the checkpoints and the tensors that lie beside it.
  /// Nothing is opened but `runFile`, and what is wrong with it does not matter here.
  package static func all(of runFile: URL) -> [URL] {
    let runFile = RunDirectory.runFile(at: runFile)
    let folder = runFile.deletingLastPathComponent()
    var files = [runFile]
    if case .string(let tensors)? = try? JSONFile(runFile, advice: "").value["tensors"]?["file"] {
      files.append(folder.appendingPathComponent(tensors))
    }
    for folder in [folder, folder.appendingPathComponent(TrainingSession.checkpointFolder)] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      files += names.filter { $0.hasSuffix(".safetensors") }.map(folder.appendingPathComponent)
    }
    return files
  }
}
