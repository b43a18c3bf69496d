import Drawing

/// A short name for bytes, the same on every machine: FNV-1a of 64 bits, folded to 32.
struct SnapshotDigest {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// Eight hexadecimal digits.
  var text: String {
    let digits = String(UInt32(truncatingIfNeeded: state ^ state >> 32), radix: 16)
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
