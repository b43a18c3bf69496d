/// A face at a size. Which family a face is in comes from here, and from nowhere else.
public struct Font: Hashable, Sendable {
  /// The two families of the house.
  public enum Face: String, Sendable {
    /// Inter, then the system's sans: everything but mathematics.
    case text
    /// STIX, then the system's serif: formulas.
    case math
  }

  /// Which family.
  public var face: Face
  /// The size, in points.
  public var size: Double
  /// Whether the letters are heavier: 600 instead of 400.
  public var isBold: Bool
  /// Whether the letters are slanted, as a formula's variables are.
  public var isItalic: Bool

  /// A face at a size in points.
  public init(_ face: Face = .text, size: Double, isBold: Bool = false, isItalic: Bool = false) {
    self.face = face
    self.size = size
    self.isBold = isBold
    self.isItalic = isItalic
  }

  /// The families in order of preference, as fontconfig takes them.
  public var family: String {
    switch face {
    case .text: "Inter, sans-serif"
    case .math: "STIX, STIX Two Text, serif"
    }
  }
}
