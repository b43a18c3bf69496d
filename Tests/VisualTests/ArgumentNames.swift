import Testing
import Visual

// What a parameterised test prints of its argument: a name, not every colour of it.

extension Theme: CustomTestStringConvertible {
  /// `light`.
  public var testDescription: String { name }
}

extension Colormap: CustomTestStringConvertible {
  /// `viridis`.
  public var testDescription: String { name }
}

extension PageSize: CustomTestStringConvertible {
  /// `slide`.
  public var testDescription: String { name }
}

extension Size: CustomTestStringConvertible {
  /// `960.0 × 540.0`.
  public var testDescription: String { "\(width) × \(height)" }
}
