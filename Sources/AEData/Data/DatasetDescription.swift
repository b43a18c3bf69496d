import AENetwork
import Foundation

/// What `dataset.json` says of the images beside it: of IDX files all of it, of others who they are
/// and what their classes are called. In a folder of the user's own every field may be left out.
struct DatasetDescription: Decodable, Sendable {
  var name: String?
  var title: String?
  var source: String?
  var license: String?
  var classNames: [String]?
  /// The pixel that stands for 1.
  var white: UInt8?
  var imageShape: ImageShape?
  /// Of train pixels, train labels, test pixels, test labels.
  var sha256: String?

  /// The description in the `dataset.json` of `folder`; nil when there is none.
  /// - Throws: ``Failure`` of kind `badData`.
  static func read(in folder: URL) throws -> DatasetDescription? {
    try file(in: folder)?.description
  }

  /// The description of the images at `path`, a folder or a file, which are no IDX files; nil when
  /// there is none.
  /// - Throws: ``Failure`` of kind `badData`, also for what can be said of IDX files alone.
  static func read(beside path: String) throws -> DatasetDescription? {
    let url = URL(fileURLWithPath: path)
    let folder =
      Folder.exists(path)
      ? URL(fileURLWithPath: path, isDirectory: true) : url.deletingLastPathComponent()
    guard let (file, description) = try file(in: folder) else { return nil }
    let fields = [
      ("white", description.white != nil), ("image_shape", description.imageShape != nil),
      ("sha256", description.sha256 != nil),
    ]
    if let field = fields.first(where: \.1) {
      throw file.failure(at: field.0, "is said of IDX files alone, and these are none")
    }
    return description
  }

  private static func file(
    in folder: URL
  ) throws -> (file: JSONFile, description: DatasetDescription)? {
    let url = folder.appendingPathComponent("dataset.json")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let file = try JSONFile(url, advice: "correct the file or remove it")
    let description = try file.decode(DatasetDescription.self)
    guard description.white != 0 else {
      throw file.failure(at: "white", "0 cannot stand for a white pixel")
    }
    return (file, description)
  }
}
