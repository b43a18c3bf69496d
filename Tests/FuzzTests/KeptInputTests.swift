import Foundation
import FuzzTargets
import Testing

/// Inputs that once made a reader or a drawing trap, hang, or say something untrue, by target: the
/// folders in `Fixtures`. `make fuzz` names the file that it found; it is put there, and mended.
///
/// One after the other, as in a fuzzer: a target has one file that it writes its inputs into.
@Suite(.serialized) struct KeptInputTests {
  @Test(arguments: FuzzTarget.all.map(\.name))
  func inputsThatOnceFailedAreAnswered(target name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    for file in try files(of: name) {
      let data = try Data(contentsOf: file)
      let answer = data.withUnsafeBytes {
        target.run($0.bindMemory(to: UInt8.self).baseAddress, data.count)
      }
      #expect(answer == 0, "\(file.lastPathComponent)")
    }
  }

  /// The seeds are read without complaint by whoever reads them.
  @Test func theSeedsAreAnswered() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("aeviz-seeds-\(UUID().uuidString)", isDirectory: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Seeds.write(to: folder)
    for target in FuzzTarget.all {
      let place = folder.appendingPathComponent(target.name, isDirectory: true)
      let files = try FileManager.default.contentsOfDirectory(
        at: place, includingPropertiesForKeys: nil)
      #expect(!files.isEmpty, "\(target.name)")
      for file in files {
        let data = try Data(contentsOf: file)
        _ = data.withUnsafeBytes {
          target.run($0.bindMemory(to: UInt8.self).baseAddress, data.count)
        }
      }
    }
  }

  private func files(of target: String) throws -> [URL] {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
      .appendingPathComponent(target, isDirectory: true)
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
  }
}
