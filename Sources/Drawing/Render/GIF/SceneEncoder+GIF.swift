import AEData
import Foundation

extension SceneEncoder {
  /// A GIF of scenes of one size, which plays for ever; the same scenes give the same bytes.
  ///
  /// All frames share one palette, and each holds only what differs from the one before it.
  /// - Parameters:
  ///   - timeline: the frames, in order; each stays as long as it says, to a hundredth of a second.
  ///   - dpi: dots to the inch.
  ///   - onFrame: called with the number of frames that are drawn.
  /// - Throws: `Failure` of kind `usage`, when a page has no size or too many pixels, or lets
  ///   something through.
  public static func gif(
    _ timeline: [Timeline.Frame], dpi: Double, onFrame: (_ done: Int) -> Void = { _ in }
  ) throws -> Data {
    let scenes = timeline.map(\.scene)
    guard let first = scenes.first else {
      throw Failure(.usage, nil, "a GIF needs at least one frame")
    }
    precondition(scenes.allSatisfy { $0.size == first.size }, "frames of different sizes")
    guard scenes.allSatisfy({ $0.background?.alpha == 1 }) else {
      throw Failure(
        .usage, "--transparent", "a GIF's pixels are opaque or not there, nothing in between",
        advice: "leave it out, or write numbered PNG frames")
    }
    var colors = GIFColors()
    var frames: [GIFFrame] = []
    var before: FramePixels?
    try FrameRenderer(dpi: dpi).each(scenes, FramePixels.init) { pixels in
      guard pixels.width <= 65_535, pixels.height <= 65_535 else {
        throw Failure(.usage, "--dpi", "a GIF ends at 65535 pixels", advice: "choose fewer")
      }
      frames.append(GIFFrame(of: pixels, after: before, &colors))
      before = pixels
      onFrame(frames.count)
    }
    guard let last = before else { preconditionFailure("no frame of \(scenes.count)") }
    let (palette, index) = colors.palette()
    let stream = try GIFStream(width: last.width, height: last.height, palette: palette)
    for (frame, seconds) in zip(frames, timeline.map(\.seconds)) {
      let delay = max(1, min(65_535, Int(clamping: (seconds * 100).rounded())))
      var indices = frame.colors.map {
        $0 == GIFFrame.unchanged ? stream.transparent : index[Int($0)]
      }
      try stream.add(frame, indices: &indices, centiseconds: delay)
    }
    return try stream.finish()
  }
}

extension GIFFrame {
  /// What differs from the frame before; one pixel when nothing does, everything of the first.
  init(of pixels: FramePixels, after before: FramePixels?, _ colors: inout GIFColors) {
    let area = before.flatMap { Self.difference(pixels, $0) }
    (x, y) = (area?.x.lowerBound ?? 0, area?.y.lowerBound ?? 0)
    width = area?.x.count ?? (before == nil ? pixels.width : 1)
    height = area?.y.count ?? (before == nil ? pixels.height : 1)
    let (left, top, columns, rows) = (x, y, width, height)
    self.colors = [UInt16](unsafeUninitializedCapacity: columns * rows) { buffer, count in
      pixels.words.withUnsafeBufferPointer { now in
        func fill(_ old: UnsafeBufferPointer<UInt32>?) {
          // Neighbours are mostly alike: a run of one colour is looked up once.
          var (color, number, run) = (UInt32.max, Self.unchanged, 0)
          var next = 0
          func endRun() { if run > 0 { colors.count(run, of: number) } }
          for y in top..<top + rows {
            let start = y * pixels.width + left
            for i in start..<start + columns {
              let word = now[i]
              if let old, old[i] == word {
                buffer[next] = Self.unchanged
              } else {
                if word != color {
                  endRun()
                  (color, number, run) = (word, colors.number(of: word), 0)
                }
                run += 1
                buffer[next] = number
              }
              next += 1
            }
          }
          endRun()
        }
        if let before { before.words.withUnsafeBufferPointer(fill) } else { fill(nil) }
      }
      count = columns * rows
    }
  }

  /// The smallest rectangle around all pixels that differ; nil when none does.
  private static func difference(
    _ a: FramePixels, _ b: FramePixels
  ) -> (x: Range<Int>, y: Range<Int>)? {
    let width = a.width
    return a.words.withUnsafeBufferPointer { a in
      b.words.withUnsafeBufferPointer { b in
        guard let start = a.baseAddress, let other = b.baseAddress else { return nil }
        func isSame(_ y: Int) -> Bool {
          memcmp(start + y * width, other + y * width, 4 * width) == 0
        }
        let height = a.count / width
        guard let top = (0..<height).first(where: { !isSame($0) }),
          let bottom = (0..<height).last(where: { !isSame($0) })
        else { return nil }
        var (left, right) = (width - 1, 0)
        for y in top...bottom {
          let row = y * width
          var x = 0
          while x < left, a[row + x] == b[row + x] { x += 1 }
          left = min(left, x)
          x = width - 1
          while x > right, a[row + x] == b[row + x] { x -= 1 }
          right = max(right, x)
        }
        return (left..<right + 1, top..<bottom + 1)
      }
    }
  }
}
