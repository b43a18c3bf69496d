import AEData
import AENetwork

/// A node with what its inputs are known to be: what an operator reads it by.
struct NodeContext {
  let node: ONNXFile.Node
  /// Its place in the order in which the nodes are computed.
  let index: Int
  /// What goes in; nil for what is left out.
  let inputs: [Value?]
  /// The file, for failures.
  let file: String
  /// What stands for the number of images where the file leaves it open.
  let batch: Int

  // MARK: Failures

  /// That this node cannot be a layer, or is damaged.
  func refusal(_ problem: String, advice: String? = nil) -> Failure {
    Failure(.badData, file, at: node.title, problem, advice: advice ?? ONNXTensor.again)
  }

  /// Extents as one reads them.
  func text(_ dimensions: [Int]) -> String {
    "["
      + dimensions.enumerated()
      .map { $0.offset == 0 && $0.element == batch ? "N" : "\($0.element)" }
      .joined(separator: ", ") + "]"
  }

  // MARK: Inputs

  /// Whether input `index` is given.
  func has(_ index: Int) -> Bool { inputs.indices.contains(index) && inputs[index] != nil }

  /// What depends on the image at input `index`.
  func signal(_ index: Int = 0) throws -> Signal {
    guard has(index), case .signal(let signal)? = inputs[index] else {
      throw refusal("its input \(index + 1) does not depend on the image alone")
    }
    return signal
  }

  /// The numbers at input `index`, which are known.
  func constant(_ index: Int) throws -> ConstantArray {
    guard has(index) else { throw refusal("lacks its input \(index + 1)") }
    guard case .constant(let array)? = inputs[index] else {
      throw refusal(
        "its input \(index + 1) depends on the image, where a layer has weights",
        advice: "only chains of layers can be imported")
    }
    return array
  }

  /// The same; nil when it is left out.
  func optionalConstant(_ index: Int) throws -> ConstantArray? {
    has(index) ? try constant(index) : nil
  }

  // MARK: Attributes

  func integer(_ name: String) -> Int? { node.attributes[name]?.integer }
  func float(_ name: String) -> Float? { node.attributes[name]?.float }
  func text(_ name: String) -> String? { node.attributes[name]?.text }

  /// A list of whole numbers; nil when there is none of that name.
  func integers(_ name: String) throws -> [Int]? { node.attributes[name]?.integers }

  /// A list of `count` numbers that are sizes, or `value` for each when there is none.
  func sizes(_ name: String, _ count: Int, or value: Int) throws -> [Int] {
    guard let list = node.attributes[name]?.integers, !list.isEmpty else {
      return [Int](repeating: value, count: count)
    }
    guard list.count == count, list.allSatisfy({ $0 >= 0 && $0 <= ConvGeometry.largestNumber })
    else {
      throw refusal("\(name) is \(list), where \(count) numbers from 0 were expected")
    }
    return list
  }

  /// The axes of a `Transpose` of an array of that rank.
  func permutation(rank: Int) throws -> [Int] {
    let axes = try integers("perm") ?? (0..<rank).reversed()
    guard axes.sorted() == Array(0..<rank) else {
      throw refusal("perm is \(axes), where the axes 0 to \(rank - 1) were expected in some order")
    }
    return axes
  }
}

/// What is known of a value of the file.
enum Value {
  /// Its numbers.
  case constant(ConstantArray)
  /// The layers that lead to it.
  case signal(Signal)
  /// Numbers drawn from the standard normal distribution.
  case noise
  /// e to the power of this, as a standard deviation is made.
  case exponential(Signal)
  /// ``noise`` times e to the power of this.
  case spread(Signal)
  /// Whether this is greater than a number.
  case isGreater(Signal, than: Float)
  /// That no chain of layers gives it; told when it is asked for.
  case refused(Failure)
}
