import AECore
import Foundation
import Testing

@Suite struct ResourceFolderTests {
  @Test func looksInTheEnvironmentThenBesideTheProgram() {
    let folders = ResourceFolder.candidates(
      environment: ["AEVIZ_DATA": "/data"], executable: URL(fileURLWithPath: "/opt/x/bin/aeviz"))
    #expect(folders.first?.path == "/data")
    #expect(folders.dropFirst().first?.path.hasPrefix("/opt/x/bin/aeviz_AEData.") == true)
    #expect(folders.last?.path == "/opt/x/share/aeviz/datasets")
    #expect(ResourceFolder.candidates(environment: ["AEVIZ_DATA": ""], executable: nil).isEmpty)
  }

  @Test func theFirstFolderThatHasTheSetWins() throws {
    let (a, b) = (try TemporaryFolder(), try TemporaryFolder())
    #expect(ResourceFolder.find("digits", in: [a.url, b.url]) == nil)
    for folder in [b, a] {
      try FileManager.default.createDirectory(
        at: folder["digits"], withIntermediateDirectories: true)
      try folder.write("{}".utf8, to: "digits/dataset.json")
      #expect(ResourceFolder.find("digits", in: [a.url, b.url])?.path == folder["digits"].path)
    }
  }
}
