import AEData
import AENetwork
import Foundation

/// Gathers nodes and weights, and writes them as an ONNX file. The numbers of the fields are those
/// of onnx.proto.
struct ONNXGraphWriter {
  private var nodes: [[UInt8]] = []
  private var initializers: [[UInt8]] = []
  private var count = 0

  /// An attribute of a node.
  enum Attribute {
    case integer(Int)
    case float(Double)
    case text(String)
    case integers([Int])

    fileprivate func write(_ name: String, to writer: inout ProtobufWriter) {
      writer.text(1, name)
      switch self {
      case .integer(let value):
        writer.integer(3, value)
        writer.integer(20, 2)
      case .float(let value):
        writer.float(2, Float(value))
        writer.integer(20, 1)
      case .text(let value):
        writer.text(4, value)
        writer.integer(20, 3)
      case .integers(let values):
        for value in values { writer.integer(8, value) }
        writer.integer(20, 7)
      }
    }
  }

  /// Adds a node, called after the value that it gives.
  mutating func node(
    _ type: String, _ inputs: [String], to output: String,
    _ attributes: KeyValuePairs<String, Attribute> = [:]
  ) {
    var writer = ProtobufWriter()
    for input in inputs { writer.text(1, input) }
    writer.text(2, output)
    writer.text(3, output)
    writer.text(4, type)
    for (name, attribute) in attributes {
      writer.message(5) { attribute.write(name, to: &$0) }
    }
    nodes.append(writer.bytes)
  }

  /// Adds a tensor of weights under its name.
  mutating func weights(_ name: String, _ tensor: Tensor) -> String {
    var writer = ProtobufWriter()
    for extent in tensor.shape.dimensions { writer.integer(1, extent) }
    writer.integer(2, 1)
    writer.text(8, name)
    writer.floats(9, tensor.values)
    initializers.append(writer.bytes)
    return name
  }

  /// Adds a list of whole numbers under a name of its own.
  mutating func integers(_ values: [Int], for value: String) -> String {
    var writer = ProtobufWriter()
    let name = "\(value).\(count)"
    count += 1
    writer.integer(1, values.count)
    writer.integer(2, 7)
    writer.text(8, name)
    values.map { Int64($0).littleEndian }.withUnsafeBytes { writer.data(9, $0) }
    initializers.append(writer.bytes)
    return name
  }

  /// The file: the graph with these edges, whose first axis is left open. `shapes` are those of one
  /// image.
  func file(
    name: String, input: (name: String, shape: Shape), outputs: [(name: String, shape: Shape)]
  ) -> Data {
    var writer = ProtobufWriter()
    writer.integer(1, Self.representation)
    writer.text(2, Generator.current.name)
    writer.text(3, Generator.current.version)
    writer.message(7) { graph in
      for node in nodes { graph.data(1, node) }
      graph.text(2, name)
      for initializer in initializers { graph.data(5, initializer) }
      graph.message(11) { Self.port(input.name, input.shape, to: &$0) }
      for output in outputs {
        graph.message(12) { Self.port(output.name, output.shape, to: &$0) }
      }
    }
    writer.message(8) { set in
      set.text(1, "")
      set.integer(2, Self.operatorSet)
    }
    return Data(writer.bytes)
  }

  private static func port(_ name: String, _ shape: Shape, to writer: inout ProtobufWriter) {
    writer.text(1, name)
    writer.message(2) { type in
      type.message(1) { tensor in
        tensor.integer(1, 1)
        tensor.message(2) { dimensions in
          dimensions.message(1) { $0.text(2, "N") }
          for extent in shape.dimensions { dimensions.message(1) { $0.integer(1, extent) } }
        }
      }
    }
  }

  /// The first version that has `Gelu`, and the file format that goes with it.
  private static let operatorSet = 20
  private static let representation = 9
}
