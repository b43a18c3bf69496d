import AEData
import AENetwork

/// `Pad`: rows and columns put around maps, or cut off.
enum PadOperators {
  static func pad(_ node: NodeContext) throws -> Signal {
    var signal = try node.signal()
    let rank = signal.dimensions.count
    let pads = try self.pads(node, rank: rank)
    if pads.allSatisfy({ $0 == 0 }) { return signal }
    // The axes that are padded have to be rows and columns, wherever the file has them.
    let padded = (0..<rank).filter { pads[$0] != 0 || pads[$0 + rank] != 0 }
    guard padded.allSatisfy({ $0 >= 2 }) else {
      throw node.refusal(
        "puts images or maps beside those that there are", advice: "pad rows and columns only")
    }
    _ = try signal.makeMaps(node)
    let last = rank - 1
    let margins = Margins(
      top: rank == 4 ? pads[2] : 0, left: pads[last], bottom: rank == 4 ? pads[2 + rank] : 0,
      right: pads[last + rank])
    try signal.pad(margins, fill: try fill(node), node)
    signal.finishMaps(axes: rank - 2)
    return signal
  }

  private static func pads(_ node: NodeContext, rank: Int) throws -> [Int] {
    let given = try node.integers("pads") ?? node.constant(1).integers
    var axes = Array(0..<rank)
    if let chosen = try node.optionalConstant(3)?.integers {
      let found = chosen.compactMap { Strides.axis($0, rank: rank) }
      guard found.count == chosen.count else { throw node.refusal("pads the axes \(chosen)") }
      axes = found
    }
    let isSmall = given.allSatisfy { abs($0) <= ConvGeometry.largestNumber }
    guard given.count == 2 * axes.count, isSmall else {
      throw node.refusal("has the pads \(given) for \(axes.count) axes")
    }
    var pads = [Int](repeating: 0, count: 2 * rank)
    for (index, axis) in axes.enumerated() {
      pads[axis] = given[index]
      pads[axis + rank] = given[index + axes.count]
    }
    return pads
  }

  private static func fill(_ node: NodeContext) throws -> PaddingSpec.Fill {
    switch node.text("mode") ?? "constant" {
    case "constant":
      let value = try node.optionalConstant(2)?.floats.first ?? node.float("value") ?? 0
      guard value == 0 else {
        throw node.refusal("pads with \(value), which no layer does", advice: "pad with 0")
      }
      return .zero
    case "reflect": return .reflection
    case "edge": return .replication
    case let mode:
      throw node.refusal("pads by \(mode), which no layer does", advice: "use constant or reflect")
    }
  }
}
