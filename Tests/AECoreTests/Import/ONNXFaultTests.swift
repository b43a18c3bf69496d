import AECore
import Foundation
import Testing

/// Broken ONNX files: each is told in one line.
@Suite struct ONNXFaultTests {
  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: ONNXFixtures.url("\(name).onnx"))
  }

  private func read(_ data: Data) throws {
    let file = try ONNXFile(data, name: "broken.onnx", folder: URL(fileURLWithPath: "/nowhere"))
    let graph = try ONNXGraph(file)
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    let values = graph.values(
      graph.inputs[0], Signal(dimensions: [2, 1, 8, 8], inner: shape.shape))
    _ = try values.signal(graph.outputs[0])
  }

  @Test func whatIsNoONNXFile() {
    expectFailure(.badData, "broken.onnx", "is no ONNX file") { try read(Data("PK\u{3}".utf8)) }
    expectFailure(.badData, "is no ONNX file", "no nodes") { try read(Data()) }
    expectFailure(.noInput, "missing.onnx", "cannot be opened") {
      _ = try ONNXFile(URL(fileURLWithPath: "missing.onnx"))
    }
  }

  /// Wherever a file ends, it is an answer, not a crash.
  @Test func cutOffFilesAreAnswered() throws {
    let data = try bytes("torchscript-skip")
    for length in stride(from: 0, to: data.count, by: 7) {
      do { try read(data.prefix(length)) } catch is Failure {}
    }
  }

  @Test func bytesThatAreChangedAreAnswered() throws {
    let data = try bytes("torchscript-skip")
    for place in stride(from: 0, to: data.count, by: 3) {
      var broken = data
      broken[place] ^= 0xFF
      do { try read(broken) } catch is Failure {}
    }
  }

  @Test func aMissingSiblingIsNamed() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(bytes("dynamo-external"), to: "network.onnx")
    let file = try ONNXImport(url)
    let shape = ImageShape(channels: 1, height: 8, width: 8)
    expectFailure(.noInput, "dynamo-external.onnx.data", "cannot be opened") {
      _ = try file.network(imageShape: shape)
    }
    try FileManager.default.createSymbolicLink(
      at: folder["dynamo-external.onnx.data"],
      withDestinationURL: ONNXFixtures.url("dynamo-external.onnx.data"))
    expectFailure(.badData, "a link out of the folder") {
      _ = try ONNXImport(url).network(imageShape: shape)
    }
  }
}
