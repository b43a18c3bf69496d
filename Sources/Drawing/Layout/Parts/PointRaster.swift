/// Points painted into pixels: a scatter plot of ten thousand points as one picture instead of ten
/// thousand outlines.
package struct PointRaster: Sendable {
  /// One point of the plot, its position in points on the page; its colour's alpha says how far it
  /// covers what lies below.
  package typealias Dot = (position: Point, color: Color, marker: Marker)

  /// Pixels per point on the page: 180 dpi, sharp on a projector and in print. Noise does not pack,
  /// so that every pixel costs time and room in a PDF.
  package static let resolution = 2.5

  /// The dots painted over each other in order, cut off at `rect`.
  package static func paint(_ dots: [Dot], radius: Double, in rect: Rect) -> Raster {
    let width = max(1, Int(clamping: (rect.width * resolution).rounded()))
    let height = max(1, Int(clamping: (rect.height * resolution).rounded()))
    // Red, green, blue and alpha, the colours multiplied by alpha: covering is one multiplication.
    var pixels = [SIMD4<Float>](repeating: .zero, count: width * height)
    let stamps = Dictionary(
      uniqueKeysWithValues: Set(dots.map(\.marker)).map {
        ($0, Stamp($0, radius: radius * resolution))
      })
    pixels.withUnsafeMutableBufferPointer { pixels in
      for dot in dots {
        guard let stamp = stamps[dot.marker], dot.position.x.isFinite, dot.position.y.isFinite
        else { continue }
        // Of 32 bits, so that what lies far outside can still be counted from.
        let left =
          Int(
            Int32(clamping: ((dot.position.x - rect.x) * resolution - 0.5).rounded()))
          - stamp.reach
        let top =
          Int(
            Int32(clamping: ((dot.position.y - rect.y) * resolution - 0.5).rounded()))
          - stamp.reach
        let color = SIMD4<Float>(
          Float(dot.color.red), Float(dot.color.green), Float(dot.color.blue), 1)
        let opacity = Float(dot.color.alpha)
        for (row, span) in stamp.spans.enumerated() where top + row >= 0 && top + row < height {
          let first = max(span.lowerBound, -left)
          let end = max(first, min(span.upperBound, width - left))
          for column in first..<end {
            let coverage = stamp.coverage[row &* stamp.side &+ column] * opacity
            let offset = (top &+ row) &* width &+ left &+ column
            pixels[offset] = pixels[offset] * (1 - coverage) + color * coverage
          }
        }
      }
    }
    let rgba = [UInt8](unsafeUninitializedCapacity: 4 * width * height) { bytes, count in
      bytes.initialize(repeating: 0)
      // Most of a plot is empty.
      for (i, pixel) in pixels.enumerated() where pixel.w > 0 {
        let color = pixel / pixel.w
        for part in 0..<3 {
          bytes[4 * i + part] = UInt8(clamping: min(255, color[part] * 255 + 0.5))
        }
        bytes[4 * i + 3] = UInt8(clamping: min(255, pixel.w * 255 + 0.5))
      }
      count = 4 * width * height
    }
    return Raster(width: width, height: height, rgba: rgba)
  }

  /// How far each pixel of a square around a marker is covered, from 4 × 4 samples.
  private struct Stamp {
    /// From the middle to each side, in pixels.
    let reach: Int
    /// `side · side` shares, rows from the top.
    let coverage: [Float]
    /// In each row, the columns from the first to behind the last that is covered.
    let spans: [Range<Int>]

    var side: Int { 2 * reach + 1 }

    init(_ marker: Marker, radius: Double) {
      let reach = Int(clamping: (radius * marker.reach + 0.5).rounded(.up))
      var coverage: [Float] = []
      for y in -reach...reach {
        for x in -reach...reach {
          var inside = 0
          for sy in 0..<4 {
            for sx in 0..<4 {
              let (dx, dy) = (Double(sx) / 4 - 0.375, Double(sy) / 4 - 0.375)
              if marker.contains(x: Double(x) + dx, y: Double(y) + dy, radius: radius) {
                inside += 1
              }
            }
          }
          coverage.append(Float(inside) / 16)
        }
      }
      let side = 2 * reach + 1
      self.reach = reach
      self.coverage = coverage
      spans = (0..<side).map { row in
        let covered = (0..<side).filter { coverage[row * side + $0] > 0 }
        return (covered.first ?? 0)..<(covered.last.map { $0 + 1 } ?? 0)
      }
    }
  }
}
