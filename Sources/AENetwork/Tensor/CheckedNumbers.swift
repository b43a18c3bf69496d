/// Numbers that come from outside, from a file, an option, a weight, become whole numbers and sizes
/// here and nowhere else: nothing that is read can stop the program. (`Scripts/lint.sh` looks for
/// conversions that go another way.)
extension FixedWidthInteger {
  /// `value` without its fraction; the nearest number that the type has when it lies beyond them,
  /// and 0 for what is not a number.
  @inlinable
  public init(clamping value: Double) {
    if Self.bitWidth < 64 || Self.isSigned, abs(value) < 0x1p62 {
      // The usual case by way of the processor's own conversion, which pixels by the million take.
      self.init(clamping: Int64(value))
      return
    }
    // As a `Double` the greatest 64-bit number is one too many: it is not converted either.
    if value >= Double(Self.max) {
      self = Self.max
    } else if value <= Double(Self.min) {
      self = Self.min
    } else {
      self = value.isNaN ? 0 : Self(value)
    }
  }

  /// The same of a `Float`.
  @inlinable
  public init(clamping value: Float) { self.init(clamping: Double(value)) }
}

extension Int {
  /// The product of `factors`; nil when it is more than an `Int` holds.
  @inlinable
  public init?(product factors: some Sequence<Int>) {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      if overflow { return nil }
      product = next
    }
    self = product
  }
}
