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
    var sum = 0.0
    for channel in 0..<c {
      let plane = channel * h * w..<(channel + 1) * h * w
      sum += ssim(Array(x.values[plane]), Array(y.values[plane]), height: h, width: w)
    }
    return sum / Double(c)
  }

  /// The window's side.
  private static let window = 7

  private static func ssim(_ x: [Float], _ y: [Float], height: Int, width: Int) -> Double {
    let (n, c1, c2) = (Double(window * window), 0.01 * 0.01, 0.03 * 0.03)
    var total = 0.0
    // Columns of `window` rows are summed once for each row of windows, then added up along it.
    var columns = [SIMD8<Double>](repeating: .zero, count: width)
    func moments(_ place: Int) -> SIMD8<Double> {
      let (a, b) = (Double(x[place]), Double(y[place]))
      return SIMD8(a, b, a * a, b * b, a * b, 0, 0, 0)
    }
    for top in 0...height - window {
      for column in 0..<width {
        columns[column] = .zero
        for row in top..<top + window { columns[column] += moments(row * width + column) }
      }
      for left in 0...width - window {
        var sums = SIMD8<Double>.zero
        for column in left..<left + window { sums += columns[column] }
        let mean = sums / n
        let scale = n / (n - 1)
        let (mx, my) = (mean[0], mean[1])
        let vx = scale * (mean[2] - mx * mx)
        let vy = scale * (mean[3] - my * my)
        let vxy = scale * (mean[4] - mx * my)
        total +=
          (2 * mx * my + c1) * (2 * vxy + c2)
          / ((mx * mx + my * my + c1) * (vx + vy + c2))
      }
    }
    return total / Double((height - window + 1) * (width - window + 1))
  }
}
