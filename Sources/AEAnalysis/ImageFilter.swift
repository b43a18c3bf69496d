import AENetwork
import CKernels
import Foundation

/// The plain ways to take noise out of an image: every pixel is made anew from those around it, the
/// same way everywhere, with nothing learned.
///
/// Beyond its edges an image goes on as its mirror image, the edge pixel included
/// (`d c b a | a b c d | d c b a`): `mode="reflect"` of `scipy.ndimage`, whose `median_filter` and
/// `gaussian_filter` these are.
public enum ImageFilter: Hashable, Sendable {
  /// The median of the `size` × `size` pixels around; `size` is odd.
  case median(size: Int)
  /// The mean of the pixels around, weighted by a Gaussian of standard deviation `sigma`, in
  /// pixels, which is cut off at four of them.
  case gaussian(sigma: Double)

  /// `median`, `gaussian`.
  public var name: String {
    switch self {
    case .median: "median"
    case .gaussian: "gaussian"
    }
  }

  /// The side of the window, or the standard deviation, in pixels.
  public var amount: Double {
    switch self {
    case .median(let size): Double(size)
    case .gaussian(let sigma): sigma
    }
  }

  /// `images`, `(n, C, H, W)`, filtered: every channel by itself.
  public func filtered(_ images: Tensor) -> Tensor {
    eachPlane(of: images) { plane, height, width in
      switch self {
      case .median(let size): Self.median(plane, height, width, size: size)
      case .gaussian(let sigma): Self.gaussian(plane, height, width, sigma: sigma)
      }
    }
  }

  /// The same, a pixel after the other: what the fast way is held against. Only the median has two.
  package func plainlyFiltered(_ images: Tensor) -> Tensor {
    guard case .median(let size) = self else { return filtered(images) }
    return eachPlane(of: images) { Self.plainMedian($0, $1, $2, size: size) }
  }

  private func eachPlane(
    of images: Tensor, _ filter: ([Float], _ height: Int, _ width: Int) -> [Float]
  ) -> Tensor {
    precondition(images.shape.rank == 4, "\(images.shape) are not images")
    let (height, width) = (images.shape[2], images.shape[3])
    let plane = height * width
    guard plane > 0 else { return images }
    var values: [Float] = []
    values.reserveCapacity(images.count)
    for first in stride(from: 0, to: images.count, by: plane) {
      values += filter(Array(images.values[first..<first + plane]), height, width)
    }
    return Tensor(images.shape, values)
  }

  /// Of a window as large as any that is tried, for eight pixels with one instruction.
  private static func median(_ x: [Float], _ height: Int, _ width: Int, size: Int) -> [Float] {
    guard size > 1, size <= ck_largest_median, size % 2 == 1 else {
      return plainMedian(x, height, width, size: size)
    }
    let rows = mirrored(height, reach: size / 2)
    let columns = mirrored(width, reach: size / 2)
    let wide = Lanes.count(width)
    let stride = wide + size - 1
    let (around, result) = (
      FloatBuffer(count: rows.count * stride), FloatBuffer(count: height * wide)
    )
    for (y, row) in rows.enumerated() {
      for (x0, column) in columns.enumerated() {
        around.start[y * stride + x0] = x[row * width + column]
      }
    }
    ck_median(around.start, height, wide, size, result.start)
    return (0..<height * width).map { result.start[$0 / width * wide + $0 % width] }
  }

  private static func plainMedian(
    _ x: [Float], _ height: Int, _ width: Int, size: Int
  ) -> [Float] {
    precondition(size > 0 && size % 2 == 1, "a window of \(size) has no middle")
    let reach = size / 2
    let rows = mirrored(height, reach: reach)
    let columns = mirrored(width, reach: reach)
    var window = [Float](repeating: 0, count: size * size)
    var result = x
    for row in 0..<height {
      for column in 0..<width {
        // Sorted as it is filled: a window has few pixels.
        var count = 0
        for dy in 0..<size {
          let line = rows[row + dy] * width
          for dx in 0..<size {
            let value = x[line + columns[column + dx]]
            var place = count
            while place > 0, window[place - 1] > value {
              window[place] = window[place - 1]
              place -= 1
            }
            window[place] = value
            count += 1
          }
        }
        result[row * width + column] = window[count / 2]
      }
    }
    return result
  }

  private static func gaussian(_ x: [Float], _ height: Int, _ width: Int, sigma: Double) -> [Float]
  {
    precondition(sigma > 0 && sigma.isFinite, "a standard deviation of \(sigma)")
    let reach = Int(clamping: 4 * sigma + 0.5)
    let bell = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / (sigma * sigma)) }
    let sum = bell.reduce(0, +)
    let weights = bell.map { $0 / sum }
    let rows = mirrored(height, reach: reach)
    let columns = mirrored(width, reach: reach)
    let line = Buffer<Double>(count: width)
    let around = Buffer<Double>(count: width + 2 * reach)
    var result = x
    // A Gaussian of two directions is one along the columns after one along the rows. Whole rows
    // are added up, weight by weight, so that several pixels go with one instruction.
    for row in 0..<height {
      line.fill(0)
      x.withUnsafeBufferPointer { x in
        for (k, weight) in weights.enumerated() {
          let first = rows[row + k] * width
          for column in 0..<width { line.start[column] += weight * Double(x[first + column]) }
        }
      }
      for (place, column) in columns.enumerated() { around.start[place] = line.start[column] }
      line.fill(0)
      for (k, weight) in weights.enumerated() {
        for column in 0..<width { line.start[column] += weight * around.start[column + k] }
      }
      for column in 0..<width { result[row * width + column] = Float(line.start[column]) }
    }
    return result
  }

  /// The place in `0..<count` that each of `-reach..<count + reach` is the mirror image of.
  private static func mirrored(_ count: Int, reach: Int) -> [Int] {
    (-reach..<count + reach).map { place in
      // There and back is one period; what lies further out is mirrored again.
      let within = ((place % (2 * count)) + 2 * count) % (2 * count)
      return min(within, 2 * count - 1 - within)
    }
  }
}
