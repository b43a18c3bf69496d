import AENetwork

/// Brings pictures to one size: each new pixel is the mean over the area that it covers, parts of
/// pixels counted by their parts.
struct ImageFraming: Hashable, Sendable {
  /// The size that comes out.
  let target: Size2D
  /// What is done about other proportions.
  let fit: ImageReading.Fit

  /// Where a picture is taken from and put to, along one axis.
  struct Axis: Hashable {
    /// The first pixel of the picture that is used, and the length; they may cut pixels.
    var start: Double
    var length: Double
    /// The pixels of the result that are covered.
    var covered: Range<Int>
  }

  /// Where a picture of `source` goes: rows, then columns.
  func axes(of source: Size2D) -> (rows: Axis, columns: Axis) {
    let (h, w) = (Double(source.height), Double(source.width))
    let (th, tw) = (Double(target.height), Double(target.width))
    var rows = Axis(start: 0, length: h, covered: 0..<target.height)
    var columns = Axis(start: 0, length: w, covered: 0..<target.width)
    switch fit {
    case .stretch: break
    case .crop:
      (rows.length, columns.length) = (min(h, w * th / tw), min(w, h * tw / th))
      rows.start = (h - rows.length) / 2
      columns.start = (w - columns.length) / 2
    case .pad:
      let scale = min(th / h, tw / w)
      rows.covered = Self.middle(h * scale, of: target.height)
      columns.covered = Self.middle(w * scale, of: target.width)
    }
    return (rows, columns)
  }

  private static func middle(_ length: Double, of all: Int) -> Range<Int> {
    let count = max(1, min(all, Int(clamping: length.rounded())))
    return (all - count) / 2..<(all - count) / 2 + count
  }

  /// - Parameters:
  ///   - picture: (H, W, C), the channels of a pixel side by side.
  ///   - background: of each channel, for what is not covered.
  ///   - result: (C, H, W) of ``target``.
  func frame(
    _ picture: UnsafePointer<UInt8>, _ size: Size2D, channels: Int, background: [UInt8],
    into result: UnsafeMutablePointer<UInt8>
  ) {
    guard size != target else {
      return Self.separate(picture, pixels: size.count, channels: channels, into: result)
    }
    let (rows, columns) = axes(of: size)
    let plane = target.count
    if rows.covered.count < target.height || columns.covered.count < target.width {
      for channel in 0..<channels {
        (result + channel * plane).update(repeating: background[channel], count: plane)
      }
    }
    let (vertical, horizontal) = (Coverage(rows), Coverage(columns))
    let scale = Float(1 / (vertical.length * horizontal.length))
    // First down the columns, a whole row of the picture at a time.
    let width = size.width * channels
    var sums = [Float](repeating: 0, count: width)
    sums.withUnsafeMutableBufferPointer { buffer in
      guard let sums = buffer.baseAddress else { return }
      for (place, y) in rows.covered.enumerated() {
        sums.update(repeating: 0, count: width)
        for (row, weight) in vertical[place] {
          let from = picture + row * width
          for i in 0..<width { sums[i] += weight * Float(from[i]) }
        }
        let target = result + y * self.target.width
        horizontal.apply(
          sums, channels: channels, scale: scale, into: target + columns.covered.lowerBound,
          plane: plane)
      }
    }
  }

  /// (P, C) to (C, P).
  static func separate(
    _ picture: UnsafePointer<UInt8>, pixels: Int, channels: Int,
    into result: UnsafeMutablePointer<UInt8>
  ) {
    guard channels > 1 else { return result.update(from: picture, count: pixels) }
    for channel in 0..<channels {
      let plane = result + channel * pixels
      for pixel in 0..<pixels { plane[pixel] = picture[pixel &* channels &+ channel] }
    }
  }
}

/// Which pixels of a picture each new pixel covers along one axis, and how much of them.
private struct Coverage {
  /// The part of the picture that a new pixel covers, in pixels.
  let length: Double
  private var first: [Int] = []
  /// Of pixel `place` from `offsets[place]` up to the next one's.
  private var weights: [Float] = []
  private var offsets = [0]

