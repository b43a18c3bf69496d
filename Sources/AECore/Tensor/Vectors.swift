/// Eight floats from any address.
@inline(__always)
func load8(_ address: UnsafePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(address).loadUnaligned(as: SIMD8<Float>.self)
}

/// Puts a vector to any address.
@inline(__always)
func store<Vector: SIMD & BitwiseCopyable>(_ vector: Vector, _ address: Floats)
where Vector.Scalar == Float {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: Vector.self)
}

/// Goes through the `count` floats of whole ``Lanes``, eight at a time.
///
/// A loop with a choice in it becomes a branch for each float otherwise, which data decides and the
/// processor guesses wrong; and one over two arrays that may be the same is taken one by one.
@inline(__always)
func forEachVector(_ count: Int, _ body: (Int) -> Void) {
  precondition(count.isMultiple(of: 8), "\(count) floats are no whole vectors")
  for i in stride(from: 0, to: count, by: 8) { body(i) }
}

/// Goes through `count` floats eight at a time, and through the last ones one at a time.
@inline(__always)
func forEachVector(_ count: Int, _ body: (Int) -> Void, rest: (Int) -> Void) {
  let whole = count / 8 * 8
  forEachVector(whole, body)
  for i in whole..<count { rest(i) }
}
