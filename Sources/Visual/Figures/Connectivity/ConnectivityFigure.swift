import AECore

/// A convolution and its transpose as one object: which cells are joined, in both directions.
///
/// Every cell, line and number comes from the `ConvolutionPair` that the kernels loop over.
public struct ConnectivityFigure: Figure {
  /// The ways to look at the pair.
  public enum View: String, CaseIterable, Sendable {
    /// Both directions side by side in two dimensions, one map of each layer, one fan in focus.
    case pair
    /// Several feature maps in cross-section with every connection, read downwards as the
    /// transposed convolution and upwards as the convolution.
    case maps
    /// Feature maps as sheets, the kernel as a pyramid between its footprint and one small cell.
    case planes
    /// The operation's matrix C beside Cᵀ, coloured by kernel tap.
    case matrix
    /// A worked example: input, kernel, products and sums in digits, in both directions.
    case values
    /// A worked example of the transposed convolution: what every output cell receives.
    case products
    /// The transposed convolution as scattering, as gathering and as a matrix product.
    case threeWays = "three-ways"
    /// How many contributions each cell of the transposed convolution's output receives.
    case overlap
    /// The sizes that shrink to the same one, and what output padding gives back.
    case sizes
    /// The sliding of the window: both directions at one position after the other, as a strip.
    case steps
  }

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
  public let decoder: DecoderOverlap?

