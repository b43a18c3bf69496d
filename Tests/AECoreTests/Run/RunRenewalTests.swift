import AECore
import Foundation
import Testing

/// A run that is read while another process renews it.
@Suite struct RunRenewalTests {
  @Test func aReaderSeesTheOldRunOrTheNewOne() async throws {
    let folder = try TemporaryFolder()
    let runs = [try exampleRun(seed: 1), try exampleRun(seed: 2)]
    _ = try RunDirectory.write(runs[0], to: folder.url)
    let url = folder.url
    let writer = Task.detached {
      for index in 1...100 { _ = try RunDirectory.write(runs[index % 2], to: url) }
    }
    for _ in 0..<300 { #expect(try runs.contains(RunDirectory.read(url))) }
    try await writer.value
  }

  @Test func tensorsThatAreGoneForGoodAreToldOf() throws {
    let folder = try TemporaryFolder()
    _ = try RunDirectory.write(exampleRun(), to: folder.url)
    for name in try folder.names() where name.hasPrefix("tensors-") {
      try FileManager.default.removeItem(at: folder[name])
    }
    expectFailure(.noInput, "tensors-") { _ = try RunDirectory.read(folder.url) }
  }
}
