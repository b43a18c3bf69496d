import AECore

/// Something that is laid out for a page: colours and type under short names.
protocol Styled {
  /// Theme, page and type.
  var style: Style { get }
}

extension Styled {
  var theme: Theme { style.theme }
  /// Names and numbers at marks.
  var font: Font { style.font(.label) }
  /// The same in heavy type.
  var bold: Font { style.font(.label, isBold: true) }
  /// Names of parts.
  var heading: Font { style.font(.heading) }
  /// From one line of names to the next, in points.
  var lineHeight: Double { style.lineHeight(font) }
}

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
}

extension ConnectivityDrawing {
  var path: [Cell] { [] }
}
