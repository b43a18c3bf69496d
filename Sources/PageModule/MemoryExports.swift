// Memory for what goes over the boundary: the caller asks for it, fills it, and gives it back.

/// So many bytes, aligned for a float of any kind and for vectors of them.
/// - Returns: nil when there are fewer than 1 or more than a gigabyte.
@c(memory_new)
public func memoryNew(_ bytes: Int32) -> UnsafeMutableRawPointer? {
  guard bytes >= 1, bytes <= 1 << 30 else { return nil }
  return .allocate(byteCount: Int(bytes), alignment: 16)
}

/// Gives memory back.
@c(memory_free)
public func memoryFree(_ memory: UnsafeMutableRawPointer) { memory.deallocate() }
