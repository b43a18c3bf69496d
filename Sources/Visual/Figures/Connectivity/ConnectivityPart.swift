import AECore

/// A part of a connectivity diagram.
protocol ConnectivityPart: Styled {
  /// What is looked at.
  var figure: ConnectivityFigure { get }
}

extension ConnectivityPart {
  var pair: ConvolutionPair { figure.pair }
  var geometry: ConvGeometry { pair.geometry }
}

/// A view of a convolution and its transpose, laid out in a frame. Nothing may leave it.
protocol ConnectivityDrawing: ConnectivityPart {
  init(figure: ConnectivityFigure, frame: Rect, style: Style)
  /// Everything inside the frame.
  func draw(on draw: inout Canvas)
  /// The small cells that a moving window comes to, in order: those that are drawn, of maps too
  /// large to be drawn whole.
  var path: [Cell] { get }
  /// Which part of the maps is drawn, for the title; nil where they are whole.
  var part: String? { get }
}

extension ConnectivityDrawing {
  var path: [Cell] { [] }
  var part: String? { nil }
}

extension ConnectivityPart {
  /// `9 × 9 of 28 × 28 cells`; nil where all of the map is drawn.
  func part(_ shown: Size2D, of whole: Size2D) -> String? {
    guard shown != whole else { return nil }
    return "\(figure.words(shown, of: whole)) cells"
  }

  /// The same of the large map, or where that is whole, of the small one.
  func part(_ windows: MapWindow) -> String? {
    let (large, small) = (pair.largeShape.size, pair.smallShape.size)
    return part(windows[\.large].clamped(to: CellBlock(large)).size, of: large)
      ?? part(windows[\.small].clamped(to: CellBlock(small)).size, of: small)
  }
}
