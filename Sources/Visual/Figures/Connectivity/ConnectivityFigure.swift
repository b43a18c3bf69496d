import AECore

/// A convolution and its transpose as one object: which cells are joined, in both directions.
///
/// Every cell, line and number comes from the `ConvolutionPair` that the kernels loop over.
public struct ConnectivityFigure: Figure {
  /// The geometry and the sizes.
  public let pair: ConvolutionPair
  /// The way to look at it.
  public let view: View
  /// The small map's cells that the eye is led to.
  public internal(set) var focus: ConnectivityFocus
  /// What the layout is made for: the focus that the figure was made with; in a picture that moves
  /// the one that was asked for, or else the start of the maps, wherever the window stands.
  private(set) var stage: ConnectivityFocus
  /// Nil when a focus was asked for.
  private let start: ConnectivityFocus?
  /// Where the window stands in a picture that moves; nil for a still.
  public internal(set) var step: WindowStep?
  /// The layer's name in its network, `decoder.3`; nil for a geometry on its own.
  public let layer: String?
  /// Whether it is the layer of a transposed convolution.
  public let isTransposed: Bool
  /// Learned weights that the lines carry, (O, C/groups, KH, KW): PyTorch's layout of the
  /// convolution O ← C, and, letter for letter, of the transposed convolution O → C.
  public let weights: Tensor?
  /// The map of the large layer that is shown where there is room for one, from 0.
  public let largeChannel: Int
  /// Whether the geometry is one of PyTorch's Conv1d: maps of a single row.
  public let isOneDimensional: Bool
  /// Numbers put through both directions, for the views that show digits.
  public let example: WorkedExample?
  /// The overlap of a whole network's decoder, for the view ``View/overlap``; nil for a geometry.
  public let decoder: DecoderStory?
  /// Whether the sizes' formulas stand under the maps, in the views that have them.
  public let showsFormula: Bool

  /// The diagram of `pair`.
  ///
  /// - Parameters:
  ///   - pair: the geometry and the sizes.
  ///   - view: the way to look at it.
  ///   - focus: a cell of the small map, which must lie in it; nil chooses one whose window lies
  ///     clear of the padding.
  ///   - layer: its name in its network, `decoder.3`; nil for a geometry on its own.
  ///   - isTransposed: whether that is a transposed convolution's.
  ///   - weights: (O, C/groups, KH, KW).
  ///   - largeChannel: the large map that is shown where one is, joined with the focus cell; nil
  ///     for the first.
  ///   - isOneDimensional: that heights are all 1 and not worth a word.
  ///   - example: of the same pair, or of its upper left part; nil makes one for the views that
  ///     need it.
  ///   - decoder: the whole decoder, for the view ``View/overlap``.
  ///   - showsFormula: whether the sizes' formulas stand under the maps, in the views that have
  ///     them.
  public init(
    _ pair: ConvolutionPair, view: View = .pair, focus: Cell? = nil, layer: String? = nil,
    isTransposed: Bool = false, weights: Tensor? = nil, largeChannel: Int? = nil,
    isOneDimensional: Bool = false, example: WorkedExample? = nil, decoder: DecoderStory? = nil,
    showsFormula: Bool = false
  ) {
    if let focus {
      precondition(
        (0..<pair.smallShape.channels).contains(focus.channel)
          && CellBlock(pair.smallShape.size).contains(focus),
        "\(focus) is not a cell of the convolution's output, \(pair.smallShape)")
    }
    if let weights {
      let kernel = pair.geometry.kernel
      let shape: Shape = [
        pair.smallShape.channels, pair.largeShape.channels / pair.geometry.groups, kernel.height,
        kernel.width,
      ]
      precondition(weights.shape == shape, "weights of \(weights.shape), not of \(shape)")
    }
    self.pair = pair
    self.view = view
    self.focus =
      focus.map(ConnectivityFocus.init(on:))
      ?? ConnectivityFocus(for: pair, wholeMap: view.wholeMap(pair, example))
    start =
      focus == nil
      ? ConnectivityFocus(on: Cell(channel: self.focus.first.channel, y: 0, x: 0)) : nil
    stage = self.focus
    self.layer = layer
    self.isTransposed = isTransposed
    self.weights = weights
    let joined = pair.largeMaps(joinedWith: self.focus.first.channel)
    if let largeChannel {
      precondition(joined.contains(largeChannel), "map \(largeChannel) is not one of \(joined)")
    }
    self.largeChannel = largeChannel ?? joined.lowerBound
    self.isOneDimensional = isOneDimensional && pair.largeShape.height == 1
    let worked =
      example ?? (view.numbers == .required ? WorkedExample.seeded(partOf: pair, seed: 1) : nil)
    self.example = worked
    if focus == nil, view.numbers == .required, let worked {
      let lively = worked.liveliestCell(near: self.focus.first)
      self.focus = ConnectivityFocus(on: lively)
      stage = self.focus
    }
    self.decoder = decoder
    self.showsFormula = showsFormula
  }

