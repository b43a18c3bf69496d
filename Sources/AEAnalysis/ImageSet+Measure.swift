import AENetwork
import Foundation

extension ImageSet {
  /// `−x·ln x − (1 − x)·ln(1 − x)`, the mean over all values, in nats: the binary cross-entropy of
  /// a reconstruction that is the image itself.
  package var meanEntropy: Double {
    var counts = [Int](repeating: 0, count: 256)
    for pixel in pixels { counts[Int(pixel)] += 1 }
    let sum = counts.enumerated().reduce(0.0) { sum, entry in
      let x = Double(entry.offset) / Double(white)
      guard entry.element > 0, x > 0, x < 1 else { return sum }
      return sum - Double(entry.element) * (x * log(x) + (1 - x) * log(1 - x))
    }
    return sum / Double(max(1, pixels.count))
  }

  /// The mean squared error per value between the images and what `restore`, `(n, D)` to `(n, D)`,
  /// makes of them, or of them corrupted.
  package func meanSquaredError(
    corruption: Corruption?, noise: Noise, _ restore: (Tensor) -> Tensor
  ) -> Double {
    var sum = 0.0
    let part = max(1, min(512, (1 << 23) / shape.count))
    for first in stride(from: 0, to: count, by: part) {
      let indices = Array(first..<min(first + part, count))
      let clean = images(indices)
      let seen = corruption?.corrupted(clean, indices: indices, noise: noise) ?? clean
      let restored = restore(seen.reshaped([indices.count, shape.count]))
      for (a, b) in zip(clean.values, restored.values) { sum += Double((a - b) * (a - b)) }
    }
    return sum / Double(max(1, count * shape.count))
  }
}
