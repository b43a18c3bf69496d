/// `e^x` to within 2 units in the last place, for `x` held to [−87, 88]; not a number stays one.
///
/// Eight at a time, without a branch or a call; the C library's is one number at a time.
/// `e^x = 2^k · e^r` with `|r| ≤ ln 2 / 2`, the second factor by its Taylor polynomial (Cody and
/// Waite 1980, ch. 6, for the reduction in two steps).
@inline(__always)
func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
  let low: Float = -87
  let high: Float = 88
  let held = x.replacing(with: low, where: x .< low).replacing(with: high, where: x .> high)
  // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the lowest bits.
  let rounder: Float = 12_582_912
  let shifted = held * 1.442_695_04 + rounder
  let k = shifted - rounder
  let r = (held - k * 0.693_359_375) + k * 2.121_944_4e-4
  var p = r * (1.0 / 5040) + 1.0 / 720
  p = p * r + 1.0 / 120
  p = p * r + 1.0 / 24
  p = p * r + 1.0 / 6
  p = p * r + 0.5
  p = p * r * r + r + 1
  let exponent = unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &- rounder.bitPattern
  return p * unsafeBitCast((exponent &+ 127) &<< 23, to: SIMD8<Float>.self)
}

/// `tanh x`; not a number stays one.
@inline(__always)
func hyperbolicTangent(_ x: SIMD8<Float>) -> SIMD8<Float> {
  // tanh x = 1 − 2 / (e^2x + 1) loses digits near 0, where its Taylor polynomial has them all.
  let far = 1 - 2 / (exponential(2 * x) + 1)
  let square = x * x
  var series = square * -(17.0 / 315) + 2.0 / 15
  series = series * square - 1.0 / 3
  let near = x * (series * square + 1)
  return far.replacing(with: near, where: square .< 0.04)
}
