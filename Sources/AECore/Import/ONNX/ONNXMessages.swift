import AEData
import CNanopb
import CONNX
import Foundation

/// Reads the messages of an ONNX file, one function a message. They are entered no deeper than
/// model, graph, node, attribute, tensor, entry: graphs within nodes are seen and left alone.
struct ONNXMessages {
  typealias Stream = ProtobufReader.Stream

  private let reader: ProtobufReader
  private let name: String
  private let data: Data
  private let others: ExternalFiles

  /// Messages of the file called `name`, whose bytes are `data`.
  init(_ reader: ProtobufReader, name: String, data: Data, folder: URL) {
    self.reader = reader
    self.name = name
    self.data = data
    others = ExternalFiles(folder: folder)
  }

  /// No network that is a chain of layers has more nodes, weights, or names in a list.
  static let mostEntries = 1 << 14
  /// No tensor has more axes.
  static let mostAxes = 16
  /// No list of numbers beside a node is longer.
  static let longestAttribute = 1 << 16

  func model(_ stream: Stream, into empty: ONNXFile) throws -> ONNXFile {
    var file = empty
    var message = onnx_Model()
    var fields = ProtobufReader.Fields(reader)
    message.producer_name = fields.text { file.producer.name = $0 }
    message.producer_version = fields.text { file.producer.version = $0 }
    message.graph = fields.each { try graph($0, into: &file) }
    message.opset_import = fields.each { stream in
      let set = try operatorSet(stream)
      if set.domain.isEmpty || set.domain == "ai.onnx" { file.operatorSet = set.version }
    }
    try fields.decode(&message, onnx_Model_msg, from: stream)
    return file
  }

  private func operatorSet(_ stream: Stream) throws -> (domain: String, version: Int) {
    var domain = ""
    var message = onnx_OperatorSet()
    var fields = ProtobufReader.Fields(reader)
    message.domain = fields.text { domain = $0 }
    try fields.decode(&message, onnx_OperatorSet_msg, from: stream)
    return (domain, Int(message.version))
  }

  private func graph(_ stream: Stream, into file: inout ONNXFile) throws {
    var (nodes, initializers) = ([ONNXFile.Node](), [ONNXTensor]())
    var (inputs, outputs) = ([ONNXFile.Port](), [ONNXFile.Port]())
    var message = onnx_Graph()
    var fields = ProtobufReader.Fields(reader)
    message.node = fields.each { try append(node($0), to: &nodes, "nodes") }
    message.initializer = fields.each { try append(tensor($0), to: &initializers, "tensors") }
    message.input = fields.each { try append(port($0), to: &inputs, "inputs") }
    message.output = fields.each { try append(port($0), to: &outputs, "outputs") }
    try fields.decode(&message, onnx_Graph_msg, from: stream)
    (file.nodes, file.initializers) = (nodes, initializers)
    (file.inputs, file.outputs) = (inputs, outputs)
  }

  private func node(_ stream: Stream) throws -> ONNXFile.Node {
    var node = ONNXFile.Node()
    var message = onnx_Node()
    var fields = ProtobufReader.Fields(reader)
    message.input = fields.text { try append($0, to: &node.inputs, "inputs of a node") }
    message.output = fields.text { try append($0, to: &node.outputs, "outputs of a node") }
    message.name = fields.text { node.name = $0 }
    message.op_type = fields.text { node.type = $0 }
    message.domain = fields.text { node.domain = $0 == "ai.onnx" ? "" : $0 }
    message.attribute = fields.each { stream in
      let (name, attribute) = try attribute(stream)
      node.attributes[name] = attribute
    }
    try fields.decode(&message, onnx_Node_msg, from: stream)
    return node
  }

