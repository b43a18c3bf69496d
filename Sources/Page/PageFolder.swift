import AECore
import Foundation

/// Where the parts lie that every page is made of: the scripts, the style and the network's code as
/// WebAssembly, beside the program as the data sets are.
struct PageFolder {
  private let url: URL

  /// The folder; the first candidate that has the module wins.
  /// - Throws: `Failure` of kind `noInput` when there is none.
  init(_ candidates: [URL] = candidates) throws {
    let found = candidates.first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent(Self.module).path)
    }
    guard let found else {
      throw Failure(
        .noInput, "page.wasm",
        "the parts of a page are not in " + candidates.map(\.path).joined(separator: ", "),
        advice: "install aeviz whole, or run it where it was built")
    }
    url = found
  }

  private static let module = "Resources/page.wasm"

  private static var candidates: [URL] {
    guard let folder = ResourceFolder.executable?.deletingLastPathComponent() else { return [] }
    return ["resources", "bundle"].map {
      folder.appendingPathComponent("aeviz_Page.\($0)", isDirectory: true)
    } + [
      folder.deletingLastPathComponent().appendingPathComponent(
        "share/aeviz/page", isDirectory: true)
    ]
  }

  /// The networks' code.
  func moduleBytes() throws -> Data { try bytes(Self.module) }

  /// The style sheets, without their colours: what all parts share, then what each has of its own.
  func style() throws -> String {
    let shared = "page.css"
    let others = try names(".css").filter { $0 != shared }
    return try ([shared] + others).map { try text("Web/\($0)") }.joined()
  }

  /// The scripts by name, in the order of the names.
  func scripts() throws -> [(name: String, text: String)] {
    try names(".mjs").map { ($0, try text("Web/\($0)")) }
  }

  /// The files of the scripts' folder that end so, in the order of their names.
  private func names(_ ending: String) throws -> [String] {
    let folder = url.appendingPathComponent("Web").path
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(ending) }.sorted()
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  private func bytes(_ name: String) throws -> Data {
    let file = url.appendingPathComponent(name)
    do {
      return try Data(contentsOf: file)
    } catch {
      throw Failure(
        .noInput, file.path, "cannot be read", advice: "install aeviz again")
    }
  }
}
