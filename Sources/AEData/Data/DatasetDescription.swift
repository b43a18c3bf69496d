import AENetwork
import Foundation

/// What `dataset.json` says of the four IDX files beside it. In a folder of the user's own every
/// field may be left out.
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
    let url = folder.appendingPathComponent("dataset.json")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let file = try JSONFile(url, advice: "correct the file or remove it")
    let description = try file.decode(DatasetDescription.self)
    guard description.white != 0 else {
      throw file.failure(at: "white", "0 cannot stand for a white pixel")
    }
    return description
  }
}
