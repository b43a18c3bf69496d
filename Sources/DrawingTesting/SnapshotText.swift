import AEData
import Drawing

/// A short name for bytes.
enum SnapshotDigest {
  /// Eight hexadecimal digits.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    let hash = FNV1a.hash(bytes)
    let digits = String(UInt32(truncatingIfNeeded: hash ^ hash >> 32), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension Double {
  /// `12.3`: rounded to tenths, `12` for whole numbers. What lies halfway between two tenths, as
  /// laid-out positions often do, is not left to the last bit: the border lies beside it.
  var tenths: String {
    guard isFinite, abs(self) < 1e12 else { return "\(self)" }
    let count = Int((10 * self + 0.137).rounded())
    let (whole, part) = abs(count).quotientAndRemainder(dividingBy: 10)
    return (count < 0 ? "-" : "") + "\(whole)" + (part == 0 ? "" : ".\(part)")
  }

  /// `15%`, to a tenth.
  var percent: String { (100 * self).tenths + "%" }
}

extension Point {
  /// `36 80.5`.
  var tenths: String { "\(x.tenths) \(y.tenths)" }
}

extension Size {
  /// `64×48.5`.
  var tenths: String { "\(width.tenths)×\(height.tenths)" }
}

extension Rect {
  /// Corner and size: `36 80.5 64×48.5`.
  var tenths: String { "\(Point(x, y).tenths) \(size.tenths)" }
}

extension String {
  /// Between quotation marks.
  var quoted: String { "\"\(self)\"" }

  /// The string with a `#` for every number: what the names of like marks have in common.
  var withoutNumbers: String {
    var text = ""
    for letter in self where !(letter.isNumber && text.last == "#") {
      if letter.isNumber, text.last == "-" { text.removeLast() }
      text.append(letter.isNumber ? "#" : letter)
    }
    return text
  }
}
