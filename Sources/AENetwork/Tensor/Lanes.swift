import CKernels

/// The order of a batch inside a network: `(…, n)`, images innermost, where files and figures have
/// `(n, …)`, one image after the other.
///
/// Every value of an example is then a row of `n` lanes, and the same step is done to all of them,
/// eight at a time. `n` is a multiple of eight; the lanes without an image hold zeros, and no error
/// flows back through them.
package enum Lanes {
  /// Images that a processor's vector takes.
  package static let width = 8

  /// The lanes that `images` images take.
  package static func count(_ images: Int) -> Int { (images + width - 1) / width * width }

  /// `(images, values)` to `(values, n)`, with zeros in the lanes left over.
  static func pack(
    _ source: UnsafePointer<Float>, _ target: Floats, images: Int, values: Int
  ) {
    let n = count(images)
    forEachPart(values) { part in
      for value in part {
        for image in 0..<images { target[value &* n &+ image] = source[image &* values &+ value] }
        for lane in images..<n { target[value &* n &+ lane] = 0 }
      }
    }
  }

  /// `(values, n)` to `(images, values)`.
  static func unpack(_ source: Floats, _ target: Floats, images: Int, values: Int) {
    let n = count(images)
    forEachPart(values) { part in
      for image in 0..<images {
        for value in part { target[image &* values &+ value] = source[value &* n &+ image] }
      }
    }
  }

  /// 8-bit images `indices` to `(values, n)` in [0, 1], with zeros in the lanes left over.
  static func pack(_ images: ImageSet, _ indices: ArraySlice<Int>, _ target: Floats) {
    let (n, values) = (count(indices.count), images.shape.count)
    images.pixels.withUnsafeBufferPointer { pixels in
      guard let base = pixels.baseAddress else { return }
      for lane in stride(from: 0, to: n, by: width) {
        var eight = ck_eight_images()
        withUnsafeMutableBytes(of: &eight.pixels) { list in
          let list = list.bindMemory(to: UnsafePointer<UInt8>?.self)
          for (place, image) in indices.dropFirst(lane).prefix(width).enumerated() {
            list[place] = base + image * values
          }
        }
        eight.count = min(width, indices.count - lane)
        ck_place_images(&eight, values, 1 / Float(images.white), target + lane, n)
      }
    }
  }

  /// Puts zeros into the lanes that hold no image. `x`: (values, n).
  static func clear(_ x: Floats, from images: Int, values: Int) {
    let n = count(images)
    guard images < n else { return }
    for value in 0..<values {
      for lane in images..<n { x[value &* n &+ lane] = 0 }
    }
  }

  /// Adds up what `part` gives for all of `(values, n)` but the lanes that hold no image: in one
  /// piece when there are none.
  static func sum(images: Int, values: Int, _ part: (_ first: Int, _ count: Int) -> Double)
    -> Double
  {
    let n = count(images)
    guard images < n else { return part(0, values * n) }
    return (0..<values).reduce(0) { $0 + part($1 * n, images) }
  }

  /// Goes through `values` in parts that stay in the cache while they are turned.
  @inline(__always)
  private static func forEachPart(_ values: Int, _ body: (Range<Int>) -> Void) {
    for first in stride(from: 0, to: values, by: 128) { body(first..<min(first + 128, values)) }
  }
}
