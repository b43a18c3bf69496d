import AECore
import Foundation

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
    return NumberText.fixed(
      Double(value), decimals: size < 0.995 ? 2 : size < 9.95 ? 1 : 0)
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

extension ExampleText {
  /// A value of `maps`, (C, H, W), in a cell.
  static func cell(_ maps: Tensor, _ channel: Int, _ y: Int, _ x: Int) -> String {
    cell(WorkedExample.value(maps, channel, y, x))
  }
}

extension WorkedExample {
  /// The weight of a tap between a small and a large map of one group.
  func weight(small: Int, large: Int, _ y: Int, _ x: Int) -> Float {
    weights[small, large % weights.shape[1], y, x]
  }
}

extension Style {
  /// How wide a cell must be for the numbers of `tensors`; a sample tells of those that are long.
  func cellWidth(for tensors: [Tensor], _ font: Font) -> Double {
    cellWidth(for: Set(tensors.flatMap { $0.values.prefix(4096).map(ExampleText.cell) }), font)
  }
}

extension Range where Bound == Int {
  /// At most `most` of `0..<size`: the first ones where `place` is among them, else some around
  /// it, with `lead` of them before it (half of them, unless told otherwise).
  static func part(of size: Int, most: Int, around place: Int, lead: Int? = nil) -> Range {
    let count = Swift.min(size, most)
    let first = Swift.max(0, Swift.min(place - (lead ?? count / 2), size - count))
    return place < count ? 0..<count : first..<first + count
  }
}
