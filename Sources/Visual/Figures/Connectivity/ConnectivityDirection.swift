import AECore

/// The two directions of a pair.
enum ConnectivityDirection: CaseIterable, Hashable, Sendable {
  case convolution
  case transposed

  /// What the ids of its marks start with.
  var id: String { self == .convolution ? "convolution" : "transposed_convolution" }

  /// The operation, and what it does to cells.
  var heading: (name: String, reading: String) {
    self == .convolution
      ? ("Convolution", "many to one") : ("Transposed convolution", "one to many")
  }

  /// The large map that it reads or writes.
  func largeShape(_ pair: ConvolutionPair) -> ImageShape {
    self == .convolution ? pair.largeShape : pair.restoredShape
  }

  /// Both in one line; then with the operation's first word alone, where that must do.
  var headings: [String] {
    let short = self == .transposed ? "Transposed" : heading.name
    return [heading.name, short].map { "\($0): \(heading.reading)" }
  }
}
