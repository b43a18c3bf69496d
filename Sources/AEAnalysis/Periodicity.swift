import AENetwork
import Foundation

/// How regular an image is: its spectrum, and the part of it that repeats like a checkerboard.
public enum Periodicity {
  /// The part of an image's variation that its place in a tile of `period` explains, from 0 to 1:
  /// what repeats unchanged across the whole image. Nil when the image does not vary.
  ///
  ///     share = Σ_cells (m_phase(cell) − m)² / Σ_cells (x_cell − m)²
  ///     m_phase: the mean of all cells with the same y mod s, x mod s
  ///
  /// (The between-group share of a sum of squares.) When the period divides the image, this is the
  /// energy at the frequencies that are multiples of 1/s, the constant one left out, as a share of
  /// all energy but the constant one's; for a period of 2 those are the Nyquist frequencies, along
  /// the width, along the height and along both. White noise has (s_h·s_w − 1)/(H·W − 1) on
  /// average.
  ///
  /// `image`: (C, H, W); its channels are added up before they are compared.
  public static func share(of image: Tensor, period: Size2D) -> Double? {
    precondition(image.shape.rank == 3 && period.height > 0 && period.width > 0)
    let (c, h, w) = (image.shape[0], image.shape[1], image.shape[2])
    let (sh, sw) = (min(period.height, h), min(period.width, w))
    var (between, total) = (0.0, 0.0)
    for channel in 0..<c {
      let plane = image.values[channel * h * w..<(channel + 1) * h * w].map(Double.init)
      let mean = plane.reduce(0, +) / Double(max(1, plane.count))
      var sums = [Double](repeating: 0, count: sh * sw)
      var counts = [Double](repeating: 0, count: sh * sw)
      for y in 0..<h {
        for x in 0..<w {
          let phase = (y % sh) * sw + x % sw
          let value = plane[y * w + x] - mean
          sums[phase] += value
          counts[phase] += 1
          total += value * value
        }
      }
      for (sum, count) in zip(sums, counts) where count > 0 { between += sum * sum / count }
    }
    guard total.isFinite, total > least(image.count) else { return nil }
    return min(1, between / total)
  }

  /// The share of each spatial frequency in an image's variation, `H·W` numbers that add up to 1,
  /// with the constant one, which counts as none, in the middle, at (H/2, W/2): a discrete Fourier
  /// transform's squared magnitudes. Nil when the image does not vary.
  ///
  /// `image`: (C, H, W); channels are added up.
  public static func spectrum(of image: Tensor) -> [Double]? {
    precondition(image.shape.rank == 3)
    let (c, h, w) = (image.shape[0], image.shape[1], image.shape[2])
    let (across, down) = (Waves(w), Waves(h))
    var power = [Double](repeating: 0, count: h * w)
    var energy = 0.0
    for channel in 0..<c {
      let plane = image.values[channel * h * w..<(channel + 1) * h * w].map(Double.init)
      let mean = plane.reduce(0, +) / Double(max(1, plane.count))
      energy += plane.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      // Along every row, then along every column of what that gave.
      var (re, im) = (power.map { _ in 0.0 }, power.map { _ in 0.0 })
      for y in 0..<h {
        for v in 0..<w {
          var (a, b) = (0.0, 0.0)
          for x in 0..<w {
            let value = plane[y * w + x] - mean
            a += value * across.cosine[v * w + x]
            b -= value * across.sine[v * w + x]
          }
          (re[y * w + v], im[y * w + v]) = (a, b)
        }
      }
      for u in 0..<h {
        let row = (u + h / 2) % h
        for v in 0..<w {
          var (a, b) = (0.0, 0.0)
          for y in 0..<h {
            let (p, q) = (re[y * w + v], im[y * w + v])
            let (cosine, sine) = (down.cosine[u * h + y], down.sine[u * h + y])
            a += p * cosine + q * sine
            b += q * cosine - p * sine
          }
          let column = (v + w / 2) % w
          power[row * w + column] += a * a + b * b
        }
      }
    }
    guard energy.isFinite, energy > least(c * h * w) else { return nil }
    power[h / 2 * w + w / 2] = 0
    let sum = power.reduce(0, +)
    return power.map { $0 / sum }
  }

  /// Less energy than this is rounding, not variation: a millionth per value.
  private static func least(_ count: Int) -> Double { 1e-12 * Double(count) }

  /// Cosines and sines of `2π·k·x/n`, at `k·n + x`.
  private struct Waves {
    let cosine: [Double]
    let sine: [Double]

    init(_ n: Int) {
      let angles = (0..<n).map { 2 * Double.pi * Double($0) / Double(n) }
      let (c, s) = (angles.map { cos($0) }, angles.map { sin($0) })
      let turns = (0..<n * n).map { ($0 / n) * ($0 % n) % n }
      cosine = turns.map { c[$0] }
      sine = turns.map { s[$0] }
    }
  }
}
