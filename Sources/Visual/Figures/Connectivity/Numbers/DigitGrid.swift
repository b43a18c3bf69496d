import AECore
import Foundation

/// How the numbers of a worked example are written.
enum ExampleText {
  /// A whole number without a point, any other with two decimals; a true minus.
  static func number(_ value: Float) -> String {
    guard value.isFinite else { return "–" }
    let whole = value.rounded()
    if value == whole, abs(whole) < 1e7 { return "\(Int(whole))".replacing("-", with: "−") }
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

extension Style {
  /// How wide a cell must be for the widest of `texts`.
  func digitCell(_ texts: some Sequence<String>, _ font: Font) -> Double {
    let widest = texts.map { measurer.measure($0, font: font).width }.max() ?? 0
    return max(widest + 0.35 * gap, 0.98 * lineHeight(font))
  }

  /// A cell with a number that takes part in what is in focus: its tensor's colour in full, which
  /// digits stand out from best.
  func litDigit(_ color: Color) -> CellLook {
    CellLook(fill: color, stroke: Stroke(color, width: thinLine * 0.8))
  }

  /// A cell with a number in it; the digits stand out from the cell's fill.
  func digit(
    _ text: String, _ font: Font, _ look: CellLook, of grid: CellGrid, y: Int, x: Int, id: String
  ) -> [Mark] {
    guard grid.shows(y: y, x: x) else { return [] }
    var marks = cells([(y, x)], of: grid, look: look) { _, _ in id }
    // In cells that are too small for it a number would lie on its neighbours.
    let size = measurer.measure(text, font: font)
    guard !text.isEmpty, size.width <= 1.05 * grid.cell, size.height <= 1.35 * grid.cell else {
      return marks
    }
    var ground = theme.background
    if let fill = look.fill {
      var opaque = fill
      opaque.alpha = 1
      ground = ground.mixed(with: opaque, fill.alpha)
    }
    let ink =
      theme.text.contrast(with: ground) >= theme.background.contrast(with: ground)
      ? theme.text : theme.background
    marks.append(
      .text(
        self.text(
          text, font, at: grid.rect(y: y, x: x).center, .center, .middle,
          color: look.fill == nil ? theme.mutedText : ink, id: id + "/digit")))
    return marks
  }
}
