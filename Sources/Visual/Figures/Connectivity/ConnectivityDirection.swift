import AECore

/// The two directions of a pair.
enum ConnectivityDirection: CaseIterable, Hashable, Sendable {
  case convolution
  case transposed

  /// What the ids of its marks start with.
  var id: String { self == .convolution ? "convolution" : "transposed_convolution" }

  /// The operation.
  var name: String { self == .convolution ? "Convolution" : "Transposed convolution" }

  /// What it does to cells: `many to one`, `one to many`, or with a single tap `one to one`.
  func reading(_ pair: ConvolutionPair) -> String {
    let isSingle = mostJoined(pair) <= 1
    return self == .convolution
      ? isSingle ? "one to one" : "many to one" : isSingle ? "one to one" : "one to many"
  }

  /// The most cells of the large maps that a small cell is joined with.
  private func mostJoined(_ pair: ConvolutionPair) -> Int {
    let size = largeShape(pair).size
    let cells = Size2D.Axis.allCases.map { pair.widestReach($0, large: size[$0]) }
    return Int(product: cells + [pair.largeShape.channels / pair.geometry.groups]) ?? .max
  }

  /// The large map that it reads or writes.
  func largeShape(_ pair: ConvolutionPair) -> ImageShape {
    self == .convolution ? pair.largeShape : pair.restoredShape
  }

  /// Both in one line; then with the operation's first word alone, where that must do.
  func headings(_ pair: ConvolutionPair) -> [String] {
    [name, self == .transposed ? "Transposed" : name].map { "\($0): \(reading(pair))" }
  }
}