  init(_ axis: ImageFraming.Axis) {
    let count = axis.covered.count
    length = axis.length / Double(count)
    for place in 0..<count {
      let start = Self.edge(axis.start + Double(place) * length)
      let end = Self.edge(axis.start + Double(place + 1) * length)
      let from = Int(clamping: start.rounded(.down))
      let to = max(from + 1, Int(clamping: end.rounded(.up)))
      first.append(from)
      for pixel in from..<to {
        weights.append(Float(min(end, Double(pixel + 1)) - max(start, Double(pixel))))
      }
      offsets.append(weights.count)
    }
  }

  /// An edge that lies on that of a pixel but for its rounding lies on it.
  private static func edge(_ place: Double) -> Double {
    abs(place - place.rounded()) < 1e-7 ? place.rounded() : place
  }

  /// The pixels that new pixel `place` covers, with their weights.
  subscript(place: Int) -> some Sequence<(Int, Float)> {
    zip(first[place]..., weights[offsets[place]..<offsets[place + 1]])
  }

  /// One row: `sums` (W, C) to `result`, a row in each plane.
  func apply(
    _ sums: UnsafePointer<Float>, channels: Int, scale: Float,
    into result: UnsafeMutablePointer<UInt8>, plane: Int
  ) {
    weights.withUnsafeBufferPointer { weights in
      for place in first.indices {
        let (from, offset) = (first[place], offsets[place])
        let count = offsets[place + 1] - offset
        for channel in 0..<channels {
          var sum: Float = 0
          for i in 0..<count {
            sum += weights[offset &+ i] * sums[(from &+ i) &* channels &+ channel]
          }
          result[channel &* plane &+ place] = UInt8(clamping: sum * scale + 0.5)
        }
      }
    }
  }
}

extension ImageSet {
  /// The images at another size; where white is less than 255 it becomes 255, so that means have
  /// room between the values.
  func framed(_ framing: ImageFraming, background: RGBColor) -> ImageSet {
    guard framing.target != shape.size else { return self }
    let size = shape.size
    let (from, to) = (size.count, framing.target.count)
    let planes = count * shape.channels
    let fill =
      shape.channels == 3
      ? [background.red, background.green, background.blue]
      : [UInt8](repeating: background.luma, count: shape.channels)
    let source = white == 255 ? pixels : pixels.map { UInt8(clamping: Int($0) * 255 / Int(white)) }
    let framed = [UInt8](unsafeUninitializedCapacity: planes * to) { buffer, initialized in
      source.withUnsafeBufferPointer { source in
        guard let target = buffer.baseAddress, let source = source.baseAddress else { return }
        for plane in 0..<planes {
          framing.frame(
            source + plane * from, size, channels: 1,
            background: [fill[plane % shape.channels]], into: target + plane * to)
        }
      }
      initialized = planes * to
    }
    return ImageSet(
      shape: ImageShape(
        channels: shape.channels, height: framing.target.height, width: framing.target.width),
      pixels: framed, white: 255, labels: labels)
  }

  /// Three channels made one, by the weights of ITU-R BT.601; one channel stays.
  func madeGray() -> ImageSet {
    guard shape.channels == 3 else { return self }
    let plane = shape.size.count
    var grays: [UInt8] = []
    grays.reserveCapacity(count * plane)
    for image in 0..<count {
      let red = image * 3 * plane
      for pixel in red..<red + plane {
        grays.append(
          RGBColor.luma(pixels[pixel], pixels[pixel + plane], pixels[pixel + 2 * plane]))
      }
    }
    return ImageSet(
      shape: ImageShape(channels: 1, height: shape.height, width: shape.width), pixels: grays,
      white: white, labels: labels)
  }

  /// Rows as columns.
  func transposed() -> ImageSet {
    let (h, w) = (shape.height, shape.width)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, initialized in
      for plane in 0..<count * shape.channels {
        let first = plane * h * w
        for y in 0..<h {
          for x in 0..<w { buffer[first + x * h + y] = pixels[first + y * w + x] }
        }
      }
      initialized = pixels.count
    }
    return ImageSet(
      shape: ImageShape(channels: shape.channels, height: w, width: h), pixels: turned,
      white: white, labels: labels)
  }
}
