/// Where a kernel reads and writes: the first of a run of floats that somebody else owns.
public typealias Floats = UnsafeMutablePointer<Float>

/// Memory for `count` floats.
public typealias FloatBuffer = Buffer<Float>

/// Memory for `count` numbers, allocated once and freed with its owner.
///
/// Training plans all its buffers before the first step; an `Array` would check its bounds and its
/// uniqueness at every access, and a kernel wants neither.
///
/// `@unchecked Sendable`: threads share a buffer only to write to parts that do not overlap, which
/// the split into shards sees to.
public final class Buffer<Element: BitwiseCopyable & ExpressibleByIntegerLiteral>:
  @unchecked Sendable
{
  /// The first number; aligned to a cache line.
  public let start: UnsafeMutablePointer<Element>
  /// How many numbers there are.
  public let count: Int

  /// Memory for `count` numbers, all 0.
  @inlinable
  public init(count: Int) {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
    start = raw.initializeMemory(as: Element.self, repeating: 0, count: max(count, 1))
    self.count = count
  }

  @inlinable
  deinit { UnsafeMutableRawPointer(start).deallocate() }

  /// The numbers as an array.
  @inlinable
  public var values: [Element] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Sets every number to `value`.
  @inlinable
  public func fill(_ value: Element) { start.update(repeating: value, count: count) }

  /// Copies `values` in from the start.
  @inlinable
  public func assign(_ values: [Element]) {
    precondition(values.count == count, "as many values as the buffer holds")
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { start.update(from: base, count: count) }
    }
  }
}
