import AECore

/// How the numbers of a worked example are written.
enum ExampleText {
  /// A whole number without a point, any other with two decimals; a true minus.
  static func number(_ value: Float) -> String {
    guard value.isFinite else { return "–" }
    let whole = value.rounded()
    if value == whole, abs(whole) < 1e7 {
      return "\(Int(clamping: whole))".replacing("-", with: "−")
    }
    return NumberText.fixed(Double(value), decimals: abs(value) < 99.5 ? 2 : 0)
  }

  /// The same in two digits, where room is scarce: `−0.28`, `1.9`, `12`.
  static func short(_ value: Float) -> String {
    guard value.isFinite, value != value.rounded() || abs(value) >= 1e7 else {
      return number(value)
    }
    let size = abs(value)
    return NumberText.fixed(Double(value), decimals: size < 0.995 ? 2 : size < 9.95 ? 1 : 0)
  }

  /// The same in a cell, without the zero before the point: `−.28`.
  static func cell(_ value: Float) -> String {
    let text = short(value)
    return abs(value) < 0.995 ? text.replacing("0.", with: ".", maxReplacements: 1) : text
  }

  /// The same as a factor: in brackets when it has a sign.
  static func factor(_ value: Float, as text: (Float) -> String = number) -> String {
    value < 0 ? "(\(text(value)))" : text(value)
  }

  /// Whether every number is whole, so that printed products add up to the printed sum.
  static func areWhole(_ values: some Sequence<Float>) -> Bool {
    values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e7 }
  }
}

extension Style {
  /// How wide a cell must be for the numbers of `tensors`; a sample tells of those that are long.
  func cellWidth(for tensors: [Tensor], _ font: Font) -> Double {
    cellWidth(for: Self.numbers(tensors), font)
  }

  /// How wide a cell must be that may be higher than wide.
  func narrowCellWidth(for tensors: [Tensor], _ font: Font) -> Double {
    widest(Self.numbers(tensors), font) + 0.25 * gap
  }

  /// Each number once: examples have many that are equal.
  private static func numbers(_ tensors: [Tensor]) -> Set<String> {
    Set(tensors.flatMap { Set($0.values.prefix(4096)).map(ExampleText.cell) })
  }
}
