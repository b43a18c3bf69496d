import AEData
import Foundation

/// What an ONNX file says, nothing looked up and nothing computed yet.
///
/// Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3; the part of it that is read is
/// in Sources/CONNX/onnx.proto.
package struct ONNXFile {
  /// The file, for failures.
  private(set) var name: String
  /// The program that wrote it, and its version.
  var producer: (name: String, version: String) = ("", "")
  /// The version of ONNX's own operators.
  var operatorSet = 0
  /// The nodes, in whatever order they stand.
  var nodes: [Node] = []
  /// Weights and other constants.
  var initializers: [ONNXTensor] = []
  /// What goes in, initializers among it in old files.
  var inputs: [Port] = []
  /// What comes out.
  var outputs: [Port] = []

  /// One operation: `type` of `inputs` gives `outputs`.
  struct Node {
    var type = ""
    var name = ""
    var domain = ""
    /// Names of values; an empty one is an input that is left out.
    var inputs: [String] = []
    var outputs: [String] = []
    var attributes: [String: Attribute] = [:]

    /// How a failure calls it: by its name, else by what it gives.
    var title: String {
      let called = name.isEmpty ? "that gives \"\(outputs.first ?? "")\"" : "\"\(name)\""
      return "node \(called) (\(type))"
    }
  }

  /// A constant that belongs to a node; which field counts the operator knows.
  struct Attribute {
    var float: Float?
    var integer: Int?
    var text: String?
    var tensor: ONNXTensor?
    var floats: [Float] = []
    var integers: [Int] = []
    /// Whether it is a graph: the body of a loop, the branch of a condition.
    var isGraph = false
  }

  /// A value at the network's edge; an extent that the file leaves open is nil, and so are all of
  /// them when it says nothing.
  struct Port {
    var name = ""
    var dimensions: [Int?]?
  }

  /// The file at `url`.
  /// - Throws: `Failure`: `noInput` when it is missing, `badData` when it is no ONNX file.
  package init(_ url: URL) throws {
    let data = try InputFile.read(
      url, limit: Self.largestFile, missing: "give the .onnx file that the exporter wrote")
    do {
      try self.init(data, name: url.relativePath, folder: url.deletingLastPathComponent())
    } catch let failure as Failure {
      throw ForeignNetwork.failure(url) ?? failure
    }
  }

  /// The file with these bytes; values of its tensors that lie in other files are looked for in
  /// `folder`.
  /// - Throws: `Failure` of kind `badData`.
  package init(_ data: Data, name: String, folder: URL) throws {
    self.name = name
    self = try data.withUnsafeBytes { bytes in
      let reader = ProtobufReader(bytes, name: name)
      let messages = ONNXMessages(reader, name: name, data: data, folder: folder)
      return try reader.read { try messages.model($0, into: self) }
    }
    guard !nodes.isEmpty else {
      throw Failure(
        .badData, name, "is no ONNX file: there are no nodes in it",
        advice: "give the .onnx file that the exporter wrote")
    }
  }

  /// Protobuf itself ends here.
  static let largestFile = 1 << 31
}
