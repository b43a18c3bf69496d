/// Questions about single cells, answered without a list of all joins: a window of a map with a
/// million cells costs no more than one with ten.
extension ConvGeometry {
  /// The tap through which a cell of the large map and one of the small map are joined along an
  /// axis; nil when they are not.
  public func tap(large: Int, small: Int, _ axis: Size2D.Axis) -> Int? {
    let reach = large - small * stride[axis] + padding[axis].before
    guard reach >= 0, reach % dilation[axis] == 0 else { return nil }
    let tap = reach / dilation[axis]
    return tap < kernel[axis] ? tap : nil
  }

  /// How many of the taps of small cell `small` lie on a map of `large` cells along an axis, not in
  /// the padding.
  public func reach(ofSmall small: Int, _ axis: Size2D.Axis, large: Int) -> Int {
    taps(ofSmall: small, axis, large: large).count
  }

  /// The taps of small cell `small` that lie on a map of `large` cells along an axis, not in the
  /// padding.
  func taps(ofSmall small: Int, _ axis: Size2D.Axis, large: Int) -> Range<Int> {
    let start = self.large(small: small, tap: 0, axis)
    let d = dilation[axis]
    let first = start >= 0 ? 0 : (-start + d - 1) / d
    guard start + first * d < large else { return 0..<0 }
    return first..<max(first, min(kernel[axis], (large - 1 - start) / d + 1))
  }

  /// How many of `small` small cells reach a cell of the large map along an axis: what the
  /// transposed convolution adds there.
  ///
  /// The taps that reach it solve `t·d ≡ l + p₁ (mod s)`: every `s / gcd(s, d)`-th tap, as far as
  /// the small map goes.
  public func contributions(to large: Int, _ axis: Size2D.Axis, small: Int) -> Int {
    let (s, d) = (stride[axis], dilation[axis])
    let place = large + padding[axis].before
    guard place >= 0 else { return 0 }
    let (divisor, inverse) = Self.inverse(of: d, modulo: s)
    guard place % divisor == 0 else { return 0 }
    let step = s / divisor
    let offset = (place / divisor % step) * inverse % step
    // 0 ≤ (place − t·d) / s < small, and t is a tap.
    let low = max(0, Self.divideUp(place - (small - 1) * s, d))
    let high = min(kernel[axis] - 1, place / d)
    let first = offset + (low > offset ? Self.divideUp(low - offset, step) * step : 0)
    return first > high ? 0 : (high - first) / step + 1
  }

  /// The least and the greatest number of contributions to a cell that lies far from every border:
  /// equal when the kernel and the stride go together, else the pattern of a checkerboard.
  public func innerContributions(_ axis: Size2D.Axis) -> ClosedRange<Int> {
    let (s, d, k) = (stride[axis], dilation[axis], kernel[axis])
    let divisor = Self.inverse(of: d, modulo: s).divisor
    let step = s / divisor
    // A residue that no tap reaches gets nothing; the others get every step-th of the k taps.
    let least = divisor > 1 || k < step ? 0 : k / step
    return least...(k + step - 1) / step
  }

  /// The greatest common divisor of stride and dilation along an axis: of so many neighbouring
  /// cells taps reach one alone.
  package func sharedDivisor(_ axis: Size2D.Axis) -> Int {
    Self.inverse(of: dilation[axis], modulo: stride[axis]).divisor
  }

  private static func divideUp(_ a: Int, _ b: Int) -> Int {
    a >= 0 ? (a + b - 1) / b : -(-a / b)
  }

  /// `gcd(a, m)`, and the inverse of `a / gcd` modulo `m / gcd` (Euclid's algorithm, extended).
  private static func inverse(of a: Int, modulo m: Int) -> (divisor: Int, inverse: Int) {
    var (r, next) = (m, a % m)
    var (u, nextU) = (0, 1)
    while next != 0 {
      let quotient = r / next
      (r, next) = (next, r - quotient * next)
      (u, nextU) = (nextU, u - quotient * nextU)
    }
    let step = m / r
    return (r, ((u % step) + step) % step)
  }
}