  /// Its name, and what is looked at and how; before it the layer's name.
  public var heading: Heading {
    let name = (decoder == nil ? layer : nil).map { "\($0): " } ?? (isOneDimensional ? "1-D: " : "")
    let title = view.make(self).title
    let upper = title.prefix(1).uppercased() + title.dropFirst()
    return ("connectivity", name.isEmpty ? upper : name + title)
  }

  /// Behind the heading the part of the maps that has room in `frame`.
  public func title(in frame: Rect, style: Style) -> String {
    let part = view.make(self).drawing(in: frame, style: style).part
    return title + (part.map { " (\($0))" } ?? "")
  }

  /// How to read the view, with its numbers.
  public var caption: String {
    step == nil ? view.make(self).caption : view.make(self).movingCaption
  }

  /// The geometry, the sizes and all connections, ``ConnectivityData``; of the views that show
  /// other numbers, those numbers.
  public var data: any Encodable & Sendable { view.make(self).data }

  /// The view, laid out.
  public func draw(in frame: Rect, on draw: inout Canvas) {
    view.make(self).drawing(in: frame, style: draw.style).draw(on: &draw)
  }
}

extension ConnectivityFigure {
  /// The same along one row of the maps, through the kernel's middle row; nil of maps of one row.
  var crossSection: ConnectivityFigure? {
    let shape = pair.largeShape
    guard shape.height > 1 || pair.geometry.kernel.height > 1,
      let geometry = try? pair.crossSection,
      let row = try? ConvolutionPair(
        geometry: geometry,
        largeShape: ImageShape(channels: shape.channels, height: 1, width: shape.width),
        smallChannels: pair.smallShape.channels)
    else { return nil }
    func flat(_ focus: ConnectivityFocus) -> ConnectivityFocus {
      ConnectivityFocus(on: Cell(channel: focus.first.channel, y: 0, x: focus.first.x))
    }
    let kernel = pair.geometry.kernel
    let middle = weights.map { weights in
      let rows = weights.count / max(1, kernel.width)
      let values = (0..<rows / max(1, kernel.height)).flatMap { index in
        let first = (index * kernel.height + kernel.height / 2) * kernel.width
        return weights.values[first..<first + kernel.width]
      }
      return Tensor(
        [weights.shape[0], weights.shape[1], 1, kernel.width], values)
    }
    var figure = ConnectivityFigure(
      row, view: view, focus: flat(focus).first, layer: layer, isTransposed: isTransposed,
      weights: middle, largeChannel: largeChannel, isOneDimensional: true)
    figure.stage = flat(stage)
    figure.step = step
    return figure
  }

  /// The direction that its layer has; of a geometry on its own the convolution's.
  var direction: ConnectivityDirection { isTransposed ? .transposed : .convolution }

  /// Whether there are few enough lines between a window and its cell to be told apart; else a cone
  /// stands for them.
  var showsFan: Bool { pair.geometry.kernel.count <= 9 }

  /// The same figure, laid out for all positions of the window.
  var forAllSteps: ConnectivityFigure {
    var figure = self
    figure.stage = start ?? stage
    return figure
  }

  /// The same figure, laid out for all positions of `path`, with the window at one of them.
  func standing(at index: Int, of path: [Cell]) -> ConnectivityFigure {
    var figure = forAllSteps
    figure.focus = ConnectivityFocus(on: path[index])
    figure.step = WindowStep(path: path, index: index)
    return figure
  }

  /// `5 × 5`; in one dimension `5`.
  func words(_ size: Size2D) -> String { isOneDimensional ? "\(size.width)" : "\(size)" }

  /// The same of a map; `3 × 3 of 5 × 5` where it is larger than its picture.
  func words(_ shown: Size2D, of whole: Size2D) -> String {
    shown == whole ? words(whole) : "\(words(shown)) of \(words(whole))"
  }

  /// `2`, or `2 × 1` when the directions differ; in one dimension `2`.
  func shortWords(_ size: Size2D) -> String { isOneDimensional ? "\(size.width)" : size.short }

  /// The same of padding; `0:1` is what lies before a map and behind it.
  func shortWords(_ padding: Padding) -> String {
    var padding = padding
    if isOneDimensional { padding.vertical = padding.horizontal }
    return padding.words(between: "\u{A0}×\u{A0}")
  }

  /// `kernel 3 × 3`, and `kernel 3 × 3, dilation 2` of one whose taps do not lie side by side.
  var kernelWords: (short: String, full: String) {
    let (kernel, dilation) = ("kernel \(words(pair.geometry.kernel))", pair.geometry.dilation)
    return (kernel, dilation == Size2D(1) ? kernel : kernel + ", dilation \(shortWords(dilation))")
  }
}

extension Size2D {
  /// `2`, or `2 × 1` when the directions differ, without a place to break the line.
  var short: String { height == width ? "\(height)" : "\(height)\u{A0}×\u{A0}\(width)" }
}
