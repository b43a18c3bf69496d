import Foundation
import Visual

/// Numbers out of an input: what the mutations of libFuzzer are turned into.
struct ByteSource {
  private var bytes: ArraySlice<UInt8>

  init(_ data: Data) { bytes = [UInt8](data)[...] }

  var isEmpty: Bool { bytes.isEmpty }

  /// The next byte; 0 when there is none any more.
  mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  /// A number of the range.
  mutating func number(_ range: ClosedRange<Int>) -> Int {
    let low = byte()
    guard range.count > 256 else { return range.lowerBound + Int(low) % range.count }
    return range.lowerBound + (Int(low) << 8 | Int(byte())) % range.count
  }

  /// Mostly a number of the range; one in sixteen is beyond it, up to the largest that a flag
  /// takes.
  mutating func flag(_ range: ClosedRange<Int>) -> Int {
    byte() % 16 == 15 ? number(0...(1 << 16 - 1)) << (Int(byte()) % 10) : number(range)
  }

  /// A number that arithmetic stumbles over, or any.
  mutating func float() -> Float {
    let special: [Float] = [
      .infinity, -.infinity, .nan, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .leastNonzeroMagnitude, 0, -0, 1, -1, 1e20, -1e20,
    ]
    let choice = Int(byte())
    if choice < special.count { return special[choice] }
    let bits = (0..<4).reduce(UInt32(0)) { bits, _ in bits << 8 | UInt32(byte()) }
    return Float(bitPattern: bits)
  }

  /// One of the usual sizes.
  mutating func page() -> PageSize {
    [PageSize.slide, .slide4x3, .a4][number(0...2)]
  }
}
