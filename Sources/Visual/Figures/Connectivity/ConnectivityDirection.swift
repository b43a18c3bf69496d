/// The two directions of a pair.
enum ConnectivityDirection: CaseIterable, Hashable, Sendable {
  case convolution
  case transposed

  /// What the ids of its marks start with.
  var id: String {
    switch self {
    case .convolution: "convolution"
    case .transposed: "transposed_convolution"
    }
  }

  /// The operation, and what it does to cells.
  var heading: (name: String, reading: String) {
    switch self {
    case .convolution: ("Convolution", "many to one")
    case .transposed: ("Transposed convolution", "one to many")
    }
  }

  /// Both in one line; the operation by its first word alone where that must do.
  func headingText(isShort: Bool) -> String {
    let name = isShort && self == .transposed ? "Transposed" : heading.name
    return "\(name): \(heading.reading)"
  }
}
