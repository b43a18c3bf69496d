/// Eight floats from any address.
@inline(__always)
func load8(_ address: UnsafePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(address).loadUnaligned(as: SIMD8<Float>.self)
}

/// Four floats from any address.
@inline(__always)
func load4(_ address: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(address).loadUnaligned(as: SIMD4<Float>.self)
}

/// Puts a vector to any address.
@inline(__always)
func store<Vector: SIMD & BitwiseCopyable>(_ vector: Vector, _ address: Floats)
where Vector.Scalar == Float {
  UnsafeMutableRawPointer(address).storeBytes(of: vector, as: Vector.self)
}

/// Goes through `count` floats eight at a time, and through the last ones one at a time.
///
/// A loop with a choice in it becomes a branch for each float otherwise, which data decides and the
/// processor guesses wrong.
@inline(__always)
func forEachVector(_ count: Int, _ vector: (Int) -> Void, rest: (Int) -> Void) {
  var i = 0
  while i &+ 8 <= count {
    vector(i)
    i &+= 8
  }
  while i < count {
    rest(i)
    i &+= 1
  }
}
