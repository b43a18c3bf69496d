import AECore

/// The view `overlap`, laid out in a frame: the strip, and below it the map, the key to its
/// colours, and which kernels go with which strides.
struct OverlapDrawing: ConnectivityDrawing {
  let figure: ConnectivityFigure
  let frame: Rect
  let style: Style

  var part: String? {
    guard figure.decoder == nil else { return nil }
    let size = pair.restoredShape.size
    guard !figure.isOneDimensional else {
      let strip = OverlapStrip(figure, width: frame.width, style: style)
      return strip.isCut
        ? "\(strip.columns.clamped(to: 0..<size.width).count) of \(size.width) cells" : nil
    }
    return part(OverlapMap.shown(of: size), of: size)
  }

  /// The input's cells of the strip, one after the other.
  var path: [Cell] {
    let strip = OverlapStrip(figure, width: frame.width, style: style)
    let channel = figure.focus.first.channel
    return strip.small.map {
      strip.axis == .horizontal
        ? Cell(channel: channel, y: 0, x: $0) : Cell(channel: channel, y: $0, x: 0)
    }
  }

  func draw(on draw: inout Canvas) {
    if let story = figure.decoder {
      return DecoderStrips(story: story, style: style).draw(in: frame, on: &draw)
    }
    let strip = OverlapStrip(figure, width: frame.width, style: style)
    let isTall = frame.height > frame.width
    let isFlat = figure.isOneDimensional
    let foot = figure.stepHeight(style)
    let area = frame.inset(bottom: foot)
    figure.drawStep(in: frame, on: &draw) { _ in
      "each output cell that this window reaches receives one more"
    }
    let height =
      isFlat ? (isTall ? 0.5 * area.width : area.height) : (isTall ? 0.4 : 0.36) * area.height
    let top = Rect(x: area.x, y: area.y, width: area.width, height: min(height, 0.5 * area.width))
    draw.main { draw in
      strip.draw(in: top, on: &draw)
    }
    guard !isFlat else { return }
    let rest = area.inset(top: top.height + (isTall ? 3 : 1.6) * style.gap)
    let map = OverlapMap(figure: figure, strip: strip, style: style)
    let side = Rect(
      x: rest.x, y: rest.y, width: (isTall ? 0.48 : 0.36) * rest.width, height: rest.height)
    var width = 0.0
    draw.main { width = map.draw(in: side, on: &$0) }
    var left = rest.x + width + 2.5 * style.gap
    let key = map.keyWidth
    let leastTable = style.width("stride 4") + 12 * style.gap
    if left + key + 2.5 * style.gap + leastTable <= rest.maxX {
      let box = Rect(x: left, y: rest.y, width: key, height: rest.height)
      map.key(in: box, on: &draw)
      left = box.maxX + 3 * style.gap
    }
    guard rest.maxX - left >= leastTable else { return }
    OverlapTable(
      figure: figure,
      frame: Rect(x: left, y: rest.y, width: rest.maxX - left, height: rest.height), style: style
    ).draw(on: &draw)
  }
}
