import AECore
import Foundation
import Testing

@Suite struct RelativePathTests {
  @Test(arguments: [
    ("/a/b/c", "/a/b/run", "../c"), ("/a/b", "/a/b/run", ".."), ("/a/b/run", "/a/b/run", "."),
    ("/a/b/run/c", "/a/b/run", "c"), ("/x/c", "/a/b", "/x/c"), ("/a/./b/../c", "/a/d/", "../c"),
  ])
  func theWayLeadsBack(_ target: String, _ folder: String, _ way: String) {
    let folder = URL(fileURLWithPath: folder, isDirectory: true)
    #expect(RelativePath.path(to: target, from: folder) == way)
    #expect(
      RelativePath.absolute(way, from: folder)
        == URL(fileURLWithPath: target).standardizedFileURL.path)
  }

  @Test func whatLeadsAboveTheRootEndsThere() {
    #expect(RelativePath.absolute("../../../x", from: URL(fileURLWithPath: "/a")) == "/x")
  }
}
