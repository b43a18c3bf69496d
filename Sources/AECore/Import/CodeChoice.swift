import AEData
import AENetwork

/// Which value of a network is its code.
struct CodeChoice {
  private let path: [(name: String, signal: Signal)]
  private let end: Signal
  private let file: String

  /// - Parameter path: the values from the image to the reconstruction, which is `end`.
  init(_ path: [(name: String, signal: Signal)], end: Signal, file: String) {
    self.path = path
    self.end = end
    self.file = file
  }

  /// The value called `name`, or the one that tells itself: what is drawn, else the narrowest.
  /// - Throws: `Failure` of kind `badData` when it is not on the way, or none is narrower than
  ///   the image.
  func code(named name: String?) throws -> (name: String, notes: [String]) {
    if let name {
      guard let value = path.first(where: { $0.name == name }), !value.signal.layers.isEmpty,
        value.signal.layers.count < end.layers.count
      else { throw failure("is no value between the image and the reconstruction", at: name) }
      return (name, [])
    }
    guard let found = drawn ?? narrowest else {
      throw failure(
        "no value is narrower than the image, so none tells itself as the code", at: nil)
    }
    let what = found.isDrawn ? "is drawn" : "is the narrowest value"
    return (
      found.name,
      ["The code is \"\(found.name)\", \(found.count) values, which \(what); --code names another."]
    )
  }

  private typealias Found = (name: String, count: Int, isDrawn: Bool)

  private var drawn: Found? {
    path.last { $0.signal.isDrawn }.map { ($0.name, $0.signal.count, true) }
  }

  /// Of the narrowest values the last one of a layer with weights and what follows it; of several
  /// such layers the one in the middle.
  private var narrowest: Found? {
    let inner = path.dropFirst().filter {
      !$0.signal.layers.isEmpty && $0.signal.layers.count < end.layers.count
    }
    guard let image = path.first?.signal.count,
      let least = inner.map(\.signal.count).min(), least < image
    else { return nil }
    var groups: [(weights: Int, values: [(name: String, signal: Signal)])] = []
    for value in inner where value.signal.count == least {
      let weights = value.signal.layers.filter(\.isLinear).count
      if groups.last?.weights == weights {
        groups[groups.count - 1].values.append(value)
      } else {
        groups.append((weights, [value]))
      }
    }
    let group = groups[(groups.count - 1) / 2].values
    // The last one: a bias may stand in a node of its own. What only has another shape is the
    // decoder's affair.
    let layers = group.map(\.signal.layers.count).max()
    let shape = group.first { $0.signal.layers.count == layers }?.signal.dimensions
    return group.last { $0.signal.layers.count == layers && $0.signal.dimensions == shape }
      .map { ($0.name, least, false) }
  }

  private func failure(_ problem: String, at place: String?) -> Failure {
    let names = path.filter { !$0.signal.layers.isEmpty }.map { "\($0.name) (\($0.signal.count))" }
    let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? " …" : "")
    return Failure(
      .badData, file, at: place.map { "\"\($0)\"" }, problem,
      advice: "name one with --code: \(shown)")
  }
}
