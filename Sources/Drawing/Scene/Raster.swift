import Foundation

/// Pixels: red, green, blue and alpha of 8 bits each, not premultiplied, rows from the top.
///
///     let grey = Raster(width: 2, height: 1, rgba: [0, 0, 0, 255, 128, 128, 128, 255])
///     let map = Raster(values, width: 9, height: 9, limits: 0...1, colormap: .viridis)
///     try map.png().write(to: file)
public struct Raster: Hashable, Sendable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// `4 · width · height` bytes.
  public let rgba: [UInt8]

  /// Pixels in rows from the top.
  public init(width: Int, height: Int, rgba: [UInt8]) {
    precondition(rgba.count == 4 * width * height, "\(rgba.count) bytes for \(width) × \(height)")
    self.width = width
    self.height = height
    self.rgba = rgba
  }

  /// Pixels in rows from the top, each red, green, blue and alpha.
  package init(width: Int, height: Int, pixels: [SIMD4<UInt8>]) {
    self.init(
      width: width, height: height,
      rgba: [UInt8](unsafeUninitializedCapacity: 4 * pixels.count) { bytes, count in
        for (i, pixel) in pixels.enumerated() {
          for part in 0..<4 { bytes[4 * i + part] = pixel[part] }
        }
        count = 4 * pixels.count
      })
  }

  /// Whether no pixel lets anything through.
  var isOpaque: Bool {
    stride(from: 3, to: rgba.count, by: 4).allSatisfy { rgba[$0] == 255 }
  }

  /// Every pixel repeated so many times in a row, and every row so many times.
  func enlarged(horizontally across: Int, vertically down: Int) -> Raster {
    guard across > 1 || down > 1 else { return self }
    return Raster(
      width: width * across, height: height * down,
      rgba: [UInt8](bytes(of: 0..<4, across: across, down: down)))
  }

  /// These of the four values of every pixel, one pixel after the other, each `across` times, each
  /// row `down` times.
  func bytes(of channels: Range<Int>, across: Int, down: Int) -> Data {
    let row = channels.count * width * across
    var data = Data(count: row * height * down)
    data.withUnsafeMutableBytes { target in
      rgba.withUnsafeBufferPointer { source in
        var place = 0
        for y in 0..<height {
          let start = place
          for x in 0..<width {
            for _ in 0..<across {
              var channel = 4 &* (y &* width &+ x) &+ channels.lowerBound
              for _ in 0..<channels.count {
                target[place] = source[channel]
                place &+= 1
                channel &+= 1
              }
            }
          }
          for _ in 1..<down {
            target[place..<place + row].copyBytes(from: target[start..<start + row])
            place += row
          }
        }
      }
    }
    return data
  }

  /// The raster with at most `most` pixels on a side; of a longer side, evenly chosen ones are
  /// kept. No screen or printer shows that many on a page.
  func thinned(to most: Int) -> Raster {
    guard width > most || height > most else { return self }
    let (columns, rows) = (min(width, most), min(height, most))
    var kept: [UInt8] = []
    kept.reserveCapacity(4 * columns * rows)
    for y in 0..<rows {
      let row = y * height / rows * width
      for x in 0..<columns {
        let start = 4 * (row + x * width / columns)
        kept += rgba[start..<start + 4]
      }
    }
    return Raster(width: columns, height: rows, rgba: kept)
  }
}
