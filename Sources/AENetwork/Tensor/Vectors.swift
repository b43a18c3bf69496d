/// Eight floats from any address.
@inlinable @inline(__always)
package func load8(_ address: UnsafePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(address).loadUnaligned(as: SIMD8<Float>.self)
}

/// Puts a vector to any address.
@inlinable @inline(__always)
package func store<Vector: SIMD & BitwiseCopyable>(_ vector: Vector, _ address: Floats)
where Vector.Scalar == Float {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: Vector.self)
}

/// Goes through the `count` floats of whole ``Lanes``, eight at a time.
///
/// A loop with a choice in it becomes a branch for each float otherwise, which data decides and the
/// processor guesses wrong; and one over two arrays that may be the same is taken one by one.
@inlinable @inline(__always)
package func forEachVector(_ count: Int, _ body: (Int) -> Void) {
  precondition(count.isMultiple(of: 8), "the floats fill whole vectors")
  for i in stride(from: 0, to: count, by: 8) { body(i) }
}

/// Goes through `count` floats eight at a time, and through the last ones one at a time.
@inlinable @inline(__always)
package func forEachVector(_ count: Int, _ body: (Int) -> Void, rest: (Int) -> Void) {
  let whole = count / 8 * 8
  forEachVector(whole, body)
  for i in whole..<count { rest(i) }
}
