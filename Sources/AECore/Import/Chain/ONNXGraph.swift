import AEData
import AENetwork

/// The nodes of an ONNX file in the order in which they can be computed, each value given once.
package struct ONNXGraph {
  let file: ONNXFile
  /// The nodes, each behind those that give what it takes.
  private let nodes: [ONNXFile.Node]
  /// What goes in beside the weights.
  package let inputs: [String]
  /// What comes out.
  package var outputs: [String] { file.outputs.map(\.name) }

  /// The graph of `file`.
  /// - Throws: `Failure` of kind `badData` when a value is given twice or by nothing, or when
  ///   nodes go round in a circle.
  package init(_ file: ONNXFile) throws {
    self.file = file
    let weights = Set(file.initializers.map(\.name))
    let inputs = file.inputs.map(\.name).filter { !weights.contains($0) }
    var known = weights.union(inputs)
    known.insert("")
    var giver: [String: Int] = [:]
    for (index, node) in file.nodes.enumerated() {
      for output in node.outputs where !output.isEmpty {
        guard giver.updateValue(index, forKey: output) == nil, !known.contains(output) else {
          throw Failure(
            .badData, file.name, at: node.title, "gives \"\(output)\", which is given already",
            advice: ONNXTensor.again)
        }
      }
    }
    self.inputs = inputs
    nodes = try Self.ordered(file, giver, known).map { file.nodes[$0] }
  }

  /// The nodes as they can be computed: as they stand where that will do.
  private static func ordered(
    _ file: ONNXFile, _ giver: [String: Int], _ known: Set<String>
  ) throws -> [Int] {
    var waiting = [Int](repeating: 0, count: file.nodes.count)
    var takers = [[Int]](repeating: [], count: file.nodes.count)
    for (index, node) in file.nodes.enumerated() {
      for input in Set(node.inputs) where !known.contains(input) {
        guard let source = giver[input] else {
          throw Failure(
            .badData, file.name, at: node.title, "takes \"\(input)\", which nothing gives",
            advice: ONNXTensor.again)
        }
        waiting[index] += 1
        takers[source].append(index)
      }
    }
    var order = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for taker in takers[order[next]] {
        waiting[taker] -= 1
        if waiting[taker] == 0 { order.append(taker) }
      }
      next += 1
    }
    guard order.count == file.nodes.count else {
      let stuck = waiting.indices.first { waiting[$0] > 0 } ?? 0
      throw Failure(
        .badData, file.name, at: file.nodes[stuck].title,
        "stands in a circle of nodes, each of which waits for the others",
        advice: ONNXTensor.again)
    }
    return order
  }

  /// What is known of all values when the input called `name` is `signal` and other inputs are
  /// `constants`.
  ///
  /// - Parameter code: the value behind which nothing reaches back into the layers before it.
  /// - Returns: also what no layer can do, which is no error until somebody asks for it: see
  ///   ``GraphValues/signal(_:)``.
  package func values(
    _ name: String, _ signal: Signal, constants: [String: ConstantArray] = [:], code: String? = nil
  ) -> GraphValues {
    var values: [String: Value] = [name: .signal(signal)]
    for tensor in file.initializers { values[tensor.name] = Self.value(of: tensor) }
    for (name, array) in constants { values[name] = .constant(array) }
    var parents: [String: String] = [:]
    var pieces = PiecesInGraph(nodes)
    pieces.begin(name, values[name])
    for (index, node) in nodes.enumerated() {
      let context = NodeContext(
        node: node, index: index, inputs: node.inputs.map { $0.isEmpty ? nil : values[$0] },
        file: file.name, batch: signal.dimensions.first ?? 1)
      var results: [Value]
      pieces.follow(context)
      do {
        try Self.checkInputs(node, values, file.name)
        results = try Operators.evaluate(context)
      } catch {
        let failure = error as? Failure ?? context.refusal("\(error)")
        results = node.outputs.map { _ in .refused(failure) }
        if let whole = pieces.layer(context) { results[0] = .signal(whole) }
      }
      for (place, output) in node.outputs.enumerated() where !output.isEmpty {
        var value =
          results.indices.contains(place)
          ? results[place] : .refused(context.refusal("its output \(place + 1) is not read"))
        if case .signal(var signal) = value, output == code {
          signal.sealed = signal.layers.count
          value = .signal(signal)
        }
        values[output] = value
        parents[output] =
          pieces.root
          ?? node.inputs.first { if case .signal? = values[$0] { true } else { false } }
        pieces.begin(output, value)
      }
    }
    return GraphValues(file: file, values: values, parents: parents)
  }

  private static func value(of tensor: ONNXTensor) -> Value {
    do {
      return .constant(try tensor.constant())
    } catch let failure as Failure {
      return .refused(failure)
    } catch {
      return .refused(tensor.failure("\(error)", ONNXTensor.again))
    }
  }

  /// What cannot be read makes all unreadable that is made of it.
  private static func checkInputs(
    _ node: ONNXFile.Node, _ values: [String: Value], _ file: String
  ) throws {
    for input in node.inputs where !input.isEmpty {
      switch values[input] {
      case .refused(let failure)?: throw failure
      case nil:
        throw Failure(
          .badData, file, at: node.title, "takes \"\(input)\", a second input of the network",
          advice: "export a network whose only input is the image")
      default: break
      }
    }
  }
}

/// What is known of the values of a graph.
package struct GraphValues {
  let file: ONNXFile
  let values: [String: Value]
  /// The first value that each is made of.
  private let parents: [String: String]

  init(file: ONNXFile, values: [String: Value], parents: [String: String]) {
    self.file = file
    self.values = values
    self.parents = parents
  }

  /// The layers that lead to the value called `name`.
  /// - Throws: `Failure` when no chain of layers does: with the node that is none, its type, and
  ///   how much can be read.
  package func signal(_ name: String) throws -> Signal {
    switch values[name] {
    case .signal(let signal)?: return signal
    case .refused(var failure)?:
      let layers = values.values.compactMap {
        if case .signal(let signal) = $0 { signal.layers.count } else { nil }
      }
      failure.advice =
        "\(failure.advice ?? ONNXTensor.again) (readable: \(readableNodes) of \(file.nodes.count) "
        + "nodes, \(layers.max() ?? 0) layers)"
      throw failure
    case nil:
      throw Failure(
        .badData, file.name, "gives no value \"\(name)\"",
        advice: "choose from \(file.outputs.map(\.name).joined(separator: ", "))")
    default:
      throw Failure(
        .badData, file.name, at: "\"\(name)\"", "is no output of a chain of layers",
        advice: "export a network that gives its reconstruction first")
    }
  }

  private var readableNodes: Int {
    file.nodes.filter { node in
      node.outputs.contains { name in
        if case .refused? = values[name] { false } else { values[name] != nil }
      }
    }.count
  }

  /// The values from the image to `name`, each made of the one before.
  func path(to name: String) -> [(name: String, signal: Signal)] {
    var path: [(name: String, signal: Signal)] = []
    var next: String? = name
    while let name = next, case .signal(let signal)? = values[name] {
      path.append((name, signal))
      next = parents[name]
    }
    return path.reversed()
  }
}