  /// The diagram of `pair`.
  ///
  /// - Parameter focus: a cell of the small map, which must lie in it; nil chooses one whose
  ///   window lies clear of the padding.
  /// - Parameter weights: (O, C/groups, KH, KW).
  /// - Parameter largeChannel: the large map that is shown where one is, joined with the focus
  ///   cell; nil for the first.
  /// - Parameter isOneDimensional: that heights are all 1 and not worth a word.
  /// - Parameter example: of the same pair, or of its upper left part; nil makes one for the views
  ///   that need it.
  public init(
    _ pair: ConvolutionPair, view: View = .pair, focus: Cell? = nil, layer: String? = nil,
    weights: Tensor? = nil, largeChannel: Int? = nil, isOneDimensional: Bool = false,
    example: WorkedExample? = nil, decoder: DecoderOverlap? = nil
  ) {
    if let focus {
      precondition(
        (0..<pair.smallShape.channels).contains(focus.channel)
          && (0..<pair.smallShape.height).contains(focus.y)
          && (0..<pair.smallShape.width).contains(focus.x),
        "\(focus) is not a cell of the small map, \(pair.smallShape)")
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
    // One map in cross-section has the whole width for itself.
    let wholeMap =
      view == .matrix
      ? 9
      : view == .maps && pair.largeShape.channels == 1 || view == .planes && example != nil
        ? 34 : 17
    self.focus =
      focus.map { ConnectivityFocus(on: $0, of: pair) }
      ?? ConnectivityFocus(for: pair, wholeMap: wholeMap)
    start =
      focus == nil
      ? ConnectivityFocus(
        on: Cell(channel: self.focus.first.channel, y: 0, x: 0), of: pair) : nil
    stage = view == .steps ? start ?? self.focus : self.focus
    self.layer = layer
    self.weights = weights
    let perGroup = pair.largeShape.channels / pair.geometry.groups
    let group = self.focus.first.channel / (pair.smallShape.channels / pair.geometry.groups)
    let joined = group * perGroup..<(group + 1) * perGroup
    if let largeChannel {
      precondition(joined.contains(largeChannel), "map \(largeChannel) is not one of \(joined)")
    }
    self.largeChannel = largeChannel ?? joined.lowerBound
    self.isOneDimensional = isOneDimensional && pair.largeShape.height == 1
    self.example =
      example ?? (view.showsNumbers ? Self.seededExample(pair, seed: 1) : nil)
    self.decoder = decoder
  }

  /// `connectivity`.
  public var name: String { "connectivity" }

  /// What is joined, and with which stride.
  public var title: String {
    let stride =
      "stride \(isOneDimensional ? "\(pair.geometry.stride.width)" : pair.geometry.stride.short)"
    let name = (decoder == nil ? layer : nil).map { "\($0): " } ?? (isOneDimensional ? "1-D: " : "")
    let title =
      switch view {
      case .pair: "convolution and \(layer == nil ? "its " : "")transpose, \(stride)"
      case .maps:
        layer == nil
          ? "connections between feature maps, \(stride)"
          : "connections of feature maps, \(stride)"
      case .planes: "the kernel between feature maps, \(stride)"
      case .matrix: "the convolution as a matrix, and its transpose"
      case .values: "a convolution and its transpose in numbers"
      case .products:
        layer == nil
          ? "transposed convolution: what every output cell adds up"
          : "what every output cell adds up"
      case .threeWays: "three ways to see a transposed convolution"
      case .overlap: overlapTitle
      case .sizes: "why output padding exists, \(stride)"
      case .steps: "the window, step by step, \(stride)"
      }
    return name.isEmpty ? title.prefix(1).uppercased() + title.dropFirst() : name + title
  }

  /// How to read the view, with its numbers.
  public var caption: String {
    if step != nil { return movingCaption }
    return switch view {
    case .pair: pairCaption
    case .maps: mapsCaption
    case .planes: planesCaption
    case .matrix: matrixCaption
    case .values: valuesCaption
    case .products: productsCaption
    case .threeWays: threeWaysCaption
    case .overlap: overlapCaption
    case .sizes: sizesCaption
    case .steps: movingCaption
    }
  }

  /// The geometry, the sizes and all connections, ``ConnectivityData``; of the views that show
  /// other numbers, those numbers.
  public var data: any Encodable & Sendable {
    switch view {
    case .pair, .maps, .planes, .matrix, .steps: ConnectivityData(pair)
    case .values, .products, .threeWays: ExampleData(workedExample)
    case .overlap: OverlapData(self)
    case .sizes: SizesData(self)
    }
  }

  /// The view, laid out.
  public func marks(in frame: Rect, style: Style) -> [Mark] {
    switch view {
    case .pair: PairView(figure: self, frame: frame, style: style).marks
    case .maps: MapsView(figure: self, frame: frame, style: style).marks
    case .planes: PlanesView(figure: self, frame: frame, style: style).marks
    case .matrix: MatrixView(figure: self, frame: frame, style: style).marks
    case .values: ValuesView(figure: self, frame: frame, style: style).marks
    case .products: ProductsView(figure: self, frame: frame, style: style).marks
    case .threeWays: ThreeWaysView(figure: self, frame: frame, style: style).marks
    case .overlap: OverlapView(figure: self, frame: frame, style: style).marks
    case .sizes: SizesView(figure: self, frame: frame, style: style).marks
    case .steps: StepsView(figure: self, frame: frame, style: style).marks
    }
  }
}

extension ConnectivityFigure {
  /// The same figure, laid out for all positions of `path`, with the window at one of them.
  func standing(at index: Int, of path: [Cell]) -> ConnectivityFigure {
    var figure = self
    figure.stage = start ?? stage
    figure.focus = ConnectivityFocus(only: path[index])
    figure.step = WindowStep(index, of: path)
    return figure
  }

  /// `5 × 5`; in one dimension `5`.
  func words(_ size: Size2D) -> String { isOneDimensional ? "\(size.width)" : "\(size)" }

  /// `2`, or `2 × 1` when the directions differ; in one dimension `2`.
  func shortWords(_ size: Size2D) -> String {
    isOneDimensional ? "\(size.width)" : size.short
  }
}

extension Size2D {
  /// `2`, or `2 × 1` when the directions differ, without a place to break the line.
  var short: String { height == width ? "\(height)" : "\(height)\u{A0}×\u{A0}\(width)" }
}
