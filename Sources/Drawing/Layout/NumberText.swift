import Foundation

/// How numbers are written on figures: three significant digits, grouped thousands, a true minus.
public enum NumberText {
  /// A count: `60,000`.
  public static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return (value < 0 ? "−" : "") + grouped
  }

  /// A measured value in `digits` significant digits: `0.0146`, `12.3`, `1.52 × 10⁻⁶`; `–` when it
  /// is not finite.
  public static func short(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return "–" }
    guard value != 0 else { return "0" }
    let exponent = Int(clamping: floor(log10(abs(value)) + 1e-12))
    if exponent < -4 || exponent > 6 {
      let mantissa = fixed(value / pow(10, Double(exponent)), decimals: digits - 1)
      return "\(mantissa) × 10\(superscript(exponent))"
    }
    if exponent >= digits - 1, abs(value) < 1e15 {
      return count(Int(clamping: value.rounded()))
    }
    return fixed(value, decimals: max(0, digits - 1 - exponent))
  }

  /// Values in two significant digits, or in as many more, five at most, as tell them apart.
  package static func apart(_ values: [Double]) -> [String] {
    func texts(_ digits: Int) -> [String] { values.map { short($0, digits: digits) } }
    let count = Set(values).count
    return (2...5).lazy.map(texts).first { Set($0).count == count } ?? texts(5)
  }

  /// A number that somebody chose, in as few digits as it needs, three at most: `1`, `0.0001`.
  public static func setting(_ value: Double) -> String {
    let digits = (1...2).first { digits in
      guard value != 0, value.isFinite else { return true }
      let unit = pow(10, floor(log10(abs(value)) + 1e-12) - Double(digits - 1))
      return abs((value / unit).rounded() * unit - value) < 1e-9 * abs(value)
    }
    return short(value, digits: digits ?? 3)
  }

  /// `value` with exactly so many decimals and a true minus, `−0.30`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    let text = String(format: "%.\(max(0, decimals))f", abs(value))
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return (value < 0 && !isZero ? "−" : "") + text
  }

  /// A share of one as a whole percentage, `31 %`; `< 1 %` rather than a rounded zero.
  public static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "–" }
    if share > 0, share < 0.005 { return "< 1 %" }
    return "\(fixed(share * 100, decimals: 0)) %"
  }

  /// How a value lies to another one: `26 % lower`, `71 % higher`, `17 times as large` from the
  /// double on, where a percentage would have to be thought about.
  public static func relation(_ value: Double, to base: Double) -> String {
    guard base > 0, value.isFinite else { return value > base ? "higher" : "lower" }
    if value >= 2 * base { return "\(short(value / base, digits: 2)) times as large" }
    return "\(percent(abs(value - base) / base)) \(value < base ? "lower" : "higher")"
  }

  /// How many times smaller: `49 : 1`, `2.5 : 1`, `1 : 2` for a code larger than the image.
  public static func ratio(_ large: Int, to small: Int) -> String {
    guard large > 0, small > 0 else { return "–" }
    func text(_ x: Double) -> String {
      x >= 10 || x == x.rounded() ? fixed(x, decimals: 0) : fixed(x, decimals: 1)
    }
    let ratio = Double(large) / Double(small)
    return ratio >= 1 ? "\(text(ratio)) : 1" : "1 : \(text(1 / ratio))"
  }

  /// A whole number that stands above the line: `⁻⁶`.
  package static func superscript(_ value: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let text = String(value.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } }
    return (value < 0 ? "⁻" : "") + String(text)
  }
}

extension Int {
  /// So many things: `1 unit`, `1,200 units`.
  /// - Parameters:
  ///   - one: what a single one is called.
  ///   - many: what others are called, where an s more is not enough.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(NumberText.count(self)) \(self == 1 ? one : many ?? one + "s")"
  }
}