  private func attribute(_ stream: Stream) throws -> (String, ONNXFile.Attribute) {
    var name = ""
    var attribute = ONNXFile.Attribute()
    var message = onnx_Attribute()
    var fields = ProtobufReader.Fields(reader)
    message.name = fields.text { name = $0 }
    message.s = fields.bytes { range in
      // Some are no text; none of these is asked for.
      if range.count <= Self.longestAttribute {
        let start = data.startIndex
        attribute.text = String(
          decoding: data[start + range.lowerBound..<start + range.upperBound], as: UTF8.self)
      }
    }
    message.t = fields.each { attribute.tensor = try tensor($0) }
    message.g = fields.bytes { _ in attribute.isGraph = true }
    message.floats = fields.floats {
      try append($0, to: &attribute.floats, "numbers of an attribute", most: Self.longestAttribute)
    }
    message.ints = fields.integers {
      try append(
        Int($0), to: &attribute.integers, "numbers of an attribute", most: Self.longestAttribute)
    }
    try fields.decode(&message, onnx_Attribute_msg, from: stream)
    if message.has_f { attribute.float = message.f }
    if message.has_i { attribute.integer = Int(message.i) }
    return (name, attribute)
  }

  /// A tensor; its numbers stay where they are when they are one run of bytes.
  func tensor(_ stream: Stream) throws -> ONNXTensor {
    var tensor = ONNXTensor(file: name, data: data, others: others)
    var message = onnx_Tensor()
    var fields = ProtobufReader.Fields(reader)
    message.dims = fields.integers {
      try append(Int($0), to: &tensor.dimensions, "axes of a tensor", most: Self.mostAxes)
    }
    message.name = fields.text { tensor.name = $0 }
    message.float_data = fields.floats { tensor.floats.append($0) }
    message.double_data = fields.doubles { tensor.floats.append(Float($0)) }
    message.int32_data = fields.integers { tensor.integers.append(Int($0)) }
    message.int64_data = fields.integers { tensor.integers.append(Int($0)) }
    message.raw_data = fields.bytes { tensor.raw = $0 }
    message.external_data = fields.each { stream in
      let (key, value) = try entry(stream)
      tensor.external[key] = value
    }
    try fields.decode(&message, onnx_Tensor_msg, from: stream)
    tensor.type = Int(message.data_type)
    tensor.isExternal = message.has_data_location && message.data_location == 1
    return tensor
  }

  private func entry(_ stream: Stream) throws -> (key: String, value: String) {
    var (key, value) = ("", "")
    var message = onnx_Entry()
    var fields = ProtobufReader.Fields(reader)
    message.key = fields.text { key = $0 }
    message.value = fields.text { value = $0 }
    try fields.decode(&message, onnx_Entry_msg, from: stream)
    return (key, value)
  }

  private func port(_ stream: Stream) throws -> ONNXFile.Port {
    var port = ONNXFile.Port()
    var message = onnx_ValueInfo()
    var fields = ProtobufReader.Fields(reader)
    message.name = fields.text { port.name = $0 }
    message.type = fields.each { stream in
      var message = onnx_Type()
      var fields = ProtobufReader.Fields(reader)
      message.tensor_type = fields.each { stream in
        var message = onnx_TensorType()
        var fields = ProtobufReader.Fields(reader)
        message.shape = fields.each { port.dimensions = try dimensions($0) }
        try fields.decode(&message, onnx_TensorType_msg, from: stream)
      }
      try fields.decode(&message, onnx_Type_msg, from: stream)
    }
    try fields.decode(&message, onnx_ValueInfo_msg, from: stream)
    return port
  }

  private func dimensions(_ stream: Stream) throws -> [Int?] {
    var dimensions: [Int?] = []
    var message = onnx_TensorShape()
    var fields = ProtobufReader.Fields(reader)
    message.dim = fields.each { stream in
      var message = onnx_Dimension()
      let fields = ProtobufReader.Fields(reader)
      try fields.decode(&message, onnx_Dimension_msg, from: stream)
      let extent = message.has_dim_value && message.dim_value > 0 ? Int(message.dim_value) : nil
      try append(extent, to: &dimensions, "axes of a value", most: Self.mostAxes)
    }
    try fields.decode(&message, onnx_TensorShape_msg, from: stream)
    return dimensions
  }

  private func append<Element>(
    _ element: Element, to list: inout [Element], _ what: String, most: Int = mostEntries
  ) throws {
    guard list.count < most else { throw reader.damaged("more than \(most) \(what)") }
    list.append(element)
  }
}
