import AEAnalysis

/// Points painted into pixels: a scatter plot of ten thousand points as one picture instead of ten
/// thousand outlines.
package struct PointRaster: Sendable {
  /// How one point looks; its colour's alpha says how far it covers what lies below.
  package typealias Look = (color: Color, marker: Marker)

  /// Pixels per point on the page: 180 dpi, sharp on a projector and in print. Noise does not pack,
  /// so that every pixel costs time and room in a PDF.
  package static let resolution = 2.5

  /// Rows that are painted together: few enough to stay near the processor.
  private static let bandHeight = 32

  /// Points at `places` painted over each other in order, cut off at `rect`: a picture of the part
  /// of it that they take, and where that lies; nil when none is inside.
  /// - Parameters:
  ///   - places: positions in points on the page.
  ///   - looks: of each of them.
  ///   - radius: of a disc; other markers have its area.
  ///   - rect: where points are drawn.
  package static func paint(
    _ places: [Point], _ looks: [Look], radius: Double, in rect: Rect
  ) -> (picture: Raster, rect: Rect)? {
    precondition(places.count == looks.count, "\(looks.count) looks of \(places.count) points")
    var stamps: [Stamp] = []
    var known: [Marker: Int] = [:]
    for look in looks where known[look.marker] == nil {
      known[look.marker] = stamps.count
      stamps.append(Stamp(look.marker, radius: radius * resolution))
    }
    let width = max(1, Int(clamping: (rect.width * resolution).rounded()))
    let height = max(1, Int(clamping: (rect.height * resolution).rounded()))
    let dots = zip(places, looks).compactMap { place, look in
      known[look.marker].flatMap {
        Dot(place, look.color, $0, reach: stamps[$0].reach, in: rect, width, height)
      }
    }
    guard let left = dots.map(\.left).min(), let top = dots.map(\.top).min(),
      let right = dots.map(\.right).max(), let bottom = dots.map(\.bottom).max()
    else { return nil }
    // Whole pixels of `rect`.
    let (columns, rows) = (max(0, left)..<min(width, right), max(0, top)..<min(height, bottom))

    let bands = (rows.count + bandHeight - 1) / bandHeight
    var members = [[Int]](repeating: [], count: bands)
    for (index, dot) in dots.enumerated() {
      let first = (max(dot.top, rows.lowerBound) - rows.lowerBound) / bandHeight
      let last = (min(dot.bottom, rows.upperBound) - 1 - rows.lowerBound) / bandHeight
      for band in first...last { members[band].append(index) }
    }
    let parts = Parallel.map(bands) { [members, stamps] band in
      let first = rows.lowerBound + band * bandHeight
      return pixels(
        members[band].map { dots[$0] }, stamps, columns,
        first..<min(first + bandHeight, rows.upperBound))
    }
    var rgba: [UInt8] = []
    rgba.reserveCapacity(4 * columns.count * rows.count)
    for part in parts { rgba += part }
    return (
      Raster(width: columns.count, height: rows.count, rgba: rgba),
      Rect(
        x: rect.x + rect.width * Double(columns.lowerBound) / Double(width),
        y: rect.y + rect.height * Double(rows.lowerBound) / Double(height),
        width: rect.width * Double(columns.count) / Double(width),
        height: rect.height * Double(rows.count) / Double(height))
    )
  }

  /// The dots painted over each other in order, as far as they lie in these columns and rows: red,
  /// green, blue and alpha of every pixel.
  private static func pixels(
    _ dots: [Dot], _ stamps: [Stamp], _ columns: Range<Int>, _ rows: Range<Int>
  ) -> [UInt8] {
    let width = columns.count
    // The colours are multiplied by alpha: covering is one multiplication.
    var pixels = [SIMD4<Float>](repeating: .zero, count: width * rows.count)
    pixels.withUnsafeMutableBufferPointer { pixels in
      for dot in dots {
        let stamp = stamps[dot.stamp]
        for row in max(dot.top, rows.lowerBound)..<min(dot.bottom, rows.upperBound) {
          let span = stamp.spans[row - dot.top]
          let first = max(span.lowerBound, columns.lowerBound - dot.left)
          let end = max(first, min(span.upperBound, columns.upperBound - dot.left))
          let start = (row &- rows.lowerBound) &* width &+ dot.left &- columns.lowerBound
          for column in first..<end {
            let coverage = stamp.coverage[(row &- dot.top) &* stamp.side &+ column] * dot.opacity
            pixels[start &+ column] =
              pixels[start &+ column] * (1 - coverage) + dot.color * coverage
          }
        }
      }
    }
    return [UInt8](unsafeUninitializedCapacity: 4 * pixels.count) { bytes, count in
      bytes.initialize(repeating: 0)
      // Most of a plot is empty.
      for (i, pixel) in pixels.enumerated() where pixel.w > 0 {
        var color = pixel / pixel.w
        color.w = pixel.w
        // The last bits of so large a sum are the nearest whole number.
        let levels = unsafeBitCast(color * 255 + 0x1p23, to: SIMD4<UInt32>.self)
        for part in 0..<4 { bytes[4 &* i &+ part] = UInt8(truncatingIfNeeded: levels[part]) }
      }
      count = 4 * pixels.count
    }
  }

  /// A point as pixels: which of them it may cover, and how.
  private struct Dot: Sendable {
    let left: Int
    let top: Int
    /// Pixels in a row, and rows.
    let side: Int
    /// Its place among the stamps.
    let stamp: Int
    let color: SIMD4<Float>
    let opacity: Float

    var right: Int { left + side }
    var bottom: Int { top + side }

    /// Nil for one that covers none of the `width` × `height` pixels of `rect`.
    init?(
      _ place: Point, _ color: Color, _ stamp: Int, reach: Int, in rect: Rect, _ width: Int,
      _ height: Int
    ) {
      guard place.x.isFinite, place.y.isFinite else { return nil }
      // Bounded, so that what lies far outside can still be counted from.
      func pixel(_ distance: Double) -> Int {
        Int(clamping: max(-1e9, min(1e9, (distance * resolution - 0.5).rounded()))) - reach
      }
      left = pixel(place.x - rect.x)
      top = pixel(place.y - rect.y)
      side = 2 * reach + 1
      self.stamp = stamp
      self.color = SIMD4(Float(color.red), Float(color.green), Float(color.blue), 1)
      opacity = Float(color.alpha)
      guard left < width, top < height, right > 0, bottom > 0 else { return nil }
    }
  }

  /// How far each pixel of a square around a marker is covered, from 4 × 4 samples.
  private struct Stamp: Sendable {
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
