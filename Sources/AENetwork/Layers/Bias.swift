/// Adds the sum of each channel's cells: the gradient by a bias. `dy`: (C, each), `dBias`: (C).
func addSums(of dy: Floats, channels: Int, each: Int, to dBias: Floats) {
  for c in 0..<channels {
    let row = dy + c * each
    // Eight running sums in a fixed order: independent additions, and the same result every time.
    var sums = SIMD8<Float>()
    var i = 0
    while i &+ 8 <= each {
      sums += load8(row + i)
      i &+= 8
    }
    var sum = sums.sum()
    while i < each {
      sum += row[i]
      i &+= 1
    }
    dBias[c] += sum
  }
}
