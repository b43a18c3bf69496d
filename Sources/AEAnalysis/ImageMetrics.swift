import AENetwork
import Foundation

/// How alike two images are, as scikit-image measures it.
public enum ImageMetrics {
  /// The peak signal-to-noise ratio in decibels, `−10·log₁₀(MSE)`, for values in [0, 1]; nil for
  /// equal images, which have no noise.
  public static func psnr(meanSquaredError mse: Double) -> Double? {
    mse > 0 && mse.isFinite ? -10 * log10(mse) : nil
  }

  /// The mean structural similarity of two images `(C, H, W)` with values in [0, 1] (Wang, Bovik,
  /// Sheikh and Simoncelli 2004, "Image quality assessment"), from −1 to 1; nil when they are
  /// smaller than the window.
  ///
  /// As `skimage.metrics.structural_similarity` has it by default: windows of 7 × 7 that lie wholly
  /// in the image, all their pixels with equal weight, sample covariances; the mean over channels.
  ///
  ///     SSIM = (2·μx·μy + C₁)(2·σxy + C₂) / ((μx² + μy² + C₁)(σx² + σy² + C₂))
  ///     C₁ = 0.01², C₂ = 0.03²
  public static func ssim(_ x: Tensor, _ y: Tensor) -> Double? {
    precondition(x.shape == y.shape && x.shape.rank == 3, "\(x.shape) and \(y.shape) differ")
    let (c, h, w) = (x.shape[0], x.shape[1], x.shape[2])
    guard h >= window, w >= window, c > 0 else { return nil }
    let columns = Buffer<Double>(count: 5 * w)
    return x.values.withUnsafeBufferPointer { x in
      y.values.withUnsafeBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return nil }
        return (0..<c).reduce(0.0) { sum, channel in
          let first = channel * h * w
          return sum + ssim(x + first, y + first, height: h, width: w, columns.start)
        } / Double(c)
      }
    }
  }

  /// The window's side.
  private static let window = 7

  /// Of one channel. `columns`, (5, width), takes the sums of `window` rows of each column: of x,
  /// y, x², y² and x·y. From one row of windows to the next, and along it, what comes in is added
  /// and what goes out is taken off.
  private static func ssim(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, height: Int, width: Int,
    _ columns: Doubles
  ) -> Double {
    let (n, c1, c2) = (Double(window * window), 0.01 * 0.01, 0.03 * 0.03)
    let scale = n / (n - 1)
    func add(_ row: Int, _ sign: Double) {
      for column in 0..<width {
        let a = Double(x[row * width + column])
        let b = Double(y[row * width + column])
        columns[column] += sign * a
        columns[width + column] += sign * b
        columns[2 * width + column] += sign * (a * a)
        columns[3 * width + column] += sign * (b * b)
        columns[4 * width + column] += sign * (a * b)
      }
    }
    var total = 0.0
    for i in 0..<5 * width { columns[i] = 0 }
    for row in 0..<window - 1 { add(row, 1) }
    for top in 0...height - window {
      add(top + window - 1, 1)
      var (a, b, aa, bb, ab) = (0.0, 0.0, 0.0, 0.0, 0.0)
      func move(_ column: Int, _ sign: Double) {
        a += sign * columns[column]
        b += sign * columns[width + column]
        aa += sign * columns[2 * width + column]
        bb += sign * columns[3 * width + column]
        ab += sign * columns[4 * width + column]
      }
      for column in 0..<window - 1 { move(column, 1) }
      for left in 0...width - window {
        move(left + window - 1, 1)
        let (mx, my) = (a / n, b / n)
        let vx = scale * (aa / n - mx * mx)
        let vy = scale * (bb / n - my * my)
        let vxy = scale * (ab / n - mx * my)
        total +=
          (2 * mx * my + c1) * (2 * vxy + c2)
          / ((mx * mx + my * my + c1) * (vx + vy + c2))
        move(left, -1)
      }
      add(top, -1)
    }
    return total / Double((height - window + 1) * (width - window + 1))
  }
}
