import Drawing
import Foundation

/// How a colour looks to an eye: in CIELAB, under D65.
struct SeenColor {
  /// From 0 (black) to 100 (white): the grey of a copy without colour.
  let lightness: Double
  let a: Double
  let b: Double

  init(lightness: Double, a: Double, b: Double) {
    (self.lightness, self.a, self.b) = (lightness, a, b)
  }

  init(_ color: Color, by eye: Eye) {
    func linear(_ value: Double) -> Double {
      value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let light = [color.red, color.green, color.blue].map(linear)
    let seen = Self.product(eye.matrix, light).map { min(max($0, 0), 1) }
    // IEC 61966-2-1: sRGB to XYZ, each by the white's.
    let xyz = Self.product(
      [
        [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
      ], seen)
    let (x, y, z) = (xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883)
    func f(_ t: Double) -> Double {
      t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116
    }
    self.init(lightness: 116 * f(y) - 16, a: 500 * (f(x) - f(y)), b: 200 * (f(y) - f(z)))
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// CIEDE2000, as Sharma, Wu and Dalal (2005) write it: the smallest difference that one sees is
  /// about 1.
  func difference(from other: SeenColor) -> Double {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    func share(_ chroma: Double) -> Double {
      (pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7))).squareRoot()
    }
    let meanChroma = (hypot(a, b) + hypot(other.a, other.b)) / 2
    let stretch = 1 + 0.5 * (1 - share(meanChroma))
    let (a1, a2) = (stretch * a, stretch * other.a)
    let (c1, c2) = (hypot(a1, b), hypot(a2, other.b))
    func hue(_ a: Double, _ b: Double) -> Double {
      let degrees = atan2(b, a) * 180 / .pi
      return degrees < 0 ? degrees + 360 : degrees
    }
    let (h1, h2) = (hue(a1, b), hue(a2, other.b))
    var turn = h2 - h1
    if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
    if c1 * c2 == 0 { turn = 0 }
    let dL = other.lightness - lightness
    let dC = c2 - c1
    let dH = 2 * (c1 * c2).squareRoot() * sin(radians(turn / 2))
    let (l, c) = ((lightness + other.lightness) / 2, (c1 + c2) / 2)
    var h = h1 + h2
    if c1 * c2 != 0 { h = abs(h1 - h2) <= 180 ? h / 2 : h < 360 ? (h + 360) / 2 : (h - 360) / 2 }
    let t =
      1 - 0.17 * cos(radians(h - 30)) + 0.24 * cos(radians(2 * h))
      + 0.32 * cos(radians(3 * h + 6)) - 0.2 * cos(radians(4 * h - 63))
    let off = (l - 50) * (l - 50)
    let sL = 1 + 0.015 * off / (20 + off).squareRoot()
    let (sC, sH) = (1 + 0.045 * c, 1 + 0.015 * c * t)
    let bend = (h - 275) / 25
    let rT = -2 * share(c) * sin(radians(60 * exp(-bend * bend)))
    let (x, y, z) = (dL / sL, dC / sC, dH / sH)
    return (x * x + y * y + z * z + rT * y * z).squareRoot()
  }
}

/// The eyes that look at a slide. The matrices are those of Machado, Oliveira and Fernandes, “A
/// Physiologically-based Model for Simulation of Color Vision Deficiency” (2009), table 1, severity
/// 1.0; they act on linear light.
enum Eye: CaseIterable {
  case normal, protanope, deuteranope, tritanope

  var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanope:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranope:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritanope:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }
}
