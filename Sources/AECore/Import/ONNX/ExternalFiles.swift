import AEData
import Foundation

/// The files beside an ONNX file in which large networks keep their weights; each is read once.
final class ExternalFiles {
  private let folder: URL
  private var files: [String: Data] = [:]

  /// Files of `folder` and of no other.
  init(folder: URL) { self.folder = folder }

  /// The bytes of `tensor`.
  /// - Throws: `Failure`: `noInput` when there is no such file, `badData` when it is said to be
  ///   anywhere but in a plain file of the folder.
  func bytes(of tensor: ONNXTensor) throws -> Data {
    let data = try file(of: tensor)
    func number(_ key: String) -> Int? { tensor.external[key].flatMap { Int($0) } }
    let offset = number("offset") ?? 0
    let length = number("length") ?? max(0, data.count - offset)
    guard offset >= 0, length >= 0, offset <= data.count, length <= data.count - offset else {
      throw tensor.failure(
        "its values are said to be \(length) bytes from \(offset) of a file that has \(data.count)",
        ONNXTensor.again)
    }
    return data[data.startIndex + offset..<data.startIndex + offset + length]
  }

  private func file(of tensor: ONNXTensor) throws -> Data {
    let location = tensor.external["location"] ?? ""
    if let data = files[location] { return data }
    let isPlain =
      !location.isEmpty && location != "." && location != ".."
      && !location.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.value == 0 }
    guard isPlain else {
      throw tensor.failure(
        "its values are said to be in \"\(location)\", which is not the plain name of a file beside "
          + "the network", "export again, into the folder where both are to stay")
    }
    let url = folder.appendingPathComponent(location)
    let place = url.resolvingSymlinksInPath().deletingLastPathComponent().path
    guard place == folder.resolvingSymlinksInPath().path else {
      throw tensor.failure(
        "its values are in \(location), which is a link out of the folder", "copy the file itself")
    }
    let data = try InputFile.read(
      url, limit: 1 << 32, missing: "keep it beside \(tensor.file), where the exporter wrote it")
    files[location] = data
    return data
  }
}
